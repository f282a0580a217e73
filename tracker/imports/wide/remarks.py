"""What is said of a wide register besides its sessions: how tables and rows were taken, and what is amiss."""

from __future__ import annotations

from collections.abc import Sequence

from tracker.imports.problem import Problem
from tracker.imports.reading import column_letter
from tracker.imports.wide import marks, ways
from tracker.imports.wide.dated import Day, place
from tracker.imports.wide.marks import Meaning
from tracker.imports.wide.rows import Row, Sort
from tracker.imports.wide.said import Ask
from tracker.imports.wide.tables import Table
from tracker.values import folded

_MOST_NAMED = 12
# Absent beside other marks; where it stands alone it may as well mean attended.
_AMBIGUOUS = frozenset({"a"})
_WHOSE = "stands here, and the row has no name. Enter whose mark it is, or delete it."


def about_marks(counted: Sequence[tuple[str, int, Meaning]], *, said: bool) -> list[Ask]:
    """The question what marks mean that are not known, or of which none means that somebody came.

    `said` tells that a person has said what some of them mean.
    """
    unknown = [(text, times) for text, times, meaning in counted if meaning is Meaning.UNKNOWN]
    none_came = all(meaning is not Meaning.CAME for _, _, meaning in counted)
    if not unknown and none_came and any(folded(text) in _AMBIGUOUS for text, _, _ in counted):
        named = ", ".join(f"“{text[:30]}”" for text, _, _ in counted[:_MOST_NAMED])
        sentence = f"No mark here means that somebody came: {named}. Say what each means."
        return [] if said else [Ask("marks", sentence)]
    if not unknown:
        return []
    named = ", ".join(f"“{text[:30]}” ({times:,} times)" for text, times in unknown[:_MOST_NAMED])
    more = f" and {len(unknown) - _MOST_NAMED:,} more" if len(unknown) > _MOST_NAMED else ""
    sentence = (
        f"It is not known whether these marks mean that somebody came: {named}{more}. Say what each means."
    )
    if any(marks.minutes(folded(text)) is not None for text, _ in unknown):
        sentence += " If the numbers are hours, say so."
    return [Ask("marks", sentence)]


def about_tables(found: Sequence[Table], days: Sequence[Day]) -> list[str]:
    """How the tables were taken."""
    said = []
    for table in found:
        if table.names and not table.names_by_heading:
            letters = ", ".join(map(column_letter, table.names))
            said.append(f"No heading says where the names stand; those in column {letters} were taken.")
    numbers = sorted({day.table for day in days})
    if len(numbers) > 1 and not ways.differ(days):
        where = ", ".join(str(found[number].heading_row) for number in numbers)
        said.append(
            f"{len(numbers)} tables, headed in rows {where}, are about the same days: they are taken for "
            "lists of different people at the same sessions."
        )
    return list(dict.fromkeys(said))


def about_rows(tables: Sequence[Table], sorted_rows: Sequence[Sequence[Row]]) -> list[str]:
    """The rows that are taken for something else than people."""
    said = []
    for sort, what in ((Sort.TOTALS, "totals"), (Sort.NOTE, "notes or titles")):
        found = {row.line.number for group in sorted_rows for row in group if row.sort is sort}
        found |= {number for table in tables[1:] for number in table.title_rows if sort is Sort.NOTE}
        numbers = [str(number) for number in sorted(found)]
        if numbers:
            shown = ", ".join(numbers[:_MOST_NAMED])
            more = f" and {len(numbers) - _MOST_NAMED:,} more" if len(numbers) > _MOST_NAMED else ""
            one = len(numbers) == 1
            said.append(
                f"{'Row' if one else 'Rows'} {shown}{more} {'is' if one else 'are'} taken for {what}, and "
                "nobody is counted for them."
            )
    return said


def nameless(sheet: str, found: Sequence[Table], sorted_rows: Sequence[Sequence[Row]]) -> list[Problem]:
    """A problem for each mark that stands in a row without a name."""
    return [
        Problem(sheet, row.line.number, place(column), f"“{row.marks[column.index][:30]}” {_WHOSE}")
        for table, group in zip(found, sorted_rows, strict=True)
        for row in group
        if row.sort is Sort.NAMELESS
        for column in table.columns
        if column.index in row.marks
    ]

"""What is said of a wide register besides its sessions: how tables and rows were taken, and what is amiss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tracker.imports.problem import Problem
from tracker.imports.reading import column_letter
from tracker.imports.register import Register
from tracker.imports.wide import marks, ways
from tracker.imports.wide.dated import Day, place
from tracker.imports.wide.grid import Line
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
    named = ", ".join(f"“{text[:30]}” ({_times(times)})" for text, times in unknown[:_MOST_NAMED])
    more = f" and {len(unknown) - _MOST_NAMED:,} more" if len(unknown) > _MOST_NAMED else ""
    sentence = (
        f"It is not known whether these marks mean that somebody came: {named}{more}. Say what each means."
    )
    if any(marks.minutes(folded(text)) is not None for text, _ in unknown):
        sentence += " If the numbers are hours, say so."
    return [Ask("marks", sentence)]


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def about_tables(found: Sequence[Table], days: Sequence[Day], *, apart: bool) -> list[str]:
    """How the tables were taken; `apart` says that each is of sessions of its own."""
    said = []
    for table in found:
        if table.names and not table.names_by_heading:
            letters = ", ".join(map(column_letter, table.names))
            said.append(f"No heading says where the names stand; those in column {letters} were taken.")
    numbers = sorted({day.table for day in days})
    said += [_left_out(table.beyond) for table in found if table.beyond]
    if across := [table.title for table in found if table.beside]:
        more = f" and {len(across) - _MOST_NAMED:,} more" if len(across) > _MOST_NAMED else ""
        said.append(
            f"{len(across)} bodies stand side by side, each with days of its own: "
            f"{', '.join(across[:_MOST_NAMED])}{more}."
        )
        return list(dict.fromkeys(said))
    of_bodies = any(table.body_column is not None for table in found)
    if of_bodies and not apart:
        said.append("A day that several bodies share is taken for one session of all of them.")
    elif len(numbers) > 1 and not ways.differ(days) and not apart:
        where = ", ".join(str(found[number].heading_row) for number in numbers)
        said.append(
            f"{len(numbers)} tables, headed in rows {where}, are about the same days: they are taken for "
            "lists of different people at the same sessions."
        )
    return list(dict.fromkeys(said))


def _left_out(rows: Sequence[Line]) -> str:
    first, last = rows[0].number, rows[-1].number
    return (
        f"Row {first} begins a table that has no days across: rows {first} to {last} are left out. Bring "
        "them in by themselves."
    )


def about_rows(tables: Sequence[Table], sorted_rows: Sequence[Sequence[Row]]) -> list[str]:
    """The rows that are taken for something else than people."""
    said = []
    for sort, what in ((Sort.TOTALS, "totals"), (Sort.NOTE, "notes or titles")):
        lines = [row.line for group in sorted_rows for row in group if row.sort is sort]
        sums = {row.line.number for group in sorted_rows for row in group if row.sort is Sort.TOTALS}
        titles = [line for table in tables[1:] for line in table.above if line.number not in sums]
        lines += titles if sort is Sort.NOTE else []
        if lines:
            shown = _some([_named(line) for line in lines])
            rows, are, them = ("Row", "is", "it") if len(lines) == 1 else ("Rows", "are", "them")
            said.append(f"{rows} {shown} {are} taken for {what}, and nobody is counted for {them}.")
    return said


def _named(line: Line) -> str:
    return f"{line.number} (“{line.at(line.filled()[0])[:30]}”)"


def _some(named: Sequence[str]) -> str:
    more = f" and {len(named) - _MOST_NAMED:,} more" if len(named) > _MOST_NAMED else ""
    return f"{', '.join(named[:_MOST_NAMED])}{more}"


def about_unmarked(register: Register) -> list[str]:
    """Who is listed and marked nowhere: somebody who never came, or a heading among the names."""
    named = [f"{register.people[match]} (row {row})" for match, row in register.unmarked.items()]
    return [f"Listed, and marked nowhere: {_some(named)}."] if named else []


def about_legend(legend: Mapping[str, tuple[Meaning, str]]) -> list[str]:
    """What the sheet itself says that its marks mean."""
    return [f"The sheet says what “{mark}” means: {words[:60]}." for mark, (_, words) in legend.items()]


def nameless(sheet: str, found: Sequence[Table], sorted_rows: Sequence[Sequence[Row]]) -> list[Problem]:
    """A problem for each mark that stands in a row without a name."""
    return [
        Problem(sheet, row.line.number, place(column), f"“{row.marks[column.index][:30]}” {_WHOSE}")
        for table, group in zip(found, sorted_rows, strict=True)
        for row in group
        if table.names and row.sort is Sort.NAMELESS
        for column in table.columns
        if column.index in row.marks
    ]

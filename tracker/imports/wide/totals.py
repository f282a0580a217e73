"""Totals that a sheet prints, held against what is counted here. They are said where they differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from tracker.imports.reading import column_letter
from tracker.imports.wide.dated import Day, place
from tracker.imports.wide.marks import Alphabet, Meaning
from tracker.imports.wide.rows import Row, Sort, is_total
from tracker.imports.wide.tables import Table

_WHOLE = re.compile(r"^(\d{1,7}(?:\.\d{1,6})?)(?:\s*/\s*\d{1,7})?$")
_OF_PERSON = re.compile(
    r"^(?:total|totals|sum|count|attended|present|attendance|attendances|(?:meetings|sessions) attended"
    r"|(?:no|number)\.? (?:of )?(?:attended|attendances|(?:meetings|sessions)(?: attended)?)|total.*attend.*"
    r"|total.*(?:meetings|sessions)|total hours|hours)$",
    re.IGNORECASE,
)
_MOST = 20


def compare(
    tables: Sequence[Table], rows: Sequence[Sequence[Row]], days: Sequence[Day], alphabet: Alphabet
) -> list[str]:
    """A remark for each printed total that differs, or one saying that all agree."""
    printed = 0
    differing: list[str] = []
    so_far: list[Row] = []
    for table, sorted_rows in zip(tables, rows, strict=True):
        own = [day for day in days if day.table == table.number]
        so_far += [row for row in sorted_rows if row.sort is Sort.PERSON]
        for said in (*_down(sorted_rows, so_far, own, alphabet), *_across(table, sorted_rows, own, alphabet)):
            printed += 1
            differing += [said] if said else []
    if not printed:
        return []
    agree = printed - len(differing)
    remarks = differing[:_MOST]
    if len(differing) > _MOST:
        remarks.append(f"{len(differing) - _MOST:,} more printed totals differ from what we count.")
    return [*remarks, f"{agree:,} of {printed:,} totals that the sheet prints are what we count."]


def _down(
    rows: Sequence[Row], so_far: Sequence[Row], days: Sequence[Day], alphabet: Alphabet
) -> Iterator[str | None]:
    """Each total printed under a day: None where it is right, of its table or of all tables down to it."""
    above: list[Row] = []
    own = [row for row in rows if row.sort is Sort.PERSON]
    for row in rows:
        if row.sort is Sort.PERSON:
            above.append(row)
        if row.sort is not Sort.TOTALS or _is_of_others(row):
            continue
        for day in days:
            printed = _number(row.marks.get(day.at, ""))
            if printed is None:
                continue
            groups = (above or own, own, so_far)
            fitting = [count for group in groups for count in _counts(group, [day], alphabet)]
            if printed in fitting:
                yield None
            else:
                where = f"Row {row.line.number} prints {printed} under {place(day.column)}"
                yield f"{where}; we count {fitting[0]}."


def _is_of_others(row: Row) -> bool:
    """Whether a row counts those who did not come, or says a share or a quorum."""
    label = " ".join(row.line.at(at) for at in row.line.filled()).casefold()
    return bool(re.search(r"apolog|absen|average|mean|percent|%|quor", label))


def _across(
    table: Table, rows: Sequence[Row], days: Sequence[Day], alphabet: Alphabet
) -> Iterator[str | None]:
    """Each total printed beside a person."""
    dated = {column.index for column in table.columns}
    for at, text in table.band.texts.items():
        if at in dated or at in table.names or not (_OF_PERSON.match(text) or is_total(text)):
            continue
        for row in rows:
            printed = _number(row.line.at(at)) if row.sort is Sort.PERSON and "%" not in text else None
            if printed is None:
                continue
            counts = list(_counts([row], days, alphabet))
            if printed in counts:
                yield None
            else:
                where = f"Row {row.line.number} prints {printed} under {text} ({column_letter(at)})"
                yield f"{where}; we count {counts[0]}."


def _counts(rows: Sequence[Row], days: Sequence[Day], alphabet: Alphabet) -> Iterator[Decimal]:
    """How many marks say that somebody came, and how many hours these are where they are hours."""
    came = [
        mark
        for row in rows
        for day in days
        if (mark := row.marks.get(day.at, "")) and alphabet.meaning(mark) is Meaning.CAME
    ]
    if alphabet.hours:
        yield Decimal(sum(alphabet.minutes(mark) or 0 for mark in came)) / 60
    yield Decimal(len(came))


def _number(text: str) -> Decimal | None:
    match = _WHOLE.match(text)
    return Decimal(match[1]) if match else None


def sums_agree(row: Row, rows: Sequence[Row], days: Mapping[int, Day], alphabet: Alphabet) -> bool:
    """Whether the numbers of a row without a name are the counts of the rows above it, in every column."""
    return all(
        at in days and _number(text) in set(_counts(rows, [days[at]], alphabet))
        for at, text in row.marks.items()
    )

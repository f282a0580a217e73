"""Hold the rows of a payroll's result against what we sent it, and say of each what it means. Pure.

The file is kept whole or not at all, so a row in the way of that says what is wrong with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.errors import Invalid
from tracker.imports import cells
from tracker.money import ZERO, Money
from tracker.reconciliation.matching import Fate, Finding, Known, Read, Standing
from tracker.reconciliation.table import Says, Table, amount_in, cell_of, reference_in

PAYROLL = "payroll"
# With one of these in it, nothing of a payroll's file is kept.
IN_THE_WAY = frozenset({Fate.DIFFERS, Fate.UNCLEAR, Fate.UNKNOWN})


@dataclass(frozen=True)
class Sent:
    """One of our payments, how it goes, when its run was released, and what is kept of a result already."""

    known: Known
    method: str
    released_on: date
    net: Money | None = None
    reported_on: date | None = None


@dataclass(frozen=True)
class _Row:
    """A row as it is understood; None where a cell is blank or cannot be read, with what stands in it."""

    number: int
    said: str
    cells: Mapping[Says, str]
    net: Money | None
    gross: Money | None
    paid_on: date | None
    reported_on: date | None


def findings(
    table: Table, how: Read, sent: Collection[Sent], unreleased: Collection[str], today: date
) -> list[Finding]:
    """What each row of ours means, which payments of the same runs are missing, and the rows of others."""
    by_reference = {one.known.reference: one for one in sent}
    ours: defaultdict[str, list[_Row]] = defaultdict(list)
    found = []
    for row in _rows(table, how):
        reference = reference_in(row.said)
        if reference in by_reference:
            ours[reference].append(row)
        elif reference is not None:
            found.append(_finding(Fate.UNKNOWN, row, _unknown(reference, unreleased)))
        elif row.said or row.net is not None:
            sentence = "No reference of ours stands in it."
            found.append(Finding(Fate.NOT_OURS, (row.number,), sentence, said=row.said, pence=row.net))
    found += [_of_payment(by_reference[reference], rows, today) for reference, rows in ours.items()]
    touched = {by_reference[reference].known.run_id for reference in ours}
    found += [_missing(one) for one in sent if _is_missing(one, touched, ours)]
    return sorted(found, key=lambda one: (list(Fate).index(one.fate), one.rows))


def _rows(table: Table, how: Read) -> Iterator[_Row]:
    first = {
        says: cells.is_month_first(table.column(how.columns.get(says, -1)))
        for says in (Says.DATE, Says.REPORTED)
    }
    for number, row in table.rows:
        said = {says: cell_of(row, how.columns.get(says)) for says in Says}
        yield _Row(
            number,
            said[Says.REFERENCE],
            said,
            amount_in(said[Says.NET]),
            amount_in(said[Says.GROSS]),
            _day(said[Says.DATE], month_first=first[Says.DATE]),
            _day(said[Says.REPORTED], month_first=first[Says.REPORTED]),
        )


def _day(text: str, *, month_first: bool) -> date | None:
    try:
        return cells.day(text, month_first=month_first)
    except Invalid:
        return None


def _finding(fate: Fate, row: _Row, sentence: str, payment: Known | None = None) -> Finding:
    return Finding(
        fate,
        (row.number,),
        sentence,
        payment,
        on=row.paid_on,
        said=row.said,
        net=row.net,
        gross=row.gross,
        reported_on=row.reported_on,
    )


def _unknown(reference: str, unreleased: Collection[str]) -> str:
    run_ref = reference.rpartition("-")[0]
    if run_ref in unreleased:
        return f"{run_ref} is not released yet, so nothing of it can have been paid."
    return f"There is no payment {reference} here."


def _is_missing(one: Sent, touched: Collection[int], ours: Collection[str]) -> bool:
    of_this_file = one.method == PAYROLL and one.known.run_id in touched
    return of_this_file and one.known.reference not in ours and one.known.standing is Standing.ON_ITS_WAY


def _missing(one: Sent) -> Finding:
    return Finding(Fate.MISSING, (), "Not in the file: it stays on its way.", one.known)


def _of_payment(one: Sent, rows: Sequence[_Row], today: date) -> Finding:
    """What the row of one payment means: the first thing in the way, or that it can be kept."""
    row = rows[0]
    if len(rows) > 1:
        numbers = tuple(each.number for each in rows)
        sentence = f"{one.known.reference} stands in more than one row: give each payment one row."
        return replace(_finding(Fate.UNCLEAR, row, sentence, one.known), rows=numbers)
    if one.method != PAYROLL:
        sentence = f"It is not paid through payroll but another way: {one.method.replace('-', ' ')}."
        return _finding(Fate.UNCLEAR, row, sentence, one.known)
    if row.gross is not None and row.gross != one.known.pence:
        sentence = (
            f"The file says {row.gross.pounds()} before deductions, and we sent {one.known.pence.pounds()}, "
            "pay and costs together."
        )
        return _finding(Fate.DIFFERS, row, sentence, one.known)
    if fault := next(_faults(one, row, today), None):
        return _finding(Fate.UNCLEAR, row, fault, one.known)
    fate, sentence = _held_against_kept(one, row)
    return _finding(fate, row, sentence, one.known)


def _faults(one: Sent, row: _Row, today: date) -> Iterator[str]:
    yield from _faults_of_sums(one, row)
    yield from _faults_of_day("day paid", row.cells[Says.DATE], row.paid_on, one, today)
    yield from _faults_of_day("day reported to HMRC", row.cells[Says.REPORTED], row.reported_on, one, today)
    on_its_way = one.known.standing is Standing.ON_ITS_WAY
    if on_its_way and row.paid_on is not None and row.paid_on < one.known.since:
        yield f"Its day paid is in books that are closed: the first open day is {_said(one.known.since)}."


def _faults_of_sums(one: Sent, row: _Row) -> Iterator[str]:
    net, gross = row.cells[Says.NET], row.cells[Says.GROSS]
    if not net:
        yield "It has no net pay."
    elif row.net is None:
        yield f"Its net pay, {net}, is no sum in pounds and pence, like 63.20."
    elif row.net < ZERO:
        yield f"Its net pay, {row.net.pounds()}, is less than nothing."
    elif row.net > one.known.pence:
        yield f"Its net pay, {row.net.pounds()}, is more than the {one.known.pence.pounds()} that we sent."
    if gross and row.gross is None:
        yield f"Its gross pay, {gross}, is no sum in pounds and pence, like 79.00."


def _faults_of_day(called: str, text: str, day: date | None, one: Sent, today: date) -> Iterator[str]:
    if not text:
        yield f"It has no {called}."
    elif day is None:
        yield f"Its {called}, {text}, cannot be read: write it like 20/11/2026."
    elif day > today:
        yield f"Its {called}, {_said(day)}, has not come yet."
    elif day < one.released_on:
        yield f"Its {called}, {_said(day)}, is before its run was released on {_said(one.released_on)}."


def _held_against_kept(one: Sent, row: _Row) -> tuple[Fate, str]:
    """A row that can be read, beside what is kept of its payment: new, the same, or another."""
    if one.known.standing is Standing.ON_ITS_WAY:
        return Fate.MATCHED, "Will be kept, and marked as paid."
    if (one.known.paid_on, one.net, one.reported_on) == (row.paid_on, row.net, row.reported_on):
        return Fate.DONE, "Kept already."
    if one.known.standing is Standing.ENDED:
        return Fate.UNCLEAR, "It is recorded as not arrived: ask the payroll."
    if one.known.paid_on != row.paid_on and one.known.paid_on is not None:
        return Fate.UNCLEAR, f"It is marked as paid on another day already: {_said(one.known.paid_on)}."
    if one.net is None or one.reported_on is None:
        return Fate.MATCHED, "Marked as paid already: its net pay and the day reported will be added."
    return (
        Fate.UNCLEAR,
        f"Other numbers are kept already: net pay {one.net.pounds()}, reported on {_said(one.reported_on)}.",
    )


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"

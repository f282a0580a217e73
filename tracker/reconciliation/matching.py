"""Hold the rows of a file against the payments that we know, and say of each what it means. Pure.

A payment may stand in several rows, as where a ledger has a row for each line: its rows add up. In a file
with minus signs money out has one, so what has none came in and pays nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tracker.errors import Invalid
from tracker.imports import cells
from tracker.money import Money, total
from tracker.reconciliation import reasons
from tracker.reconciliation.table import Columns, Says, Table, amount_in, cell_of, reference_in


class FileKind(StrEnum):
    """What a file tells of."""

    PAID = "paid"
    RETURNED = "returned"
    REJECTED = "rejected"
    PAYROLL = "payroll"


class Standing(StrEnum):
    """Where one of our payments stands before the file is carried out."""

    ON_ITS_WAY = "on-its-way"
    PAID = "paid"
    ENDED = "ended"


@dataclass(frozen=True)
class Known:
    """One of our payments; `since` is the first day on which the file may say that something became of it."""

    id: int
    run_id: int
    run_ref: str
    reference: str
    person: str
    pence: Money
    standing: Standing
    since: date
    paid_on: date | None = None


class Fate(StrEnum):
    """What a file means for a payment, or for a row that is none of ours."""

    MATCHED = "matched"
    DONE = "done"
    DIFFERS = "differs"
    UNCLEAR = "unclear"
    UNKNOWN = "unknown"
    MISSING = "missing"
    NOT_OURS = "not-ours"


@dataclass(frozen=True)
class Finding:
    """What stands in a file of one payment, or of one row that is not ours, and what is done with it."""

    fate: Fate
    rows: tuple[int, ...]
    sentence: str
    payment: Known | None = None
    on: date | None = None
    said: str = ""
    code: str = ""
    note: str = ""
    pence: Money | None = None
    # Of a payroll's result alone, as they stand in the row.
    net: Money | None = None
    gross: Money | None = None
    reported_on: date | None = None


@dataclass(frozen=True)
class Read:
    """How a file is read: its kind, its columns, and the reason of what it gives none for."""

    kind: FileKind
    columns: Columns
    usual_reason: str = ""


@dataclass
class _Rows:
    """The rows of one payment, as they stand in the file."""

    numbers: list[int] = field(default_factory=list)
    said: str = ""
    amounts: list[Money] = field(default_factory=list)
    days: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


def findings(table: Table, how: Read, known: Collection[Known], today: date) -> list[Finding]:
    """Every payment that the file names, every payment of the same runs that it does not, and other rows."""
    by_reference = {one.reference: one for one in known}
    ours, others = _apart(table, how, by_reference)
    month_first = cells.is_month_first(table.column(how.columns.get(Says.DATE, -1)))
    found = [
        _of_payment(by_reference[reference], rows, how, today, month_first=month_first)
        for reference, rows in ours.items()
    ]
    touched = {by_reference[reference].run_id for reference in ours}
    if how.kind is FileKind.PAID:
        found += [_missing(one) for one in known if one.run_id in touched and one.reference not in ours]
    return sorted([*found, *others], key=lambda one: (list(Fate).index(one.fate), one.rows))


def references(table: Table, how: Read) -> frozenset[str]:
    """Every reference of ours that stands in the file."""
    column = how.columns.get(Says.REFERENCE)
    found = {reference_in(cell_of(row, column)) for _, row in table.rows}
    return frozenset(one for one in found if one is not None)


def run_refs(table: Table, how: Read) -> frozenset[str]:
    """The reference of every run whose payments stand in the file."""
    return frozenset(reference.rpartition("-")[0] for reference in references(table, how))


def _apart(
    table: Table, how: Read, known: Mapping[str, Known]
) -> tuple[Mapping[str, _Rows], Sequence[Finding]]:
    """The rows of each payment, and the rows that are not of ours."""
    ours: defaultdict[str, _Rows] = defaultdict(_Rows)
    others = []
    signed = how.kind is FileKind.PAID and _has_minus(table, how)
    for number, row in table.rows:
        said = cell_of(row, how.columns.get(Says.REFERENCE))
        amount = amount_in(cell_of(row, how.columns.get(Says.AMOUNT)))
        reference = reference_in(said)
        if reference is None or reference not in known or (signed and _came_in(amount)):
            if said or amount:
                sentence = _not_ours(reference, known)
                others.append(Finding(Fate.NOT_OURS, (number,), sentence, said=said, pence=amount))
            continue
        _keep(ours[reference], number, said, amount, row, how.columns)
    return ours, others


def _keep(
    rows: _Rows, number: int, said: str, amount: Money | None, row: Sequence[str], columns: Columns
) -> None:
    rows.numbers.append(number)
    rows.said = rows.said or said
    if amount is not None:
        rows.amounts.append(amount)
    for held, says in ((rows.days, Says.DATE), (rows.reasons, Says.REASON)):
        if text := cell_of(row, columns.get(says)):
            held.append(text)


def _has_minus(table: Table, how: Read) -> bool:
    column = table.column(how.columns.get(Says.AMOUNT, -1))
    return any(amount.pence < 0 for cell in column if (amount := amount_in(cell)) is not None)


def _came_in(amount: Money | None) -> bool:
    return amount is not None and amount.pence > 0


def _not_ours(reference: str | None, known: Mapping[str, Known]) -> str:
    if reference is None:
        return "No reference of ours stands in it."
    if reference in known:
        return f"{reference} came in: read it as a file of returned payments."
    return f"There is no payment {reference} here."


def _missing(one: Known) -> Finding:
    """A payment of a run that the file names, which it does not name itself."""
    if one.standing is Standing.ON_ITS_WAY:
        return Finding(Fate.MISSING, (), "Not in the file: it stays on its way.", one)
    stands = "paid" if one.standing is Standing.PAID else "recorded as not arrived"
    return Finding(Fate.DONE, (), f"Not in the file, and {stands} already.", one)


def _of_payment(one: Known, rows: _Rows, how: Read, today: date, *, month_first: bool) -> Finding:
    """What the rows of one payment mean: the first thing in the way, or that it can be carried out."""
    numbers = tuple(rows.numbers)
    if done := _done(one, how.kind):
        return Finding(Fate.DONE, numbers, done, one, said=rows.said)
    sum_of_rows = total(rows.amounts)
    # A list of rejections often names no amount: its reference is enough.
    if rows.amounts and abs(sum_of_rows.pence) != one.pence.pence:
        stands = Money(abs(sum_of_rows.pence)).pounds()
        sentence = f"The file says {stands}, and the payment is of {one.pence.pounds()}."
        return Finding(Fate.DIFFERS, numbers, sentence, one, said=rows.said)
    fault = next(_faults(one, rows, how), None)
    day = _day(rows, today, month_first=month_first) if fault is None else None
    if fault is None and (day is None or not one.since <= day <= today):
        fault = _wrong_day(one, rows)
    if fault is not None or day is None:
        return Finding(Fate.UNCLEAR, numbers, fault or "", one, said=rows.said)
    code, note, remark = _why(rows, how)
    sentence = _will(how.kind, code, note, remark)
    return Finding(Fate.MATCHED, numbers, sentence, one, on=day, said=rows.said, code=code, note=note)


def _done(one: Known, kind: FileKind) -> str | None:
    """Why nothing is done with a payment that the file names, if it is so."""
    if kind is FileKind.PAID and one.standing is Standing.PAID:
        return "Marked as paid already."
    if one.standing is Standing.ENDED:
        return "Recorded as not arrived already."
    return None


def _faults(one: Known, rows: _Rows, how: Read) -> Iterator[str]:
    if how.kind is FileKind.RETURNED and one.standing is Standing.ON_ITS_WAY:
        yield "Not marked as paid yet: read the file of what was paid first."
    if how.kind is FileKind.REJECTED and one.standing is Standing.PAID:
        yield "Marked as paid already. If it did not arrive, record that on the page of its run."
    if how.kind is not FileKind.REJECTED and not rows.amounts:
        yield "The amount cannot be read."
    if how.kind is not FileKind.REJECTED and not rows.days:
        yield "It has no date."
    if len(set(rows.days)) > 1:
        yield "Its rows have different dates."
    if how.kind is FileKind.RETURNED and not _why(rows, how)[0]:
        yield "No code of banks (0, 2, 3, 5, B or C) stands in it: say the reason for these below."


def _day(rows: _Rows, today: date, *, month_first: bool) -> date | None:
    if not rows.days:
        return today
    try:
        return cells.day(rows.days[0], month_first=month_first)
    except Invalid:
        return None


def _wrong_day(one: Known, rows: _Rows) -> str:
    """A sentence on a date that cannot be."""
    return (
        f"Its date, {rows.days[0] if rows.days else 'today'}, is not a day from "
        f"{one.since.day} {one.since:%B %Y} up to today."
    )


def _why(rows: _Rows, how: Read) -> tuple[str, str, str]:
    """The code, the note and a remark on it, for what did not arrive."""
    text = " ".join(dict.fromkeys(rows.reasons))
    if how.kind is FileKind.RETURNED:
        return reasons.code_in(text) or how.usual_reason, "", ""
    if how.kind is FileKind.REJECTED:
        return reasons.REJECTED, *reasons.note_of(text)
    return "", "", ""


def _will(kind: FileKind, code: str, note: str, remark: str) -> str:
    if kind is FileKind.PAID:
        return "Will be marked as paid."
    if kind is FileKind.RETURNED:
        return f"{reasons.words(code)}. What it paid will be owed again."
    return " ".join(filter(None, (f"“{note}” What it was to pay waits for the next run.", remark)))

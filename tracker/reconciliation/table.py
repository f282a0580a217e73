"""The rows of a file as they lie between upload and reading, and which of its columns say what. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.errors import Invalid
from tracker.imports import cells, reading
from tracker.money import Money, parse
from tracker.tables import clean

MOST_ROWS = 20_000
LARGEST_BYTES = 5 * 1024 * 1024
# How far down the row of headings may stand, below what a bank writes above its table.
_HEADINGS_WITHIN = 15
_LONGEST_CELL = 200

# Our reference as files carry it: with the hyphens, with other signs for them, or without any.
_REFERENCE = re.compile(r"(?<![A-Z0-9])R\s?(\d{2})[-\s/.]?(\d{4,6}?)[-\s/.]?(\d{4})(?!\d)", re.ASCII)
_CREDIT = re.compile(r"\s*\b(?:cr|dr)\.?$", re.IGNORECASE)


class Says(StrEnum):
    """What a column can say of a payment."""

    REFERENCE = "reference"
    AMOUNT = "amount"
    DATE = "date"
    REASON = "reason"
    NET = "net"
    GROSS = "gross"
    REPORTED = "reported"


# What each sort of file can say, in the order in which its columns are looked for.
OF_PAYMENTS = (Says.REFERENCE, Says.AMOUNT, Says.DATE, Says.REASON)
OF_PAYROLL = (Says.REFERENCE, Says.NET, Says.GROSS, Says.REPORTED, Says.DATE)
# A reason is any text, and a payroll's file holds many sums and days: only the heading tells these.
_NAMED_ONLY = frozenset({Says.REASON, Says.NET, Says.GROSS, Says.REPORTED})

Columns = Mapping[Says, int]


@dataclass(frozen=True)
class Table:
    """Headings, and rows each with the number that the spreadsheet shows."""

    headings: tuple[str, ...]
    rows: Sequence[tuple[int, Sequence[str]]]

    def column(self, index: int) -> Iterator[str]:
        """The cells of a column that are not blank."""
        return (cell for _, row in self.rows if (cell := cell_of(row, index)))

    def named(self, index: int) -> str:
        """What people call a column."""
        return self.headings[index] if index < len(self.headings) else ""


def cell_of(row: Sequence[str], index: int | None) -> str:
    """A cell, or nothing where the row ends before it or no column is said."""
    return row[index] if index is not None and index < len(row) else ""


def read(content: bytes, file_name: str) -> Table:
    """The table of a file that the bank or the finance system gave. Raises Invalid, field `file`."""
    if len(content) > LARGEST_BYTES:
        raise Invalid(f"{file_name} is too large: it may be up to 5 MB. Choose fewer days.", field="file")
    sheets = reading.read(content, file_name)
    sheet = max(sheets, key=lambda one: len(one.rows))
    every = [(sheet.heading_row, list(sheet.headings)), *sheet.rows]
    if len(every) > MOST_ROWS:
        raise Invalid(f"{file_name} has more than {MOST_ROWS:,} rows: choose fewer days.", field="file")
    kept = [(number, [clean(cell)[:_LONGEST_CELL].strip() for cell in row]) for number, row in every]
    place = _place_of_headings([row for _, row in kept[:_HEADINGS_WITHIN]])
    rows = kept if place is None else kept[place + 1 :]
    width = max((len(row) for _, row in kept), default=0)
    said = [] if place is None else kept[place][1]
    headings = [
        cell_of(said, index) or f"Column {reading.column_letter(index)}" for index in range(min(width, 100))
    ]
    return Table(tuple(headings), rows)


def _place_of_headings(rows: Sequence[Sequence[str]]) -> int | None:
    """Which row names the columns: of those without a value before the first of ours, the fullest."""
    ours = next((at for at, row in enumerate(rows) if any(map(reference_in, row))), len(rows))
    filled = {at: [cell for cell in row if cell] for at, row in enumerate(rows[:ours])}
    named = {at: len(row) for at, row in filled.items() if len(row) > 1 and not any(map(_value, row))}
    return max(named, key=lambda at: (named[at], -at), default=None)


def _value(cell: str) -> bool:
    return reference_in(cell) is not None or date_like(cell) or amount_in(cell) is not None


def reference_in(text: str) -> str | None:
    """Our payment reference in a cell, as we write it, wherever in the cell it stands."""
    found = _REFERENCE.search(text.upper())
    return f"R{found[1]}-{found[2]}-{found[3]}" if found else None


def amount_in(text: str) -> Money | None:
    """An amount as banks write it: 25.00, -25.00, 25.00-, (25.00), 25.00 DR."""
    bare = _CREDIT.sub("", text.strip()).strip()
    if bare.startswith("(") and bare.endswith(")"):
        bare = f"-{bare[1:-1]}"
    elif bare.endswith("-"):
        bare = f"-{bare[:-1]}"
    try:
        return parse(bare.replace("£-", "-£"))
    except Invalid:
        return None


def date_like(text: str) -> bool:
    """Whether a cell is a date, in either order of day and month."""
    try:
        cells.day(text)
    except Invalid:
        return cells.is_month_first([text])
    return True


# What banks and finance systems call their columns, the likeliest first.
_CALLED: Mapping[Says, tuple[str, ...]] = {
    Says.REFERENCE: ("payment ref", "our ref", "invoice", "reference", "narrative", "description", "detail"),
    Says.AMOUNT: (
        "amount paid",
        "paid out",
        "money out",
        "debit",
        "amount",
        "value",
        "total",
        "net",
        "gross",
    ),
    Says.DATE: ("paid on", "payment date", "paid date", "date paid", "pay date", "value date", "date"),
    Says.REASON: ("reason", "return code", "code", "error", "message", "status"),
    Says.NET: ("net pay", "net paid", "take home", "take-home", "net amount", "net"),
    Says.GROSS: ("gross pay", "gross amount", "total gross", "gross"),
    Says.REPORTED: ("reported", "hmrc", "fps", "rti", "submission", "submitted"),
}


_HOLDS: Mapping[Says, Callable[[str], bool]] = {
    Says.REFERENCE: lambda cell: reference_in(cell) is not None,
    Says.AMOUNT: lambda cell: amount_in(cell) is not None,
    Says.DATE: date_like,
    Says.REASON: bool,
    Says.NET: lambda cell: amount_in(cell) is not None,
    Says.GROSS: lambda cell: amount_in(cell) is not None,
    Says.REPORTED: date_like,
}


def guess(table: Table, wanted: Sequence[Says] = OF_PAYMENTS) -> dict[Says, int]:
    """Which column says what, by what stands in it and by what it is called; left out where none does."""
    found: dict[Says, int] = {}
    for says in wanted:
        free = [index for index in range(len(table.headings)) if index not in found.values()]
        likely = [index for index in free if _is_likely(table, index, says)]
        if likely:
            found[says] = max(likely, key=lambda index: _fits(table, index, says))
    return found


def _is_likely(table: Table, index: int, says: Says) -> bool:
    """One reference of ours tells its column; an amount or a date fills theirs, or has its name."""
    share, called = _share(table, index, _HOLDS[says]), _called(table, index, says)
    if says is Says.REFERENCE:
        return share > 0
    named = bool(called) and any(table.column(index))
    return named if says in _NAMED_ONLY else named or share > 0.5


def _fits(table: Table, index: int, says: Says) -> tuple[int, float, int]:
    return _called(table, index, says), _share(table, index, _HOLDS[says]), -index


def _share(table: Table, index: int, test: Callable[[str], bool]) -> float:
    column = list(table.column(index))[:200]
    return sum(map(test, column)) / len(column) if column else 0.0


def _called(table: Table, index: int, says: Says) -> int:
    """How well a column's heading fits: the first of the words it may be called by counts most."""
    heading = table.named(index).casefold().replace("_", " ")
    words = _CALLED[says]
    return next((len(words) - place for place, word in enumerate(words) if word in heading), 0)

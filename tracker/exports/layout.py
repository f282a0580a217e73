"""An organisation's own layout of a CSV file, for a bank's upload page or a ledger's import. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.errors import Invalid
from tracker.exports.columns import (
    FILE_FIELDS,
    FOR_BANK,
    FOR_LEDGER,
    FOR_SUPPLIERS,
    OUR_FIELDS,
    RUN_FIELDS,
    Column,
    read,
)
from tracker.money import Money


class Dates(StrEnum):
    """How a day is written."""

    SLASHES = "dd/mm/yyyy"
    EIGHT = "ddmmyyyy"
    ISO = "yyyy-mm-dd"
    ISO_SLASHES = "yyyy/mm/dd"
    ISO_EIGHT = "yyyymmdd"
    DAY_OF_YEAR = "yyddd"


_DATES: Mapping[Dates, str] = {
    Dates.SLASHES: "%d/%m/%Y",
    Dates.EIGHT: "%d%m%Y",
    Dates.ISO: "%Y-%m-%d",
    Dates.ISO_SLASHES: "%Y/%m/%d",
    Dates.ISO_EIGHT: "%Y%m%d",
    Dates.DAY_OF_YEAR: "%y%j",
}


class Amounts(StrEnum):
    """How money is written."""

    POUNDS = "pounds"
    PENCE = "pence"


_AMOUNTS: Mapping[Amounts, Callable[[Money], str]] = {
    Amounts.POUNDS: str,
    Amounts.PENCE: lambda money: str(money.pence),
}


class Separator(StrEnum):
    """What stands between two columns."""

    COMMA = "comma"
    SEMICOLON = "semicolon"
    TAB = "tab"


SEPARATORS: Mapping[Separator, str] = {
    Separator.COMMA: ",",
    Separator.SEMICOLON: ";",
    Separator.TAB: "\t",
}


class Ends(StrEnum):
    """What ends a row."""

    WINDOWS = "crlf"
    UNIX = "lf"


ENDS: Mapping[Ends, str] = {Ends.WINDOWS: "\r\n", Ends.UNIX: "\n"}


@dataclass(frozen=True)
class Parts:
    """The columns of a layout's rows, and of the rows before and after them, which may have none."""

    columns: Sequence[Column]
    first: Sequence[Column]
    last: Sequence[Column]


@dataclass(frozen=True)
class Layout:
    """Columns as they were typed, and how values are written. `first` and `last` are rows around the others.

    `headed` is whether the headings stand in the file.
    """

    columns: str
    first: str = ""
    last: str = ""
    headed: bool = True
    dates: Dates = Dates.SLASHES
    amounts: Amounts = Amounts.POUNDS
    separator: Separator = Separator.COMMA
    ends: Ends = Ends.WINDOWS

    def for_bank(self) -> Parts:
        """Its parts where a row is a payment by bank. Raises Invalid, naming the line and the field."""
        return self._parts(FOR_BANK, {**RUN_FIELDS, **OUR_FIELDS})

    def for_ledger(self) -> Parts:
        """Its parts where a row is a claim's line. Raises Invalid, naming the line and the field."""
        return self._parts(FOR_LEDGER, RUN_FIELDS)

    def for_suppliers(self) -> Parts:
        """Its parts where a row is a payee. Raises Invalid, naming the line and the field."""
        return self._parts(FOR_SUPPLIERS, FILE_FIELDS, needed="payee_ref")

    def _parts(self, fields: Mapping[str, str], around: Mapping[str, str], needed: str = "amount") -> Parts:
        columns = read(self.columns, fields, name="columns")
        if not any(column.field == needed for column in columns):
            raise Invalid(
                f"Give one column the field {needed}: without it the file says nothing.", field="columns"
            )
        return Parts(columns, read(self.first, around, name="first"), read(self.last, around, name="last"))

    def text(self, value: str | int | Money | date | None) -> str:
        """A value as this layout writes it."""
        if value is None:
            return ""
        if isinstance(value, Money):
            return _AMOUNTS[self.amounts](value)
        return value.strftime(_DATES[self.dates]) if isinstance(value, date) else str(value)

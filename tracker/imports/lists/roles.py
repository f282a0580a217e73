"""What a column of a list may mean, and why it is taken to mean that. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tracker.imports.lists.kinds import Kind
from tracker.imports.reading import column_letter


class What(StrEnum):
    """What a list is of."""

    PAYMENTS = "payments"
    PEOPLE = "people"


class Role(StrEnum):
    """What a column holds."""

    NAME = "name"
    FIRST = "first-name"
    LAST = "last-name"
    REF = "reference"
    DAY = "day"
    KIND = "kind"
    METHOD = "method"
    SESSION = "session"
    MINUTES = "minutes"
    # An amount, with what it was for in the column of kinds or still to be said.
    AMOUNT = "amount"
    FEE = "fee"
    EXPENSE = "expense"
    ALLOWANCE = "allowance"
    VOUCHER = "voucher"
    TOTAL = "total"
    KNOWN_AS = "known-as"
    EMAIL = "email"
    PHONE = "phone"
    LANGUAGE = "language"
    FORMAT = "format"
    CONTACT = "preferred-contact"
    ROUTE = "payment-route"
    OTHER = "other"


_OF_BOTH: Mapping[Role, str] = {
    Role.NAME: "Name",
    Role.FIRST: "First name",
    Role.LAST: "Last name",
    Role.REF: "The person’s reference here",
}
_OF_PAYMENTS: Mapping[Role, str] = {
    Role.DAY: "Day",
    Role.AMOUNT: "Amount, of the kind that the row says",
    Role.FEE: "Amount: fees",
    Role.EXPENSE: "Amount: expenses",
    Role.ALLOWANCE: "Amount: allowances (round sums, which count as fees)",
    Role.VOUCHER: "Amount: vouchers (fees given as vouchers)",
    Role.TOTAL: "Total of the other amounts",
    Role.KIND: "What it was for",
    Role.METHOD: "How it was paid",
    Role.SESSION: "The session’s reference here",
    Role.MINUTES: "Minutes",
}
_OF_PEOPLE: Mapping[Role, str] = {
    Role.KNOWN_AS: "Known as",
    Role.EMAIL: "Email",
    Role.PHONE: "Phone",
    Role.CONTACT: "How they like to be reached",
    Role.LANGUAGE: "Language",
    Role.FORMAT: "Format of papers",
    Role.ROUTE: "How they are paid",
}
_LEFT_OUT = {Role.OTHER: "Something else: leave it out"}
LABELS: Mapping[What, Mapping[Role, str]] = {
    What.PAYMENTS: {**_OF_BOTH, **_OF_PAYMENTS, **_LEFT_OUT},
    What.PEOPLE: {**_OF_BOTH, **_OF_PEOPLE, **_LEFT_OUT},
}
# The columns of amounts whose heading says what they were for.
KINDS: Mapping[Role, Kind] = {
    Role.FEE: Kind.FEE,
    Role.EXPENSE: Kind.EXPENSE,
    Role.ALLOWANCE: Kind.ALLOWANCE,
    Role.VOUCHER: Kind.VOUCHER,
}
AMOUNTS = frozenset({Role.AMOUNT, *KINDS})
# What more than one column may hold.
SEVERAL = frozenset({*AMOUNTS, Role.OTHER})


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is taken: its place (0 is the first), heading, meaning, and the evidence for that."""

    at: int
    heading: str
    role: Role
    evidence: str

    @property
    def named(self) -> str:
        """How the column is named to people: its heading and letter."""
        return f"{self.heading} ({self.letter})" if self.heading else self.letter

    @property
    def letter(self) -> str:
        """The letter over the column."""
        return column_letter(self.at)

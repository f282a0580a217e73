"""The account codes of a ledger: where each kind of cost is booked, and what paid it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# What can have a code of its own: kinds of cost, then ways of paying; with the words a page has for each.
KINDS: Mapping[str, str] = {
    "fee": "Fees",
    "expense": "Expenses",
    "allowance": "Round sums",
}
METHODS: Mapping[str, str] = {
    "bank": "Bank account",
    "cheque": "Cheques",
    "cash": "Cash float",
    "voucher": "Vouchers in stock",
    "prepaid-card": "Prepaid cards",
    "payroll": "Payroll control",
    "to-charity": "Given to charity, to be paid on",
}
# What people were given ahead: credited where a claim used it.
ADVANCE = "advance"
# What is missing of a float or of the stock, and what vouchers cost beside their face value.
DIFFERENCE = "difference"
OTHERS: Mapping[str, str] = {
    ADVANCE: "Advances given",
    DIFFERENCE: "Cash and vouchers that are missing",
}
# What is booked like another where it has no code of its own.
_LIKE = {"allowance": "fee", "cheque": "bank"}


@dataclass(frozen=True)
class Codes:
    """Codes by kind, by way of paying and of advances; `tax` is that of every line, like T9, or nothing.

    `tracking` is the category by which Xero tracks cost codes, or nothing.
    `numbered` is whether the ledger knows payees by numbers of its own; `named` whether files made for one
    program say people's names beside their references.
    """

    by_name: Mapping[str, str] = field(default_factory=dict)
    tax: str = ""
    tracking: str = ""
    numbered: bool = False
    named: bool = True
    # The first line of the organisation's own template of Xero, as it was pasted, or nothing.
    heading: str = ""

    def of(self, name: str) -> str | None:
        """The code of a kind or a way of paying, or None where none is entered."""
        return self.by_name.get(name) or self.by_name.get(_LIKE.get(name, ""))


def words(name: str) -> str:
    """What a sentence calls a kind or a way of paying."""
    return {**KINDS, **METHODS, **OTHERS}.get(name, name).lower()

"""Accounts and postings in plain-text accounting form, as hledger and Ledger read them. Pure.

Accounts are named by what they are, the code in the ledger and the cost code: `Expenses:7100:CC-100`.
"""

from __future__ import annotations

import re

from tracker import tables
from tracker.exports.codes import DIFFERENCE, KINDS
from tracker.money import Money

# What is owed on, and not an asset given away.
_OWED = frozenset({"payroll", "to-charity"})
# What ends an account's name, or begins a comment or a part of the name.
_SIGNS = re.compile(r"[:;|\"]+")


def account(name: str, code: str, cost_code: str | None = None) -> str:
    """The account of a kind of cost, a way of paying or what was given ahead."""
    if name in KINDS or name == DIFFERENCE:
        return ":".join(filter(None, ("Expenses", part(code), part(cost_code or ""))))
    return f"{'Liabilities' if name in _OWED else 'Assets'}:{part(code)}"


def posting(to: str, pence: Money, description: str) -> str:
    """One line of an entry: more than nothing is a debit."""
    return f"    {to:<50}  {pence!s:>12} GBP  ; {description}\n"


def part(text: str) -> str:
    """A text as a part of an account's name: one line, no sign that ends it, single spaces."""
    return " ".join(_SIGNS.sub("-", tables.harmless(text)).split())

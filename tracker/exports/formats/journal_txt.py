"""The journal of a paid run in plain-text accounting form, as hledger and Ledger read it.

Accounts are named by what they are, the code in the ledger and the cost code: `Expenses:7100:CC-100`.
"""

from __future__ import annotations

import re

from tracker import tables
from tracker.exports.codes import KINDS
from tracker.exports.formats import Built
from tracker.exports.frozen import FrozenRun
from tracker.exports.journal import Entry, Posting, entries
from tracker.exports.setup import SetupKind
from tracker.money import total
from tracker.permissions import Permission

FORMAT = "journal-txt"
LABEL = "Journal in plain-text accounting form"
FOR = "To book a paid run in hledger or Ledger, or to check by them that its books balance."
MEDIA_TYPE = "text/plain"
EXTENSION = "txt"
PERMISSION = Permission.PREPARE_RUNS
NEEDS = (SetupKind.CODES,)
FOR_PAID = True

# What is owed on, and not an asset given away.
_OWED = frozenset({"payroll", "to-charity"})
# What ends an account's name, or begins a comment or a part of the name.
_SIGNS = re.compile(r"[:;|\"]+")


def build(run: FrozenRun) -> Built:
    """The file of a run that was paid. Raises Refused, whole, where something cannot be booked."""
    booked = entries(run)
    pence = total(entry.payment.pence for entry in booked)
    debits = total(one.pence for entry in booked for one in entry.postings if one.is_debit)
    head = (
        f"; Journal of pay run {run.ref}\n; Payments: {len(booked)}, debits and credits: {debits} GBP each\n"
    )
    content = "\n".join([head, *map(_entry, booked)])
    return Built(content.encode("utf-8"), len(booked), pence)


def _entry(entry: Entry) -> str:
    payment = entry.payment
    first = f"{entry.paid_on.isoformat()} * ({payment.reference}) {_part(payment.person)}\n"
    return first + "".join(map(_posting, entry.postings))


def _posting(posting: Posting) -> str:
    return f"    {_account(posting):<50}  {posting.pence!s:>12} GBP  ; {posting.description}\n"


def _account(posting: Posting) -> str:
    code = _part(posting.account)
    if posting.name in KINDS:
        return ":".join(filter(None, ("Expenses", code, _part(posting.cost_code or ""))))
    return f"{'Liabilities' if posting.name in _OWED else 'Assets'}:{code}"


def _part(text: str) -> str:
    """A text as a part of an account's name: one line, no sign that ends it, single spaces."""
    return " ".join(_SIGNS.sub("-", tables.harmless(text)).split())

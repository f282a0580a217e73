"""The journal of a paid run in plain-text accounting form, as hledger and Ledger read it."""

from __future__ import annotations

from tracker.exports import plain_text
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
    first = f"{entry.paid_on.isoformat()} * ({payment.reference}) {plain_text.part(payment.person)}\n"
    return first + "".join(map(_posting, entry.postings))


def _posting(posting: Posting) -> str:
    to = plain_text.account(posting.name, posting.account, posting.cost_code)
    return plain_text.posting(to, posting.pence, posting.description)

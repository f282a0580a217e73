"""The journal of a paid run as CSV: debits of costs, credits of what paid them, control totals in a row."""

from __future__ import annotations

from tracker import tables
from tracker.exports.formats import Built
from tracker.exports.frozen import FrozenRun
from tracker.exports.journal import Entry, Posting, entries
from tracker.exports.setup import SetupKind
from tracker.money import total
from tracker.permissions import Permission

FORMAT = "journal-csv"
LABEL = "Journal as CSV"
FOR = "To book a paid run in any ledger: debits by cost, credits by what paid them, the sums in each row."
MEDIA_TYPE = tables.CSV
EXTENSION = "csv"
PERMISSION = Permission.PREPARE_RUNS
NEEDS = (SetupKind.CODES,)
FOR_PAID = True

HEADINGS = (
    "journal_ref", "line_no", "date", "reference", "account", "cost_code", "description", "debit", "credit",
    "currency", "journal_payments", "journal_debits", "journal_credits",
)  # fmt: skip


def build(run: FrozenRun) -> Built:
    """The file of a run that was paid. Raises Refused, whole, where something cannot be booked."""
    booked = [(entry, posting) for entry in entries(run) for posting in entry.postings]
    debits = total(one.pence for _, one in booked if one.pence.pence > 0)
    credits_ = -total(one.pence for _, one in booked if one.pence.pence < 0)
    control = (str(len(run.standing)), str(debits), str(credits_))
    rows = [
        (run.ref, str(number), *_row(entry, posting), "GBP", *control)
        for number, (entry, posting) in enumerate(booked, start=1)
    ]
    return Built(
        tables.to_plain([HEADINGS, *rows]),
        len(run.standing),
        total(payment.pence for payment in run.standing),
    )


def _row(entry: Entry, posting: Posting) -> tuple[str, ...]:
    return (
        entry.paid_on.isoformat(),
        entry.payment.reference,
        posting.account,
        tables.harmless(posting.cost_code or ""),
        posting.description,
        *((str(posting.pence), "") if posting.is_debit else ("", str(-posting.pence))),
    )

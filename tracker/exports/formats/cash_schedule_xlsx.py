"""The cash of a run as a schedule: who gets how much, with room for a signature and the day."""

from __future__ import annotations

from tracker import tables
from tracker.exports.formats import Built
from tracker.exports.frozen import FrozenPayment, FrozenRun
from tracker.exports.other_ways import paid_by
from tracker.money import total
from tracker.permissions import Permission
from tracker.tables import Row

FORMAT = "cash-schedule-xlsx"
LABEL = "Cash schedule for Excel"
FOR = "To hand cash over: who gets how much, with room to sign, and what to draw from the float."
MEDIA_TYPE = tables.XLSX
EXTENSION = "xlsx"
PERMISSION = Permission.PREPARE_RUNS
FOR_ANOTHER_WAY = True

METHODS = frozenset({"cash"})
HEADINGS = ("Payment", "Person", "Name", "Amount", "Reference", "Cost codes", "Note", "Received on", "Signed")


def build(run: FrozenRun) -> Built:
    """The file of a run. Raises Refused where nobody is paid in cash."""
    payments = paid_by(run, METHODS, "in cash")
    pence = total(payment.pence for payment in payments)
    foot: Row = ("Total", None, None, pence, None, None, None, None, None)
    content = tables.to_xlsx(f"Cash {run.ref}", HEADINGS, [*map(_row, payments), foot])
    return Built(content, len(payments), pence)


def _row(payment: FrozenPayment) -> Row:
    return (
        payment.number,
        payment.person,
        payment.name,
        payment.pence,
        payment.reference,
        payment.cost_codes,
        payment.note,
        None,
        None,
    )

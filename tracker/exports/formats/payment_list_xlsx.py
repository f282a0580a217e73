"""The payment list as XLSX: for Excel and its like, where sort codes keep their leading noughts."""

from __future__ import annotations

from tracker import tables
from tracker.exports.formats import Built
from tracker.exports.payment_list import HEADINGS, payment_list
from tracker.payments.run_models import PayRun
from tracker.permissions import Permission

FORMAT = "payment-list-xlsx"
LABEL = "Payment list for Excel"
MEDIA_TYPE = tables.XLSX
EXTENSION = "xlsx"
PERMISSION = Permission.PREPARE_RUNS


def build(run: PayRun) -> Built:
    """The file of a released run. Raises Refused where its sum is not what was approved."""
    made = payment_list(run)
    content = tables.to_xlsx(made.title, HEADINGS, made.rows)
    return Built(content, made.count, made.total)

"""The payment list as CSV: for any program, with text that a spreadsheet would run made inert."""

from __future__ import annotations

from tracker import tables
from tracker.exports.formats import Built
from tracker.exports.payment_list import HEADINGS, payment_list
from tracker.payments.run_models import PayRun
from tracker.permissions import Permission

FORMAT = "payment-list-csv"
LABEL = "Payment list as CSV"
MEDIA_TYPE = tables.CSV
EXTENSION = "csv"
PERMISSION = Permission.PREPARE_RUNS


def build(run: PayRun) -> Built:
    """The file of a released run. Raises Refused where its sum is not what was approved."""
    made = payment_list(run)
    content = tables.to_csv(HEADINGS, made.rows)
    return Built(content, made.count, made.total)

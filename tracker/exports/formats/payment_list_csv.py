"""The payment list as CSV: for any program, with text that a spreadsheet would run made inert."""

from __future__ import annotations

from tracker import tables
from tracker.exports.formats import Built
from tracker.exports.frozen import FrozenRun
from tracker.exports.payment_list import HEADINGS, rows
from tracker.permissions import Permission

FORMAT = "payment-list-csv"
LABEL = "Payment list as CSV"
FOR = "The payment list for any program that reads CSV."
MEDIA_TYPE = tables.CSV
EXTENSION = "csv"
PERMISSION = Permission.PREPARE_RUNS


def build(run: FrozenRun) -> Built:
    """The file of a run, of every payment in it."""
    content = tables.to_csv(HEADINGS, rows(run))
    return Built(content, len(run.payments), run.total)

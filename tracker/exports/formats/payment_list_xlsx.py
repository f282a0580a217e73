"""The payment list as XLSX: for Excel and its like, where sort codes keep their leading noughts."""

from __future__ import annotations

from tracker import tables
from tracker.exports.formats import Built
from tracker.exports.frozen import FrozenRun
from tracker.exports.payment_list import HEADINGS, rows
from tracker.permissions import Permission

FORMAT = "payment-list-xlsx"
LABEL = "Payment list for Excel"
FOR = "To read, to check and to pay from by hand: every payment, however it is paid."
MEDIA_TYPE = tables.XLSX
EXTENSION = "xlsx"
PERMISSION = Permission.PREPARE_RUNS


def build(run: FrozenRun) -> Built:
    """The file of a run, of every payment in it."""
    content = tables.to_xlsx(f"Payment list {run.ref}", HEADINGS, rows(run))
    return Built(content, len(run.payments), run.total)

"""Xero bills of a run that fits into one file; a longer one comes as numbered parts in `xero_bills_zip`."""

from __future__ import annotations

from tracker import tables
from tracker.errors import Refused
from tracker.exports import xero
from tracker.exports.bills import bills
from tracker.exports.formats import Built
from tracker.exports.frozen import FrozenRun
from tracker.exports.setup import SetupKind
from tracker.money import total
from tracker.permissions import Permission

FORMAT = "xero-bills-csv"
LABEL = "Xero bills"
FOR = "For Xero, which then pays: a draft bill for each payment by bank, cheque or to a charity."
MEDIA_TYPE = tables.CSV
EXTENSION = "csv"
PERMISSION = Permission.PREPARE_RUNS
NEEDS = (SetupKind.CODES,)


def build(run: FrozenRun) -> Built:
    """The file of a run. Raises Refused, whole, where a bill cannot be coded or there are too many."""
    owed = bills(run)
    if len(owed) > xero.MOST_BILLS:
        raise Refused(
            f"Xero takes {xero.MOST_BILLS} bills in a file, and {run.ref} has {len(owed)}. "
            "Take Xero bills in parts.",
            code="too-many",
        )
    return Built(xero.content(owed, run.setup.codes.heading), len(owed), total(bill.pence for bill in owed))

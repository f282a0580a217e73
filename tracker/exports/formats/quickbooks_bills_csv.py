"""QuickBooks Online bills as CSV: a row for each line; rows of one number are one bill.

Suppliers and accounts are matched by their exact names, so both come from what is set up. The names of the
columns are those that its import offers; they can be matched there, and no vendor has certified them.
"""

from __future__ import annotations

from tracker import tables
from tracker.exports.bills import Bill, BillLine, bills, fitting
from tracker.exports.formats import Built
from tracker.exports.frozen import FrozenRun
from tracker.exports.setup import SetupKind
from tracker.money import ZERO, total
from tracker.permissions import Permission

FORMAT = "quickbooks-bills-csv"
LABEL = "QuickBooks bills"
FOR = "For QuickBooks Online, which then pays: a bill for each payment by bank, cheque or to a charity."
MEDIA_TYPE = tables.CSV
EXTENSION = "csv"
PERMISSION = Permission.PREPARE_RUNS
NEEDS = (SetupKind.CODES,)

HEADINGS = (
    "BillNo", "Supplier", "BillDate", "DueDate", "Terms", "Location", "Memo", "Account", "LineDescription",
    "LineAmount", "LineTaxCode", "LineTaxAmount", "Currency",
)  # fmt: skip
_DAY = "%d/%m/%Y"
# The longest supplier's name that it takes.
_LONGEST_NAME = 100


def build(run: FrozenRun) -> Built:
    """The file of a run. Raises Refused, whole, where a bill cannot be coded."""
    owed = bills(run)
    rows = [_row(run, bill, line) for bill in owed for line in bill.lines]
    return Built(tables.to_plain([HEADINGS, *rows]), len(owed), total(bill.pence for bill in owed))


def _row(run: FrozenRun, bill: Bill, line: BillLine) -> tuple[str, ...]:
    # A colon would make a supplier's name a place in a tree of names.
    payee = fitting(bill.payee.replace(":", " "), _LONGEST_NAME)
    return (
        bill.number,
        payee,
        bill.on.strftime(_DAY),
        bill.due.strftime(_DAY),
        "",
        "",
        f"Pay run {run.ref}",
        line.account,
        line.description,
        tables.Figure(line.pence),
        bill.tax,
        str(ZERO),
        "GBP",
    )

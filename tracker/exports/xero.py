"""Xero bills as CSV: a row for each line; rows of one number are one bill, at most 500 bills a file. Pure.

Contacts are matched by name alone and made where there is none. The tax type is the name of a tax rate as the
organisation's own Xero shows it. No vendor has certified the file.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker import tables
from tracker.exports.bills import Bill, BillLine, fitting
from tracker.money import ZERO

MOST_BILLS = 500
HEADINGS = (
    "*ContactName", "EmailAddress", "POAddressLine1", "POAddressLine2", "POAddressLine3", "POAddressLine4",
    "POCity", "PORegion", "POPostalCode", "POCountry", "*InvoiceNumber", "*InvoiceDate", "*DueDate", "Total",
    "InventoryItemCode", "Description", "*Quantity", "*UnitAmount", "*AccountCode", "*TaxType", "TaxAmount",
    "TrackingName1", "TrackingOption1", "TrackingName2", "TrackingOption2", "Currency",
)  # fmt: skip
_DAY = "%d/%m/%Y"
_NO_ADDRESS = ("",) * 9
_LONGEST_NAME = 255


def content(owed: Sequence[Bill]) -> bytes:
    """The file of some bills."""
    return tables.to_plain([HEADINGS, *(_row(bill, line) for bill in owed for line in bill.lines)])


def _row(bill: Bill, line: BillLine) -> tuple[str, ...]:
    return (
        fitting(bill.payee, _LONGEST_NAME),
        *_NO_ADDRESS,
        bill.number,
        bill.on.strftime(_DAY),
        bill.due.strftime(_DAY),
        str(bill.pence),
        "",
        line.description,
        "1",
        str(line.pence),
        line.account,
        bill.tax,
        str(ZERO),
        *((bill.tracking, line.cost_code) if bill.tracking and line.cost_code else ("", "")),
        "",
        "",
        "GBP",
    )

"""Xero bills as CSV: a row for each line; rows of one number are one bill, at most 500 bills a file. Pure.

Contacts are matched by name alone and made where there is none. The tax type is the name of a tax rate as the
organisation's own Xero shows it. No vendor has certified the file.

Xero changes its template now and then, and a template may have columns of its own: where an organisation
pastes the heading of the one that it downloaded, the columns stand in its order, found by their names.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from tracker import tables
from tracker.errors import Invalid
from tracker.exports.bills import Bill, BillLine, fitting
from tracker.money import ZERO

MOST_BILLS = 500
HEADINGS = (
    "*ContactName", "EmailAddress", "POAddressLine1", "POAddressLine2", "POAddressLine3", "POAddressLine4",
    "POCity", "PORegion", "POPostalCode", "POCountry", "*InvoiceNumber", "*InvoiceDate", "*DueDate", "Total",
    "InventoryItemCode", "Description", "*Quantity", "*UnitAmount", "*AccountCode", "*TaxType", "TaxAmount",
    "TrackingName1", "TrackingOption1", "TrackingName2", "TrackingOption2", "Currency",
)  # fmt: skip
# Without these Xero makes no bill.
_NEEDED = frozenset({*(one for one in HEADINGS if one.startswith("*")), "Description"})
_TRACKS = frozenset({"TrackingName1", "TrackingOption1"})
LONGEST_HEADING = 4000
_MOST_COLUMNS = 100
_DAY = "%d/%m/%Y"
_NO_ADDRESS = ("",) * 9
_LONGEST_NAME = 255


def read_heading(pasted: str, *, tracks: bool = False) -> Sequence[str]:
    """The columns of a heading that was pasted, as they are spelt there; none where it is empty.

    `tracks` is whether cost codes are tracked. Raises Invalid, field `heading`, where a column is there twice
    or one that is needed is not.
    """
    line = next((line for line in pasted.lstrip("\ufeff").splitlines() if line.strip()), "")
    if not line:
        return ()
    separator = "\t" if "\t" in line else ","
    columns = [cell.strip().strip('"').strip() for cell in line.split(separator)]
    while columns and not columns[-1]:
        columns.pop()
    _must_serve(columns, _NEEDED | _TRACKS if tracks else _NEEDED)
    return columns


def _must_serve(columns: Sequence[str], needed: Collection[str]) -> None:
    bare = [one.lstrip("*") for one in columns]
    if len(columns) > _MOST_COLUMNS or any(one != tables.harmless(one) for one in bare):
        raise _not_a_heading("This is not the heading of a template.")
    known = [_plain(one) for one in columns if one]
    if twice := next((one for one in columns if one and known.count(_plain(one)) > 1), None):
        raise _not_a_heading(f"{twice} stands in the heading twice.")
    missing = [one for one in HEADINGS if one in needed and _plain(one) not in known]
    if missing:
        names = ", ".join(one.lstrip("*") for one in missing)
        raise _not_a_heading(f"The heading lacks {names}, which each bill needs.")


def _not_a_heading(fault: str) -> Invalid:
    again = "Download the template of bills from Xero, and paste its whole first line."
    return Invalid(f"{fault} {again}", field="heading")


def _plain(column: str) -> str:
    """A column's name without the star of what is needed, and however it is spaced and cased."""
    return "".join(column.lstrip("*").split()).casefold()


def content(owed: Sequence[Bill], pasted: str = "") -> bytes:
    """The file of some bills, in the columns of a pasted heading or, without one, in Xero's usual ones."""
    columns = read_heading(pasted) or HEADINGS
    at = {_plain(name): place for place, name in enumerate(HEADINGS)}
    places = [at.get(_plain(column)) for column in columns]
    rows = (_row(bill, line) for bill in owed for line in bill.lines)
    return tables.to_plain(
        [columns, *(["" if place is None else row[place] for place in places] for row in rows)]
    )


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
        tables.Figure(line.pence),
        line.account,
        bill.tax,
        str(ZERO),
        *((bill.tracking, line.cost_code) if bill.tracking and line.cost_code else ("", "")),
        "",
        "",
        "GBP",
    )

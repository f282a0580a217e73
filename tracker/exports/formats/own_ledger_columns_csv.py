"""A finance system's own CSV import in the organisation's layout: a row for each line that the run pays.

Names stay as people write them, in UTF-8; only signs by which a spreadsheet would see a formula are left out,
since an apostrophe before them would end up in the ledger.
"""

from __future__ import annotations

from tracker import tables
from tracker.exports.bank_lines import must_hold
from tracker.exports.formats import Built
from tracker.exports.frozen import FrozenLine, FrozenPayment, FrozenRun
from tracker.exports.ledger_lines import ledger_lines
from tracker.exports.own_columns import FOR_LEDGERS, OwnRow, Value, own_file
from tracker.exports.payables import no_number
from tracker.exports.setup import SetupKind
from tracker.permissions import Permission

FORMAT = "own-ledger-columns-csv"
LABEL = "Your finance system's columns"
FOR = "For the import of your finance system, in the columns that you set up: one row for each line paid."
MEDIA_TYPE = tables.CSV
EXTENSION = "csv"
PERMISSION = Permission.PREPARE_RUNS
NEEDS = (SetupKind.LEDGER_COLUMNS,)


def build(run: FrozenRun) -> Built:
    """The file of a run. Raises Refused, whole, where a line cannot be written in the layout."""
    layout = run.setup.ledger_columns
    parts = layout.for_ledger()
    if any(column.field == "payee_number" for column in parts.columns):
        must_hold(run.standing, no_number)
    rows = [_row(payment, number, line) for payment, number, line in ledger_lines(run)]
    return own_file(run, layout, parts, rows, FOR_LEDGERS)


def _row(payment: FrozenPayment, number: int, line: FrozenLine) -> OwnRow:
    values: dict[str, Value] = {
        "number": payment.number,
        "reference": payment.reference,
        "person": payment.person,
        "name": payment.name,
        "method": payment.method,
        "amount": line.pence,
        "line": number,
        "claim": line.claim,
        "kind": line.kind,
        "worked_date": line.worked_on,
        "cost_code": line.cost_code,
        "payment_total": payment.pence,
        "receipt": payment.receipt,
        "payee_number": payment.supplier,
    }
    return OwnRow(payment, values, line.pence)

"""A bank's own CSV upload in the organisation's layout: a row for each payment into an account.

Texts are in the letters that banks carry, so no name is a formula and none breaks a row.
"""

from __future__ import annotations

from tracker import tables
from tracker.exports.bank_days import must_not_be_past
from tracker.exports.bank_lines import bank_lines, reference
from tracker.exports.columns import LONGEST
from tracker.exports.formats import Built
from tracker.exports.frozen import Account, FrozenPayment, FrozenRun
from tracker.exports.letters import fitted, written
from tracker.exports.own_columns import Letters, OwnRow, Value, own_file
from tracker.exports.setup import Setup, SetupKind
from tracker.money import Money
from tracker.permissions import Permission

FORMAT = "own-bank-columns-csv"
LABEL = "Your bank's columns"
FOR = "For the upload page of your bank, in the columns that you set up: one row for each payment by bank."
MEDIA_TYPE = tables.CSV
EXTENSION = "csv"
PERMISSION = Permission.PREPARE_RUNS
NEEDS = (SetupKind.ACCOUNT, SetupKind.BANK_COLUMNS)
FOR_BANK = True

_MOST = Money(99_999_999_999)
_LETTERS = Letters(written, fitted)


def name_width(setup: Setup) -> int:
    """The longest name on an account in the file; 0 where it has no column for one."""
    columns = setup.bank_columns.for_bank().columns
    return min((column.width or LONGEST for column in columns if column.field == "account_name"), default=0)


def build(run: FrozenRun) -> Built:
    """The file of a run. Raises Refused, whole, where a payment cannot be written in the layout."""
    layout = run.setup.bank_columns
    must_not_be_past(run)
    rows = [_row(payment, account) for payment, account in bank_lines(run, most=_MOST)]
    return own_file(run, layout, layout.for_bank(), rows, _LETTERS)


def _row(payment: FrozenPayment, account: Account) -> OwnRow:
    code = account.sort_code
    values: dict[str, Value] = {
        "number": payment.number,
        "reference": payment.reference,
        "person": payment.person,
        "name": payment.name,
        "method": payment.method,
        "amount": payment.pence,
        "account_name": account.bank_name,
        "sort_code": code,
        "sort_code_hyphens": f"{code[:2]}-{code[2:4]}-{code[4:]}",
        "account_number": account.number,
        "bank_reference": reference(payment, account),
    }
    return OwnRow(payment, values, payment.pence)

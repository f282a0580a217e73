"""What finance sets up once, so that the files of every run can be taken: all of it is invented."""

from __future__ import annotations

from datetime import date

from tracker.demo.staff import FINANCE
from tracker.demo.stage import BEGINNING, Stage
from tracker.exports import setups
from tracker.exports.layout import Dates, Layout
from tracker.exports.setup import SetupKind
from tracker.permissions import Actor

_BANK_COLUMNS = """\
Sort code = sort_code
Account = account_number
Name = account_name, 18
Amount = amount
Reference = bank_reference, 18
Pay on = pay_date
"""
_LEDGER_COLUMNS = """\
Document = reference
Line = line
Supplier = person
Name = name, 60
Posted = pay_date
Cost code = cost_code
Kind = kind
Amount = amount
"""
_CODES = {
    "fee": "7100",
    "expense": "7200",
    "bank": "1200",
    "cash": "1230",
    "voucher": "1240",
    "prepaid-card": "1250",
    "payroll": "2220",
    "to-charity": "2230",
}


def set_up(stage: Stage) -> None:
    """The first morning of finance."""
    stage.plan(BEGINNING, FINANCE, _set_up)


def _set_up(actor: Actor, on: date) -> None:
    # A pair that Vocalink publishes for tests of modulus checks: it is nobody's account.
    setups.set_account(
        actor=actor,
        name="Harbourside Together",
        sort_code="08-99-99",
        number="66374958",
        user_number="123456",
    )
    bank = Layout(_BANK_COLUMNS, dates=Dates.SLASHES)
    ledger = Layout(_LEDGER_COLUMNS, dates=Dates.ISO)
    setups.set_columns(actor=actor, kind=SetupKind.BANK_COLUMNS, layout=bank)
    setups.set_columns(actor=actor, kind=SetupKind.LEDGER_COLUMNS, layout=ledger)
    setups.set_codes(actor=actor, codes=_CODES, tax="T9")

"""Sage 50 audit trail transactions as CSV: a bank payment for each line of a run that was paid.

Type BP books a line against what paid it and needs no supplier account, of which people who come twice a year
would make hundreds. Payments on account (PP and SR) cannot be imported and do not occur. Sources: Sage's own
knowledge base and gtsagedev.co.uk on columns and types; not certified by Sage.
"""

from __future__ import annotations

from tracker import tables
from tracker.errors import Refused
from tracker.exports.bank_lines import must_hold
from tracker.exports.bills import no_codes
from tracker.exports.codes import words
from tracker.exports.formats import Built
from tracker.exports.frozen import FrozenLine, FrozenPayment, FrozenRun
from tracker.exports.journal import entries
from tracker.exports.ledger_lines import described
from tracker.exports.setup import SetupKind
from tracker.money import ZERO, total
from tracker.permissions import Permission

FORMAT = "sage-50-audit-trail-csv"
LABEL = "Sage 50 audit trail"
FOR = "For Sage 50, to book a paid run: each line against the account that paid it, no supplier accounts."
MEDIA_TYPE = tables.CSV
EXTENSION = "csv"
PERMISSION = Permission.PREPARE_RUNS
NEEDS = (SetupKind.CODES,)
FOR_PAID = True

HEADINGS = (
    "Type", "Account Reference", "Nominal A/C Ref", "Department Code", "Date", "Reference", "Details",
    "Net Amount", "Tax Code", "Tax Amount", "Exchange Rate", "Extra Reference", "User Name",
)  # fmt: skip
# How many letters each of its fields holds.
_ACCOUNT, _DETAILS, _REFERENCE = 8, 60, 30
_DEPARTMENTS = 999


def build(run: FrozenRun) -> Built:
    """The file of a run that was paid. Raises Refused, whole, where something cannot be booked."""
    codes = run.setup.codes
    if not codes.tax:
        raise Refused(
            "Sage needs the tax code of each line, such as T9. Enter it under Pay runs, Set up files.",
            code="no-tax-code",
        )
    must_hold(run.standing, lambda payment: no_codes(payment, codes, payment.method))
    too_long = [name for name, code in codes.by_name.items() if len(code) > _ACCOUNT]
    if too_long:
        raise Refused(
            f"Sage's account codes have at most {_ACCOUNT} letters or digits: shorten that of "
            f"{words(too_long[0])} under Pay runs, Set up files.",
            code="too-wide",
        )
    booked = [entry.payment for entry in entries(run) if entry.payment.pence]
    if not booked:
        raise Refused(f"Nothing of {run.ref} belongs into this file.", code="no-lines")
    rows = [_row(run, payment, line) for payment in booked for line in payment.lines if line.pence]
    content = tables.to_plain([HEADINGS, *rows])
    return Built(content, len(booked), total(payment.pence for payment in booked))


def _row(run: FrozenRun, payment: FrozenPayment, line: FrozenLine) -> tuple[str, ...]:
    codes = run.setup.codes
    code = tables.harmless(line.cost_code or "")
    return (
        "BP",
        codes.of(payment.method) or "",
        codes.of(line.kind) or "",
        code if _is_department(code) else "0",
        payment.paid_on.strftime("%d/%m/%Y") if payment.paid_on else "",
        payment.reference,
        described(payment, line)[:_DETAILS].rstrip(),
        str(line.pence),
        codes.tax,
        str(ZERO),
        "1",
        code[:_REFERENCE],
        "",
    )


def _is_department(code: str) -> bool:
    """Whether a cost code can be a department, which Sage numbers from 0 to 999."""
    return code.isascii() and code.isdecimal() and len(code) < 6 and int(code) <= _DEPARTMENTS

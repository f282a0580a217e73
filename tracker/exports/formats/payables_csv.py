"""Accounts payable: an invoice for each payment that the finance system is to pay, a row for each line.

Holds what goes by bank, by cheque or to a charity; what was handed over, or goes through payroll, is not to
be paid again. Every row carries the invoice's total, and the file's count and total, for the import to check.
"""

from __future__ import annotations

from tracker import tables
from tracker.exports.bank_lines import must_hold
from tracker.exports.formats import Built
from tracker.exports.frozen import FrozenLine, FrozenPayment, FrozenRun
from tracker.exports.ledger_lines import described, ledger_lines, no_code_of_kind
from tracker.exports.payables import METHODS, no_number
from tracker.exports.setup import SetupKind
from tracker.money import ZERO, Money, total
from tracker.permissions import Permission

FORMAT = "payables-csv"
LABEL = "Accounts payable"
FOR = "For a finance system that pays people itself: an invoice for each payment, coded, with control totals."
MEDIA_TYPE = tables.CSV
EXTENSION = "csv"
PERMISSION = Permission.PREPARE_RUNS
NEEDS = (SetupKind.CODES,)

HEADINGS = (
    "run_ref", "invoice_no", "line_no", "payee_ref", "payee_name", "invoice_date", "due_date", "currency",
    "nominal", "cost_code", "tax_code", "net", "tax", "gross", "description", "pay_method", "invoice_total",
    "file_invoices", "file_total", "payee_number",
)  # fmt: skip


def build(run: FrozenRun) -> Built:
    """The file of a run. Raises Refused, whole, where a line has no code or does not tie to its payment."""
    lines = ledger_lines(run, METHODS)
    payments = [one for one in run.standing if one.method in METHODS]
    codes = run.setup.codes
    must_hold(payments, lambda payment: no_code_of_kind(payment, codes))
    if codes.numbered:
        must_hold(payments, no_number)
    pence = total(payment.pence for payment in payments)
    control = (str(len(payments)), str(pence))
    rows = [
        (*_row(run, payment, number, line), *control, payment.supplier or "")
        for payment, number, line in lines
    ]
    return Built(tables.to_plain([HEADINGS, *rows]), len(payments), pence)


def _row(run: FrozenRun, payment: FrozenPayment, number: int, line: FrozenLine) -> tuple[str, ...]:
    codes = run.setup.codes
    return (
        run.ref,
        payment.reference,
        str(number),
        tables.harmless(payment.person),
        tables.harmless(payment.goes_to or payment.name),
        run.released_on.isoformat(),
        run.pay_on.isoformat(),
        "GBP",
        codes.of(line.kind) or "",
        tables.harmless(line.cost_code or ""),
        codes.tax,
        *_amounts(line.pence),
        described(payment, line),
        payment.method,
        str(payment.pence),
    )


def _amounts(gross: Money) -> tuple[str, str, str]:
    # What people get is outside the scope of VAT: the whole is net.
    return tables.Figure(gross), str(ZERO), tables.Figure(gross)

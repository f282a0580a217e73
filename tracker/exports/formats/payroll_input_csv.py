"""What a payroll is to pay: a row for each line of whoever is paid through it, pay apart from expenses.

Holds no date of birth and no number of national insurance: the payroll has those, and finds the person by the
reference that both know.
"""

from __future__ import annotations

from tracker import tables
from tracker.exports.bank_lines import must_hold
from tracker.exports.codes import ADVANCE
from tracker.exports.formats import Built
from tracker.exports.frozen import FrozenLine, FrozenPayment, FrozenRun
from tracker.exports.ledger_lines import untied
from tracker.exports.other_ways import paid_by
from tracker.money import total
from tracker.permissions import Permission

FORMAT = "payroll-input-csv"
LABEL = "Payroll input"
FOR = "For whoever runs your payroll: each line of the people paid through it, pay apart from expenses."
MEDIA_TYPE = tables.CSV
EXTENSION = "csv"
PERMISSION = Permission.PREPARE_RUNS
FOR_ANOTHER_WAY = True

METHODS = frozenset({"payroll"})
# What was given ahead of costs is taken off costs.
_COSTS = frozenset({"expense", ADVANCE})
HEADINGS = (
    "run_ref", "pay_date", "payee_ref", "payee_name", "payment_ref", "line_no", "claim", "kind",
    "worked_date", "minutes", "pay", "expenses", "cost_code", "currency", "file_payments", "file_total",
)  # fmt: skip


def build(run: FrozenRun) -> Built:
    """The file of a run. Raises Refused where nobody is paid through payroll, or a payment does not tie."""
    payments = paid_by(run, METHODS, "through payroll")
    must_hold(payments, untied)
    pence = total(payment.pence for payment in payments)
    rows = [
        (*_row(run, payment, number, line), "GBP", str(len(payments)), str(pence))
        for payment in payments
        for number, line in enumerate(payment.lines, start=1)
    ]
    return Built(tables.to_plain([HEADINGS, *rows]), len(payments), pence)


def _row(run: FrozenRun, payment: FrozenPayment, number: int, line: FrozenLine) -> tuple[str, ...]:
    return (
        run.ref,
        run.pay_on.isoformat(),
        tables.harmless(payment.person),
        tables.harmless(payment.name),
        payment.reference,
        str(number),
        line.claim,
        line.kind,
        line.worked_on.isoformat(),
        "" if line.minutes is None else str(line.minutes),
        *(("", tables.Figure(line.pence)) if line.kind in _COSTS else (str(line.pence), "")),
        tables.harmless(line.cost_code or ""),
    )

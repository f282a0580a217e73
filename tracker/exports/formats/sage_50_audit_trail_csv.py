"""Sage 50 audit trail transactions as CSV: every line of a run that was paid.

Type BP books a line against what paid it and needs no supplier account, of which people who come twice a year
would make hundreds. Where the set-up says that each payee has a number, what the ledger pays is an invoice of
the supplier's account (PI) and a payment on that account (PA), which somebody allocates in Sage: PP and SR
cannot be imported and do not occur. What was given ahead is a debit of the cost (JD) and a credit of advances
(JC), or a credit note of the supplier's (PC). Sources: Sage's own knowledge base and gtsagedev.co.uk on
columns and types; not certified by Sage.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tracker import tables
from tracker.errors import Refused
from tracker.exports.bank_lines import must_hold
from tracker.exports.bills import no_codes
from tracker.exports.codes import ADVANCE, words
from tracker.exports.formats import Built
from tracker.exports.frozen import FrozenLine, FrozenPayment, FrozenRun
from tracker.exports.journal import entries
from tracker.exports.ledger_lines import described
from tracker.exports.payables import METHODS, no_number
from tracker.exports.setup import SetupKind
from tracker.money import ZERO, Money, total
from tracker.permissions import Permission

FORMAT = "sage-50-audit-trail-csv"
LABEL = "Sage 50 audit trail"
FOR = (
    "For Sage 50, to book a paid run: each line against the account that paid it; or by supplier accounts, "
    "where your account codes say that each payee has a number."
)
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
    if codes.numbered:
        must_hold(run.standing, lambda payment: no_number(payment) or _no_account(payment))
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
    rows = [row for payment in booked for row in _rows(run, payment)]
    content = tables.to_plain([HEADINGS, *rows])
    return Built(content, len(booked), total(payment.pence for payment in booked))


def _no_account(payment: FrozenPayment) -> str | None:
    """What is wrong where the number of a payee cannot be a supplier's account in Sage."""
    number = payment.supplier or ""
    if not _by_account(payment) or (len(number) <= _ACCOUNT and number.isascii() and number.isalnum()):
        return None
    return f"its payee number {number} is no supplier account of Sage: up to {_ACCOUNT} letters or digits."


def _by_account(payment: FrozenPayment) -> bool:
    return payment.method in METHODS


def _rows(run: FrozenRun, payment: FrozenPayment) -> Iterator[tuple[str, ...]]:
    codes = run.setup.codes
    if codes.numbered and _by_account(payment):
        return _supplier_rows(run, payment)
    return _bank_rows(run, payment)


def _supplier_rows(run: FrozenRun, payment: FrozenPayment) -> Iterator[tuple[str, ...]]:
    """An invoice of each line, a credit note of what was given ahead, and one payment on account."""
    codes, account = run.setup.codes, payment.supplier or ""
    for line in payment.lines:
        kind, net = ("PC", -line.pence) if line.kind == ADVANCE else ("PI", line.pence)
        if net:
            yield _row(run, payment, line, (kind, account, codes.of(line.kind) or ""), net)
    paid = FrozenLine(payment.lines[0].claim, "payment", payment.pence, payment.lines[0].worked_on, None)
    yield _row(run, payment, paid, ("PA", account, codes.of(payment.method) or ""), payment.pence)


def _bank_rows(run: FrozenRun, payment: FrozenPayment) -> Iterator[tuple[str, ...]]:
    """A payment's lines as what paid them; what was given ahead moves from advances to the cost."""
    codes = run.setup.codes
    ahead: Counter[str | None] = Counter()
    for line in payment.lines:
        if line.kind == ADVANCE:
            ahead[line.cost_code] -= line.pence.pence
    for line in payment.lines:
        if line.kind == ADVANCE:
            continue
        given = min(line.pence.pence, ahead[line.cost_code]) if line.kind == "expense" else 0
        ahead[line.cost_code] -= given
        cost = codes.of(line.kind) or ""
        if line.pence.pence > given:
            bank = codes.of(payment.method) or ""
            yield _row(run, payment, line, ("BP", bank, cost), line.pence - Money(given))
        if given:
            yield _row(run, payment, line, ("JD", "", cost), Money(given))
            yield _row(run, payment, line, ("JC", "", codes.of(ADVANCE) or ""), Money(given))


def _row(
    run: FrozenRun, payment: FrozenPayment, line: FrozenLine, booked: tuple[str, str, str], net: Money
) -> tuple[str, ...]:
    """A row: its type, account and nominal code as they are `booked`."""
    code = tables.harmless(line.cost_code or "")
    return (
        *booked,
        code if _is_department(code) else "0",
        payment.paid_on.strftime("%d/%m/%Y") if payment.paid_on else "",
        payment.reference,
        described(payment, line)[:_DETAILS].rstrip(),
        str(net),
        run.setup.codes.tax,
        str(ZERO),
        "1",
        code[:_REFERENCE],
        "",
    )


def _is_department(code: str) -> bool:
    """Whether a cost code can be a department, which Sage numbers from 0 to 999."""
    return code.isascii() and code.isdecimal() and len(code) < 6 and int(code) <= _DEPARTMENTS

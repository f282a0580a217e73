"""What a run pays as bills of a ledger: one a payment, its lines coded, under numbers that never come again.

Pure. A bill's number is the payment's reference, so a ledger that looks for numbers it has refuses a second
import. What is of nothing is no bill, and what people had in hand or go by payroll is none either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.errors import Refused
from tracker.exports.bank_lines import must_hold
from tracker.exports.codes import Codes, words
from tracker.exports.frozen import FrozenLine, FrozenPayment, FrozenRun
from tracker.exports.ledger_lines import described, ledger_lines
from tracker.exports.payables import METHODS, no_number
from tracker.money import Money
from tracker.tables import harmless


@dataclass(frozen=True)
class BillLine:
    """A line of a bill under its account; `description` names no topic."""

    account: str
    cost_code: str
    description: str
    pence: Money


@dataclass(frozen=True)
class Bill:
    """What is owed to one payee by a day. `payee` is what the ledger calls them."""

    number: str
    payee: str
    on: date
    due: date
    pence: Money
    tax: str
    tracking: str
    lines: Sequence[BillLine]


def bills(run: FrozenRun) -> Sequence[Bill]:
    """The bills of a run, in the order of its payments.

    Raises Refused, naming the payments, where an account code, the tax code or a payee's number is missing,
    or a payment is not the sum of its lines.
    """
    ledger_lines(run, METHODS)
    codes = run.setup.codes
    if not codes.tax:
        raise Refused(
            "This file needs the tax code of its lines, like No VAT. Enter it under Pay runs, Set up files.",
            code="no-tax-code",
        )
    owed = [one for one in run.standing if one.method in METHODS and one.pence]
    if not owed:
        raise Refused(f"Nothing of {run.ref} belongs into this file.", code="no-lines")
    must_hold(owed, lambda payment: no_codes(payment, codes) or _unknown(payment, codes))
    return [_bill(run, payment, codes) for payment in owed]


def _unknown(payment: FrozenPayment, codes: Codes) -> str | None:
    return no_number(payment) if codes.numbered else None


def no_codes(payment: FrozenPayment, codes: Codes, *others: str) -> str | None:
    """What is wrong where lines of a payment, or `others`, have no account code: all that have none."""
    wanted = [*others, *(line.kind for line in payment.lines if line.pence)]
    missing = list(dict.fromkeys(words(name) for name in wanted if codes.of(name) is None))
    if not missing:
        return None
    return f"no account code for: {', '.join(missing)}. Enter it under Pay runs, Set up files."


def _bill(run: FrozenRun, payment: FrozenPayment, codes: Codes) -> Bill:
    return Bill(
        number=payment.reference,
        payee=payee(payment, codes),
        on=run.released_on,
        due=run.pay_on,
        pence=payment.pence,
        tax=codes.tax,
        tracking=codes.tracking,
        lines=[_line(payment, line, codes) for line in payment.lines if line.pence],
    )


def _line(payment: FrozenPayment, line: FrozenLine, codes: Codes) -> BillLine:
    code = harmless(line.cost_code or "")
    said = harmless(", ".join(filter(None, (described(payment, line), code))))
    return BillLine(codes.of(line.kind) or "", code, said, line.pence)


def payee(payment: FrozenPayment, codes: Codes) -> str:
    """What a ledger that knows payees by name calls whoever gets a payment, the same in every run.

    The number or name that the ledger gave back, where it knows them by that; else name and reference, since
    two people may have one name; or the reference alone. A charity goes by its name.
    """
    if codes.numbered and payment.supplier:
        return payment.supplier
    if payment.method == "to-charity" and payment.goes_to and harmless(payment.goes_to):
        return harmless(payment.goes_to)
    ref = harmless(payment.person)
    if not codes.named:
        return f"Payee {ref}"
    return harmless(f"{payment.goes_to or payment.name} {ref}")


def fitting(payee: str, longest: int) -> str:
    """What a ledger calls a payee, cut to its width from the front: the reference at the end stays."""
    return harmless(payee[-longest:])

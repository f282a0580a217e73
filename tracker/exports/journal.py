"""A paid run as bookkeeping: each line debited to its cost, each payment credited to what paid it. Pure.

Debits and credits are equal in each payment, and both add up to the run without what did not arrive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.errors import Refused
from tracker.exports.bank_lines import must_hold
from tracker.exports.codes import KINDS, Codes, words
from tracker.exports.frozen import FrozenPayment, FrozenRun
from tracker.exports.ledger_lines import described, ledger_lines, no_code_of_kind
from tracker.money import Money


@dataclass(frozen=True)
class Posting:
    """One side of an entry: a debit is nought or more, a credit nought or less.

    `name` is the kind of cost that a debit books, or the way of paying that a credit does.
    """

    account: str
    name: str
    cost_code: str | None
    pence: Money
    description: str

    @property
    def is_debit(self) -> bool:
        """Whether it books a cost: asked of its name, since what is given up is of £0.00."""
        return self.name in KINDS


@dataclass(frozen=True)
class Entry:
    """A payment as it is booked, on the day it was paid."""

    payment: FrozenPayment
    paid_on: date
    postings: Sequence[Posting]


def entries(run: FrozenRun) -> Sequence[Entry]:
    """The entries of a run, a payment each.

    Raises Refused where it is not marked as paid, something has no code, or a payment is not its lines' sum.
    """
    codes = run.setup.codes
    ledger_lines(run)
    if any(payment.paid_on is None for payment in run.standing):
        raise Refused(
            f"{run.ref} is not marked as paid yet. The journal books what was paid: come back then.",
            code="not-paid",
        )
    must_hold(
        run.standing, lambda payment: no_code_of_kind(payment, codes) or _no_code_of_method(payment, codes)
    )
    return [
        Entry(payment, payment.paid_on, _postings(payment, codes))
        for payment in run.standing
        if payment.paid_on is not None
    ]


def _no_code_of_method(payment: FrozenPayment, codes: Codes) -> str | None:
    if codes.of(payment.method) is not None:
        return None
    return f"{words(payment.method)} has no account code. Enter one under Pay runs, Set up files."


def _postings(payment: FrozenPayment, codes: Codes) -> Sequence[Posting]:
    debits = [
        Posting(codes.of(line.kind) or "", line.kind, line.cost_code, line.pence, described(payment, line))
        for line in payment.lines
    ]
    paid_from = codes.of(payment.method) or ""
    credit = Posting(paid_from, payment.method, None, -payment.pence, f"Paid {payment.reference}")
    return [*debits, credit]

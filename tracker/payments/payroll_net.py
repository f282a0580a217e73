"""What a payroll took off each line of what it paid: read back by payment, needed by the checks by line."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.db import db
from tracker.money import ZERO, Money, total
from tracker.payments.models import Claim, ClaimLine, ClaimState, LineKind, Method
from tracker.payments.run_models import Payment, PaymentClaim, PaymentState


@dataclass(frozen=True)
class Deducted:
    """What a payroll took off a line, nothing or more, and the day it reported the line to HMRC."""

    pence: Money
    reported_on: date


def deducted_of(claims: Collection[Claim]) -> Mapping[int, Deducted]:
    """What was taken off each line of these claims, by the line's id; of whom no payroll told us, nothing.

    Asks nothing of the database unless one of them was paid through a payroll.
    """
    ids = {claim.id for claim in claims if claim.method == Method.PAYROLL and claim.state == ClaimState.PAID}
    if not ids:
        return {}
    payments = db.session.scalars(
        select(Payment)
        .join(PaymentClaim, PaymentClaim.payment_id == Payment.id)
        .where(PaymentClaim.claim_id.in_(ids), Payment.state == PaymentState.PAID, Payment.net.is_not(None))
        .options(selectinload(Payment.claims).selectinload(Claim.lines))
    ).unique()
    found: dict[int, Deducted] = {}
    for payment in payments:
        lines = [line for claim in payment.claims for line in claim.payable_lines]
        found |= _shares(payment, lines)
    return found


def _shares(payment: Payment, lines: Sequence[ClaimLine]) -> dict[int, Deducted]:
    if payment.net is None or payment.reported_to_hmrc_on is None:
        return {}
    parts = parted(
        payment.pence - payment.net, [(line.pence, line.kind == LineKind.EXPENSE) for line in lines]
    )
    return {
        line.id: Deducted(part, payment.reported_to_hmrc_on) for line, part in zip(lines, parts, strict=True)
    }


def parted(deducted: Money, lines: Sequence[tuple[Money, bool]]) -> list[Money]:
    """What was taken off each line, in order, of so much and whether it is an expense, to the penny.

    A payroll takes tax and the like off pay, so pay bears it first; what is more than all pay, costs bear.
    """
    pay = total(pence for pence, is_cost in lines if not is_cost)
    off_pay = min(deducted, pay)
    from_pay = _by_weight(off_pay, [0 if is_cost else pence.pence for pence, is_cost in lines])
    from_costs = _by_weight(deducted - off_pay, [pence.pence if is_cost else 0 for pence, is_cost in lines])
    return [one + other for one, other in zip(from_pay, from_costs, strict=True)]


def _by_weight(pence: Money, weights: Sequence[int]) -> Sequence[Money]:
    return pence.shared(weights) if pence else [ZERO] * len(weights)

"""Reads of payments: which stand, which did not arrive, and what took whose place.

A claim paid again stands under two payments. Whatever counts as paid asks `standing`, so that money that came
back is never counted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import ColumnElement, Subquery, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from tracker.db import db
from tracker.errors import NotFound
from tracker.money import ZERO, Money
from tracker.payments.end_reasons import REASONS, EndReason
from tracker.payments.models import Claim
from tracker.payments.run_models import Payment, PaymentClaim, PaymentState
from tracker.permissions import Actor, Permission

ENDED = (PaymentState.FAILED, PaymentState.RETURNED)
_AT_FAULT = [reason.code for reason in REASONS.values() if reason.details_at_fault]


def standing() -> ColumnElement[bool]:
    """Of payments: whether the money was paid and has not come back."""
    return Payment.state == PaymentState.PAID


def paid_days() -> Subquery:
    """Each claim that is paid, and the day its money left: one row a claim, however often it was tried."""
    return (
        select(PaymentClaim.claim_id, Payment.paid_on)
        .join(Payment, Payment.id == PaymentClaim.payment_id)
        .where(standing())
        .subquery("paid_days")
    )


def payment(viewer: Actor, payment_id: int, permission: Permission = Permission.PREPARE_RUNS) -> Payment:
    """A payment whose claims all lie where the viewer holds the permission. Raises NotFound."""
    found = db.session.get(Payment, payment_id)
    if found is None or not all(viewer.may(permission, claim.project_id) for claim in found.claims):
        raise NotFound("There is no such payment.")
    return found


def of_claim(claim_id: int) -> Sequence[Payment]:
    """The payments that were ever made for a claim, the first tried first."""
    rows = db.session.scalars(
        select(Payment)
        .join(PaymentClaim, PaymentClaim.payment_id == Payment.id)
        .where(PaymentClaim.claim_id == claim_id)
        .options(joinedload(Payment.run))
    ).all()
    return sorted(rows, key=lambda one: (one.run.released_on or one.run.prepared_on, one.run.ref))


def replaced_by(payment_ids: Collection[int]) -> Mapping[int, list[Payment]]:
    """The payments made in place of these, by the id of the one that did not arrive."""
    rows = db.session.scalars(
        select(Payment)
        .where(Payment.replaces_id.in_(list(payment_ids)))
        .options(joinedload(Payment.run))
        .order_by(Payment.run_id, Payment.number)
    )
    found: dict[int, list[Payment]] = {}
    for one in rows:
        if one.replaces_id is not None:
            found.setdefault(one.replaces_id, []).append(one)
    return found


def to_replace(claim_ids: Collection[int]) -> Mapping[int, int]:
    """For each of these claims that was tried before, the id of its last payment that did not arrive."""
    later, later_claim = aliased(Payment), aliased(PaymentClaim)
    tried_again = (
        exists()
        .where(later.replaces_id == Payment.id)
        .where(later_claim.payment_id == later.id, later_claim.claim_id == PaymentClaim.claim_id)
    )
    rows = db.session.execute(
        select(PaymentClaim.claim_id, Payment.id)
        .join(Payment, Payment.id == PaymentClaim.payment_id)
        .where(PaymentClaim.claim_id.in_(list(claim_ids)), Payment.state.in_(ENDED), ~tried_again)
    )
    return {row.claim_id: row.id for row in rows}


def last_ended(claim_ids: Collection[int]) -> Mapping[int, Payment]:
    """The same with the payments themselves."""
    found = to_replace(claim_ids)
    asked = select(Payment).where(Payment.id.in_(set(found.values())))
    payments = {payment.id: payment for payment in db.session.scalars(asked)}
    return {claim_id: payments[payment_id] for claim_id, payment_id in found.items()}


def refused_details(payee_version_ids: Collection[int | None]) -> Mapping[int, EndReason]:
    """Which of these versions of bank details a bank sent money back from, and the reason it gave."""
    wanted = {version for version in payee_version_ids if version is not None}
    rows = db.session.execute(
        select(Payment.payee_version_id, Payment.end_code).where(
            Payment.payee_version_id.in_(wanted), Payment.state.in_(ENDED), Payment.end_code.in_(_AT_FAULT)
        )
    )
    return {version: REASONS[code] for version, code in rows if version is not None and code is not None}


def totals(run_ids: Collection[int]) -> Mapping[int, tuple[int, Money]]:
    """How many claims the payments of these runs pay, and how much, whatever became of them; by run."""
    wanted = Payment.run_id.in_(list(run_ids))
    pence = dict(
        db.session.execute(
            select(Payment.run_id, func.sum(Payment.pence)).where(wanted).group_by(Payment.run_id)
        ).all()
    )
    rows = db.session.execute(
        select(Payment.run_id, func.count(PaymentClaim.claim_id))
        .join(PaymentClaim, PaymentClaim.payment_id == Payment.id)
        .where(wanted)
        .group_by(Payment.run_id)
    )
    return {run_id: (number, pence[run_id] or ZERO) for run_id, number in rows}


def claims_paid_by(payments: Collection[Payment]) -> list[Claim]:
    """The claims of some payments, each once, by reference."""
    found = {claim.id: claim for one in payments for claim in one.claims}
    return sorted(found.values(), key=lambda claim: claim.ref)

"""All that stands behind one payment, gathered from the offer to the bank reference; nothing is decided here.

A payment may bring together claims of several projects: a viewer sees only what lies where they may see
claims, and sums of that alone. Of checks it holds that they were made; what they found, and all that was told
in confidence, is no part of it. Account numbers are masked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from tracker.accounts import queries as accounts
from tracker.audit import queries as audit
from tracker.db import db
from tracker.errors import NotFound
from tracker.money import Money, total
from tracker.payments import (
    advance_queries,
    cash_queries,
    evidence_history,
    payment_queries,
    voucher_queries,
)
from tracker.payments.advance_models import Advance
from tracker.payments.approval import approval_hash
from tracker.payments.cash_models import CashFloat
from tracker.payments.evidence_history import Act, Made
from tracker.payments.models import Claim, Offer
from tracker.payments.run_models import LedgerEntry, Payment, PayRun
from tracker.people import confirming
from tracker.people.confirmation_models import PayeeConfirmation
from tracker.people.models import PayeeVersion
from tracker.people.payees import masked
from tracker.permissions import Actor, Permission
from tracker.sessions.models import Attendance


@dataclass(frozen=True)
class Part:
    """One claim of a payment: its places in sessions, every offer for them, and whether it still fits."""

    claim: Claim
    places: Sequence[Attendance]
    offers: Sequence[Offer]
    as_approved: bool
    checks: Sequence[Made]


@dataclass(frozen=True)
class Account:
    """Where the money was sent, masked, and which version of the details that was."""

    sort_code: str
    number: str
    version: PayeeVersion
    confirmed: PayeeConfirmation | None

    @property
    def people(self) -> tuple[int | None, ...]:
        """The users who entered these details, and who asked the person about them."""
        return self.version.recorded_by_id, self.confirmed.confirmed_by_id if self.confirmed else None


@dataclass(frozen=True)
class Evidence:
    """A payment and what stands behind it. `whole` says that the viewer may see all its claims."""

    payment: Payment
    parts: Sequence[Part]
    whole: bool
    sum: Money
    # Money given ahead that was set against these claims.
    advances: Sequence[Advance]
    # The float that cash came out of, and the vouchers that were signed for, in words.
    cash: CashFloat | None
    vouchers: str
    chain: Sequence[Payment]
    entries: Sequence[LedgerEntry]
    names: dict[int, str]
    # Who recorded each answer, by offer, and who marked the run as paid: no row holds them, the audit does.
    answered_by: Mapping[int, int | None]
    marked_paid_by: int | None
    acts: Sequence[Act]
    # None where it went by no bank, or where the viewer sees nothing of bank details.
    account: Account | None


def evidence(viewer: Actor, payment_id: int) -> Evidence:
    """What stands behind a payment, as far as the viewer may see it. Raises NotFound."""
    payment = db.session.get(Payment, payment_id)
    seen = [claim for claim in payment.claims if _sees(viewer, claim)] if payment else []
    if payment is None or not seen:
        raise NotFound("There is no such payment.")
    whole = len(seen) == len(payment.claims)
    parts = [_part(claim) for claim in seen]
    ids = {claim.id for claim in seen}
    entries = db.session.scalars(
        select(LedgerEntry)
        .where(
            LedgerEntry.claim_id.in_(ids),
            or_(LedgerEntry.payment_id == payment.id, LedgerEntry.payment_id.is_(None)),
        )
        .order_by(LedgerEntry.recorded_at, LedgerEntry.id)
    ).all()
    offers = [offer for part in parts for offer in part.offers]
    answered_by = audit.last_to("answered-offer", Offer.__tablename__, [offer.id for offer in offers])
    acts = evidence_history.acts(payment, seen, offers, whole=whole)
    advances = advance_queries.used_by(seen)
    account = _account(payment) if whole and _sees_accounts(viewer) else None
    marked = audit.last_to("marked-paid", PayRun.__tablename__, [payment.run_id]).get(payment.run_id)
    return Evidence(
        payment=payment,
        parts=parts,
        whole=whole,
        sum=payment.pence if whole else total(claim.to_pay for claim in seen),
        advances=advances,
        cash=cash_queries.of_payment(payment.id) if whole else None,
        vouchers=voucher_queries.said_of_payment(payment.id) if whole else "",
        chain=_chain(seen),
        entries=entries,
        names=accounts.names(
            _people(payment, parts)
            | {*filter(None, (marked, *answered_by.values(), *(act.who for act in acts)))}
            | {one.recorded_by_id for one in advances if one.recorded_by_id}
            | ({*filter(None, account.people)} if account else set())
        ),
        answered_by=answered_by,
        marked_paid_by=marked,
        acts=acts,
        account=account,
    )


def _sees_accounts(viewer: Actor) -> bool:
    return viewer.may(Permission.MANAGE_PAYEES) or viewer.may(Permission.EXAMINE)


def _account(payment: Payment) -> Account | None:
    version = db.session.get(PayeeVersion, payment.payee_version_id) if payment.payee_version_id else None
    if version is None:
        return None
    return Account(*masked(version), version, confirming.confirmations([version.id]).get(version.id))


def _sees(viewer: Actor, claim: Claim) -> bool:
    return viewer.may(Permission.SEE_CLAIMS, claim.project_id)


def _part(claim: Claim) -> Part:
    ids = {line.attendance_id for line in claim.lines if line.attendance_id is not None}
    places = db.session.scalars(
        select(Attendance).where(Attendance.id.in_(ids)).order_by(Attendance.id)
    ).all()
    offers = db.session.scalars(
        select(Offer).where(Offer.attendance_id.in_(ids)).order_by(Offer.attendance_id, Offer.number)
    ).all()
    fits = approval_hash(claim, claim.payee_version_id) == claim.approval_hash
    return Part(claim, places, offers, fits, evidence_history.checks_made(claim, offers))


def _chain(seen: Sequence[Claim]) -> list[Payment]:
    """Every payment that was tried for these claims, the first tried first."""
    found = {payment.id: payment for claim in seen for payment in payment_queries.of_claim(claim.id)}
    return sorted(found.values(), key=lambda one: (one.run.released_on or one.run.prepared_on, one.run.ref))


def _people(payment: Payment, parts: Sequence[Part]) -> set[int]:
    """Who took part in any step, by the ids of their accounts."""
    users = {payment.run.preparer_id, payment.run.releaser_id}
    for part in parts:
        claim = part.claim
        users |= {claim.created_by_id, claim.submitted_by_id, claim.approved_by_id}
        users |= {place.recorded_by_id for place in part.places}
        users |= {offer.offered_by_id for offer in part.offers}
    return {user for user in users if user is not None}

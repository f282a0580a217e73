"""The offers that papers can be about: made to a person, each the last that was made for its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from tracker.db import db, within
from tracker.documents.asked import Asked, Subject
from tracker.payments import queries
from tracker.payments.chosen import Choice, choice_on
from tracker.payments.models import Offer
from tracker.payments.run_models import Payment, PaymentClaim, PaymentState
from tracker.permissions import Actor, Permission
from tracker.projects.one_person import of_person
from tracker.sessions.models import Attendance, InvolvementSession
from tracker.web import ids
from tracker.web.filters import day


def standing(viewer: Actor, participant_id: int) -> Sequence[Offer]:
    """A person's offers in the projects where the viewer may give papers, the newest session first."""
    rows = db.session.scalars(
        select(Offer)
        .join(Offer.attendance)
        .join(Attendance.involvement)
        .options(contains_eager(Offer.attendance).contains_eager(Attendance.involvement))
        .where(
            of_person(Attendance.participant_id, participant_id),
            Offer.offered_on.is_not(None),
            within(InvolvementSession.project_id, viewer.projects(Permission.ISSUE_DOCUMENTS)),
        )
        .order_by(InvolvementSession.held_on.desc(), InvolvementSession.id.desc(), Offer.number)
    )
    return list({offer.attendance_id: offer for offer in rows}.values())


def subject(offer: Offer, more: str) -> Subject:
    """An offer as a paper's subject; `more` follows the session and its day in the list."""
    involvement = offer.attendance.involvement
    return Subject(
        code=ids.encode(offer.id),
        label=f"{involvement.title}, {day(involvement.held_on)}: {more}",
        project_id=involvement.project_id,
        offer_id=offer.id,
        involvement_session_id=involvement.id,
    )


def of(asked: Asked) -> Offer:
    """The offer that a paper is asked to be about."""
    return db.session.get_one(Offer, asked.subject.offer_id)


def choices_of(offers: Sequence[Offer]) -> Mapping[int, Choice | None]:
    """What the person chose of each offer, by its id: on the claim of its fee, else in answer to it."""
    lines = queries.fee_lines({offer.attendance_id for offer in offers})
    return {offer.id: choice_on(lines.get(offer.attendance_id), offer) for offer in offers}


def paid_on(offer: Offer) -> date | None:
    """The day on which the fee of an offer was first paid, or the part that was chosen of; None: not yet."""
    line = queries.fee_lines({offer.attendance_id}).get(offer.attendance_id)
    if line is None:
        return None
    return db.session.scalar(
        select(func.min(Payment.paid_on))
        .join(PaymentClaim, PaymentClaim.payment_id == Payment.id)
        .where(PaymentClaim.claim_id == line.claim_id, Payment.state == PaymentState.PAID)
    )

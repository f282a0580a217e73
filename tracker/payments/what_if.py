"""What a check would find if a person were offered so much for so many hours at so many sessions.

For the benefit contact and the person, before anything is offered. The days are those of the sessions that
are planned and of what is promised for them: a day is no field to try. Nothing is kept but that somebody
looked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.audit.services import record
from tracker.db import db, within
from tracker.errors import Invalid, NotFound
from tracker.money import Money
from tracker.payments import check_subjects, checks, queries
from tracker.payments.check_subjects import PlannedFee
from tracker.payments.checks import Answer
from tracker.payments.models import Claim, Offer
from tracker.payments.offers import promised_day, usual_method
from tracker.people.models import Participant
from tracker.permissions import Actor, Permission
from tracker.projects.models import ProjectPerson
from tracker.projects.one_person import of_person
from tracker.sessions.models import Attendance, InvolvementSession

MOST_SESSIONS = 12
_LISTED = 50


@dataclass(frozen=True)
class Tried:
    """What was tried: the sessions in question, and the more severe answer that the promise permits."""

    sessions: Sequence[InvolvementSession]
    pence: Money
    answer: Answer


def coming_sessions(viewer: Actor, participant: Participant, on: date) -> Sequence[InvolvementSession]:
    """The paid sessions to come of the person's projects where the viewer is contact, the next first."""
    own = select(ProjectPerson.project_id).where(
        of_person(ProjectPerson.participant_id, participant.id),
        ProjectPerson.until.is_(None) | (ProjectPerson.until >= on),
    )
    return db.session.scalars(
        select(InvolvementSession)
        .where(
            within(InvolvementSession.project_id, viewer.projects(Permission.BENEFIT_CONTACT)),
            InvolvementSession.project_id.in_(own),
            InvolvementSession.held_on >= on,
            InvolvementSession.unpaid.is_(False),
        )
        .order_by(InvolvementSession.held_on, InvolvementSession.id)
        .limit(_LISTED)
    ).all()


def try_out(
    *,
    actor: Actor,
    on: date,
    participant: Participant,
    session_id: int,
    pence: Money,
    minutes: int | None,
    number: int,
) -> Tried:
    """What a check would find of this fee at this session and the next ones of its project.

    `minutes` is the work at each session, preparation included; None takes each session as it is planned.
    Raises NotFound, or Invalid where fewer sessions are planned.
    """
    coming = coming_sessions(actor, participant, on)
    first = next((one for one in coming if one.id == session_id), None)
    if first is None:
        raise NotFound("There is no such session to come.")
    tried = [one for one in coming[coming.index(first) :] if one.project_id == first.project_id][:number]
    if (planned := len(tried)) < number:
        are = "is" if planned == 1 else "are"
        raise Invalid(
            f"Only {planned} from that session on {are} planned: enter at most {planned}.", field="number"
        )
    offers = _offers(participant, tried)
    fees = [_fee(participant, one, offers.get(one.id), pence, minutes) for one in tried]
    instead_of = {offer.id for offer in offers.values()} | _claims(participant, tried)
    record(actor, "tried-what-if", participant)
    answer = checks.tried(on=on, subject=check_subjects.of_plan(participant, fees, instead_of))
    return Tried(tried, pence, answer)


def _fee(
    participant: Participant,
    involvement: InvolvementSession,
    offer: Offer | None,
    pence: Money,
    minutes: int | None,
) -> PlannedFee:
    planned = involvement.minutes
    if planned is not None:
        planned += involvement.preparation_minutes
    return PlannedFee(
        involvement,
        pence,
        offer.method if offer else usual_method(participant.payment_route),
        planned if minutes is None else minutes,
        offer.pay_by if offer else promised_day(involvement.held_on),
    )


def _offers(participant: Participant, tried: Sequence[InvolvementSession]) -> dict[int, Offer]:
    """The offers that stand for the person's places in these sessions, by session."""
    places = {
        place.id: place.involvement_session_id
        for place in db.session.scalars(
            select(Attendance).where(
                of_person(Attendance.participant_id, participant.id),
                Attendance.involvement_session_id.in_([one.id for one in tried]),
            )
        )
    }
    return {places[place_id]: offer for place_id, offer in queries.offers_of_places(places).items()}


def _claims(participant: Participant, tried: Sequence[InvolvementSession]) -> set[int]:
    return set(
        db.session.scalars(
            select(Claim.id).where(
                of_person(Claim.participant_id, participant.id),
                Claim.involvement_session_id.in_([one.id for one in tried]),
            )
        )
    )

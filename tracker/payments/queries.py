"""Reads of offers and claims, each within the viewer's projects."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from tracker.db import Identity, db, within
from tracker.errors import NotFound
from tracker.payments import freezes
from tracker.payments.models import (
    Claim,
    ClaimLine,
    ClaimState,
    LineKind,
    Method,
    Offer,
    PaidTo,
)
from tracker.permissions import Actor, Permission
from tracker.projects.one_person import records, stands_for
from tracker.sessions.models import HEARD, Attendance, InvolvementSession
from tracker.web.pagination import PAGE_SIZE, Page, cursor_moment, page_of

Columns = TypeVarTuple("Columns")

# Money that will not reach the person.
ENDED = (ClaimState.REJECTED, ClaimState.WITHDRAWN)
WAITING = (ClaimState.DRAFT, ClaimState.SUBMITTED, ClaimState.APPROVED, ClaimState.IN_PAY_RUN)


def claims(
    viewer: Actor,
    *,
    state: ClaimState | None = None,
    held: bool = False,
    involvement_id: int | None = None,
    after: str | None = None,
) -> Page[Claim]:
    """The claims that a viewer may see, newest first."""
    query = (
        _visible(select(Claim), viewer)
        .options(joinedload(Claim.participant), joinedload(Claim.project), selectinload(Claim.lines))
        .order_by(Claim.created_at.desc(), Claim.id.desc())
        .limit(PAGE_SIZE + 1)
    )
    if state is not None:
        query = query.where(Claim.state == state)
    if held:
        query = query.where(Claim.held)
    if involvement_id is not None:
        query = query.where(Claim.involvement_session_id == involvement_id)
    if (start := cursor_moment(after)) is not None:
        at, claim_id = start
        query = query.where(or_(Claim.created_at < at, and_(Claim.created_at == at, Claim.id < claim_id)))
    rows = db.session.scalars(query).all()
    return page_of(rows, lambda claim: (claim.created_at.isoformat(), str(claim.id)))


def waiting_by_state(viewer: Actor) -> Mapping[ClaimState, int]:
    """How many claims wait in each state that has a next step.

    Those that came to their end only grow in number, and counting them would read them all.
    """
    waiting = _visible(select(Claim.state, func.count()), viewer).where(Claim.state.in_(WAITING))
    return dict(db.session.execute(waiting.group_by(Claim.state)).all())


def held_count(viewer: Actor) -> int:
    """How many claims are held back from payment."""
    return db.session.scalar(_visible(select(func.count()), viewer).where(Claim.held)) or 0


def claim(viewer: Actor, claim_id: int, permission: Permission = Permission.SEE_CLAIMS) -> Claim:
    """A claim of a project where the viewer holds the permission. Raises NotFound."""
    found = db.session.get(Claim, claim_id)
    if found is None or not viewer.may(permission, found.project_id):
        raise NotFound("There is no such claim.")
    return found


def line(viewer: Actor, line_id: int, permission: Permission = Permission.SEE_CLAIMS) -> ClaimLine:
    """A line of a claim that the viewer may see. Raises NotFound."""
    found = db.session.get(ClaimLine, line_id)
    if found is None or not viewer.may(permission, found.claim.project_id):
        raise NotFound("There is no such line.")
    return found


def claims_of_session(involvement_id: int) -> Mapping[int, list[Claim]]:
    """A session's claims by participant, those that ended without pay left out."""
    rows = db.session.scalars(
        select(Claim)
        .where(
            Claim.involvement_session_id == involvement_id,
            Claim.state.not_in(ENDED),
        )
        .options(selectinload(Claim.lines))
        .order_by(Claim.ref)
    )
    found: dict[int, list[Claim]] = {}
    for kept in rows:
        found.setdefault(kept.participant_id, []).append(kept)
    return found


def offer(viewer: Actor, offer_id: int, permission: Permission = Permission.MAKE_OFFERS) -> Offer:
    """An offer of a project where the viewer holds the permission. Raises NotFound."""
    found = db.session.get(Offer, offer_id)
    if found is None or not viewer.may(permission, found.attendance.involvement.project_id):
        raise NotFound("There is no such offer.")
    return found


def fee_claimed() -> ColumnElement[bool]:
    """Of attendances: whether a claim that still stands carries the fee."""
    return (
        select(ClaimLine.id)
        .join(Claim, ClaimLine.claim_id == Claim.id)
        .where(
            ClaimLine.attendance_id == Attendance.id,
            ClaimLine.kind == LineKind.FEE,
            Claim.state.not_in(ENDED),
        )
        .exists()
    )


def fee_lines(attendance_ids: Collection[int]) -> Mapping[int, ClaimLine]:
    """The line on which the fee of each place stands, by attendance; none for a place without one.

    Of a fee in two parts, the one of which the person chose something, or else the last.
    """
    lines = db.session.scalars(
        select(ClaimLine)
        .join(Claim, ClaimLine.claim_id == Claim.id)
        .where(
            ClaimLine.attendance_id.in_(attendance_ids),
            ClaimLine.kind == LineKind.FEE,
            Claim.state.not_in(ENDED),
        )
        .order_by(ClaimLine.chosen_on.is_not(None), Claim.id, ClaimLine.id)
    )
    return {line.attendance_id: line for line in lines if line.attendance_id is not None}


def has_fee(attendance_id: int) -> bool:
    """Whether a fee of the person's for the session of this attendance stands on a claim.

    Raises NotFound where somebody else has just taken the place off.
    """
    rows = db.session.execute(_places_and_fees(of_place=True), {"asked": attendance_id}).all()
    if not rows:
        raise NotFound("This place was just taken off the session. Open the session again.")
    return attendance_id in _of_who_has_one(rows)


def places_with_fee(involvement_id: int) -> frozenset[int]:
    """The places of a session whose fee stands on a claim, by attendance.

    Somebody with a place under two records has the fee of one of them: the other must not bring a second.
    """
    asked = {"asked": involvement_id}
    return _of_who_has_one(db.session.execute(_places_and_fees(of_place=False), asked).all())


def _of_who_has_one(rows: Sequence[Row[int, int, bool]]) -> frozenset[int]:
    have = {person for _, person, claimed in rows if claimed}
    return frozenset(place for place, person, _ in rows if person in have)


@cache
def _places_and_fees(*, of_place: bool) -> Select[int, int, bool]:
    """What to ask of a session, or of that of a place; written once, because every fee asks it."""
    place, asked = aliased(Attendance), bindparam("asked", type_=Identity)
    session_of = select(place.involvement_session_id).where(place.id == asked).scalar_subquery()
    return select(Attendance.id, stands_for(Attendance.participant_id), fee_claimed()).where(
        Attendance.involvement_session_id == (session_of if of_place else asked)
    )


def one_a_person(places: Sequence[Attendance]) -> Sequence[Attendance]:
    """These places of a session without the second of whoever has one under two records, for one fee each.

    The place where they came goes first, then the one of the record that stands.
    """
    person = records({place.participant_id for place in places})
    in_turn = sorted(
        places, key=lambda one: (one.outcome in HEARD, person[one.participant_id] == one.participant_id)
    )
    chosen = {person[place.participant_id]: place for place in in_turn}
    return [place for place in places if chosen[person[place.participant_id]] is place]


def costs_claimed(involvement_id: int) -> Mapping[tuple[int, str], str]:
    """The costs of a session that stand on claims: the claim's ref by participant and category.

    What we paid to a provider direct is nobody's own cost.
    """
    rows = db.session.execute(
        select(Claim.participant_id, ClaimLine.category, Claim.ref)
        .join(ClaimLine, ClaimLine.claim_id == Claim.id)
        .where(
            Claim.involvement_session_id == involvement_id,
            Claim.state.not_in((*ENDED, ClaimState.DECLINED)),
            ClaimLine.kind == LineKind.EXPENSE,
            ClaimLine.paid_to != PaidTo.PROVIDER,
        )
    )
    found = rows.all()
    person = records({row.participant_id for row in found})
    refs = {(person[row.participant_id], row.category): row.ref for row in found}
    return {(one, what): ref for (who, what), ref in refs.items() for one in person if person[one] == who}


def offers_of_session(involvement_id: int) -> Mapping[int, Offer]:
    """The offer that stands for each attendance of a session."""
    return _standing(Attendance.involvement_session_id == involvement_id)


def offers_of_places(attendance_ids: Collection[int]) -> Mapping[int, Offer]:
    """The offer that stands for each of these places, by attendance."""
    return _standing(Attendance.id.in_(list(attendance_ids)))


def offers_of_claim(kept: Claim) -> Mapping[int, Offer]:
    """The offer that stands behind each fee of a claim, by attendance."""
    return offers_of_places({line.attendance_id for line in kept.lines if line.attendance_id})


def _standing(places: ColumnElement[bool]) -> Mapping[int, Offer]:
    rows = db.session.scalars(
        select(Offer)
        .join(Attendance, Offer.attendance_id == Attendance.id)
        .where(places)
        .order_by(Offer.number)
    )
    return {kept.attendance_id: kept for kept in rows}


def fee_unanswered(kept: Claim) -> bool:
    """Whether a claim's fee stands as it was offered because the person has not chosen yet."""
    if any(line.chosen_on for line in kept.lines):
        return False
    return any(offer.answer is None for offer in offers_of_claim(kept).values())


def charities(claim_ids: Collection[int]) -> Mapping[int, str]:
    """The charities that people chose for the fees on these claims, by claim."""
    rows = db.session.execute(
        select(Claim.id, func.coalesce(Claim.recipient, Offer.charity))
        .join(ClaimLine, ClaimLine.claim_id == Claim.id)
        .outerjoin(Offer, Offer.attendance_id == ClaimLine.attendance_id)
        .where(Claim.id.in_(claim_ids), Claim.method == Method.TO_CHARITY, ClaimLine.kind == LineKind.FEE)
        .order_by(Offer.number)
    )
    return {claim_id: charity for claim_id, charity in rows if charity}


def unanswered_offers(viewer: Actor, limit: int = 20) -> Sequence[Offer]:
    """Offers made that wait for the person's answer, the next session first; a drafted fee waits no more."""
    newer = aliased(Offer)
    query = (
        select(Offer)
        .join(Attendance, Offer.attendance_id == Attendance.id)
        .join(InvolvementSession, Attendance.involvement_session_id == InvolvementSession.id)
        .where(
            Offer.offered_on.is_not(None),
            Offer.answer.is_(None),
            ~fee_claimed(),
            ~exists().where(newer.attendance_id == Offer.attendance_id, newer.number > Offer.number),
            # Nobody is reminded of what somebody who died did not answer.
            stands_for(Attendance.participant_id).not_in(freezes.of_nobody_to_write_to()),
            within(InvolvementSession.project_id, viewer.projects(Permission.MAKE_OFFERS)),
        )
        .order_by(InvolvementSession.held_on, Offer.id)
        .limit(limit)
    )
    return db.session.scalars(query).all()


def approved(viewer: Actor) -> Sequence[Claim]:
    """Approved claims that wait for a run, in the viewer's projects."""
    return db.session.scalars(
        select(Claim)
        .where(
            Claim.state == ClaimState.APPROVED,
            within(Claim.project_id, viewer.projects(Permission.PREPARE_RUNS)),
        )
        .options(joinedload(Claim.participant), selectinload(Claim.lines))
        .order_by(Claim.pay_by, Claim.ref)
    ).all()


def _visible(query: Select[*Columns], viewer: Actor) -> Select[*Columns]:
    return query.where(within(Claim.project_id, viewer.projects(Permission.SEE_CLAIMS)))

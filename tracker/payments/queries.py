"""Reads of offers, claims and runs, each within the viewer's projects."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload, selectinload

from tracker.db import db, within
from tracker.errors import NotFound
from tracker.money import ZERO, Money
from tracker.payments.models import (
    Claim,
    ClaimLine,
    ClaimState,
    LineKind,
    Offer,
    PaidTo,
)
from tracker.payments.run_models import Payment, PayRun
from tracker.permissions import Actor, Permission
from tracker.sessions.models import Attendance, InvolvementSession
from tracker.web.pagination import PAGE_SIZE, Page, cursor_id, cursor_parts, page_of

Columns = TypeVarTuple("Columns")

# Money that will not reach the person.
ENDED = (ClaimState.REJECTED, ClaimState.WITHDRAWN)
WAITING = (ClaimState.DRAFT, ClaimState.SUBMITTED, ClaimState.APPROVED, ClaimState.IN_PAY_RUN)


def claims(
    viewer: Actor,
    *,
    state: ClaimState | None = None,
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
    if involvement_id is not None:
        query = query.where(Claim.involvement_session_id == involvement_id)
    if (start := _start(after)) is not None:
        at, claim_id = start
        query = query.where(or_(Claim.created_at < at, and_(Claim.created_at == at, Claim.id < claim_id)))
    rows = db.session.scalars(query).all()
    return page_of(rows, lambda claim: (claim.created_at.isoformat(), str(claim.id)))


def _start(after: str | None) -> tuple[datetime, int] | None:
    parts = cursor_parts(after, 2)
    number = cursor_id(parts[1]) if parts else None
    if parts is None or number is None:
        return None
    try:
        at = datetime.fromisoformat(parts[0])
    except ValueError:
        return None
    return (at, number) if at.tzinfo else None


def waiting_by_state(viewer: Actor) -> Mapping[ClaimState, int]:
    """How many claims wait in each state that has a next step.

    Those that came to their end only grow in number, and counting them would read them all.
    """
    waiting = _visible(select(Claim.state, func.count()), viewer).where(Claim.state.in_(WAITING))
    return dict(db.session.execute(waiting.group_by(Claim.state)).all())


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


def has_fee(attendance_id: int) -> bool:
    """Whether this attendance's fee stands on a claim."""
    claimed = select(Attendance.id).where(Attendance.id == attendance_id, fee_claimed())
    return db.session.scalar(claimed) is not None


def places_with_fee(involvement_id: int) -> frozenset[int]:
    """The places of a session whose fee stands on a claim, by attendance."""
    claimed = select(Attendance.id).where(Attendance.involvement_session_id == involvement_id, fee_claimed())
    return frozenset(db.session.scalars(claimed))


def offers_of_session(involvement_id: int) -> Mapping[int, Offer]:
    """The offer that stands for each attendance of a session."""
    rows = db.session.scalars(
        select(Offer)
        .join(Attendance, Offer.attendance_id == Attendance.id)
        .where(Attendance.involvement_session_id == involvement_id)
        .order_by(Offer.number)
    )
    return {kept.attendance_id: kept for kept in rows}


def charities(claim_ids: Collection[int]) -> Mapping[int, str]:
    """The charities that people chose for the fees on these claims, by claim."""
    rows = db.session.execute(
        select(ClaimLine.claim_id, Offer.charity)
        .join(Offer, Offer.attendance_id == ClaimLine.attendance_id)
        .where(ClaimLine.claim_id.in_(claim_ids), ClaimLine.kind == LineKind.FEE, Offer.charity.is_not(None))
        .order_by(Offer.number)
    )
    return {claim_id: charity for claim_id, charity in rows if charity}


def unanswered_offers(viewer: Actor, limit: int = 20) -> Sequence[Offer]:
    """Offers made that wait for the person's answer, the next session first."""
    newer = aliased(Offer)
    query = (
        select(Offer)
        .join(Attendance, Offer.attendance_id == Attendance.id)
        .join(InvolvementSession, Attendance.involvement_session_id == InvolvementSession.id)
        .where(
            Offer.offered_on.is_not(None),
            Offer.answer.is_(None),
            ~exists().where(newer.attendance_id == Offer.attendance_id, newer.number > Offer.number),
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


def runs(viewer: Actor, limit: int = 100) -> Sequence[PayRun]:
    """The newest pay runs, for whoever prepares runs in all projects or in each of a run's projects."""
    query = select(PayRun).where(_may_see_run(viewer, Permission.PREPARE_RUNS))
    return db.session.scalars(query.order_by(PayRun.prepared_on.desc(), PayRun.ref.desc()).limit(limit)).all()


@dataclass(frozen=True)
class RunTotal:
    """How many claims are in a run, and what they pay the people they are of."""

    claims: int
    pence: Money


def run_totals(run_ids: Collection[int]) -> Mapping[int, RunTotal]:
    """The totals of some runs, added up where the lines are; a run emptied of its claims has one too."""
    theirs = and_(ClaimLine.claim_id == Claim.id, ClaimLine.paid_to != PaidTo.PROVIDER)
    rows = db.session.execute(
        select(Claim.pay_run_id, func.count(Claim.id.distinct()), func.sum(ClaimLine.pence))
        .outerjoin(ClaimLine, theirs)
        .where(Claim.pay_run_id.in_(list(run_ids)))
        .group_by(Claim.pay_run_id)
    )
    found = dict.fromkeys(run_ids, RunTotal(0, ZERO))
    for run_id, claims_in_it, pence in rows:
        if run_id is not None:
            found[run_id] = RunTotal(claims_in_it, pence or ZERO)
    return found


def run(viewer: Actor, run_id: int, permission: Permission = Permission.PREPARE_RUNS) -> PayRun:
    """A pay run all of whose claims lie in the viewer's projects. Raises NotFound."""
    found = db.session.scalars(
        select(PayRun).where(PayRun.id == run_id, _may_see_run(viewer, permission))
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such pay run.")
    return found


def run_in_full(viewer: Actor, run_id: int, permission: Permission = Permission.PREPARE_RUNS) -> PayRun:
    """The same, read at once with its claims, its payments and whom they are for."""
    found = run(viewer, run_id, permission)
    db.session.scalars(
        select(PayRun)
        .where(PayRun.id == found.id)
        .options(
            selectinload(PayRun.claims).options(joinedload(Claim.participant), selectinload(Claim.lines)),
            selectinload(PayRun.payments).joinedload(Payment.participant),
        )
        .execution_options(populate_existing=True)
    ).one()
    return found


def run_by_ref(viewer: Actor, ref: str) -> PayRun:
    """A pay run by its reference, like R26-0007. Raises NotFound."""
    found = db.session.scalars(select(PayRun).where(PayRun.ref == ref)).one_or_none()
    if found is None:
        raise NotFound(f"There is no pay run {ref}.")
    return run(viewer, found.id)


def _may_see_run(viewer: Actor, permission: Permission) -> ColumnElement[bool]:
    """Whether all of a run lies in the viewer's projects; one emptied of its claims is its preparer's."""
    projects = viewer.projects(permission)
    if projects is None:
        return true()
    in_it = exists().where(Claim.pay_run_id == PayRun.id)
    outside = in_it.where(Claim.project_id.not_in(projects))
    return and_(~outside, or_(in_it, PayRun.preparer_id == viewer.user_id))


def _visible(query: Select[*Columns], viewer: Actor) -> Select[*Columns]:
    return query.where(within(Claim.project_id, viewer.projects(Permission.SEE_CLAIMS)))

"""Reads that only the home page needs: what waits for somebody, counted and cut to what fits a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from tracker.accounts.models import Grant, User
from tracker.db import db, within
from tracker.home.pace import Way
from tracker.money import ZERO
from tracker.payments import queries as payments
from tracker.payments.models import Claim, ClaimLine, ClaimState, LineKind, Method, Offer, PaidTo
from tracker.payments.run_models import Payment, PaymentClaim, PaymentState, PayRun, RunState
from tracker.people import payee_queries
from tracker.permissions import Actor, Permission, Role
from tracker.projects.models import Project, RateCard
from tracker.sessions.models import Attendance, InvolvementSession

MOST = 5


@dataclass(frozen=True)
class Found:
    """The first few of something that waits, and how many there are."""

    rows: Sequence[Any]
    total: int


def found(query: Select[Any], *order: Any, most: int = MOST) -> Found:
    """The first few rows of a query, and how many it has."""
    rows = db.session.scalars(query.order_by(*order).limit(most)).unique().all()
    if len(rows) < most:
        return Found(rows, len(rows))
    counted = select(func.count()).select_from(query.options().order_by(None).subquery())
    return Found(rows, db.session.scalar(counted) or 0)


# --- the lead -----------------------------------------------------------------------------------------------


def offers_to_make(viewer: Actor, on: date, *, most: int = MOST) -> Found:
    """Offers written down but not made, of sessions that are not over."""
    newer = aliased(Offer)
    query = (
        select(Offer)
        .join(Offer.attendance)
        .join(Attendance.involvement)
        .where(
            Offer.offered_on.is_(None),
            InvolvementSession.held_on >= on,
            ~exists().where(newer.attendance_id == Offer.attendance_id, newer.number > Offer.number),
            within(InvolvementSession.project_id, viewer.projects(Permission.MAKE_OFFERS)),
        )
        .options(contains_eager(Offer.attendance).joinedload(Attendance.participant))
    )
    return found(query, InvolvementSession.held_on, Offer.id, most=most)


def fees_to_draft(viewer: Actor) -> Found:
    """Sessions where somebody came whose agreed fee stands on no claim yet."""
    agreed = (
        select(Attendance.id)
        .join(Offer, Offer.attendance_id == Attendance.id)
        .where(
            Attendance.involvement_session_id == InvolvementSession.id,
            _pays(),
            Offer.offered_on.is_not(None),
            Offer.agreed_pence > ZERO,
            ~exists().where(ClaimLine.attendance_id == Attendance.id, ClaimLine.kind == LineKind.FEE),
        )
    )
    scope = within(InvolvementSession.project_id, viewer.projects(Permission.LOG_CLAIMS))
    query = select(InvolvementSession).where(agreed.exists(), scope)
    return found(query, InvolvementSession.held_on, InvolvementSession.id)


def _pays() -> ColumnElement[bool]:
    """Of offers: whether the rule that was promised pays for what became of the place."""
    # The rule is kept as JSON, in which an outcome that pays is named and no other.
    return cast(Offer.rule, Text).contains(cast('"', Text) + cast(Attendance.outcome, Text) + '"')


def drafts(viewer: Actor) -> Found:
    """Claims that nobody has submitted."""
    return _claims(viewer, Permission.LOG_CLAIMS, Claim.state == ClaimState.DRAFT)


def questions(viewer: Actor) -> Found:
    """Claims with a question that waits for its answer."""
    return _claims(viewer, Permission.LOG_CLAIMS, _open_question())


def _open_question() -> ColumnElement[bool]:
    asked = Claim.query.is_not(None) & Claim.query_answer.is_(None)
    return asked & Claim.state.in_((ClaimState.SUBMITTED, ClaimState.APPROVED))


def _claims(viewer: Actor, permission: Permission, *wanted: ColumnElement[bool], most: int = MOST) -> Found:
    query = (
        select(Claim)
        .where(*wanted, within(Claim.project_id, viewer.projects(permission)))
        .options(
            joinedload(Claim.participant),
            joinedload(Claim.project),
            joinedload(Claim.involvement),
            selectinload(Claim.lines),
        )
    )
    return found(query, Claim.pay_by, Claim.id, most=most)


# --- finance ---------------------------------------------------------------------------------------------


def without_bank_details(viewer: Actor) -> Found:
    """Submitted claims to be paid by bank to somebody whose details nobody has entered."""
    to_pay = exists().where(ClaimLine.claim_id == Claim.id, ClaimLine.paid_to != PaidTo.PROVIDER)
    return _claims(
        viewer,
        Permission.MANAGE_PAYEES,
        Claim.state == ClaimState.SUBMITTED,
        Claim.method == Method.BANK,
        to_pay,
        ~payee_queries.is_payable(Claim.participant_id, Claim.recipient),
    )


def approved(viewer: Actor, most: int) -> Found:
    """Approved claims that wait for a run, the first promised first, up to `most` of them."""
    return _claims(viewer, Permission.PREPARE_RUNS, Claim.state == ClaimState.APPROVED, most=most)


def to_pay_again(viewer: Actor) -> Found:
    """Claims whose money failed or came back, and is owed again."""
    tried = exists().where(PaymentClaim.claim_id == Claim.id)
    owed = Claim.state.in_((ClaimState.SUBMITTED, ClaimState.APPROVED))
    return _claims(viewer, Permission.PREPARE_RUNS, owed, tried)


def runs(viewer: Actor, permission: Permission, state: RunState) -> Found:
    """Runs in a state, all of whose claims lie where the viewer holds a permission, the first due first."""
    query = select(PayRun).where(PayRun.state == state)
    projects = viewer.projects(permission)
    if projects is not None:
        outside = exists().where(Claim.pay_run_id == PayRun.id, Claim.project_id.not_in(sorted(projects)))
        query = query.where(~outside)
    return found(query, PayRun.pay_on, PayRun.ref)


def late(viewer: Actor, permission: Permission, on: date) -> Found:
    """Claims past the day that was promised and not paid, the longest waiting first."""
    return _claims(viewer, permission, Claim.state.in_(payments.WAITING), Claim.pay_by < on)


# --- the manager ------------------------------------------------------------------------------------------


def ways_to_pay(viewer: Actor, permission: Permission, since: date) -> Counter[Way]:
    """Fees paid since a day, by the days on which they were worked, sent in, approved and paid."""
    way = (ClaimLine.worked_on, Claim.submitted_on, Claim.approved_on, Payment.paid_on)
    rows = db.session.execute(
        select(*way, func.count())
        .join(Claim, ClaimLine.claim_id == Claim.id)
        .join(PaymentClaim, PaymentClaim.claim_id == Claim.id)
        .join(Payment, PaymentClaim.payment_id == Payment.id)
        .where(
            ClaimLine.kind == LineKind.FEE,
            Payment.state == PaymentState.PAID,
            Payment.paid_on >= since,
            within(Claim.project_id, viewer.projects(permission)),
        )
        .group_by(*way)
    )
    ways: Counter[Way] = Counter()
    for worked, sent_in, approved, paid, fees in rows:
        if paid is not None:
            ways[Way(worked, sent_in, approved, paid)] += fees
    return ways


# --- the administrator ------------------------------------------------------------------------------------


def anything_set_up() -> tuple[bool, bool]:
    """Whether there is a rate card, and a project."""
    row = db.session.execute(select(exists().where(RateCard.id > 0), exists().where(Project.id > 0))).one()
    return bool(row[0]), bool(row[1])


def open_projects(on: date) -> Sequence[Project]:
    """Every project that has not ended, by name."""
    asked = select(Project).where(or_(Project.until.is_(None), Project.until >= on))
    return db.session.scalars(asked.order_by(Project.name, Project.id)).all()


def holders(on: date) -> Counter[Role | Permission]:
    """How many people hold each role and each permission that is given by name, on a day."""
    rows = db.session.execute(
        select(Grant.role, Grant.permission, func.count(Grant.user_id.distinct()))
        .join(User, Grant.user_id == User.id)
        .where(or_(User.until.is_(None), User.until >= on))
        .group_by(Grant.role, Grant.permission)
    )
    held: Counter[Role | Permission] = Counter()
    for role, permission, number in rows:
        if kind := role or permission:
            held[kind] = number
    return held

"""Reads of pay runs, within the viewer's projects."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true, tuple_
from sqlalchemy.orm import joinedload, selectinload

from tracker.db import db
from tracker.errors import NotFound
from tracker.money import ZERO, Money
from tracker.payments import payment_queries
from tracker.payments.models import Claim, ClaimLine, PaidTo
from tracker.payments.run_models import EntryKind, LedgerEntry, Payment, PaymentClaim, PayRun, RunState
from tracker.permissions import Actor, Permission
from tracker.web.pagination import PAGE_SIZE, Page, cursor_day_and_text, page_of


def runs(viewer: Actor, *, after: str | None = None, size: int = PAGE_SIZE) -> Page[PayRun]:
    """Pay runs, newest first, for whoever prepares runs in all projects or in each of a run's projects."""
    query = select(PayRun).where(_may_see_run(viewer, Permission.PREPARE_RUNS))
    if (start := cursor_day_and_text(after)) is not None:
        query = query.where(tuple_(PayRun.prepared_on, PayRun.ref) < start)
    newest = query.order_by(PayRun.prepared_on.desc(), PayRun.ref.desc()).limit(size + 1)
    return page_of(db.session.scalars(newest).all(), lambda run: (run.prepared_on.isoformat(), run.ref), size)


@dataclass(frozen=True)
class RunTotal:
    """How many claims are in a run, and what they pay the people they are of."""

    claims: int
    pence: Money


def run_totals(run_ids: Collection[int]) -> Mapping[int, RunTotal]:
    """The totals of some runs: of the payments made, or of the lines of one that is not released.

    What did not arrive stays in its run's total; a run emptied of its claims has one too.
    """
    released = payment_queries.totals(run_ids)
    theirs = and_(ClaimLine.claim_id == Claim.id, ClaimLine.paid_to != PaidTo.PROVIDER)
    rows = db.session.execute(
        select(Claim.pay_run_id, func.count(Claim.id.distinct()), func.sum(ClaimLine.pence))
        .outerjoin(ClaimLine, theirs)
        .where(Claim.pay_run_id.in_(set(run_ids) - set(released)))
        .group_by(Claim.pay_run_id)
    )
    found = dict.fromkeys(run_ids, RunTotal(0, ZERO))
    found |= {run_id: RunTotal(*both) for run_id, both in released.items()}
    ahead = _given_ahead(set(run_ids) - set(released))
    for run_id, claims_in_it, pence in rows:
        if run_id is not None:
            found[run_id] = RunTotal(claims_in_it, (pence or ZERO) - ahead.get(run_id, ZERO))
    return found


def _given_ahead(run_ids: Collection[int]) -> Mapping[int, Money]:
    """What advances pay of the claims in these runs, by run."""
    rows = db.session.execute(
        select(Claim.pay_run_id, func.sum(LedgerEntry.pence))
        .join(LedgerEntry, LedgerEntry.claim_id == Claim.id)
        .where(Claim.pay_run_id.in_(run_ids), LedgerEntry.kind == EntryKind.ADVANCE_APPLIED)
        .group_by(Claim.pay_run_id)
    )
    return {run_id: pence for run_id, pence in rows if run_id is not None}


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
    in_full = (joinedload(Claim.participant), selectinload(Claim.lines))
    db.session.scalars(
        select(PayRun)
        .where(PayRun.id == found.id)
        .options(
            selectinload(PayRun.claims).options(*in_full),
            selectinload(PayRun.payments).options(
                joinedload(Payment.participant), selectinload(Payment.claims).options(*in_full)
            ),
        )
        .execution_options(populate_existing=True)
    ).one()
    return found


def payments_of(viewer: Actor, run_refs: Collection[str]) -> Sequence[Payment]:
    """The payments of released runs, by the runs' references, each with its run and whom it is for."""
    return db.session.scalars(
        select(Payment)
        .join(Payment.run)
        .where(PayRun.ref.in_(list(run_refs)), _may_see_run(viewer, Permission.PREPARE_RUNS))
        .options(joinedload(Payment.run), joinedload(Payment.participant))
        .order_by(PayRun.ref, Payment.number)
        .execution_options(populate_existing=True)
    ).all()


def unreleased(viewer: Actor, run_refs: Collection[str]) -> frozenset[str]:
    """Which of these references are of runs that are prepared and not released."""
    return frozenset(
        db.session.scalars(
            select(PayRun.ref).where(
                PayRun.ref.in_(list(run_refs)),
                PayRun.state == RunState.PREPARED,
                _may_see_run(viewer, Permission.PREPARE_RUNS),
            )
        )
    )


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
    # What a run paid is its own even when the money came back and the claim went on.
    in_it = exists().where(Claim.pay_run_id == PayRun.id)
    paid = exists().where(
        Payment.run_id == PayRun.id, PaymentClaim.payment_id == Payment.id, Claim.id == PaymentClaim.claim_id
    )
    outside = Claim.project_id.not_in(projects)
    return and_(
        ~in_it.where(outside),
        ~paid.where(outside),
        or_(in_it, paid, PayRun.preparer_id == viewer.user_id),
    )

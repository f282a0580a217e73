"""What waits for an approver, the first promised first, and apart from it what this one may not approve."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts import queries as accounts
from tracker.db import db, within
from tracker.payments import amounts, approvals, claim_payees, own_work, stopped
from tracker.payments.models import Claim, ClaimState, Method
from tracker.permissions import Actor, Permission
from tracker.web.pagination import PAGE_SIZE, Page, cursor_day, page_of


@dataclass(frozen=True)
class Waiting:
    """A submitted claim, and where this approver cannot decide it, the sentence that says why."""

    claim: Claim
    why_not: str | None
    own_work: bool


def waiting(viewer: Actor, after: str | None = None, *, size: int = PAGE_SIZE) -> Page[Waiting]:
    """A page of the claims submitted in the viewer's projects."""
    query = (
        select(Claim)
        .where(
            Claim.state == ClaimState.SUBMITTED,
            within(Claim.project_id, viewer.projects(Permission.APPROVE_CLAIMS)),
        )
        .options(joinedload(Claim.participant), joinedload(Claim.involvement), selectinload(Claim.lines))
        .order_by(Claim.pay_by, Claim.id)
        .limit(size + 1)
    )
    if (start := cursor_day(after)) is not None:
        query = query.where(tuple_(Claim.pay_by, Claim.id) > start)
    return page_of(look_at(viewer, db.session.scalars(query).all()), _key, size)


def _key(one: Waiting) -> tuple[str, ...]:
    return str(one.claim.pay_by), str(one.claim.id)


def look_at(viewer: Actor, submitted: Sequence[Claim]) -> list[Waiting]:
    """For each of these submitted claims whether the viewer can decide it now."""
    handlers = own_work.not_to_approve_of(submitted)
    payees = claim_payees.payee_version_ids(submitted)
    with_project = stopped.claims_stopped(submitted)
    small_team = bool(accounts.organisation().small_team_reason)
    looked_at = []
    for claim in submitted:
        own = viewer.user_id in handlers[claim.id]
        no_details = claim.method == Method.BANK and bool(claim.to_pay) and payees[claim.id] is None
        why_not = _why_not(
            claim,
            own=own and not small_team,
            with_project=claim.id in with_project,
            no_details=no_details,
        ) or amounts.why_not(
            viewer,
            Permission.APPROVE_CLAIMS,
            [claim.project_id],
            claim.total,
            what="A claim",
            does="approves it",
        )
        looked_at.append(Waiting(claim, why_not, own))
    return looked_at


def _why_not(claim: Claim, *, own: bool, with_project: bool, no_details: bool) -> str | None:
    if own:
        return "You recorded part of it yourself: a colleague approves it."
    if approvals.open_query(claim):
        return "A question on it waits for an answer."
    if with_project:
        return "With the project, which looks at the fee again. Costs beside it can go on without it."
    if no_details:
        return "There are no bank details yet: finance enters them."
    return None


def next_after(viewer: Actor, claim: Claim) -> Claim | None:
    """The next claim that the viewer can decide, past the last the first again; None when none is left."""
    here = "~".join(_key(Waiting(claim, None, own_work=False)))
    for one in chain(_all(viewer, here), _all(viewer)):
        if one.why_not is None and one.claim.id != claim.id:
            return one.claim
    return None


def _all(viewer: Actor, after: str | None = None) -> Iterator[Waiting]:
    page = waiting(viewer, after)
    yield from page.rows
    while page.next_cursor:
        page = waiting(viewer, page.next_cursor)
        yield from page.rows


def count(viewer: Actor) -> int:
    """How many submitted claims wait in the viewer's projects."""
    query = select(func.count()).where(
        Claim.state == ClaimState.SUBMITTED,
        within(Claim.project_id, viewer.projects(Permission.APPROVE_CLAIMS)),
    )
    return db.session.scalar(query) or 0

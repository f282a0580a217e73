"""Where each claim stands on its way to the money, and what stops it there, in words for everybody.

No sentence comes from a benefit: what is between a person and the benefit contact is not finance's to know.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, tuple_, union_all
from sqlalchemy.orm import joinedload, selectinload

from tracker.accounts import queries as accounts
from tracker.db import db, within
from tracker.payments import approvals, claim_payees, coded, freezes, queries, recipients, stopped, stops
from tracker.payments.models import Claim, ClaimState, Method
from tracker.payments.run_models import PayRun, RunState
from tracker.permissions import Actor, Permission
from tracker.projects import cost_codes
from tracker.projects.cost_codes import Listing
from tracker.web.pagination import PAGE_SIZE, Page, cursor_day, page_of


@dataclass(frozen=True)
class Standing:
    """A claim and where it stands; `stopped` when somebody must do something else before it goes on."""

    claim: Claim
    sentence: str
    stopped: bool = False

    @property
    def step(self) -> str:
        """Where a claim that is not stopped is, as the heading over others like it."""
        return _STEPS[self.claim.state]


# How many claims are looked at together, where only some of them are wanted.
_TOGETHER = 200
# A step of each state, the nearest to the money first.
_STEPS = {
    ClaimState.IN_PAY_RUN: "In a pay run",
    ClaimState.APPROVED: "Goes with the next pay run",
    ClaimState.SUBMITTED: "Waits for approval",
    ClaimState.DRAFT: "Not sent in yet",
}
STEPS = tuple(_STEPS.values())


def of_those(
    viewer: Actor, permission: Permission, *, stopped: bool, after: str | None = None, size: int = PAGE_SIZE
) -> Page[Standing]:
    """A page of those claims not paid yet that are stopped, or of those that are not, first promised first.

    What stops a claim is no column: claims are looked at in turn until the page is full.
    """
    found: list[Standing] = []
    while len(found) <= size:
        looked_at = unpaid(viewer, permission, after=after, size=_TOGETHER)
        found += [one for one in looked_at.rows if one.stopped is stopped]
        after = looked_at.next_cursor
        if after is None:
            break
    return page_of(found, _key, size)


def _key(one: Standing) -> tuple[str, ...]:
    return str(one.claim.pay_by), str(one.claim.id)


def unpaid(
    viewer: Actor,
    permission: Permission,
    *,
    promised_before: date | None = None,
    after: str | None = None,
    size: int = PAGE_SIZE,
) -> Page[Standing]:
    """A page of the claims not paid yet, the first promised first; of a day, only those promised before it.

    Each state is asked by itself, since the index holds the claims of one state in this order.
    """
    conditions = [within(Claim.project_id, viewer.projects(permission))]
    if promised_before is not None:
        conditions.append(Claim.pay_by < promised_before)
    if (start := cursor_day(after)) is not None:
        conditions.append(tuple_(Claim.pay_by, Claim.id) > start)
    first = select(Claim.id, Claim.pay_by).where(*conditions).order_by(Claim.pay_by, Claim.id).limit(size + 1)
    each = [first.where(Claim.state == state).subquery() for state in queries.WAITING]
    found = union_all(*(select(one.c.id) for one in each)).subquery()
    rows = db.session.scalars(
        select(Claim)
        .join(found, found.c.id == Claim.id)
        .options(
            joinedload(Claim.participant),
            joinedload(Claim.project),
            joinedload(Claim.involvement),
            selectinload(Claim.lines),
        )
        .order_by(Claim.pay_by, Claim.id)
        .limit(size + 1)
    ).all()
    return page_of(standing(rows), _key, size)


def standing(members: Sequence[Claim]) -> list[Standing]:
    """Where these claims stand, in their order."""
    left_out = {
        one.claim.id: one.reason
        for one in stops.left_out([claim for claim in members if claim.state == ClaimState.APPROVED])
    }
    payees = claim_payees.payee_version_ids(members)
    with_project = stopped.claims_stopped(members)
    frozen = freezes.frozen({claim.participant_id for claim in members})
    approving = accounts.where_somebody_may(Permission.APPROVE_CLAIMS)
    in_runs = _runs(members)
    known = cost_codes.listing()
    found = []
    for claim in members:
        stop = left_out.get(claim.id) or next(
            _stops(claim, payees[claim.id], approving, known, with_project=claim.id in with_project), None
        )
        if claim.participant_id in frozen and claim.state != ClaimState.IN_PAY_RUN:
            stop = freezes.SENTENCE
        found.append(Standing(claim, stop or _on_its_way(claim, in_runs), stopped=stop is not None))
    return found


def _stops(
    claim: Claim,
    payee_version_id: int | None,
    approving: frozenset[int] | None,
    known: Listing,
    *,
    with_project: bool,
) -> Iterator[str]:
    """What stops a claim before it is approved, the nearest first."""
    if claim.state not in {ClaimState.DRAFT, ClaimState.SUBMITTED}:
        return
    if claim.held:
        yield f"Held: {claim.held_reason or 'with the project'}"
    if not claim.lines:
        yield "Nothing is on it yet: add a fee or an expense, or withdraw it."
    if recipients.is_for_another(claim) and claim.recipient_consent_on is None:
        yield f"Nobody recorded yet that {claim.recipient} may get this money: with the project."
    yield from _uncoded(claim, known)
    if approvals.open_query(claim):
        yield "A question on it waits for an answer: with the project."
    if with_project:
        yield "With the project, which looks at it again first."
    if claim.method == Method.BANK and claim.to_pay and payee_version_id is None:
        yield "There are no bank details yet: finance enters them."
    if approving is not None and claim.project_id not in approving:
        yield f"Nobody may approve claims of {claim.project.name}: an administrator names somebody."


def _uncoded(claim: Claim, known: Listing) -> Iterator[str]:
    if not claim.coding:
        yield f"{claim.project.name} has no cost code: an administrator adds one."
    elif claim.state == ClaimState.DRAFT and (fault := coded.closed(claim, known)):
        yield f"{fault.sentence} Change it on the page of the claim."


def _on_its_way(claim: Claim, in_runs: Mapping[int, PayRun]) -> str:
    if claim.state == ClaimState.DRAFT:
        return "Not sent in yet: with the project."
    if claim.state == ClaimState.SUBMITTED:
        return "Waits for approval."
    run = in_runs.get(claim.pay_run_id or 0)
    if run is None:
        return "Approved: goes with the next run."
    waits = "waits for its release" if run.state == RunState.PREPARED else "is released and being paid"
    return f"In pay run {run.ref}, which {waits}."


def _runs(members: Sequence[Claim]) -> Mapping[int, PayRun]:
    ids = {claim.pay_run_id for claim in members if claim.state == ClaimState.IN_PAY_RUN} - {None}
    return {run.id: run for run in db.session.scalars(select(PayRun).where(PayRun.id.in_(ids)))}

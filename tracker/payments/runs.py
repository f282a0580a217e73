"""Pay runs: approved claims gathered, looked at once more, released by a second person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from tracker.accounts.small_team import small_team_reason
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.money import total
from tracker.payments import (
    amounts,
    check_subjects,
    checks,
    claims,
    grouping,
    numbering,
    stopped,
    stops,
)
from tracker.payments.check_models import CheckStage
from tracker.payments.models import Claim, ClaimState
from tracker.payments.run_locks import IN_FULL, claims_in, locked
from tracker.payments.run_models import PayRun, RunState
from tracker.payments.states import claim_may_move, run_may_move
from tracker.payments.stops import LeftOut
from tracker.permissions import Actor, Permission


def prepare_run(*, actor: Actor, on: date, pay_on: date, claim_ids: Collection[int] | None = None) -> PayRun:
    """Gather approved claims (all that can go, or those named) into a run, each checked with all the others.

    A claim that changed since its approval goes back to be approved again instead. Where the check of the
    run stops every one of them, the run is returned as cancelled, so that what the check found is kept.
    Raises Refused where none is ready to begin with.
    """
    if pay_on < on:
        raise Invalid("Choose a day to pay on that is today or later.", field="pay_on")
    gathered = _approved(actor, claim_ids)
    out = {kept.claim.id for kept in stops.left_out(gathered)}
    stops.send_back(actor=actor, on=on, members=gathered)
    ready = [claim for claim in gathered if claim.id not in out]
    if not ready:
        raise Refused("No approved claim is ready to be paid.", code="nothing-ready")
    run = PayRun(ref=numbering.run_ref(on.year), pay_on=pay_on, preparer_id=actor.user_id, prepared_on=on)
    db.session.add(run)
    db.session.flush()
    for claim in ready:
        claim.state, claim.pay_run_id = ClaimState.IN_PAY_RUN, run.id
    db.session.flush()
    _check_all(actor, on, ready, CheckStage.PAY_RUN, pay_on)
    ready = _without_stopped(actor, on, run, ready)
    if not ready:
        return cancel(actor=actor, on=on, run=run)
    pence = total(claim.to_pay for claim in ready).pence
    record(actor, "prepared-run", run, values={"lines": len(ready), "pence": pence})
    return run


def _without_stopped(actor: Actor, on: date, run: PayRun, members: list[Claim]) -> list[Claim]:
    """Those that the check of the whole run leaves in it; what it stops waits, with the project."""
    out = stopped.claims_stopped(members)
    for claim in members:
        if claim.id in out:
            take_out(actor=actor, on=on, run=run, claim=claim)
    return [claim for claim in members if claim.id not in out]


def send_back_changed(*, actor: Actor, on: date) -> list[Claim]:
    """Send every approved claim that changed since its approval to be approved again, and return them.

    Raises Refused where there is none.
    """
    changed = stops.send_back(actor=actor, on=on, members=_approved(actor, None))
    if not changed:
        raise Refused("No approved claim has changed: there is nothing to send back.", code="nothing-changed")
    return changed


def take_out(*, actor: Actor, on: date, run: PayRun, claim: Claim) -> Claim:
    """Take a claim out of a run that is not released; it waits, approved, for the next."""
    claim, run = claims.locked(claim), locked(run)
    if run.state != RunState.PREPARED or claim.pay_run_id != run.id:
        raise Refused("Only a claim in a run that is not released yet can be taken out.", code="run-released")
    claim_may_move(claim.state, ClaimState.APPROVED)
    claim.state, claim.pay_run_id = ClaimState.APPROVED, None
    db.session.flush()
    record(actor, "took-out-of-run", claim, values={"state": claim.state.value, "on": on.isoformat()})
    return claim


def cancel(*, actor: Actor, on: date, run: PayRun) -> PayRun:
    """Give up a run that is not released; its claims wait, approved, for the next."""
    for claim in claims_in(run):
        take_out(actor=actor, on=on, run=run, claim=claim)
    run = locked(run)
    run_may_move(run.state, RunState.CANCELLED)
    run.state = RunState.CANCELLED
    db.session.flush()
    record(actor, "cancelled-run", run, values={"state": run.state.value})
    return run


def release(
    *, actor: Actor, on: date, run: PayRun, small_team_second_person: str | None = None
) -> list[LeftOut]:
    """Release a run that somebody else prepared. Returns what can no longer be paid in it, and why.

    If there is any it leaves the run and the run is not released, so that whoever releases sees the total
    that will be paid. Otherwise each person's claims become one payment.
    """
    in_run = claims_in(run)
    run = locked(run)
    run_may_move(run.state, RunState.RELEASED)
    if not in_run:
        raise Refused("There is nothing left in this run: cancel it.", code="empty-run")
    _must_be_another(actor, run, small_team_second_person)
    amounts.must_be_within(
        actor,
        Permission.RELEASE_RUNS,
        {claim.project_id for claim in in_run},
        total(claim.to_pay for claim in in_run),
        what="A pay run",
        does="releases it",
    )
    if leaving := _leave(actor, on, run, in_run):
        return leaving
    run.state, run.releaser_id, run.released_on = RunState.RELEASED, actor.user_id, on
    made = grouping.make_payments(run, in_run)
    pence = total(payment.pence for payment in made).pence
    record(
        actor, "released-run", run, values={"state": run.state.value, "lines": len(in_run), "pence": pence}
    )
    return []


def _leave(actor: Actor, on: date, run: PayRun, in_run: list[Claim]) -> list[LeftOut]:
    """Let go what cannot be paid any more: what changed, to be approved again; the rest waits."""
    leaving = stops.left_out(in_run)
    stops.send_back(actor=actor, on=on, members=in_run)
    for one in leaving:
        if one.claim.pay_run_id is not None:
            take_out(actor=actor, on=on, run=run, claim=one.claim)
    return leaving


def _check_all(actor: Actor, on: date, to_check: list[Claim], stage: CheckStage, paid_on: date) -> None:
    subjects = [check_subjects.of_claim(claim, stage, [paid_on]) for claim in to_check]
    if subjects:
        checks.make(actor=actor, on=on, subjects=subjects)


def _approved(actor: Actor, claim_ids: Collection[int] | None) -> list[Claim]:
    """Approved claims in the actor's scope, locked in the order of their ids."""
    query = select(Claim).where(Claim.state == ClaimState.APPROVED)
    if claim_ids is not None:
        query = query.where(Claim.id.in_(list(claim_ids)))
    projects = actor.projects(Permission.PREPARE_RUNS)
    if projects is not None:
        query = query.where(Claim.project_id.in_(projects))
    return list(db.session.scalars(query.order_by(Claim.id).options(*IN_FULL).with_for_update()))


def _must_be_another(actor: Actor, run: PayRun, second_person: str | None) -> None:
    if actor.user_id is None:
        raise Refused("A pay run is released by a person.", code="no-person")
    if actor.user_id != run.preparer_id:
        return
    if reason := small_team_reason(actor, second_person):
        run.small_team_reason, run.second_person = reason, second_person
        return
    raise Refused(
        "You prepared this run, so somebody else must release it. Ask a colleague in finance.",
        code="same-person",
    )

"""Hold a claim back from payment, and let it go: a flag beside its state, by people who answer for it.

A check never holds anything. What is held stays approved, questioned or edited as before;
it is only not taken into a run.
"""

from __future__ import annotations

from datetime import date

from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Refused
from tracker.payments import claims, for_finance, own_work, run_locks, runs
from tracker.payments.models import Claim
from tracker.payments.run_models import PayRun, RunState
from tracker.payments.states import claim_is_under_way, claim_may_be_held
from tracker.permissions import Actor


def hold(*, actor: Actor, on: date, claim: Claim, reason: str) -> Claim:
    """Hold a claim. One in a run that is not released leaves it, approved, for when it is let go."""
    said = for_finance.reason(reason)
    claim = claims.locked(claim)
    claim_may_be_held(claim.state)
    if claim.held:
        raise Refused("This claim is held already.", code="held")
    if claim.pay_run_id is not None:
        _leave_run(actor, on, claim)
    claim.held, claim.held_reason, claim.held_by_id, claim.held_on = True, said, actor.user_id, on
    db.session.flush()
    record(actor, "held-claim", claim, values={"on": on.isoformat()})
    return claim


def let_go(*, actor: Actor, on: date, claim: Claim) -> Claim:
    """Let a held claim go on. Whoever recorded any of it cannot, where somebody else held it."""
    claim = claims.locked(claim)
    if not claim.held:
        raise Refused("This claim is not held.", code="not-held")
    if claim.held_by_id != actor.user_id and actor.user_id in own_work.handlers(claim):
        raise Refused(
            "You recorded part of this claim and somebody else held it, so they, or a colleague who did not "
            "record it, let it go.",
            code="same-person",
        )
    claims.clear_hold(claim)
    db.session.flush()
    record(actor, "let-claim-go", claim, values={"on": on.isoformat()})
    return claim


def can_be_held(claim: Claim) -> bool:
    """Whether there is money of this claim that can still be held back."""
    if claim.held or not claim_is_under_way(claim.state):
        return False
    run = db.session.get(PayRun, claim.pay_run_id) if claim.pay_run_id else None
    return run is None or run.state == RunState.PREPARED


def _leave_run(actor: Actor, on: date, claim: Claim) -> None:
    run = db.session.get_one(PayRun, claim.pay_run_id)
    if run_locks.locked(run).state != RunState.PREPARED:
        raise Refused(
            f"Its pay run {run.ref} is released, so the money is on its way: it cannot be held any more.",
            code="run-released",
        )
    runs.take_out(actor=actor, on=on, run=run, claim=claim)

"""Sending a claim for approval: what it lacks is refused in a sentence; one that comes late says why."""

from __future__ import annotations

from datetime import date

from tracker.accounts import queries as accounts
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.payments import claim_payees, claims, coded, for_finance, recipients
from tracker.payments.models import Claim, ClaimState
from tracker.payments.states import claim_may_move
from tracker.permissions import Actor


def submit(*, actor: Actor, on: date, claim: Claim, late_reason: str | None = None) -> Claim:
    """Send a draft for approval. What it lacks is refused in a sentence.

    After the organisation's claim window it needs a reason, and is never refused once it has one.
    """
    claim = claims.locked(claim)
    claim_may_move(claim.state, ClaimState.SUBMITTED)
    if claim.state != ClaimState.DRAFT:
        raise Refused("This claim was submitted already.", code="claim-submitted")
    if not claim.lines:
        raise Refused("Add a fee or an expense first: an empty claim cannot be submitted.", code="empty")
    recipients.must_be_agreed(claim)
    coded.take(claim)
    claim.late_reason = _why_late(claim, on, late_reason)
    claim.state = ClaimState.SUBMITTED
    claim.submitted_by_id, claim.submitted_on = actor.user_id, on
    claim.payee_version_id = claim_payees.payee_version_id(claim)
    db.session.flush()
    record(actor, "submitted-claim", claim, values={"state": claim.state.value, "pence": claim.total.pence})
    return claim


def _why_late(claim: Claim, on: date, reason: str | None) -> str | None:
    late = days_late(claim, on)
    if late and not reason:
        raise Invalid(
            f"Say why this claim comes {days_after(claim, on)} days after the session. "
            "The approver reads it; it is paid all the same.",
            field="late_reason",
        )
    return for_finance.note(reason or "", field="late_reason") if late else None


def days_late(claim: Claim, on: date) -> int:
    """By how many days a claim submitted on a day would miss the claim window; nought if it would not."""
    return max(0, days_after(claim, on) - accounts.organisation().claim_window_days)


def days_after(claim: Claim, on: date) -> int:
    """How many days after the session a day is; after the last day worked or spent where there is none."""
    if claim.involvement is not None:
        worked = claim.involvement.held_on
    else:
        worked = max((line.worked_on for line in claim.lines), default=on)
    return (on - worked).days

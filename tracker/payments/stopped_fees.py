"""Take a line off a claim, a fee that may not be paid off an approved one too: the costs beside it go on."""

from __future__ import annotations

from datetime import date

from tracker.payments import approvals, claims, stopped
from tracker.payments.models import Claim, ClaimLine, ClaimState, LineKind
from tracker.permissions import Actor


def may_come_off(claim: Claim) -> bool:
    """Whether the fee of an approved claim waits for the project, which can take it off."""
    return claim.state == ClaimState.APPROVED and claim.id in stopped.claims_stopped([claim])


def remove_line(*, actor: Actor, on: date, line: ClaimLine) -> Claim:
    """Take a line off a claim that is not approved yet, or a stopped fee off one that is.

    The rest is then approved anew; an approved claim of nothing else is withdrawn. Raises Refused.
    """
    claim = claims.locked(line.claim)
    approved = line.kind != LineKind.EXPENSE and may_come_off(claim)
    if approved:
        approvals.back_to_submitted(actor=actor, on=on, claim=claim)
    claims.remove_line(actor=actor, line=line)
    if approved and not claim.lines:
        claims.end(actor, claim, ClaimState.WITHDRAWN, "The project took the fee off.")
    return claim

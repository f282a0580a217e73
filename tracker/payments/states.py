"""What may follow what: the states of a claim and of a pay run, and the words of a refused move. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.errors import Refused
from tracker.payments.models import ClaimState
from tracker.payments.run_models import RunState

# DESIGN section 4. `paid` has no way out here: a payment that fails belongs to `Payment`.
CLAIM_MOVES: Mapping[ClaimState, frozenset[ClaimState]] = {
    ClaimState.DRAFT: frozenset({ClaimState.SUBMITTED, ClaimState.WITHDRAWN, ClaimState.DECLINED}),
    ClaimState.SUBMITTED: frozenset(
        {ClaimState.APPROVED, ClaimState.REJECTED, ClaimState.WITHDRAWN, ClaimState.DECLINED}
    ),
    ClaimState.APPROVED: frozenset({ClaimState.IN_PAY_RUN, ClaimState.SUBMITTED}),
    ClaimState.IN_PAY_RUN: frozenset({ClaimState.PAID, ClaimState.APPROVED, ClaimState.SUBMITTED}),
    ClaimState.PAID: frozenset(),
    ClaimState.REJECTED: frozenset(),
    ClaimState.WITHDRAWN: frozenset(),
    ClaimState.DECLINED: frozenset(),
}

RUN_MOVES: Mapping[RunState, frozenset[RunState]] = {
    RunState.PREPARED: frozenset({RunState.RELEASED, RunState.CANCELLED}),
    RunState.RELEASED: frozenset({RunState.PAID}),
    RunState.PAID: frozenset(),
    RunState.CANCELLED: frozenset(),
}

_CLAIM_IS = {
    ClaimState.DRAFT: "a draft that nobody has submitted yet",
    ClaimState.SUBMITTED: "waiting for approval",
    ClaimState.APPROVED: "approved and waiting for a pay run",
    ClaimState.IN_PAY_RUN: "in a pay run; take it out of the run first",
    ClaimState.PAID: "paid",
    ClaimState.REJECTED: "rejected",
    ClaimState.WITHDRAWN: "withdrawn",
    ClaimState.DECLINED: "declined by the person",
}


def claim_may_move(now: ClaimState, to: ClaimState) -> None:
    """Raise Refused, with a sentence, unless a claim may go from one state to another."""
    if to not in CLAIM_MOVES[now]:
        raise Refused(f"This cannot be done now: the claim is {_CLAIM_IS[now]}.", code=f"claim-{now.value}")


def run_may_move(now: RunState, to: RunState) -> None:
    """Raise Refused, with a sentence, unless a pay run may go from one state to another."""
    if to not in RUN_MOVES[now]:
        raise Refused(f"This cannot be done now: the pay run is {now.value}.", code=f"run-{now.value}")


def claim_is_open(state: ClaimState) -> bool:
    """Whether lines may still be added or changed: approval is of a hash, so not after it."""
    return state in {ClaimState.DRAFT, ClaimState.SUBMITTED}

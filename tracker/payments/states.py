"""What may follow what: the states of a claim and of a pay run, and the words of a refused move. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.errors import Refused
from tracker.payments.models import ClaimState
from tracker.payments.run_models import PaymentState, RunState

# `paid` has no way out here: only a payment that did not arrive takes a claim back. From
# `approved` it is reached at once only where nothing is left to pay the person. What was declined by
# mistake is withdrawn, so that the fee can be drafted anew.
CLAIM_MOVES: Mapping[ClaimState, frozenset[ClaimState]] = {
    ClaimState.DRAFT: frozenset({ClaimState.SUBMITTED, ClaimState.WITHDRAWN, ClaimState.DECLINED}),
    ClaimState.SUBMITTED: frozenset(
        {ClaimState.APPROVED, ClaimState.REJECTED, ClaimState.WITHDRAWN, ClaimState.DECLINED}
    ),
    ClaimState.APPROVED: frozenset({ClaimState.IN_PAY_RUN, ClaimState.SUBMITTED, ClaimState.PAID}),
    ClaimState.IN_PAY_RUN: frozenset({ClaimState.PAID, ClaimState.APPROVED, ClaimState.SUBMITTED}),
    ClaimState.PAID: frozenset(),
    ClaimState.REJECTED: frozenset(),
    ClaimState.WITHDRAWN: frozenset(),
    ClaimState.DECLINED: frozenset({ClaimState.WITHDRAWN}),
}

RUN_MOVES: Mapping[RunState, frozenset[RunState]] = {
    RunState.PREPARED: frozenset({RunState.RELEASED, RunState.CANCELLED}),
    RunState.RELEASED: frozenset({RunState.PAID, RunState.FAILED}),
    RunState.PAID: frozenset({RunState.FAILED}),
    RunState.FAILED: frozenset(),
    RunState.CANCELLED: frozenset(),
}

PAYMENT_MOVES: Mapping[PaymentState, frozenset[PaymentState]] = {
    # What a bank or a finance system refused never left: it fails without having been paid.
    PaymentState.RELEASED: frozenset({PaymentState.PAID, PaymentState.FAILED}),
    PaymentState.PAID: frozenset({PaymentState.FAILED, PaymentState.RETURNED}),
    PaymentState.FAILED: frozenset(),
    PaymentState.RETURNED: frozenset(),
}

_PAYMENT_IS = {
    PaymentState.RELEASED: "on its way and not marked as paid yet",
    PaymentState.PAID: "paid",
    PaymentState.FAILED: "recorded as failed already",
    PaymentState.RETURNED: "recorded as returned already",
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


def payment_may_move(now: PaymentState, to: PaymentState) -> None:
    """Raise Refused, with a sentence, unless a payment may go from one state to another."""
    if to not in PAYMENT_MOVES[now]:
        raise Refused(
            f"This cannot be done now: the payment is {_PAYMENT_IS[now]}.", code=f"payment-{now.value}"
        )


def paid_claim_comes_back(now: ClaimState) -> None:
    """Raise Refused unless a claim is paid, or on its way to be: only then can its money come back."""
    if now not in {ClaimState.PAID, ClaimState.IN_PAY_RUN}:
        raise Refused(f"This cannot be done now: the claim is {_CLAIM_IS[now]}.", code=f"claim-{now.value}")


def claim_may_be_held(now: ClaimState) -> None:
    """Raise Refused, with a sentence, unless there is still money of this claim to hold back."""
    if not claim_is_under_way(now):
        raise Refused(
            f"Only a claim on its way to be paid can be held: this one is {_CLAIM_IS[now]}.",
            code=f"claim-{now.value}",
        )


def claim_is_under_way(state: ClaimState) -> bool:
    """Whether a claim was handed in and its money has not gone out."""
    return state in {ClaimState.SUBMITTED, ClaimState.APPROVED, ClaimState.IN_PAY_RUN}


def claim_is_open(state: ClaimState) -> bool:
    """Whether lines may still be added or changed: approval is of a hash, so not after it."""
    return state in {ClaimState.DRAFT, ClaimState.SUBMITTED}

"""What stops an approved claim from going out with a pay run, and what changed since it was approved.

Finance reads every reason here, and none comes from a benefit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from tracker.payments import approvals, claim_payees, freezes, new_details, payment_queries, stopped
from tracker.payments.approval import approval_hash
from tracker.payments.end_reasons import EndReason
from tracker.payments.models import Claim, Method
from tracker.permissions import Actor

# How the sentence about details that a bank sent money back from begins.
CAME_BACK = "The last payment to these bank details did not arrive."


@dataclass(frozen=True)
class LeftOut:
    """An approved claim that did not go into a run, and the sentence that says why."""

    claim: Claim
    code: str
    reason: str


def send_back(*, actor: Actor, on: date, members: Collection[Claim]) -> list[Claim]:
    """Send those of these claims that changed since their approval to be approved again; returns them."""
    payees = claim_payees.payee_version_ids(members)
    changed = [claim for claim in members if _changed(claim, payees[claim.id])]
    for claim in changed:
        approvals.back_to_submitted(actor=actor, on=on, claim=claim)
    return changed


def left_out(approved: Sequence[Claim]) -> list[LeftOut]:
    """Those approved claims that cannot go into a run today, and why. No reason comes from a benefit."""
    payees = claim_payees.payee_version_ids(approved)
    refused = payment_queries.refused_details(payees.values())
    unconfirmed = new_details.waiting(payees.values())
    with_project = stopped.claims_stopped(approved)
    frozen = freezes.frozen({claim.participant_id for claim in approved})
    found = []
    for claim in approved:
        reasons = _stops(claim, payees[claim.id], refused, with_project=claim.id in with_project)
        if claim.participant_id in frozen:
            reasons = iter([("account-holder-died", freezes.SENTENCE)])
        else:
            reasons = chain(reasons, _unconfirmed(payees[claim.id], unconfirmed))
        if (nearest := next(reasons, None)) is not None:
            found.append(LeftOut(claim, *nearest))
    return found


def _stops(
    claim: Claim, payee_version_id: int | None, refused: Mapping[int, EndReason], *, with_project: bool
) -> Iterator[tuple[str, str]]:
    """What stops an approved claim, the nearest first: a code and its sentence."""
    if claim.held:
        yield "held", f"Held: {claim.held_reason}"
    if approvals.open_query(claim):
        yield "query-open", "A question on it waits for an answer."
    if with_project:
        yield "with-the-project", "With the project, which looks at it again first."
    if claim.method == Method.BANK and payee_version_id is None:
        yield "no-bank-details", "There are no bank details yet."
    if payee_version_id is not None and payee_version_id in refused:
        why = refused[payee_version_id].words
        sentence = f"{CAME_BACK} {why}. Enter other details first."
        yield "details-refused", sentence
    if _changed(claim, payee_version_id):
        yield "changed", "It, or its bank details, changed after approval: it must be approved again."


def _unconfirmed(payee_version_id: int | None, unconfirmed: Mapping[int, bool]) -> Iterator[tuple[str, str]]:
    """What stops a payment to bank details that changed: last, so that a new approval waits for nobody."""
    if payee_version_id is not None and payee_version_id in unconfirmed:
        wrong = unconfirmed[payee_version_id]
        yield "details-unconfirmed", new_details.WRONG if wrong else new_details.TO_CONFIRM


def _changed(claim: Claim, payee_version_id: int | None) -> bool:
    """Whether the claim, or the details it would be paid to, are not what was approved."""
    return approval_hash(claim, payee_version_id) != claim.approval_hash

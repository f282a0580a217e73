"""Approval, questions and rejection: by somebody who neither logged, imported nor claimed."""

from __future__ import annotations

from datetime import date

from tracker.accounts.small_team import small_team_reason
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Refused
from tracker.payments import (
    advance_ledger,
    amounts,
    budgets,
    check_subjects,
    checks,
    claim_payees,
    claims,
    for_finance,
    ledger,
    own_work,
    stopped,
)
from tracker.payments.approval import approval_hash
from tracker.payments.models import Claim, ClaimState, Method
from tracker.payments.states import claim_may_move
from tracker.permissions import Actor, Permission

open_query = claims.open_query

_MAY_BE_ASKED = frozenset({ClaimState.SUBMITTED, ClaimState.APPROVED})


def current_hash(claim: Claim) -> str:
    """The hash of the claim as it would be paid today: what an approver is shown, and approves."""
    return approval_hash(claim, claim_payees.payee_version_id(claim))


def approve(
    *,
    actor: Actor,
    on: date,
    claim: Claim,
    shown_hash: str,
    small_team_second_person: str | None = None,
    over_budget_reason: str | None = None,
) -> Claim:
    """Approve what was shown. Refused if it changed since, if a question is open, or to whoever logged it.

    One that goes over a budget needs a reason, which stays on it.

    The check runs for the earliest and latest day of the promise and informs; it holds nothing back. Only
    where it finds that no fee may be paid is the claim returned still submitted, with the check kept, for the
    project to look at. A claim of nothing but costs that a provider was paid direct, or that advances cover,
    is complete with its approval.
    """
    claim = claims.locked(claim)
    version_id = claim_payees.payee_version_id(claim)
    _must_be_ready(actor, claim, version_id, small_team_second_person)
    if shown_hash != approval_hash(claim, version_id):
        raise Refused(
            "This claim, or the way it is paid, changed after you opened it. Look at it again, then approve.",
            code="changed",
        )
    over_budget = budgets.must_be_within(claim, over_budget_reason)
    if claim.total:
        [check] = checks.make(actor=actor, on=on, subjects=[check_subjects.at_approval(claim, on)])
        if stopped.stops(check, claim):
            return claim
    claim.payee_version_id, claim.approval_hash = version_id, shown_hash
    claim.approved_by_id, claim.approved_on = actor.user_id, on
    claim.state, claim.over_budget_reason = ClaimState.APPROVED, over_budget
    if claim.total:
        db.session.flush()
        ledger.sanction(actor=actor, on=on, claim=claim)
        advance_ledger.use(actor=actor, on=on, claim=claim)
    if not claim.to_pay:
        # It was paid direct or was given ahead, so nothing follows: no run, no receipt, nothing to hold back.
        claim.state = ClaimState.PAID
        claims.clear_hold(claim)
        db.session.flush()
    record(actor, "approved-claim", claim, values={"state": claim.state.value, "pence": claim.total.pence})
    return claim


def _must_be_ready(actor: Actor, claim: Claim, version_id: int | None, second_person: str | None) -> None:
    """Refuse a claim that cannot be approved now, or not by this actor, saying what to do first."""
    if claim.state != ClaimState.SUBMITTED:
        claim_may_move(claim.state, ClaimState.APPROVED)
        raise Refused("This cannot be done now: the claim is in a pay run already.", code="claim-in-pay-run")
    _must_be_another(actor, claim, second_person)
    amounts.must_be_within(
        actor,
        Permission.APPROVE_CLAIMS,
        [claim.project_id],
        claim.total,
        what="A claim",
        does="approves it",
    )
    if open_query(claim):
        raise Refused("Answer the question on this claim first.", code="query-open")
    if not claim.lines:
        raise Refused("There is nothing on this claim: reject it, or ask a question.", code="empty")
    if stopped.claims_stopped([claim]):
        raise Refused(
            f"The project must look at the fee of {claim.participant.name} again first. Costs beside it can "
            "go on without it: ask the project to take the fee off this claim.",
            code="with-the-project",
        )
    if claim.to_pay and claim.method == Method.BANK and version_id is None:
        raise Refused(
            f"There are no bank details for {claim.recipient or claim.participant.name} yet. Ask finance to "
            "enter them, or raise a query to choose another way to pay.",
            code="no-bank-details",
        )


def sanctioned_beforehand(
    *, actor: Actor, claim: Claim, sanctioned_by_id: int | None, sanctioned_on: date
) -> Claim:
    """Approve a submitted claim as what an approver sanctioned before the day, who is the one answerable.

    For what was handed over within a sanctioned day sheet; `actor` is whoever closes that sheet.
    """
    claim_may_move(claim.state, ClaimState.APPROVED)
    claim.approval_hash = current_hash(claim)
    claim.approved_by_id, claim.approved_on = sanctioned_by_id, sanctioned_on
    claim.state = ClaimState.APPROVED
    db.session.flush()
    ledger.sanction(actor=actor, on=sanctioned_on, claim=claim)
    values = {"state": claim.state.value, "pence": claim.total.pence}
    record(actor, "took-sanction-of-day-sheet", claim, values=values)
    return claim


def raise_query(*, actor: Actor, claim: Claim, question: str) -> Claim:
    """Ask about a submitted or approved claim; until it is answered it goes no further."""
    claim = claims.locked(claim)
    if claim.state not in _MAY_BE_ASKED:
        raise Refused(
            "A question can be asked about a submitted or an approved claim only.", code="wrong-state"
        )
    if not question:
        raise Refused("Write your question.", field="question")
    claim.query, claim.query_answer = for_finance.note(question, field="question"), None
    db.session.flush()
    record(actor, "raised-query", claim)
    return claim


def answer_query(*, actor: Actor, on: date, claim: Claim, answer: str) -> Claim:
    """Answer a question. The claim lands in `submitted`, to be approved as it now stands."""
    claim = claims.locked(claim)
    if claim.state not in _MAY_BE_ASKED or not open_query(claim):
        raise Refused("There is no open question on this claim.", code="no-query")
    if not answer:
        raise Refused("Write your answer.", field="answer")
    claim.query_answer = for_finance.note(answer, field="answer")
    if claim.state == ClaimState.APPROVED:
        back_to_submitted(actor=actor, on=on, claim=claim)
    claim.submitted_by_id, claim.submitted_on = actor.user_id, on
    db.session.flush()
    record(actor, "answered-query", claim, values={"state": claim.state.value})
    return claim


def reject(*, actor: Actor, claim: Claim, reason: str) -> Claim:
    """Reject a submitted claim for a reason, which whoever logged it will read."""
    claim = claims.locked(claim)
    claim_may_move(claim.state, ClaimState.REJECTED)
    if not reason:
        raise Refused("Say why, so that it can be put right.", field="reason")
    return claims.end(actor, claim, ClaimState.REJECTED, for_finance.note(reason, field="reason"))


def back_to_submitted(*, actor: Actor, on: date, claim: Claim) -> None:
    """Undo an approval whose claim or payee changed: the sanction is reversed, somebody must look again."""
    claim_may_move(claim.state, ClaimState.SUBMITTED)
    ledger.reverse_sanction(actor=actor, on=on, claim=claim)
    advance_ledger.give_back(actor=actor, on=on, claim=claim)
    claim.state = ClaimState.SUBMITTED
    claim.approval_hash = claim.approved_by_id = claim.approved_on = claim.pay_run_id = None
    db.session.flush()
    record(actor, "approval-lapsed", claim, values={"state": claim.state.value})


def _must_be_another(actor: Actor, claim: Claim, second_person: str | None) -> None:
    if actor.user_id is None:
        raise Refused("A claim is approved by a person.", code="no-person")
    if actor.user_id not in own_work.not_to_approve(claim):
        return
    if reason := small_team_reason(actor, second_person):
        claim.small_team_reason, claim.second_person = reason, second_person
        return
    raise Refused(
        "You recorded part of this claim, or the bank details it is paid to: somebody else must approve it.",
        code="same-person",
    )

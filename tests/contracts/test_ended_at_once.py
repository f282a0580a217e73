"""Two people hold, let go or record a return at the same moment: it happens once, whole."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.contracts.at_once import actor, at_once, count, saving
from tests.factories import payments as made
from tracker.db import db
from tracker.documents.models import Document
from tracker.payments import services
from tracker.payments.models import Claim, ClaimState
from tracker.payments.run_models import LedgerEntry, Payment


def test_a_return_recorded_by_two_people_is_reversed_once(fresh_app: Flask, on_stage: made.Stage) -> None:
    claim_id = made.approved(on_stage, "Ann").id
    payment_id = made.paid_run(on_stage).payments[0].id
    ends = [
        saving(
            services.end_payment,
            actor=actor(on_stage, who),
            on=TODAY,
            payment=(Payment, payment_id),
            code=code,
            ended_on=TODAY,
        )
        for who, code in (("finance", "arucs-b"), ("releaser", "refused"))
    ]
    outcomes = at_once(fresh_app, *ends)
    assert len(outcomes.done) == 1
    assert [refusal.message for refusal in outcomes.refused] == [
        f"This cannot be done now: the payment is recorded as {state_of(payment_id)} already."
    ]
    assert count(select(func.count(LedgerEntry.id)).where(LedgerEntry.reverses_id.is_not(None))) == 1
    assert count(select(func.count(Document.id)).where(Document.void_on.is_not(None))) == 1
    assert db.session.get_one(Claim, claim_id).state == ClaimState.APPROVED


def state_of(payment_id: int) -> str:
    db.session.rollback()
    return db.session.get_one(Payment, payment_id).state.value


def test_a_claim_held_while_a_run_is_prepared_is_in_the_run_or_held(
    fresh_app: Flask, on_stage: made.Stage
) -> None:
    claim_id = made.approved(on_stage, "Ann").id
    finance, approver = actor(on_stage, "finance"), actor(on_stage, "approver")
    at_once(
        fresh_app,
        saving(services.prepare_run, actor=finance, on=TODAY, pay_on=TODAY),
        saving(services.hold, actor=approver, on=TODAY, claim=(Claim, claim_id), reason="Look again."),
    )
    claim = db.session.get_one(Claim, claim_id, populate_existing=True)
    assert (claim.held, claim.state, claim.pay_run_id) == (True, ClaimState.APPROVED, None)


def test_a_claim_let_go_by_two_people_is_let_go_once(fresh_app: Flask, on_stage: made.Stage) -> None:
    claim_id = made.approved(on_stage, "Ann").id
    approver = actor(on_stage, "approver")
    saving(services.hold, actor=approver, on=TODAY, claim=(Claim, claim_id), reason="Look again.")()
    let_go = saving(services.let_go, actor=approver, on=TODAY, claim=(Claim, claim_id))
    outcomes = at_once(fresh_app, let_go, let_go)
    assert (len(outcomes.done), len(outcomes.refused)) == (1, 1)

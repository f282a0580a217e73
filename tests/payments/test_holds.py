"""A claim is held back from payment, by whom, since when and why, and let go; never for a benefit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.staff import sign_in, staff
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.money import Money, total
from tracker.payments import for_finance, ledger, queries, services, stops
from tracker.payments.models import Answer, Claim, ClaimState, PaidTo
from tracker.payments.run_models import EntryKind, RunState
from tracker.web.transaction import writing

WHY = "Two receipts look alike."


def hold(stage: make.Stage, claim: Claim, who: str = "approver") -> Claim:
    with writing():
        return services.hold(actor=stage.as_(who), on=TODAY, claim=claim, reason=WHY)


def test_a_held_claim_is_not_taken_into_a_run(db_session: object) -> None:
    stage = make.stage()
    held, other = make.approved(stage, "Ada Example"), make.approved(stage, "Bob Example")
    hold(stage, held)
    assert [(one.code, one.reason) for one in stops.left_out([held, other])] == [("held", f"Held: {WHY}")]
    run = make.prepared_run(stage)
    assert run.claims == [other]
    assert held.state == ClaimState.APPROVED


def test_what_is_in_a_run_and_what_is_left_out_with_its_reason_are_all_that_was_approved(
    db_session: object,
) -> None:
    stage = make.stage()
    approved = [make.approved(stage, f"{name} Example") for name in ("Ada", "Bob", "Cy", "Di")]
    hold(stage, approved[0])
    out = stops.left_out(approved)
    assert all(one.code and one.reason for one in out)
    run = make.prepared_run(stage)
    kept = {claim.id for claim in run.claims}
    assert kept.isdisjoint(one.claim.id for one in out)
    assert kept | {one.claim.id for one in out} == {claim.id for claim in approved}
    both = [claim.total for claim in run.claims] + [one.claim.total for one in out]
    assert total(both) == total(claim.total for claim in approved)


def test_a_claim_that_is_let_go_is_paid_as_it_was_approved(db_session: object) -> None:
    stage = make.stage()
    claim = hold(stage, make.approved(stage, "Ada Example"))
    with writing():
        services.let_go(actor=stage.as_("finance"), on=TODAY, claim=claim)
    assert (claim.held, claim.held_reason, claim.held_by_id, claim.held_on) == (False, None, None, None)
    make.paid_run(stage)
    assert claim.state == ClaimState.PAID


def test_a_claim_held_in_a_run_leaves_it_and_stays_approved(db_session: object) -> None:
    stage = make.stage()
    claim, other = make.approved(stage, "Ada Example"), make.approved(stage, "Bob Example")
    run = make.prepared_run(stage)
    hold(stage, claim)
    assert (claim.state, claim.pay_run_id) == (ClaimState.APPROVED, None)
    with writing():
        services.release(actor=stage.as_("releaser"), on=TODAY, run=run)
    assert [payment.claims for payment in run.payments] == [[other]]


def test_a_claim_whose_money_is_on_its_way_cannot_be_held(db_session: object) -> None:
    stage = make.stage()
    claim = make.approved(stage, "Ada Example")
    run = make.released_run(stage)
    with pytest.raises(Refused, match=f"{run.ref} is released"):
        hold(stage, claim)
    with writing():
        services.mark_paid(
            actor=stage.as_("finance"), on=TODAY, run=run, paid_on=TODAY, bank_reference="BACS 1"
        )
    with pytest.raises(Refused, match="this one is paid"):
        hold(stage, claim)
    assert run.state == RunState.PAID


def test_a_claim_is_held_once_and_let_go_once(db_session: object) -> None:
    stage = make.stage()
    claim = hold(stage, make.submitted(stage, "Ada Example"))
    with pytest.raises(Refused, match="held already"):
        hold(stage, claim)
    with writing():
        services.let_go(actor=stage.as_("approver"), on=TODAY, claim=claim)
    with pytest.raises(Refused, match="not held"), writing():
        services.let_go(actor=stage.as_("approver"), on=TODAY, claim=claim)


def test_whoever_recorded_a_claim_cannot_let_go_what_somebody_else_held(db_session: object) -> None:
    stage = make.stage()
    claim = hold(stage, make.submitted(stage, "Ada Example"), "finance")
    with pytest.raises(Refused, match="somebody else held it"), writing():
        services.let_go(actor=stage.as_("lead"), on=TODAY, claim=claim)
    assert claim.held


def test_whoever_recorded_a_claim_lets_go_what_they_held_themselves(db_session: object) -> None:
    stage = make.stage()
    claim = hold(stage, make.submitted(stage, "Ada Example"), "lead")
    with writing():
        services.let_go(actor=stage.as_("lead"), on=TODAY, claim=claim)
    assert not claim.held


def test_whoever_held_a_claim_may_still_approve_it(db_session: object) -> None:
    stage = make.stage()
    claim = hold(stage, make.submitted(stage, "Ada Example"))
    with writing():
        services.approve(
            actor=stage.as_("approver"), on=TODAY, claim=claim, shown_hash=services.current_hash(claim)
        )
    assert (claim.state, claim.held) == (ClaimState.APPROVED, True)
    assert ledger.balance([claim.id])[EntryKind.SANCTIONED] == claim.total


@pytest.mark.parametrize("end", ["withdraw", "decline", "reject"])
def test_a_claim_that_ends_is_not_held_any_more(db_session: object, end: str) -> None:
    stage = make.stage()
    claim = hold(stage, make.submitted(stage, "Ada Example"))
    with writing():
        make.ended(stage, claim, end)
    assert not claim.held


@pytest.mark.parametrize(
    "told",
    [
        "She gets Universal Credit",
        "Over the Carer’s Allowance limit this week",
        "Waiting for the benefit contact",
        "Ask DWP first",
        "Their visa runs out",
        "PIP",
        "her UC",
        "Carers Allowance again",
        "carer allowances",
        "carer's  allowance",
        "Carer`s Allowance",
        "Job Seekers Allowance",
        "job-seeker’s allowance",
        "no right to work",
        "He is a refugee",
        "universal\u00a0credit",
        "Universal  Credit",
        "two benefits",
        "E.S.A.",
        "her U C",
        "D\u200bWP",
        "d\u0336w\u0336p\u0336",
        "LCWRA",
        "a new fit note",
    ],
)
def test_a_reason_that_finance_reads_tells_nothing_of_benefits(told: str) -> None:
    with pytest.raises(Invalid, match="Finance reads this"):
        for_finance.reason(told)


@pytest.mark.parametrize(
    "said",
    [
        "The pipes were mended twice",
        "Ask the project",
        "An essay is missing",
        "On her Visa card",
        "Such luck",
        "It's Dee's carer",
        "Room B, a chair and a table",
    ],
)
def test_words_that_only_look_like_a_benefit_are_taken(said: str) -> None:
    assert for_finance.reason(said) == said


@pytest.mark.parametrize("called", ["Pip Harris", "Esa Virtanen", "The Refugee Council", "Asylum Aid"])
def test_people_and_charities_keep_their_names(called: str) -> None:
    assert for_finance.name(called, field="charity") == called


@pytest.mark.parametrize("act", ["pay_to", "helper", "charity", "answer", "filled_in_by"])
def test_no_words_about_benefits_are_kept_where_a_name_is_asked(db_session: object, act: str) -> None:
    stage = make.stage()
    told = "Nobody, she has Universal Credit"
    place = make.attended(stage, "Ada Example")
    lead = stage.as_("lead")
    with writing():
        [claim] = services.draft_claims(actor=lead, on=TODAY, involvement=stage.involvement)
    charity = {"answer": Answer.TO_CHARITY, "charity": told}
    tried = {
        "pay_to": lambda: services.pay_to(
            actor=lead, on=TODAY, claim=claim, recipient=told, consent_on=TODAY
        ),
        "helper": lambda: services.add_expense(
            actor=lead,
            on=TODAY,
            claim=claim,
            category="taxi",
            worked_on=make.HELD_ON,
            pence=Money(320),
            no_receipt_reason="The driver had none",
            paid_to=PaidTo.HELPER,
            paid_to_name=told,
        ),
        "charity": lambda: services.choose(actor=lead, on=TODAY, line=claim.lines[0], **charity),
        "answer": lambda: services.answer_offer(
            actor=lead, on=TODAY, offer=queries.offers_of_places([place.id])[place.id], **charity
        ),
        "filled_in_by": lambda: services.key_in(
            actor=lead, on=TODAY, place=place, signed_on=TODAY, filled_in_by=told
        ),
    }
    with pytest.raises(Invalid, match="Finance reads this"), writing():
        tried[act]()


@pytest.mark.parametrize(
    "act", ["reject", "withdraw", "raise_query", "answer_query", "submit", "add_expense"]
)
def test_no_words_about_benefits_are_kept_where_finance_reads_them(db_session: object, act: str) -> None:
    stage = make.stage()
    told = "She is over the limit of her Carers Allowance"
    claim = make.drafted(stage, "Ada Example") if act == "submit" else make.submitted(stage, "Ada Example")
    who = stage.as_("approver")
    if act == "answer_query":
        with writing():
            services.raise_query(actor=who, claim=claim, question="Was this the morning?")
    far = TODAY + timedelta(days=400)
    tried = {
        "reject": lambda: services.reject(actor=who, claim=claim, reason=told),
        "withdraw": lambda: services.withdraw(actor=who, claim=claim, reason=told),
        "raise_query": lambda: services.raise_query(actor=who, claim=claim, question=told),
        "answer_query": lambda: services.answer_query(actor=who, on=TODAY, claim=claim, answer=told),
        "submit": lambda: services.submit(actor=who, on=far, claim=claim, late_reason=told),
        "add_expense": lambda: services.add_expense(
            actor=who,
            on=TODAY,
            claim=claim,
            category="public-transport",
            worked_on=make.HELD_ON,
            pence=Money(320),
            no_receipt_reason=told,
        ),
    }
    with pytest.raises(Invalid, match="Finance reads this"), writing():
        tried[act]()


def test_a_hold_needs_a_reason(db_session: object) -> None:
    stage = make.stage()
    claim = make.submitted(stage, "Ada Example")
    with pytest.raises(Invalid, match="Say why"), writing():
        services.hold(actor=stage.as_("approver"), on=TODAY, claim=claim, reason="")


# --- on the screen ------------------------------------------------------------------------------------------


def test_the_page_says_who_held_a_claim_when_and_why(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        stage = make.stage()
        claim = hold(stage, make.approved(stage, "Ada Example"))
        address = app.url_map.bind("localhost").build("payments.claim", {"claim_id": claim.id})
        who = stage.cast.approver.name
        sign_in(client, stage.cast.finance.email)
    page = client.get(address).text
    assert f"since 23 November 2026, by {who}" in page
    assert WHY in page
    assert "Held (1)" in client.get("/claims?state=held").text
    assert f"Held: {WHY}" in client.get("/pay-runs").text
    assert client.post(f"{address}/let-go").status_code == 302
    assert "It is not paid until" not in client.get(address).text
    assert "Hold it back from payment" in client.get(address).text


def test_a_reason_about_benefits_is_refused_beside_its_box(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        stage = make.stage()
        claim_id = make.submitted(stage, "Ada Example").id
        address = app.url_map.bind("localhost").build("payments.hold", {"claim_id": claim_id})
        sign_in(client, stage.cast.approver.email)
    answer = client.post(address, data={"reason": "Her ESA stops"})
    assert "govuk-error-message" in answer.text
    assert "Finance reads this" in answer.text
    with app.app_context():
        assert not db.session.get_one(Claim, claim_id).held


def test_an_auditor_sees_that_a_claim_is_held_and_cannot_let_it_go(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        stage = make.stage()
        claim = hold(stage, make.submitted(stage, "Ada Example"))
        address = app.url_map.bind("localhost").build("payments.claim", {"claim_id": claim.id})
        sign_in(client, staff("auditor").email)
    assert "Let it go" not in client.get(address).text
    assert client.post(f"{address}/let-go").status_code == 403

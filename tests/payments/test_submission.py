"""Submitting a claim: late ones say why, and one that pays the person nothing still comes to its end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.staff import sign_in
from tracker import clock
from tracker.errors import Invalid, Refused
from tracker.money import ZERO, Money
from tracker.payments import ledger, runs, services
from tracker.payments.models import Claim, ClaimState, LineKind, PaidTo
from tracker.permissions import Actor
from tracker.web.ids import encode
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")

WINDOW = timedelta(days=90)


@pytest.fixture
def stage() -> make.Stage:
    return make.stage()


def submit(stage: make.Stage, claim: Claim, on: date, reason: str | None = None) -> Claim:
    with writing():
        return services.submit(actor=stage.as_("lead"), on=on, claim=claim, late_reason=reason)


def test_a_claim_on_the_last_day_of_the_window_needs_no_reason(stage: make.Stage) -> None:
    claim = submit(stage, make.drafted(stage, "Ada Example"), make.HELD_ON + WINDOW, "not asked for")
    assert (claim.state, claim.late_reason) == (ClaimState.SUBMITTED, None)


def test_a_claim_a_day_later_needs_one_and_then_goes_on(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    late = make.HELD_ON + WINDOW + timedelta(days=1)
    with pytest.raises(Invalid, match="91 days after the session") as refused:
        submit(stage, claim, late)
    assert refused.value.field == "late_reason"
    assert claim.state == ClaimState.DRAFT
    submit(stage, claim, late, "She was in hospital")
    assert (claim.state, claim.late_reason) == (ClaimState.SUBMITTED, "She was in hospital")


def test_without_a_session_the_window_counts_from_the_last_day_of_its_lines(stage: make.Stage) -> None:
    person = make.person(stage, "Ada Example")
    lead = stage.as_("lead")
    with writing():
        claim = services.claim_for(actor=lead, on=TODAY, participant=person, project=stage.project)
        for spent in (TODAY - timedelta(days=200), TODAY - timedelta(days=90)):
            services.add_expense(
                actor=lead,
                on=TODAY,
                claim=claim,
                category="taxi",
                worked_on=spent,
                pence=Money(500),
                no_receipt_reason="Lost",
            )
    assert submit(stage, claim, TODAY).late_reason is None


def test_a_late_claim_is_asked_why_and_the_approver_reads_it(stage: make.Stage, client: FlaskClient) -> None:
    claim = make.drafted(stage, "Ada Example")
    clock.fix_today(make.HELD_ON + timedelta(days=120))
    sign_in(client, stage.cast.lead.email)
    address = f"/claims/{encode(claim.id)}"
    assert f'href="{address}/submit"' in client.get(address).text
    assert "It comes 120 days after the session." in client.get(f"{address}/submit").text
    refused = client.post(f"{address}/submit", data={"late_reason": " "})
    assert "Say why this claim comes 120 days after the session." in refused.text
    assert client.post(f"{address}/submit", data={"late_reason": "She was <ill>"}).status_code == 302
    client.post("/sign-out")
    sign_in(client, stage.cast.approver.email)
    assert "Why: She was &lt;ill&gt;" in client.get(address).text


def provided(stage: make.Stage, name: str) -> Claim:
    """A claim whose only line a provider was paid direct."""
    person = make.person(stage, name, bank=False)
    place = make.invited(stage, person)
    lead = stage.as_("lead")
    with writing():
        claim = services.claim_for(
            actor=lead,
            on=TODAY,
            participant=place.participant,
            project=stage.project,
            involvement=stage.involvement,
        )
        services.add_expense(
            actor=lead,
            on=TODAY,
            claim=claim,
            category="taxi",
            worked_on=make.HELD_ON,
            pence=Money(2500),
            paid_to=PaidTo.PROVIDER,
            paid_to_name="City Cabs",
        )
    return submit(stage, claim, TODAY)


def approve(stage: make.Stage, claim: Claim) -> Claim:
    actor: Actor = stage.as_("approver")
    with writing():
        return services.approve(actor=actor, on=TODAY, claim=claim, shown_hash=services.current_hash(claim))


def test_a_claim_of_costs_paid_direct_is_complete_once_approved(stage: make.Stage) -> None:
    claim = approve(stage, provided(stage, "Ada Example"))
    assert (claim.state, claim.total, claim.approved_on) == (ClaimState.PAID, ZERO, TODAY)
    assert ledger.balance([claim.id]) == {}
    with pytest.raises(Refused, match="No approved claim is ready"), writing():
        runs.prepare_run(actor=stage.as_("finance"), on=TODAY, pay_on=TODAY)


def test_whoever_recorded_it_cannot_complete_it_either(stage: make.Stage) -> None:
    claim = provided(stage, "Ada Example")
    with pytest.raises(Refused, match="somebody else must approve"), writing():
        services.approve(
            actor=stage.as_("lead"), on=TODAY, claim=claim, shown_hash=services.current_hash(claim)
        )


def test_an_empty_claim_is_still_refused(stage: make.Stage) -> None:
    person = make.person(stage, "Ada Example")
    with writing():
        claim = services.claim_for(
            actor=stage.as_("lead"), on=TODAY, participant=person, project=stage.project
        )
    with pytest.raises(Refused, match="an empty claim"):
        submit(stage, claim, TODAY)


def test_its_page_says_why_there_is_no_run_and_no_receipt(stage: make.Stage, client: FlaskClient) -> None:
    claim = approve(stage, provided(stage, "Ada Example"))
    sign_in(client, stage.cast.lead.email)
    page = client.get(f"/claims/{encode(claim.id)}").text
    assert "Nothing was left to pay Ada Example" in page
    assert all(line.kind == LineKind.EXPENSE for line in claim.lines)

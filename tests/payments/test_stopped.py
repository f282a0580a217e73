"""The one outcome that stops a fee does so on every way, names no reason, and lets the costs go on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.staff import sign_in
from tracker.db import db
from tracker.errors import Refused
from tracker.money import Money
from tracker.payments import approval_queue, ledger, queries, services, standing, stopped, stops
from tracker.payments.models import Claim, ClaimState, LineKind, Offer
from tracker.payments.rechecks import check_again
from tracker.payments.run_models import RunState
from tracker.payments.stopped_fees import remove_line
from tracker.people import services as people
from tracker.people.models import Participant
from tracker.sessions.models import Attendance, Outcome
from tracker.sessions.services import create_session, invite, record_attendance
from tracker.web.ids import encode
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")

WITH_THE_PROJECT = ("with-the-project", "With the project, which looks at it again first.")


@pytest.fixture
def stage() -> make.Stage:
    return make.stage()


def told(stage: make.Stage, participant: Participant, permission: str = "expenses-only") -> None:
    """The benefit contact writes down what the person may be paid."""
    with writing():
        people.record_circumstances(
            actor=stage.as_("contact"),
            on=TODAY,
            participant=participant,
            values={"work_permission": permission},
            consent_on=TODAY,
        )
        check_again(participant, stage.as_("contact"), TODAY)


def test_no_fee_is_offered_and_whoever_offers_reads_only_whom_to_talk_to(stage: make.Stage) -> None:
    bea = make.person(stage, "Bea Bound")
    told(stage, bea)
    place = make.invited(stage, bea)
    with pytest.raises(Refused, match=r"^Talk to .* about Bea Bound before this offer is made\.$"), writing():
        services.make_offer(
            actor=stage.as_("lead"), on=TODAY, attendance=place, pence=Money(7500), rate=stage.rate
        )


def test_a_fee_agreed_before_is_not_drafted_and_the_costs_go_on_without_it(stage: make.Stage) -> None:
    place = make.attended(stage, "Bea Bound")
    told(stage, place.participant)
    lead = stage.as_("lead")
    with writing():
        assert services.draft_claims(actor=lead, on=TODAY, involvement=stage.involvement) == []
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
            category="public-transport",
            worked_on=make.HELD_ON,
            pence=Money(320),
            receipt_seen=True,
        )
        services.submit(actor=lead, on=TODAY, claim=claim)
        services.approve(
            actor=stage.as_("approver"), on=TODAY, claim=claim, shown_hash=services.current_hash(claim)
        )
    make.paid_run(stage)
    assert (claim.state, [line.kind for line in claim.lines]) == (ClaimState.PAID, [LineKind.EXPENSE])


def test_told_after_it_was_sent_in_it_is_not_approved_and_the_queue_says_with_the_project(
    stage: make.Stage,
) -> None:
    claim = make.submitted(stage, "Bea Bound")
    told(stage, claim.participant)
    approver = stage.as_("approver")
    with pytest.raises(Refused, match="The project must look at the fee of Bea Bound again first"), writing():
        services.approve(actor=approver, on=TODAY, claim=claim, shown_hash=services.current_hash(claim))
    assert claim.state == ClaimState.SUBMITTED
    assert "With the project" in (approval_queue.look_at(approver, [claim])[0].why_not or "")
    assert standing.standing([claim])[0].sentence == WITH_THE_PROJECT[1]


def test_a_claim_that_was_never_checked_stands_as_the_offer_behind_it(stage: make.Stage) -> None:
    place = make.attended(stage, "Bea Bound")
    told(stage, place.participant)
    offer = queries.offers_of_session(stage.involvement.id)[place.id]
    with writing():
        claim = services.claim_for(
            actor=stage.as_("lead"),
            on=TODAY,
            participant=place.participant,
            project=stage.project,
            involvement=stage.involvement,
        )
        services.add_fee(
            actor=stage.as_("lead"), claim=claim, attendance=place, offer=offer, pence=Money(7500)
        )
    assert stopped.claims_stopped([claim]) == {claim.id}


def test_told_after_approval_it_waits_outside_the_run_and_finance_reads_no_reason(
    stage: make.Stage,
) -> None:
    claim, other = make.approved(stage, "Bea Bound"), make.approved(stage, "Ada Example")
    told(stage, claim.participant)
    assert [(one.code, one.reason) for one in stops.left_out([claim, other])] == [WITH_THE_PROJECT]
    run = make.prepared_run(stage)
    assert run.claims == [other]


def test_told_while_in_a_run_it_leaves_before_the_release(stage: make.Stage) -> None:
    claim = make.approved(stage, "Bea Bound")
    make.approved(stage, "Ada Example")
    run = make.prepared_run(stage)
    told(stage, claim.participant)
    with writing():
        (leaving,) = services.release(actor=stage.as_("releaser"), on=TODAY, run=run)
    assert (leaving.claim, leaving.code) == (claim, "with-the-project")
    assert (claim.state, claim.pay_run_id, run.state) == (ClaimState.APPROVED, None, RunState.PREPARED)
    with writing():
        assert services.release(actor=stage.as_("releaser"), on=TODAY, run=run) == []
    assert len(run.payments) == 1


def over_their_hours(stage: make.Stage) -> Claim:
    """An approved claim of somebody whose unpaid work elsewhere, recorded later, fills the week's hours."""
    bea = make.person(stage, "Bea Bound")
    with writing():
        people.record_circumstances(
            actor=stage.as_("contact"),
            on=TODAY,
            participant=bea,
            values={"work_permission": "weekly-hours-limit", "weekly_minutes_limit": 600},
            consent_on=TODAY,
        )
    claim = make.approved_for(stage, bea, pence=7500)
    other = make.stage_in(stage, "Another day", held_on=make.HELD_ON + timedelta(days=1))
    place = make.invited(other, bea)
    with writing():
        record_attendance(
            actor=stage.as_("lead"), on=TODAY, attendance=place, outcome=Outcome.ATTENDED, minutes=540
        )
    return claim


def test_what_only_the_check_of_the_run_finds_leaves_the_claim_with_the_project(stage: make.Stage) -> None:
    claim, other = over_their_hours(stage), make.approved(stage, "Ada Example")
    assert stops.left_out([claim, other]) == []
    run = make.prepared_run(stage)
    assert run.claims == [other]
    assert (claim.state, claim.pay_run_id) == (ClaimState.APPROVED, None)
    assert [(one.code, one.reason) for one in stops.left_out([claim])] == [WITH_THE_PROJECT]


def test_a_run_whose_check_stops_every_claim_is_given_up_and_what_it_found_is_kept(
    stage: make.Stage,
) -> None:
    claim = over_their_hours(stage)
    assert make.prepared_run(stage).state == RunState.CANCELLED
    assert [one.code for one in stops.left_out([claim])] == ["with-the-project"]
    assert standing.standing([claim])[0].sentence == WITH_THE_PROJECT[1]
    with pytest.raises(Refused, match="No approved claim is ready"):
        make.prepared_run(stage)


def never_checked(stage: make.Stage) -> Claim:
    """A submitted claim whose offer was never checked, as an import brings them, of somebody never paid."""
    place = make.attended(stage, "Bea Bound")
    told(stage, place.participant)
    offer = queries.offers_of_session(stage.involvement.id)[place.id]
    with writing():
        other = make_place(stage, place.participant)
        unchecked = Offer(
            attendance_id=other.id,
            pence=Money(5000),
            rate_label="Agreed amount",
            covers="x",
            expenses_covered="",
            method=offer.method,
            pay_by=offer.pay_by,
            offered_on=TODAY,
        )
        db.session.add(unchecked)
        db.session.flush()
        claim = services.claim_for(
            actor=stage.as_("lead"), on=TODAY, participant=place.participant, project=stage.project
        )
        services.add_fee(
            actor=stage.as_("lead"), claim=claim, attendance=other, offer=unchecked, pence=Money(5000)
        )
        services.submit(actor=stage.as_("lead"), on=TODAY, claim=claim)
    return claim


def make_place(stage: make.Stage, participant: Participant) -> Attendance:
    involvement = create_session(
        actor=stage.as_("lead"),
        on=TODAY,
        project=stage.project,
        held_on=make.HELD_ON,
        title="Another workshop",
        minutes=120,
    )
    place = invite(actor=stage.as_("lead"), on=TODAY, involvement=involvement, participant=participant)
    return record_attendance(
        actor=stage.as_("lead"), on=TODAY, attendance=place, outcome=Outcome.ATTENDED, minutes=120
    )


def test_what_only_the_check_of_the_approval_finds_leaves_the_claim_unapproved(stage: make.Stage) -> None:
    claim = never_checked(stage)
    assert stopped.claims_stopped([claim]) == frozenset()
    with writing():
        services.approve(
            actor=stage.as_("approver"), on=TODAY, claim=claim, shown_hash=services.current_hash(claim)
        )
    assert (claim.state, claim.approved_by_id) == (ClaimState.SUBMITTED, None)
    assert stopped.claims_stopped([claim]) == {claim.id}
    assert not any(ledger.balance([claim.id]).values())


def test_the_page_says_that_what_was_just_approved_is_with_the_project(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        stage = make.stage()
        claim = never_checked(stage)
        address, shown, email = (
            f"/claims/{encode(claim.id)}/approve",
            services.current_hash(claim),
            stage.cast.approver.email,
        )
    sign_in(client, email)
    page = client.post(address, data={"shown_hash": shown}, follow_redirects=True).text
    assert "is not approved: the project must look at the fee again first" in page


def with_costs(stage: make.Stage) -> Claim:
    """An approved fee with a fare beside it, of somebody who may then not be paid."""
    claim = make.drafted(stage, "Bea Bound")
    lead = stage.as_("lead")
    with writing():
        services.add_expense(
            actor=lead,
            on=TODAY,
            claim=claim,
            category="public-transport",
            worked_on=make.HELD_ON,
            pence=Money(320),
            receipt_seen=True,
        )
        services.submit(actor=lead, on=TODAY, claim=claim)
    with writing():
        services.approve(
            actor=stage.as_("approver"), on=TODAY, claim=claim, shown_hash=services.current_hash(claim)
        )
    told(stage, claim.participant)
    return claim


def test_the_project_takes_a_stopped_fee_off_an_approved_claim_and_the_costs_are_paid(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        stage = make.stage()
        claim = with_costs(stage)
        fee = next(line for line in claim.lines if line.kind == LineKind.FEE)
        claim_id, address, email = claim.id, f"/claim-lines/{encode(fee.id)}/remove", stage.cast.lead.email
        approver = stage.as_("approver")
    sign_in(client, email)
    page = client.get(f"/claims/{encode(claim_id)}").text
    assert "The fee waits: talk to" in page
    assert address in page
    client.post(address)
    with app.app_context():
        claim = db.session.get_one(Claim, claim_id)
        assert (claim.state, claim.total) == (ClaimState.SUBMITTED, Money(320))
        with writing():
            services.approve(actor=approver, on=TODAY, claim=claim, shown_hash=services.current_hash(claim))
        assert stops.left_out([claim]) == []


def test_a_fee_that_may_be_paid_is_not_taken_off_once_it_is_approved(stage: make.Stage) -> None:
    claim = make.approved(stage, "Ada Example")
    with pytest.raises(Refused, match="can no longer be changed"), writing():
        remove_line(actor=stage.as_("lead"), on=TODAY, line=claim.lines[0])


def test_an_approved_claim_of_nothing_but_a_stopped_fee_is_withdrawn_with_it(stage: make.Stage) -> None:
    claim = make.approved(stage, "Bea Bound")
    told(stage, claim.participant)
    with writing():
        remove_line(actor=stage.as_("lead"), on=TODAY, line=claim.lines[0])
    assert (claim.state, claim.lines) == (ClaimState.WITHDRAWN, [])


def test_permission_given_later_lets_the_fee_go_its_way(stage: make.Stage) -> None:
    place = make.attended(stage, "Bea Bound")
    told(stage, place.participant)
    told(stage, place.participant, "can-be-paid")
    with writing():
        (claim,) = services.draft_claims(actor=stage.as_("lead"), on=TODAY, involvement=stage.involvement)
    assert claim.total == Money(7500)


def test_whoever_drafts_fees_reads_whose_waits_and_for_whom(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        stage = make.stage()
        place = make.attended(stage, "Bea Bound")
        make.attended(stage, "Ada Example")
        told(stage, place.participant)
        session_id, email = stage.involvement.id, stage.cast.lead.email
    sign_in(client, email)
    page = client.post(f"/sessions/{encode(session_id)}/draft", follow_redirects=True).text
    assert "Fees drafted for 1 person. Not for Bea Bound: talk to " in page


def test_the_page_of_runs_says_with_the_project(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        stage = make.stage()
        claim = make.approved(stage, "Bea Bound")
        told(stage, claim.participant)
        email = stage.cast.finance.email
        assert db.session.get_one(Claim, claim.id).state == ClaimState.APPROVED
    sign_in(client, email)
    page = client.get("/pay-runs").text
    assert "With the project, which looks at it again first." in page
    assert "permission" not in page
    assert "Talk to" not in page

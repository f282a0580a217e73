"""No one person pays anybody: who logged cannot approve, who prepared cannot release, however they try."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.projects import project
from tests.factories.staff import sign_in, staff
from tracker.accounts.services import save_organisation
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import NotFound, Refused
from tracker.money import Money
from tracker.payments import run_queries, runs, services
from tracker.payments.models import Answer, Claim, ClaimState, Method
from tracker.payments.run_models import RunState
from tracker.people.services import set_payee
from tracker.permissions import SYSTEM, Actor
from tracker.projects.models import ImportBatch
from tracker.sessions.models import Attendance, Outcome
from tracker.sessions.services import record_attendance
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]


def small_team() -> None:
    """Let one person do two people's work, with a second named."""
    with writing():
        save_organisation(actor=SYSTEM, version=None, values={"small_team_reason": "There are two of us"})


def approve(claim: Claim, actor: Actor, second_person: str | None = None) -> Claim:
    with writing():
        return services.approve(
            actor=actor,
            on=TODAY,
            claim=claim,
            shown_hash=services.current_hash(claim),
            small_team_second_person=second_person,
        )


def test_whoever_logged_the_session_cannot_approve_its_fees(db_session: object) -> None:
    stage = make.stage()
    claim = make.submitted(stage, "Ada Example")
    logger = staff("lead", "approver")
    with writing():
        stage.involvement.logged_by_id = logger.id
    with pytest.raises(Refused, match="somebody else must approve"):
        approve(claim, logger.actor())


def test_whoever_recorded_a_part_cannot_approve_though_somebody_else_recorded_it_after(
    db_session: object,
) -> None:
    stage = make.stage()
    claim = make.submitted(stage, "Ada Example")
    earlier = staff("lead", "approver").actor()
    place = db.session.get_one(Attendance, claim.lines[0].attendance_id)
    for actor in (earlier, stage.as_("lead")):
        with writing():
            place.recorded_by_id = actor.user_id
            record(actor, "recorded-attendance", place)
    with pytest.raises(Refused, match="somebody else must approve"):
        approve(claim, earlier)


def test_whoever_only_asked_about_a_claim_may_approve_it_later(db_session: object) -> None:
    stage = make.stage()
    claim = make.submitted(stage, "Ada Example")
    approver = stage.as_("approver")
    with writing():
        services.raise_query(actor=approver, claim=claim, question="Was she there?")
    with writing():
        services.answer_query(actor=stage.as_("lead"), on=TODAY, claim=claim, answer="Yes.")
    assert approve(claim, approver).state == ClaimState.APPROVED


def test_whoever_noted_the_answer_to_an_offer_cannot_approve_its_fee(db_session: object) -> None:
    stage = make.stage()
    place = make.invited(stage, make.person(stage, "Ada Example"))
    both = staff("lead", "approver").actor()
    with writing():
        offer = services.make_offer(
            actor=stage.as_("lead"), on=TODAY, attendance=place, pence=Money(7500), rate=stage.rate
        )
    with writing():
        services.answer_offer(
            actor=both, on=TODAY, offer=offer, answer=Answer.TO_CHARITY, charity="Their own charity"
        )
    with writing():
        record_attendance(
            actor=stage.as_("lead"), on=TODAY, attendance=place, outcome=Outcome.ATTENDED, minutes=180
        )
        [claim] = services.draft_claims(actor=stage.as_("lead"), on=TODAY, involvement=stage.involvement)
        services.submit(actor=stage.as_("lead"), on=TODAY, claim=claim)
    with pytest.raises(Refused, match="somebody else must approve"):
        approve(claim, both)


def test_whoever_entered_the_bank_details_cannot_approve_what_is_paid_to_them(db_session: object) -> None:
    stage = make.stage()
    claim = make.submitted(stage, "Ada Example")
    both = staff("finance", "approver").actor()
    with writing():
        set_payee(
            actor=both,
            on=TODAY,
            participant=claim.participant,
            account_name="Somebody Else",
            sort_code="20-00-00",
            account_number="87654321",
        )
    with pytest.raises(Refused, match="somebody else must approve"):
        approve(claim, both)
    with writing():
        claim.method = Method.CASH
    assert approve(claim, both).state == ClaimState.APPROVED


@pytest.mark.parametrize("what", ["place", "session"])
def test_whoever_imported_a_place_or_its_session_cannot_approve_the_fee(
    db_session: object, what: str
) -> None:
    stage = make.stage()
    claim = make.submitted(stage, "Ada Example")
    importer = staff("lead", "approver")
    with writing() as session:
        batch = ImportBatch(
            kind="register",
            file_name="register.csv",
            file_sha256="0" * 64,
            mapping={},
            summary={},
            imported_by_id=importer.id,
        )
        session.add(batch)
        session.flush()
        of_fee = session.get_one(Attendance, claim.lines[0].attendance_id)
        imported = of_fee if what == "place" else stage.involvement
        imported.import_batch_id = batch.id
    with pytest.raises(Refused, match="somebody else must approve"):
        approve(claim, importer.actor())


def test_a_second_person_is_nobody_where_the_team_is_not_small(db_session: object) -> None:
    stage = make.stage()
    both = staff("lead", "approver").actor()
    claim = make.drafted(stage, "Ada Example")
    with writing():
        services.submit(actor=both, on=TODAY, claim=claim)
    with pytest.raises(Refused, match="somebody else must approve"):
        approve(claim, both, "Grace Other")


def test_a_second_person_is_somebody_else(db_session: object) -> None:
    small_team()
    stage = make.stage()
    both = staff("lead", "approver").actor()
    claim = make.drafted(stage, "Ada Example")
    with writing():
        services.submit(actor=both, on=TODAY, claim=claim)
    with pytest.raises(Refused, match="name of somebody else"):
        approve(claim, both, f"  {both.name.upper()} ")
    assert approve(claim, both, "Grace Other").second_person == "Grace Other"


def test_a_run_released_by_its_preparer_names_somebody_else(db_session: object) -> None:
    small_team()
    stage = make.stage()
    make.approved(stage, "Ada Example")
    run = make.prepared_run(stage)
    finance = stage.as_("finance")
    with pytest.raises(Refused, match="name of somebody else"), writing():
        services.release(actor=finance, on=TODAY, run=run, small_team_second_person=finance.name)
    assert run.state == RunState.PREPARED


# --- what changed after its approval ------------------------------------------------------------------------


def new_account(stage: make.Stage, claim: Claim) -> None:
    """Somebody changes where the money goes."""
    with writing():
        set_payee(
            actor=stage.as_("finance"),
            on=TODAY,
            participant=claim.participant,
            account_name="Another",
            sort_code="400000",
            account_number="87654321",
        )


def test_an_account_changed_after_approval_can_be_sent_back_from_the_page_of_runs(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        stage = make.stage()
        claim = make.approved(stage, "Ada Example")
        new_account(stage, claim)
        claim_id = claim.id
        sign_in(client, stage.cast.finance.email)
    assert "Send what changed back" in client.get("/pay-runs").text
    assert client.post("/pay-runs/send-back").status_code == 302
    with app.app_context():
        again = db.session.get_one(Claim, claim_id)
        assert again.state == ClaimState.SUBMITTED
        assert again.approval_hash is None
    page = client.get("/pay-runs").text
    assert "Send what changed back" not in page
    assert client.post("/pay-runs/send-back").status_code == 409


def test_an_account_changed_while_in_a_run_stops_its_release(db_session: object) -> None:
    stage = make.stage()
    claim = make.approved(stage, "Ada Example")
    run = make.prepared_run(stage)
    new_account(stage, claim)
    with writing():
        assert [one.claim for one in services.release(actor=stage.as_("releaser"), on=TODAY, run=run)] == [
            claim
        ]
    assert (run.state, claim.state) == (RunState.PREPARED, ClaimState.SUBMITTED)


def test_an_account_changed_after_release_does_not_move_what_is_paid(db_session: object) -> None:
    stage = make.stage()
    claim = make.approved(stage, "Ada Example")
    approved_for = claim.payee_version_id
    run = make.released_run(stage)
    new_account(stage, claim)
    with writing():
        paid = services.mark_paid(
            actor=stage.as_("finance"), on=TODAY, run=run, paid_on=TODAY, bank_reference="BACS 1"
        )
    assert [payment.payee_version_id for payment in paid] == [approved_for]


# --- runs of other projects ---------------------------------------------------------------------------------


def test_finance_of_one_project_sees_no_run_of_another_even_when_it_is_empty(db_session: object) -> None:
    stage = make.stage()
    make.approved(stage, "Ada Example")
    run = make.prepared_run(stage)
    elsewhere = staff("finance", project_id=project().id).actor()
    theirs = staff("finance", project_id=stage.project.id).actor()
    assert run_queries.run(theirs, run.id).id == run.id
    with pytest.raises(NotFound):
        run_queries.run(elsewhere, run.id)
    with writing():
        services.cancel(actor=stage.as_("finance"), on=TODAY, run=run)
    assert list(run_queries.runs(elsewhere).rows) == []
    with pytest.raises(NotFound):
        run_queries.run(elsewhere, run.id)


def test_the_next_page_of_runs_goes_on_where_this_one_ended(db_session: object) -> None:
    stage = make.stage()
    refs = []
    for number in range(3):
        make.approved(stage, f"Person {number}")
        refs.append(make.prepared_run(stage).ref)
    viewer = stage.as_("finance")
    first = run_queries.runs(viewer, size=2)
    second = run_queries.runs(viewer, size=2, after=first.next_cursor)
    assert [run.ref for run in (*first.rows, *second.rows)] == refs[::-1]
    assert second.next_cursor is None


def test_an_approval_that_stands_is_not_sent_back(db_session: object) -> None:
    stage = make.stage()
    make.approved(stage, "Ada Example")
    with pytest.raises(Refused, match="nothing to send back"), writing():
        runs.send_back_changed(actor=stage.as_("finance"), on=TODAY)

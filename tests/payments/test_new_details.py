"""Bank details that changed: what waits for them, where finance sees it, and what stays on the record."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.projects import project
from tests.factories.settings import settings
from tests.factories.staff import sign_in, staff
from tracker.errors import Refused
from tracker.evidence import alone
from tracker.payments import new_details, services, stops
from tracker.payments.models import Claim
from tracker.people import confirming
from tracker.people import services as people
from tracker.people.confirmation_models import AskedBy
from tracker.people.models import PayeeVersion
from tracker.web.ids import encode
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


def changed(stage: make.Stage, name: str = "Ada Example") -> tuple[Claim, PayeeVersion]:
    """An approved claim to be paid to bank details that finance changed."""
    person = make.person(stage, name)
    with writing():
        payee = people.set_payee(
            actor=stage.as_("finance"),
            on=TODAY,
            participant=person,
            account_name=name,
            sort_code="40-00-00",
            account_number="87654321",
        )
    return make.approved_for(stage, person, pence=7500), payee


def test_the_first_payment_to_changed_details_waits_and_the_second_does_not() -> None:
    stage = make.stage()
    claim, payee = changed(stage)
    assert [one.code for one in stops.left_out([claim])] == ["details-unconfirmed"]
    with pytest.raises(Refused, match="No approved claim is ready"):
        make.prepared_run(stage)
    make.confirmed(stage, payee)
    make.paid_run(stage)
    assert new_details.waiting([payee.id]) == {}


def test_what_is_said_to_be_wrong_stays_stopped_until_other_details_are_entered() -> None:
    stage = make.stage()
    claim, payee = changed(stage)
    with writing():
        confirming.confirm(
            actor=stage.as_("releaser"), on=TODAY, payee=payee, theirs=False, asked_by=AskedBy.PHONE
        )
    [stopped] = stops.left_out([claim])
    assert stopped.reason == new_details.WRONG


def test_who_asked_stands_on_the_home_page_the_run_and_the_evidence(client: FlaskClient) -> None:
    stage = make.stage()
    claim, payee = changed(stage)
    address = f"/people/{encode(claim.participant_id)}/bank/{encode(payee.id)}/confirm"
    sign_in(client, stage.cast.releaser.email)
    home = client.get("/").text
    assert "Changed bank details to ask about" in home
    assert address in home
    assert "Record what they say of the bank details" in client.get("/pay-runs").text
    make.confirmed(stage, payee)
    assert address not in client.get("/").text
    run = make.prepared_run(stage)
    shown = client.get(f"/pay-runs/{encode(run.id)}").text
    assert "Bank details that changed since the last payment" in shown
    assert f"{stage.cast.releaser.name} asked them by phone on 23 November 2026" in shown
    with writing():
        services.release(actor=stage.as_("releaser"), on=TODAY, run=run)
    shown = client.get(f"/payments/{encode(run.payments[0].id)}").text
    assert "asked Ada Example by phone on 23 November 2026: right" in shown


def test_finance_of_another_project_reads_of_no_change(client: FlaskClient) -> None:
    stage = make.stage()
    changed(stage)
    elsewhere = staff("finance", project_id=project().id)
    assert new_details.to_confirm(elsewhere.actor()) == []
    sign_in(client, elsewhere.email)
    assert "Ada Example" not in client.get("/").text


def test_one_person_of_a_small_team_who_did_both_is_listed() -> None:
    settings(small_team_reason="There are two of us")
    stage = make.stage()
    claim, payee = changed(stage)
    with writing():
        confirming.confirm(
            actor=stage.as_("finance"),
            on=TODAY,
            payee=payee,
            theirs=True,
            asked_by=AskedBy.IN_PERSON,
            second_person="Ann Other",
        )
    [used] = alone.uses(stage.as_("finance"))
    assert (used.what, used.ref) == ("Asked about changed bank details", claim.participant.ref)
    assert (used.by, used.second_person) == (stage.cast.finance.name, "Ann Other")

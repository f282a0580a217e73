"""Opening balance plus movements is the closing balance, for any period, on the screen and in the file."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.projects import project
from tests.factories.staff import sign_in, staff
from tracker.db import db
from tracker.evidence import balances
from tracker.payments import endings, services
from tracker.payments.models import Claim, ClaimState
from tracker.payments.run_models import Payment
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def stage() -> make.Stage:
    """Two were paid, one of them came back the next day; one is approved, one approval was taken back."""
    stage = make.stage()
    for name in ("Ann", "Ben"):
        make.approved(stage, name)
    run = make.paid_run(stage)
    make.approved(stage, "Cat", pence=4000)
    asked = make.approved(stage, "Dan", pence=1001)
    with writing():
        services.raise_query(actor=stage.as_("approver"), claim=asked, question="All day?")
    with writing():
        services.answer_query(actor=stage.as_("lead"), on=TOMORROW, claim=asked, answer="Yes.")
        payment = db.session.get_one(Payment, run.payments[0].id)
        endings.end_payment(
            actor=stage.as_("finance"), on=TOMORROW, payment=payment, code="arucs-c", ended_on=TOMORROW
        )
    return stage


def row(stage: make.Stage, start: date, end: date) -> dict[str, int]:
    [one] = balances.balances(stage.as_("finance"), start, end).rows
    assert one.agrees
    return {name: getattr(one, name).pence for name in balances.AMOUNTS}


def test_each_day_begins_with_what_was_owed_when_the_one_before_ended(stage: make.Stage) -> None:
    assert row(stage, TODAY, TODAY) == {
        "opening": 0,
        "approved": 7500 + 7500 + 4000 + 1001,
        "taken_back": 0,
        "paid": -15_000,
        "came_back": 0,
        "advances": 0,
        "written_off": 0,
        "closing": 5001,
    }
    assert row(stage, TOMORROW, TOMORROW) == {
        "opening": 5001,
        "approved": 0,
        "taken_back": -1001,
        "paid": 0,
        "came_back": 7500,
        "advances": 0,
        "written_off": 0,
        "closing": 11_500,
    }


def test_what_is_owed_at_the_end_is_what_approved_claims_add_up_to(stage: make.Stage) -> None:
    owed = [
        claim.total.pence
        for claim in db.session.scalars(select(Claim))
        if claim.state in {ClaimState.APPROVED, ClaimState.IN_PAY_RUN}
    ]
    assert row(stage, TODAY, TOMORROW)["closing"] == sum(owed)


def test_a_day_on_which_nothing_was_owed_has_no_rows(stage: make.Stage) -> None:
    before = TODAY - timedelta(days=1)
    assert balances.balances(stage.as_("finance"), before, before).rows == []


def test_an_auditor_of_another_project_sees_none_of_it(stage: make.Stage) -> None:
    elsewhere = staff("auditor", project_id=project().id).actor()
    assert balances.balances(elsewhere, TODAY, TODAY).rows == []
    assert len(balances.balances(staff("auditor").actor(), TODAY, TODAY).rows) == 1


def test_the_page_says_that_it_agrees_and_the_file_holds_the_same(
    stage: make.Stage, client: FlaskClient
) -> None:
    days = "start=23&start=11&start=2026&end=23&end=11&end=2026"
    sign_in(client, staff("auditor").email)
    page = client.get(f"/balances?{days}").text
    assert "Every row agrees" in page
    assert "£50.01" in page
    file = client.get(f"/balances/file?{days}")
    [line] = csv.DictReader(io.StringIO(file.data.decode("utf-8-sig")))
    assert (line["Cost code"], line["Owed at the start"], line["Owed at the end"]) == (
        "CC-100",
        "0.00",
        "50.01",
    )
    assert line["Paid"] == "-150.00"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("start=2&start=11&start=2026", "Enter both days, or neither."),
        ("start=2&start=11&start=2026&end=1&end=11&end=2026", "Enter a last day that is not before"),
        ("start=2&start=11&start=2026&end=24&end=11&end=2026", "Enter a day up to today"),
        ("start=31&start=2&start=2026&end=24&end=11&end=2026", "There is no such date"),
    ],
)
def test_days_that_make_no_period_are_answered_with_what_to_enter(
    client: FlaskClient, days: str, said: str
) -> None:
    sign_in(client, staff("finance").email)
    for address in ("/balances", "/balances/file"):
        assert said in client.get(f"{address}?{days}").text

"""What a check found is headed by what decides it: a limit of the law, the person's own or our own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.staff import sign_in
from tracker.db import db
from tracker.money import Money
from tracker.payments import services
from tracker.payments.check_models import Check
from tracker.people import services as people
from tracker.people.models import LimitPer, Participant
from tracker.rules import OVERLAY_FILE
from tracker.sessions.models import Attendance
from tracker.web.ids import encode
from tracker.web.transaction import writing

PUBLISHED = "bove the published limit we hold"
CARERS: dict[str, Any] = {
    "week_ends_on": "sunday",
    "care_costs_per_week": "0.00",
    "pension_per_week": "0.00",
    "other_earnings": "0.00",
    "other_earnings_per": "week",
}


@pytest.fixture
def rules_folder(app: Flask) -> Iterator[Path]:
    """The instance's own rules, which no other test may find."""
    folder: Path = app.config["TRACKER"].instance / "rules"
    folder.mkdir(exist_ok=True)
    yield folder
    for path in folder.glob("*"):
        path.unlink()


@pytest.fixture
def cap_of_50(rules_folder: Path) -> None:
    (rules_folder / OVERLAY_FILE).write_text('[[caps]]\nper = "month"\namount = 50.00\n', encoding="utf-8")


@pytest.fixture
def stage(db_session: object) -> make.Stage:
    return make.stage()


def tells(stage: make.Stage, person: Participant, **values: Any) -> None:
    with writing():
        people.record_circumstances(
            actor=stage.as_("contact"),
            on=TODAY,
            participant=person,
            values={"nation": "england", **values},
            consent_on=TODAY,
        )


def declares(stage: make.Stage, person: Participant, benefit: str, **facts: Any) -> None:
    with writing():
        people.declare_benefit(
            actor=stage.as_("contact"),
            on=TODAY,
            participant=person,
            benefit=benefit,
            since=date(2025, 1, 1),
            facts=facts,
        )


def keeps_to(stage: make.Stage, person: Participant, pence: int) -> None:
    with writing():
        people.set_own_limit(
            actor=stage.as_("lead"),
            on=TODAY,
            participant=person,
            per=LimitPer.MONTH,
            starts_on=date(2026, 11, 1),
            amount=Money(pence),
        )


def opened(stage: make.Stage, client: FlaskClient, person: Participant, pence: int) -> str:
    """The page of the check of an offer of so much."""
    place: Attendance = make.invited(stage, person)
    with writing():
        offer = services.prepare_offer(
            actor=stage.as_("lead"), on=TODAY, attendance=place, pence=Money(pence), rate=stage.rate
        )
    check = db.session.scalars(db.select(Check).where(Check.offer_id == offer.id)).one()
    address = f"/checks/{encode(check.id)}/open"
    sign_in(client, stage.cast.contact.email)
    return client.post(address).text


def test_an_organisations_cap_is_not_called_a_published_limit_or_the_persons_own(
    client: FlaskClient, cap_of_50: None, stage: make.Stage
) -> None:
    person = make.person(stage, "Cara Example")
    tells(stage, person)
    declares(stage, person, "carers-allowance", **CARERS)
    page = opened(stage, client, person, 6000)
    assert "Cara Example: more than this organisation keeps to for one person</h1>" in page
    assert PUBLISHED not in page
    assert "Own limit" not in page
    assert "Carer&#39;s Allowance: within</h2>" in page
    assert "This organisation&#39;s own cap: above</h2>" in page


def test_a_limit_of_their_own_is_called_what_they_asked_for(client: FlaskClient, stage: make.Stage) -> None:
    person = make.person(stage, "Cara Example")
    tells(stage, person)
    declares(stage, person, "carers-allowance", **CARERS)
    keeps_to(stage, person, 5000)
    page = opened(stage, client, person, 6000)
    assert "Cara Example: more than they asked us to keep to</h1>" in page
    assert PUBLISHED not in page
    assert "Their own limit: above</h2>" in page


def test_where_two_limits_are_passed_the_headline_says_both(
    client: FlaskClient, cap_of_50: None, stage: make.Stage
) -> None:
    person = make.person(stage, "Cara Example")
    tells(stage, person)
    declares(stage, person, "carers-allowance", **CARERS)
    page = opened(stage, client, person, 30000)
    both = "above the published limit we hold; more than this organisation keeps to for one person</h1>"
    assert both in page


def test_a_passported_benefit_is_said_to_follow_another(client: FlaskClient, stage: make.Stage) -> None:
    person = make.person(stage, "Cara Example")
    tells(stage, person)
    declares(stage, person, "housing-benefit", passported=True, accommodation="specified-or-temporary")
    page = opened(stage, client, person, 6000)
    assert "another benefit passports this one" in page
    assert "no limit on what a person is paid" not in page


def test_a_permission_without_a_limit_is_no_benefit(client: FlaskClient, stage: make.Stage) -> None:
    person = make.person(stage, "Cara Example")
    tells(stage, person, work_permission="can-be-paid")
    page = opened(stage, client, person, 6000)
    assert "Cara Example: nothing told to us limits paid work</h1>" in page
    assert "This benefit" not in page


def test_hours_past_a_permission_are_said_to_be_past_it_and_no_more(
    client: FlaskClient, stage: make.Stage
) -> None:
    person = make.person(stage, "Cara Example")
    tells(stage, person, work_permission="weekly-hours-limit", weekly_minutes_limit=60)
    page = opened(stage, client, person, 6000)
    assert "Cara Example: over the hours a week that we were told</h1>" in page
    assert "o fee may be paid" not in page

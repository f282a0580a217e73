"""Amounts, hours and a number of sessions tried with a person: the same check, kept nowhere, never a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.staff import sign_in
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.errors import Invalid, NotFound
from tracker.money import Money
from tracker.payments import services, what_if
from tracker.payments.check_models import Check
from tracker.payments.models import Offer
from tracker.payments.offers import promised_day
from tracker.payments.what_if import Tried
from tracker.people import services as people
from tracker.people.models import Participant
from tracker.web.ids import encode
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]
CARERS: dict[str, Any] = {
    "week_ends_on": "sunday",
    "care_costs_per_week": "0.00",
    "pension_per_week": "0.00",
    "other_earnings": "0.00",
    "other_earnings_per": "week",
}


class Planned:
    """Three sessions to come, a week apart, and a carer who is on the project."""

    def __init__(self) -> None:
        self.stage = make.stage(held_on=TODAY + timedelta(days=8))
        self.sessions = [
            self.stage.involvement,
            *(
                make.stage_in(
                    self.stage, f"Session {week}", held_on=TODAY + timedelta(days=8 + 7 * week)
                ).involvement
                for week in (1, 2)
            ),
        ]
        self.carer = make.person(self.stage, "Cara Example")
        contact = self.stage.as_("contact")
        with writing():
            people.record_circumstances(
                actor=contact,
                on=TODAY,
                participant=self.carer,
                values={"nation": "england"},
                consent_on=TODAY,
            )
            people.declare_benefit(
                actor=contact,
                on=TODAY,
                participant=self.carer,
                benefit="carers-allowance",
                since=date(2025, 1, 1),
                facts=CARERS,
            )

    def tried(self, pounds: int, *, number: int = 1, minutes: int | None = None, first: int = 0) -> Tried:
        with writing():
            return what_if.try_out(
                actor=self.stage.as_("contact"),
                on=TODAY,
                participant=self.carer,
                session_id=self.sessions[first].id,
                pence=Money(pounds * 100),
                minutes=minutes,
                number=number,
            )

    def outcome(self, pounds: int, **said: Any) -> str:
        return str(self.tried(pounds, **said).answer.document["outcome"])


@pytest.fixture
def planned(db_session: object) -> Planned:
    return Planned()


def test_the_same_check_as_at_an_offer_is_made_and_nothing_of_it_kept(planned: Planned) -> None:
    assert (planned.outcome(75), planned.outcome(204), planned.outcome(205)) == ("within", "near", "above")
    assert db.session.scalar(select(func.count()).select_from(Check)) == 0
    assert db.session.scalar(select(func.count()).select_from(Offer)) == 0


def test_each_try_is_on_the_record_without_what_was_tried(planned: Planned) -> None:
    planned.tried(75)
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.position.desc())).first()
    assert event is not None
    assert (event.verb, event.values, event.fields) == ("tried-what-if", {}, [])


def test_each_session_is_tried_on_its_own_day_and_by_its_own_promise(planned: Planned) -> None:
    tried = planned.tried(75, number=3)
    proposed = [fact for fact in tried.answer.facts["payments"] if fact["state"] == "proposed"]
    days = {(one.held_on.isoformat(), promised_day(one.held_on).isoformat()) for one in planned.sessions}
    assert len(proposed) == 3
    assert len({fact["id"] for fact in proposed}) == 3
    for fact, (held, promised) in zip(proposed, sorted(days), strict=True):
        assert fact["worked"][0]["on"] == held
        assert fact["received_on"] in {held, promised}
    assert {finding["counted"] for finding in tried.answer.document["findings"]} == {"75.00"}


def test_hours_typed_stand_in_place_of_those_planned(planned: Planned) -> None:
    def minutes(tried: Tried) -> int:
        return int(tried.answer.facts["payments"][0]["worked"][0]["minutes"])

    assert minutes(planned.tried(75)) == planned.sessions[0].minutes
    assert minutes(planned.tried(75, minutes=600)) == 600


def test_what_was_offered_for_the_same_session_is_not_counted_twice(planned: Planned) -> None:
    place = make.invited(planned.stage, planned.carer)
    with writing():
        services.prepare_offer(
            actor=planned.stage.as_("lead"),
            on=TODAY,
            attendance=place,
            pence=Money(15000),
            rate=planned.stage.rate,
        )
    tried = planned.tried(100)
    assert [finding["counted"] for finding in tried.answer.document["findings"]] == ["100.00"]
    assert planned.outcome(100, first=1) == "within"


def test_more_sessions_than_are_planned_are_refused_with_how_many_there_are(planned: Planned) -> None:
    with pytest.raises(Invalid, match="Only 2 from that session on are planned: enter at most 2") as refused:
        planned.tried(75, number=3, first=1)
    assert refused.value.field == "number"
    with pytest.raises(Invalid, match="Only 1 from that session on is planned"):
        planned.tried(75, number=2, first=2)


def test_a_session_of_a_project_where_somebody_is_no_contact_cannot_be_tried(planned: Planned) -> None:
    with pytest.raises(NotFound), writing():
        what_if.try_out(
            actor=planned.stage.as_("lead"),
            on=TODAY,
            participant=planned.carer,
            session_id=planned.sessions[0].id,
            pence=Money(100),
            minutes=None,
            number=1,
        )


def test_a_contact_tries_it_on_the_screen(app: Flask, client: FlaskClient, planned: Planned) -> None:
    carer, session_id = planned.carer.id, planned.sessions[0].id
    email = planned.stage.cast.contact.email
    sign_in(client, email)
    address = f"/people/{encode(carer)}/what-if"
    assert "allowance" not in client.get(address).text.lower()
    said = {"session": str(session_id), "pence": "205", "number": "1"}
    page = client.post(address, data=said).text
    assert "Above the published limit we hold" in page
    assert "£205.00" in page
    assert "Citizens Advice" in page
    many = client.post(address, data={**said, "number": "9"}).text
    assert "Only 3 from that session on are planned: enter at most 3." in many
    assert "Enter an amount, like 50 or 0." in client.post(address, data={**said, "pence": ""}).text
    assert "Choose one from the list." in client.post(address, data={**said, "session": "5"}).text


def test_nobody_but_a_benefit_contact_tries(app: Flask, as_: As) -> None:
    with app.app_context():
        person = make.person(make.stage(), "Ada Example").id
    for held in ("lead", "finance", "approver", "manager", "administrator", "auditor"):
        assert as_(held).get(f"/people/{encode(person)}/what-if").status_code == 403


def test_somebody_in_no_coming_session_is_told_to_plan_one(client: FlaskClient, db_session: object) -> None:
    stage = make.stage()
    person: Participant = make.person(stage, "Ada Example")
    address, email = f"/people/{encode(person.id)}/what-if", stage.cast.contact.email
    sign_in(client, email)
    assert "Plan one first." in client.get(address).text

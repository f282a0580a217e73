"""Offers of a session are made in one go, but for those that want a talk or advice first."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.staff import sign_in
from tests.payments.test_stopped import told
from tracker.db import db
from tracker.money import Money
from tracker.payments import queries, services, together
from tracker.payments.models import Offer
from tracker.people import services as people
from tracker.projects import services as projects
from tracker.sessions.costs import Cost, plan_costs
from tracker.sessions.models import CostKind
from tracker.web.ids import encode
from tracker.web.transaction import writing


def prepared(stage: make.Stage, *names: str) -> dict[str, Offer]:
    places = [make.invited(stage, make.person(stage, name)) for name in names]
    with writing():
        offers = services.prepare_offers(
            actor=stage.as_("lead"),
            on=TODAY,
            attendances=places,
            pence=Money(7500),
            rate=None,
            expenses_covered="Travel",
            pay_by=TODAY,
        )
    return dict(zip(names, offers, strict=True))


def test_all_that_nothing_stands_in_the_way_of_are_made_and_the_others_wait(db_session: object) -> None:
    stage = make.stage()
    offers = prepared(stage, "Ada Example", "Bea Bound", "Cy Example")
    told(stage, offers["Bea Bound"].attendance.participant)
    with writing():
        new = people.create_participant(actor=stage.as_("lead"), on=TODAY, name="Not Advised")
        projects.add_person_to_project(
            actor=stage.as_("lead"), on=TODAY, project=stage.project, participant=new
        )
    place = make.invited(stage, new)
    with writing():
        waits = services.prepare_offer(
            actor=stage.as_("lead"), on=TODAY, attendance=place, pence=Money(7500), rate=stage.rate
        )
    everyone = [*offers.values(), waits]
    with writing():
        made = together.make_all(actor=stage.as_("lead"), on=TODAY, offers=everyone)
    assert {offer.id for offer in made} == {offers["Ada Example"].id, offers["Cy Example"].id}
    assert [offer.offered_on for offer in everyone] == [TODAY, None, TODAY, None]
    assert together.can_be_made(everyone) == []


def test_the_page_of_offers_makes_them_in_one_go(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        stage = make.stage()
        prepared(stage, "Ada Example", "Cy Example")
        address, email = f"/sessions/{encode(stage.involvement.id)}/offers", stage.cast.lead.email
        session_id = stage.involvement.id
    sign_in(client, email)
    assert "Record 2 offers as made" in client.get(address).text
    assert "2 offers are recorded as made." in client.post(f"{address}/make", follow_redirects=True).text
    with app.app_context():
        assert {offer.offered_on for offer in queries.offers_of_session(session_id).values()} == {TODAY}
    assert "as made" not in client.get(address).text.split("recorded as made.")[-1]


@pytest.mark.parametrize(("planned", "usual"), [(7500, "rate"), (5000, Money(5000)), (None, "rate")])
def test_the_form_begins_with_what_was_planned(
    db_session: object, planned: int | None, usual: object
) -> None:
    stage = make.stage()
    if planned is not None:
        with writing():
            plan_costs(
                actor=stage.as_("lead"),
                involvement=stage.involvement,
                version=stage.involvement.version,
                expected_people=3,
                budget=None,
                costs=[Cost(CostKind.FEE, Money(planned), 3)],
            )
    expected = stage.rate if usual == "rate" else usual
    assert together.usual_offer(stage.involvement, [stage.rate]) == expected
    db.session.rollback()

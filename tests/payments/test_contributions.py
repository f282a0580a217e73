"""A contribution without a meeting is logged in one go, counts as heard, and is paid like a meeting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories import projects as make_projects
from tracker.db import db
from tracker.money import Money
from tracker.payments.models import Answer, Claim, Offer
from tracker.permissions import SYSTEM
from tracker.projects import services as projects
from tracker.projects.models import Unit, Word
from tracker.projects.queries import members
from tracker.projects.roles import give_role
from tracker.reports.catalogue import voices
from tracker.reports.queries import Choice
from tracker.sessions.models import Attendance, InvolvementSession, Mode, Outcome
from tracker.web.ids import encode
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]


@pytest.fixture
def stage(db_session: Any) -> make.Stage:
    return make.stage()


@pytest.fixture
def people(stage: make.Stage) -> list[Any]:
    return [make.person(stage, name) for name in ("Ada Example", "Bo Example", "Cy Example")]


def address(stage: make.Stage) -> str:
    return f"/projects/{encode(stage.project.id)}/contributions/new"


def typed(who: list[Any], **values: Any) -> dict[str, Any]:
    given = {
        "people": [str(person.id) for person in who],
        "activity": "reading",
        "title": "Comments on the leaflet",
        "held_on": ["20", "11", "2026"],
        "minutes": "0:40",
        "mode": "own-time",
        "fee": "-unpaid",
    }
    return given | values


def logged() -> InvolvementSession:
    return db.session.scalars(
        db.select(InvolvementSession).where(InvolvementSession.activity.is_not(None))
    ).one()


def test_several_people_are_logged_at_once_and_count_as_heard(
    stage: make.Stage, people: list[Any], as_: As
) -> None:
    answer = as_("lead").post(address(stage), data=typed(people), follow_redirects=True)
    assert "Logged for 3 people." in answer.text
    assert "Reading or commenting" in answer.text
    kept = logged()
    assert (kept.mode, kept.held_on, kept.minutes, kept.unpaid) == (
        Mode.OWN_TIME,
        date(2026, 11, 20),
        40,
        True,
    )
    places = db.session.scalars(db.select(Attendance)).all()
    assert {(place.outcome, place.minutes) for place in places} == {(Outcome.ATTENDED, 40)}
    assert voices.build(Choice(), on=TODAY).spread.people == 3


def test_a_time_that_nobody_knows_stays_unknown(stage: make.Stage, people: list[Any], as_: As) -> None:
    as_("lead").post(address(stage), data=typed(people[:1], minutes=""))
    assert logged().minutes is None
    assert db.session.scalars(db.select(Attendance.minutes)).all() == [None]


def test_a_fee_that_was_agreed_beforehand_is_on_draft_claims_at_once(
    stage: make.Stage, people: list[Any], as_: As
) -> None:
    as_("lead").post(address(stage), data=typed(people, fee="rate-Half day", taken="y"))
    offers = db.session.scalars(db.select(Offer)).all()
    assert [(one.pence, one.answer, one.offered_on) for one in offers] == [
        (Money(7500), Answer.FULL, TODAY)
    ] * 3
    claims = db.session.scalars(db.select(Claim)).all()
    assert [claim.total for claim in claims] == [Money(7500)] * 3


def test_a_fee_that_is_still_to_be_offered_is_only_prepared(
    stage: make.Stage, people: list[Any], as_: As
) -> None:
    as_("lead").post(address(stage), data=typed(people[:1], fee="-amount", pence="12.50"))
    (offer,) = db.session.scalars(db.select(Offer)).all()
    assert (offer.pence, offer.offered_on, offer.answer) == (Money(1250), None, None)
    assert db.session.scalars(db.select(Claim)).all() == []


def test_an_hourly_rate_pays_the_minutes_given(stage: make.Stage, people: list[Any], as_: As) -> None:
    with writing():
        projects.add_rate(
            actor=SYSTEM,
            card=stage.rate.card,
            label="Hourly",
            unit=Unit.HOUR,
            pence=Money(3000),
            since=date(2026, 4, 1),
        )
    as_("lead").post(address(stage), data=typed(people[:1], fee="rate-Hourly"))
    assert db.session.scalars(db.select(Offer.pence)).all() == [Money(2000)]


def test_a_fee_goes_to_those_whose_role_is_paid(stage: make.Stage, people: list[Any], as_: As) -> None:
    _make_unpaid(stage, people[0])
    as_("lead").post(address(stage), data=typed(people, fee="rate-Half day"))
    assert len(db.session.scalars(db.select(Offer)).all()) == 2
    answer = as_("lead").post(address(stage), data=typed(people[:1], fee="rate-Half day"))
    assert "is unpaid, so no fee is offered." in answer.text


def _make_unpaid(stage: make.Stage, person: Any) -> None:
    kept = members(stage.project.id, [person.id], TODAY)[person.id]
    with writing():
        give_role(
            actor=SYSTEM, membership=kept, version=kept.version, role="trainee", unpaid=True, since=kept.since
        )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"people": []}, "Tick at least one person."),
        ({"people": ["12"]}, "Tick from this list only"),
        ({"title": ""}, "Enter what it was about"),
        ({"held_on": ["24", "11", "2026"]}, "it cannot be later than today"),
        ({"held_on": ["31", "3", "2026"], "fee": "rate-Half day"}, "had no Half day on that day yet"),
        ({"minutes": "25"}, "Enter at most 24 hours."),
        ({"mode": ""}, "Choose how they took part."),
        ({"fee": ""}, "Choose whether there is a fee."),
        ({"fee": "-amount"}, "Enter the amount for each person."),
        ({"fee": "-amount", "pence": "0"}, "Enter an amount above £0.00"),
        ({"activity": "", "other_activity": "!!!"}, "Enter a word with letters in it."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_half_saved(
    stage: make.Stage, people: list[Any], as_: As, values: dict[str, Any], sentence: str
) -> None:
    answer = as_("lead").post(address(stage), data=typed(people, **values))
    assert sentence in answer.text
    assert db.session.scalars(db.select(InvolvementSession.id)).all() == [stage.involvement.id]


def test_another_kind_joins_the_list_once(stage: make.Stage, people: list[Any], as_: As) -> None:
    client = as_("lead")
    for kind in ("Walk and talk", "walk and  TALK"):
        client.post(address(stage), data=typed(people, activity="", other_activity=kind))
    found = db.session.scalars(db.select(Word).where(Word.code == "walk-and-talk")).all()
    assert [word.label for word in found] == ["Walk and talk"]


def test_a_person_named_in_the_address_is_ticked_already(
    stage: make.Stage, people: list[Any], as_: As
) -> None:
    client = as_("lead")
    page = client.get(f"/people/{encode(people[1].id)}").text
    link = f"{address(stage)}?person={people[1].ref}"
    assert link in page
    form = client.get(f"{link}&search=Ada").text
    assert f'value="{people[1].id}" checked' in form
    assert "Ada Example" in form
    assert "Cy Example" not in form


def test_another_projects_people_are_not_there(stage: make.Stage, people: list[Any], as_: As) -> None:
    other = make_projects.project()
    client = as_("lead", project_id=other.id)
    assert client.get(address(stage)).status_code == 404
    named = client.get(f"/projects/{encode(other.id)}/contributions/new?person={people[0].ref}")
    assert "Ada Example" not in named.text


def test_a_fee_for_a_stretch_of_time_says_which_days_on_its_line(
    as_: As, stage: make.Stage, people: list[Any]
) -> None:
    lead = as_("lead", project_id=stage.project.id)
    month = ["21", "10", "2026"]
    lead.post(
        address(stage),
        data=typed(people[:1], fee="-amount", pence="120", taken="y", covers_from=month),
    )
    line = db.session.scalars(db.select(Claim)).one().lines[0]
    assert line.description.endswith(", 21 October 2026 to 20 November 2026")
    page = lead.get(f"/sessions/{encode(logged().id)}").text
    assert "21 October 2026 to 20 November 2026" in page


def test_a_fee_is_for_a_year_at_most(as_: As, stage: make.Stage, people: list[Any]) -> None:
    lead = as_("lead", project_id=stage.project.id)
    data = typed(people[:1], fee="-amount", pence="120", covers_from=["1", "1", "2024"])
    assert "A fee can be for a year at most" in lead.post(address(stage), data=data).text

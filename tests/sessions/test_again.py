"""Another session like the last: what repeats is copied, who left is not invited, the date is asked."""

from collections.abc import Callable
from datetime import date, time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import TODAY
from tests.factories import people, projects, sessions
from tracker.db import db
from tracker.errors import Invalid
from tracker.money import Money
from tracker.permissions import SYSTEM
from tracker.projects.services import end_membership
from tracker.sessions import queries
from tracker.sessions.again import Invited, session_like
from tracker.sessions.costs import Cost, plan_costs, planned
from tracker.sessions.models import CostKind, InvolvementSession, Mode, Outcome
from tracker.web.ids import encode
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]
NEXT = date(2026, 12, 10)


@pytest.fixture
def last(app: Flask) -> int:
    """A planned session whose register says: Amina came, Brendan did not; Chidi has left the project."""
    with app.app_context():
        project = projects.project(name="Early years")
        involvement = sessions.involvement(
            project,
            start=time(10),
            end=time(12),
            minutes=None,
            mode=Mode.HYBRID,
            venue="Hall",
            preparation_minutes=30,
            stage="design",
            service_user_activity=True,
        )
        for name, outcome, role in (
            ("Amina", Outcome.ATTENDED, "chair"),
            ("Brendan", Outcome.DID_NOT_ATTEND, None),
            ("Chidi", Outcome.PART, None),
        ):
            person = people.participant(name=f"{name} Example")
            membership = projects.member(project, person, date(2026, 11, 1))
            sessions.attendance(involvement, person, outcome, role=role)
        with writing():
            involvement.activity, involvement.unpaid, involvement.free_to_withdraw = "survey", True, True
            plan_costs(
                actor=SYSTEM,
                involvement=involvement,
                version=involvement.version,
                expected_people=8,
                budget=Money(50_000),
                costs=[Cost(CostKind.FEE, Money(2500), 8, "Half day"), Cost(CostKind.SUPPORT, Money(4000))],
            )
            end_membership(actor=SYSTEM, on=date(2026, 11, 20), membership=membership)
        return involvement.id


def again(last: int, **values: object) -> InvolvementSession:
    given = {
        "held_on": NEXT,
        "title": "Steering group",
        "start": time(10),
        "end": time(12),
        "venue": "Hall",
        "with_costs": True,
        "invited": Invited.NOBODY,
    } | values
    with writing() as session:
        kept = session.get_one(InvolvementSession, last)
        return session_like(actor=SYSTEM, on=TODAY, last=kept, **given)  # type: ignore[arg-type]


def test_what_repeats_is_copied_and_what_came_of_it_is_not(app: Flask, last: int) -> None:
    with app.app_context():
        new = again(last)
        old = db.session.get_one(InvolvementSession, last)
        for name in (
            "project_id",
            "mode",
            "minutes",
            "preparation_minutes",
            "stage",
            "level",
            "service_user_activity",
            "activity",
            "unpaid",
            "free_to_withdraw",
            "expected_people",
            "budget_pence",
        ):
            assert getattr(new, name) == getattr(old, name), name
        assert (new.held_on, new.heard_without_names, new.closed_on) == (NEXT, 0, None)
        assert new.ref != old.ref
        assert [(cost.kind, cost.pence, cost.people, cost.note) for cost in planned(new.id)] == [
            (cost.kind, cost.pence, cost.people, cost.note) for cost in planned(last)
        ]


def test_costs_are_copied_only_if_wished(app: Flask, last: int) -> None:
    with app.app_context():
        new = again(last, with_costs=False)
        assert (planned(new.id), new.expected_people, new.budget_pence) == ([], None, None)


@pytest.mark.parametrize(
    ("invited", "names"),
    [
        (Invited.NOBODY, {}),
        (Invited.EVERYBODY, {"Amina Example": "chair", "Brendan Example": "participant"}),
        (Invited.WHO_CAME, {"Amina Example": "chair"}),
    ],
)
def test_who_is_invited_keeps_their_part_and_whoever_left_the_project_is_not(
    app: Flask, last: int, invited: Invited, names: dict[str, str]
) -> None:
    with app.app_context():
        places = queries.attendances(again(last, invited=invited).id)
        assert {place.participant.name: place.role for place in places} == names
        assert {place.outcome for place in places} <= {None}


def test_a_session_without_times_is_as_long_as_the_last(app: Flask, last: int) -> None:
    with app.app_context():
        assert again(last, start=None, end=None).minutes == 120


def test_an_end_before_the_start_leaves_nothing_behind(app: Flask, last: int) -> None:
    with app.app_context():
        with pytest.raises(Invalid, match="later than the start"):
            again(last, start=time(13), invited=Invited.EVERYBODY)
        assert db.session.scalars(select(InvolvementSession.id)).all() == [last]


def test_a_lead_plans_the_next_one_by_its_date_alone(app: Flask, as_: As, last: int) -> None:
    lead = as_("lead")
    path = f"/sessions/{encode(last)}/again"
    page = lead.get(path).text
    for words in (
        'value="10:00"',
        'value="Hall"',
        "Everybody who had a place: 2 people",
        "Only those who came: 1 person",
        "Plan the same costs and budget",
    ):
        assert words in page
    shown = {"title": "Steering group", "start": "10:00", "end": "12:00", "with_costs": "y"}
    assert "Enter the date of the session." in lead.post(path, data=shown).text
    sent = shown | {"held_on": ["10", "12", "2026"], "invited": "everybody"}
    answer = lead.post(path, data=sent, follow_redirects=True).text
    for words in ("The session is planned.", "10 December 2026", "Amina Example", "Brendan Example"):
        assert words in answer


def test_both_pages_lead_to_another_like_the_last(app: Flask, as_: As, last: int) -> None:
    lead = as_("lead")
    with app.app_context():
        kept = db.session.get_one(InvolvementSession, last)
        project = f"/projects/{encode(kept.project_id)}"
    for page in (project, f"/sessions/{encode(last)}"):
        assert f"/sessions/{encode(last)}/again" in lead.get(page).text

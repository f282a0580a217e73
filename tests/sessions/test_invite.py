"""Inviting from a project's people: found, ticked, page by page, or a whole list at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from tests.conftest import TODAY
from tests.factories import people, projects, sessions
from tracker.db import db
from tracker.people.services import update_participant
from tracker.permissions import SYSTEM
from tracker.projects.models import Project
from tracker.projects.queries import members
from tracker.projects.services import seed_lists
from tracker.sessions import queries
from tracker.sessions.models import Attendance, InvolvementSession, Outcome
from tracker.web.ids import encode
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]
NEXT = date(2026, 12, 10)


class Panel:
    """A project of some people, and a session of it to come."""

    def __init__(self, app: Flask, *, size: int = 4, held_on: date = NEXT) -> None:
        self.app = app
        with app.app_context():
            with writing():
                seed_lists(actor=SYSTEM, on=TODAY)
            project = projects.project(name="Parents")
            self.project_id = project.id
            involvement = sessions.involvement(project, held_on=held_on)
            self.session_id = involvement.id
            self.path = f"/sessions/{encode(involvement.id)}/invite"
            self.ids = [people.participant(project, name=f"Person {number:03d}").id for number in range(size)]

    def project(self) -> Project:
        return db.session.get_one(Project, self.project_id)

    def heard(self, number: int, on: date, outcome: Outcome = Outcome.ATTENDED, **values: Any) -> None:
        """A person had a place in another session of the project."""
        with self.app.app_context():
            other = sessions.involvement(self.project(), held_on=on)
            person = db.session.get_one(people.Participant, self.ids[number])
            sessions.attendance(other, person, outcome, **values)

    def places(self) -> dict[str, Attendance]:
        with self.app.app_context():
            return {place.participant.name: place for place in queries.attendances(self.session_id)}


def listed(page: str) -> list[str]:
    return re.findall(r"Person \d{3}", re.sub(r"<[^>]+>", " ", page))


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """The statements that reach the database meanwhile."""
    said: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        said.append(statement)

    with app.app_context():
        engine = db.session.get_bind().engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_people_of_the_project_are_invited_by_ticking_them(app: Flask, as_: As) -> None:
    panel = Panel(app)
    with app.app_context():
        people.participant(name="Zoe Stranger")
    lead = as_("lead", project_id=panel.project_id)
    page = lead.get(panel.path).text
    assert listed(page) == [f"Person {number:03d}" for number in range(4)]
    assert "Zoe Stranger" not in page
    sent = {"people": [str(panel.ids[1]), str(panel.ids[3])], "role": "chair"}
    assert "2 people invited." in lead.post(panel.path, data=sent, follow_redirects=True).text
    assert {name: place.role for name, place in panel.places().items()} == {
        "Person 001": "chair",
        "Person 003": "chair",
    }
    assert listed(lead.get(panel.path).text) == ["Person 000", "Person 002"]


@pytest.mark.parametrize(
    ("ticked", "sentence"),
    [
        ([], "Tick at least one person."),
        (["x"], "Tick from this list only"),
        (["stranger"], "Tick from this list only"),
    ],
)
def test_who_is_not_in_the_list_is_not_invited(app: Flask, as_: As, ticked: list[str], sentence: str) -> None:
    panel = Panel(app)
    with app.app_context():
        stranger = people.participant(name="Zoe Stranger").id
    sent = {"people": [str(stranger) if code == "stranger" else code for code in ticked]}
    answer = as_("lead").post(panel.path, data=sent)
    assert sentence in answer.text
    assert panel.places() == {}


def test_a_large_project_is_invited_page_by_page(app: Flask, as_: As) -> None:
    panel = Panel(app, size=53)
    lead = as_("lead")
    first = lead.get(panel.path).text
    assert len(listed(first)) == 50
    assert "53 people without a place yet" in first
    sent = {"people": [str(panel.ids[49])], "then": "next-page"}
    second = lead.post(panel.path, data=sent, follow_redirects=True).text
    assert listed(second) == ["Person 050", "Person 051", "Person 052"]
    assert "1 person invited. These are the next." in second
    assert list(panel.places()) == ["Person 049"]


def test_a_page_asks_the_database_as_little_for_fifty_people_as_for_five(app: Flask, as_: As) -> None:
    panel = Panel(app, size=50)
    lead = as_("lead")
    counts = []
    for search in ("Person 00", "Person"):
        lead.get(f"{panel.path}?search=Person")
        with statements(app) as said:
            assert lead.get(f"{panel.path}?search={search}").status_code == 200
        counts.append(len(said))
    assert counts[0] == counts[1]


def test_a_search_finds_part_of_a_name(app: Flask, as_: As) -> None:
    panel = Panel(app, size=12)
    lead = as_("lead")
    assert listed(lead.get(f"{panel.path}?search=n+01").text) == ["Person 010", "Person 011"]
    assert "Nobody else in the project matches" in lead.get(f"{panel.path}?search=Nobody").text


def test_each_row_says_when_the_person_was_last_heard(app: Flask, as_: As) -> None:
    panel = Panel(app)
    panel.heard(0, date(2026, 3, 5))
    panel.heard(0, date(2026, 2, 1))
    panel.heard(1, date(2026, 10, 1), Outcome.DID_NOT_ATTEND)
    page = as_("lead").get(panel.path).text
    assert "last heard 5 March 2026" in page
    assert page.count("not heard yet") == 3


def test_those_not_heard_for_six_months_are_shown_alone(app: Flask, as_: As) -> None:
    panel = Panel(app, size=5)
    panel.heard(0, date(2026, 11, 1))
    panel.heard(1, date(2026, 3, 1))
    panel.heard(2, date(2026, 11, 1), Outcome.CANCELLED_BY_US)
    panel.heard(3, date(2026, 11, 1), role="interpreter")
    page = as_("lead").get(f"{panel.path}?who=quiet").text
    assert listed(page) == ["Person 001", "Person 002", "Person 003", "Person 004"]


def test_what_happened_in_another_leads_project_is_not_told(app: Flask, as_: As) -> None:
    panel = Panel(app, size=1)
    with app.app_context():
        person = db.session.get_one(people.Participant, panel.ids[0])
        sessions.attendance(sessions.involvement(), person, Outcome.ATTENDED)
    lead = as_("lead", project_id=panel.project_id)
    assert "not heard yet" in lead.get(panel.path).text
    assert listed(lead.get(f"{panel.path}?who=quiet").text) == ["Person 000"]


def test_an_unpaid_role_is_marked(app: Flask, as_: As) -> None:
    panel = Panel(app)
    with app.app_context(), writing():
        membership = members(panel.project_id, panel.ids[:1], TODAY)[panel.ids[0]]
        membership.unpaid, membership.role = True, "Intern"
    page = as_("lead").get(panel.path).text
    assert page.count("Unpaid role: Intern") == 1


def test_a_person_whose_record_ended_is_not_invited(app: Flask, as_: As) -> None:
    panel = Panel(app)
    with app.app_context(), writing() as session:
        person = session.get_one(people.Participant, panel.ids[2])
        person.since = date(2026, 1, 1)
        update_participant(
            actor=SYSTEM, participant=person, version=person.version, values={"until": date(2026, 11, 1)}
        )
    assert "Person 002" not in as_("lead").get(panel.path).text


def test_everybody_in_a_list_is_invited_at_once(app: Flask, as_: As) -> None:
    panel = Panel(app, size=60)
    panel.heard(0, date(2026, 11, 1))
    lead = as_("lead")
    assert "Invite all 59" in lead.get(f"{panel.path}?who=quiet").text
    address = f"{panel.path}/everybody?who=quiet"
    page = lead.get(address).text
    assert "Invite all 59" in page
    assert len(set(listed(page))) == 59
    assert "59 people invited." in lead.post(address, data={"number": "59"}, follow_redirects=True).text
    assert len(panel.places()) == 59
    assert "Person 000" not in panel.places()


def test_a_list_that_changed_meanwhile_is_looked_at_again_first(app: Flask, as_: As) -> None:
    panel = Panel(app)
    lead = as_("lead")
    for number in ("3", "", "x", "-1"):
        answer = lead.post(f"{panel.path}/everybody", data={"number": number}).text
        assert "The list has changed meanwhile: it now holds 4 people." in answer
    assert panel.places() == {}


def test_nobody_left_is_said(app: Flask, as_: As) -> None:
    panel = Panel(app, size=1)
    lead = as_("lead")
    lead.post(f"{panel.path}/everybody", data={"number": "1"})
    assert "Everybody in the project has a place already" in lead.get(panel.path).text
    assert "The list holds nobody" in lead.get(f"{panel.path}/everybody").text
    answer = lead.post(f"{panel.path}/everybody", data={"number": "0"}).text
    assert "choose a list of 1 to 1,000 people" in answer


def test_after_a_session_the_register_comes_next(app: Flask, as_: As) -> None:
    panel = Panel(app, held_on=date(2026, 11, 12))
    lead = as_("lead")
    assert "Put people on the register" in lead.get(panel.path).text
    answer = lead.post(panel.path, data={"people": [str(panel.ids[0])]}, follow_redirects=True)
    assert answer.request.path.endswith("/register")
    assert "1 person put on the register. Now say who came." in answer.text


def test_before_a_session_the_offers_come_next_unless_nobody_is_paid(app: Flask, as_: As) -> None:
    panel = Panel(app)
    lead = as_("lead")
    answer = lead.post(panel.path, data={"people": [str(panel.ids[0])]})
    assert answer.location.endswith("/offers")
    with app.app_context(), writing() as session:
        session.get_one(InvolvementSession, panel.session_id).unpaid = True
    assert "Nobody is paid for this session." in lead.get(panel.path).text
    answer = lead.post(panel.path, data={"people": [str(panel.ids[1])]})
    assert answer.location == panel.path.removesuffix("/invite")

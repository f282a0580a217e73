"""Pages of people: finding, adding, changing, and what each role sees of somebody."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import people, projects, sessions
from tracker.db import db
from tracker.people import queries
from tracker.people.models import Participant
from tracker.permissions import SYSTEM
from tracker.projects.models import Project
from tracker.projects.services import seed_lists
from tracker.web.ids import encode
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]
BORN = ["29", "2", "1980"]


@pytest.fixture(autouse=True)
def lists(app: Flask) -> None:
    with app.app_context(), writing():
        seed_lists(actor=SYSTEM, on=date(2026, 11, 23))


@pytest.fixture
def project_id(app: Flask) -> int:
    with app.app_context():
        return projects.project(name="Early years").id


def everybody(app: Flask) -> list[Participant]:
    with app.app_context():
        return list(db.session.scalars(select(Participant)))


def new(project_id: int, **values: Any) -> dict[str, Any]:
    given = {"project": str(project_id), "name": "Amina Example", "language": "english", "format": "standard"}
    return given | values


# --- adding -----------------------------------------------------------------------------------------------


def test_somebody_nobody_knows_is_added_to_the_project(app: Flask, as_: As, project_id: int) -> None:
    lead = as_("lead", project_id=project_id)
    found = {"project": str(project_id), "name": "Amina Example", "email": "amina@example.org"}
    page = lead.post("/people/add", data=found).text
    assert "We do not know them yet" in page
    assert 'value="amina@example.org"' in page
    answer = lead.post("/people/new", data=new(project_id, email="Amina@example.org"), follow_redirects=True)
    assert "Added." in answer.text
    assert "Early years" in answer.text
    assert "P-000001" in answer.text


def test_somebody_known_elsewhere_joins_and_nothing_more_is_learnt_before(
    app: Flask, as_: As, project_id: int
) -> None:
    with app.app_context():
        person = people.participant(
            projects.project(name="Secret project"),
            name="Amina Example",
            email="amina@example.org",
            phone="07700 900100",
        )
        path = f"/people/{encode(person.id)}"
    lead = as_("lead", project_id=project_id)
    assert lead.get(path).status_code == 404
    answer = lead.post("/people/add", data={"project": str(project_id), "email": "AMINA@example.org"})
    assert answer.status_code == 302
    assert answer.location.startswith(path)
    page = lead.get(answer.location).text
    assert "already known" in page
    assert "Secret project" not in page


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ({"name": "amina  EXAMPLE", "date_of_birth": BORN}, True),
        ({"name": "Amina Example", "date_of_birth": ["28", "2", "1980"]}, False),
        ({"name": "Amina Example"}, False),
        ({"ref": "A-1"}, True),
    ],
)
def test_a_full_name_needs_its_date_of_birth(
    app: Flask, as_: As, project_id: int, typed: dict[str, Any], known: bool
) -> None:
    with app.app_context():
        people.participant(name="Amina Example", ref="A-1", date_of_birth=date(1980, 2, 29))
    answer = as_("lead", project_id=project_id).post("/people/add", data={"project": str(project_id)} | typed)
    assert (answer.status_code == 302) is known
    assert ("We do not know them yet" in answer.text) is not known


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Enter an email address, a reference or a full name."),
        ({"ref": "nobody"}, "Nobody has this reference."),
        ({"name": "A", "date_of_birth": ["31", "2", "1980"]}, "There is no such date"),
        ({"name": "A\x00"}, "characters that cannot be printed"),
        ({"name": "x" * 201}, "Make this 200 letters or fewer"),
    ],
)
def test_a_search_that_cannot_be_says_what_to_enter(
    as_: As, project_id: int, typed: dict[str, Any], sentence: str
) -> None:
    answer = as_("lead").post("/people/add", data={"project": str(project_id)} | typed)
    assert answer.status_code == 200
    assert sentence in answer.text


def test_nobody_is_added_to_a_project_of_others(app: Flask, as_: As, project_id: int) -> None:
    with app.app_context():
        mine = projects.project().id
        people.participant(ref="A-1")
    lead = as_("lead", project_id=mine)
    for address, data in (
        ("/people/add", {"ref": "A-1", "project": str(project_id)}),
        ("/people/new", new(project_id)),
    ):
        assert "Choose one from the list." in lead.post(address, data=data).text


def test_one_person_is_not_added_twice_unless_somebody_says_they_are_two(
    app: Flask, as_: As, project_id: int
) -> None:
    with app.app_context():
        people.participant(name="Jan Example", email="family@example.org")
    lead = as_("lead", project_id=project_id)
    typed = new(project_id, email="family@example.org")
    page = lead.post("/people/new", data=typed).text
    assert "is already known" in page
    assert "Jan Example" not in page
    assert len(everybody(app)) == 1
    assert lead.post("/people/new", data=typed | {"another": "y"}).status_code == 302
    assert len(everybody(app)) == 2


def test_a_form_sent_twice_adds_one_person(app: Flask, as_: As, project_id: int) -> None:
    lead = as_("lead", project_id=project_id)
    for _ in range(2):
        assert lead.post("/people/new", data=new(project_id, once="one key")).status_code == 302
    assert len(everybody(app)) == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": ""}, "Enter the person"),
        ({"email": "amina at home"}, "Enter an email address in full"),
        ({"phone": "0" * 41}, "Make this 40 letters or fewer"),
        ({"date_of_birth": ["1", "1", "2027"]}, "Enter a date no later than"),
        ({"date_of_birth": ["x", "1", "2000"]}, "Enter a day, a month and a year in numbers"),
        ({"format": "braille"}, "Choose one from the list."),
        ({"payment_route": "gold"}, "Choose one from the list."),
        ({"language": "klingon"}, "Choose one from the list."),
        ({"preferred_contact": "pigeon"}, "Choose one from the list."),
        ({"ref": "TAKEN"}, "Another person has this reference"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    app: Flask, as_: As, project_id: int, values: dict[str, Any], sentence: str
) -> None:
    with app.app_context():
        people.participant(ref="TAKEN")
    answer = as_("lead").post("/people/new", data=new(project_id, **values))
    assert answer.status_code == 200
    assert "There is a problem" in answer.text
    assert sentence in answer.text
    assert len(everybody(app)) == 1


# --- one person -------------------------------------------------------------------------------------------


@pytest.fixture
def path(app: Flask, project_id: int) -> str:
    with app.app_context():
        project = db.session.get_one(Project, project_id)
        person = people.participant(project, name="Amina Example", ref="A-1")
        sessions.attendance(sessions.involvement(project, title="Steering group"), person)
        return f"/people/{encode(person.id)}"


def test_a_lead_of_another_project_finds_nobody(app: Flask, as_: As, path: str) -> None:
    with app.app_context():
        other = projects.project().id
    lead = as_("lead", project_id=other)
    for address in (path, f"{path}/edit", f"{path}/limit"):
        assert lead.get(address).status_code == 404
    assert lead.post(f"{path}/advice").status_code == 404
    assert "Amina Example" not in lead.get("/people").text


def test_a_persons_page_shows_the_sessions_they_came_to(as_: As, path: str) -> None:
    assert "Steering group" in as_("lead").get(path).text


def test_a_lead_changes_details(as_: As, project_id: int, path: str) -> None:
    values = new(project_id, ref="A-1", name="Amina New", phone="07700 900100", version="1")
    page = as_("lead").post(f"{path}/edit", data=values, follow_redirects=True).text
    assert "Amina New" in page
    assert "07700 900100" in page


def test_two_people_saving_at_once_are_shown_both_values(as_: As, project_id: int, path: str) -> None:
    client = as_("lead")
    client.post(f"{path}/edit", data=new(project_id, ref="A-1", name="Theirs", version="1"))
    answer = client.post(f"{path}/edit", data=new(project_id, ref="A-1", name="Mine", version="1"))
    assert "Saved by somebody else meanwhile" in answer.text
    assert "Theirs" in answer.text
    assert 'value="Mine"' in answer.text


def test_an_auditor_sees_no_person_s_page(as_: As, path: str) -> None:
    auditor = as_("auditor")
    assert auditor.get(path).status_code == 403
    assert auditor.get(f"{path}/edit").status_code == 403
    assert auditor.post(f"{path}/advice").status_code == 403


def test_an_approver_reads_and_changes_nothing(as_: As, path: str) -> None:
    approver = as_("approver")
    page = approver.get(path).text
    assert "Amina Example" in page
    assert "Change details" not in page
    assert approver.get(f"{path}/edit").status_code == 403


def test_advice_is_offered_with_one_button_and_names_who_offered_it(as_: As, path: str) -> None:
    page = as_("lead").post(f"{path}/advice", follow_redirects=True).text
    assert "Offered on 23 November 2026 by lead" in page


def test_an_own_limit_is_set_and_taken_back(app: Flask, as_: As, path: str) -> None:
    lead = as_("lead")
    typed = {"per": "month", "amount": "100", "minutes": "7:30", "starts_on": ["1", "11", "2026"]}
    page = lead.post(f"{path}/limit", data=typed, follow_redirects=True).text
    for words in ("£100.00", "7 hours 30 minutes", "each month"):
        assert words in page
    with app.app_context():
        (kept,) = queries.own_limits(everybody(app)[0].id, date(2026, 11, 23))
        end = f"{path}/limit/{encode(kept.id)}/end"
    assert "£100.00" not in lead.post(end, follow_redirects=True).text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"amount": "", "minutes": ""}, "Enter an amount, a number of hours, or both."),
        ({"amount": "-1"}, "Enter an amount of nought or more."),
        ({"per": ""}, "Choose a week, a month"),
        ({"starts_on": ["31", "2", "2026"]}, "There is no such date"),
    ],
)
def test_a_limit_that_cannot_be_says_what_to_enter(
    as_: As, path: str, values: dict[str, Any], sentence: str
) -> None:
    typed = {"per": "month", "amount": "100", "starts_on": ["1", "11", "2026"]}
    assert sentence in as_("lead").post(f"{path}/limit", data=typed | values).text


def test_the_list_is_searched_and_narrowed(app: Flask, as_: As, project_id: int, path: str) -> None:
    with app.app_context():
        people.participant(projects.project(), name="Zoe Other")
    lead = as_("lead")
    assert "Zoe Other" in lead.get("/people").text
    assert "Zoe Other" not in lead.get(f"/people?project={project_id}").text
    page = lead.get("/people?search=amina%00").text
    assert ("Amina Example" in page, "Zoe Other" in page) == (True, False)
    assert "matches" in lead.get("/people?search=%25").text


@pytest.mark.parametrize("role", ["lead", "approver", "finance", "manager", "administrator", "auditor"])
def test_no_role_sees_a_way_to_what_was_told_in_confidence(as_: As, path: str, role: str) -> None:
    client = as_(role)
    page = client.get(path).text
    assert "in confidence" not in page
    assert "/told" not in page

"""Pages of projects and rate cards."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import people, projects, sessions
from tracker.money import Money
from tracker.projects import queries
from tracker.web.ids import encode

As = Callable[..., FlaskClient]


@pytest.fixture
def path(app: Flask) -> str:
    with app.app_context():
        return f"/projects/{encode(projects.project(ref='EYP', name='Early years').id)}"


def typed(**values: Any) -> dict[str, Any]:
    return {"name": "Early years", "ref": "EYP", "design": "open-call"} | values


def test_an_administrator_adds_a_project_and_lands_on_it(app: Flask, as_: As) -> None:
    answer = as_("administrator").post("/projects/new", data=typed(pool="120"), follow_redirects=True)
    assert "<h1" in answer.text
    assert "120 people" in answer.text
    with app.app_context():
        project = queries.by_ref("EYP")
        assert project is not None
        assert (project.pool, project.cost_code) == (120, None)


def test_a_form_sent_twice_makes_one_project(as_: As) -> None:
    client = as_("administrator")
    first = client.post("/projects/new", data=typed(once="the same key"))
    second = client.post("/projects/new", data=typed(once="the same key"))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.location == second.location


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": ""}, "Enter the name of the project."),
        ({"name": "x" * 201}, "Make this 200 letters or fewer: it has 201."),
        ({"name": "Early\x00"}, "characters that cannot be printed"),
        ({"pool": "-5"}, "Enter a whole number from 0 to"),
        ({"pool": "0"}, "Enter a whole number from 1 to"),
        ({"design": "secret"}, "Choose one from the list."),
        ({"rate_card": "12345"}, "Choose one from the list."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(as_: As, values: dict[str, str], sentence: str) -> None:
    answer = as_("administrator").post("/projects/new", data=typed(**values))
    assert answer.status_code == 200
    assert answer.text.count(sentence) == 2
    assert "There is a problem" in answer.text


def test_a_reference_that_is_taken_is_said_beside_the_field(as_: As, path: str) -> None:
    answer = as_("administrator").post("/projects/new", data=typed(name="Another"))
    assert 'href="#ref">Another project has this reference' in answer.text


def test_a_lead_sees_their_project_and_no_other(app: Flask, as_: As, path: str) -> None:
    with app.app_context():
        mine = projects.project(name="Mine")
        address, project_id = f"/projects/{encode(mine.id)}", mine.id
    lead = as_("lead", project_id=project_id)
    assert lead.get(address).status_code == 200
    assert lead.get(path).status_code == 404
    assert "Early years" not in lead.get("/projects").text


def test_a_lead_changes_no_project(app: Flask, as_: As, path: str) -> None:
    lead = as_("lead")
    assert lead.get(f"{path}/edit").status_code == 403
    assert lead.get("/projects/new").status_code == 403


def test_two_people_saving_at_once_are_shown_both_values(as_: As, path: str) -> None:
    client = as_("administrator")
    client.post(f"{path}/edit", data=typed(name="Theirs", version="1"))
    answer = client.post(f"{path}/edit", data=typed(name="Mine", version="1"))
    assert answer.status_code == 200
    assert "Saved by somebody else meanwhile" in answer.text
    assert "Theirs" in answer.text
    assert 'value="Mine"' in answer.text
    assert 'name="version" value="2"' in answer.text
    again = client.post(f"{path}/edit", data=typed(name="Mine", version="2"))
    assert again.status_code == 302


def test_a_project_cannot_end_on_31_february(as_: As, path: str) -> None:
    answer = as_("administrator").post(f"{path}/edit", data=typed(version="1", until=["31", "2", "2027"]))
    assert "There is no such date" in answer.text


def test_its_page_shows_its_people_and_sessions_to_a_lead_only(app: Flask, as_: As) -> None:
    with app.app_context():
        project = projects.project()
        people.participant(project, name="Amina Example")
        sessions.involvement(project, title="Steering group")
        address = f"/projects/{encode(project.id)}"
    lead, manager, administrator = (
        as_(role).get(address).text for role in ("lead", "manager", "administrator")
    )
    assert ("Amina Example" in lead, "Steering group" in lead) == (True, True)
    assert ("Amina Example" in manager, "Steering group" in manager) == (False, True)
    assert ("Amina Example" in administrator, "Steering group" in administrator) == (False, False)


def test_a_lead_ends_a_membership(app: Flask, as_: As) -> None:
    with app.app_context():
        project = projects.project()
        person = people.participant(name="Amina Example")
        membership = projects.member(project, person)
        address = f"/projects/{encode(project.id)}/people/{encode(membership.id)}/leave"
        other = projects.project().id
    assert as_("lead", project_id=other).post(address).status_code == 404
    answer = as_("lead").post(address, follow_redirects=True)
    assert "Until 23 November 2026" in answer.text


# --- rate cards -------------------------------------------------------------------------------------------


def rate(**values: Any) -> dict[str, Any]:
    given = {"label": "Meeting", "pence": "27.50", "unit": "hour", "since": ["1", "4", "2026"]}
    shares = {"part": "100", "preparation_only": "25", "cancelled_by_us": "50"} | dict.fromkeys(
        ("cancelled_by_them", "did_not_attend"), "0"
    )
    terms = {f"share_{outcome}": share for outcome, share in shares.items()}
    return given | terms | {"by_time": "yes", "includes_preparation": "yes"} | values


def test_a_card_is_added_and_gets_its_rows(app: Flask, as_: As) -> None:
    client = as_("administrator")
    card = client.post("/rate-cards/new", data={"name": "Ours"}).location
    answer = client.post(card, data=rate(), follow_redirects=True)
    assert "The rate is added." in answer.text
    assert "£27.50" in answer.text
    with app.app_context():
        kept = queries.rate_cards()[0].rates[0]
        assert (kept.pence, kept.part_in_proportion) == (Money(2750), True)
        assert kept.paying_outcomes == {
            "attended": 100,
            "part": 100,
            "preparation-only": 25,
            "cancelled-by-us": 50,
        }
        address = f"{card}?like={encode(kept.id)}"
    page = client.get(card).text
    assert "We cancel: 50%" in page
    assert "They come for part of it: all of it, by the time" in page
    assert "Nothing when they cancel; they do not come" in page
    again = client.get(address).text
    assert 'value="Meeting"' in again
    assert re.search(r'name="share_cancelled_by_us"[^>]*value="50"', again)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"pence": "-5"}, "Enter an amount of nought or more."),
        ({"pence": "0"}, "Enter an amount above £0.00."),
        ({"pence": "1.234"}, "no more than two numbers after the point"),
        ({"pence": "lots"}, "Enter an amount in pounds"),
        ({"since": ["31", "2", "2026"]}, "There is no such date"),
        ({"since": ["", "", ""]}, "Enter the day from which this amount holds."),
        ({"unit": "moon"}, "Choose one from the list."),
        ({"share_part": "101"}, "Enter a whole number from 0 to 100."),
        ({"share_cancelled_by_them": ""}, "100 for all of it, 0 for nothing"),
        ({"min_minutes": "60", "max_minutes": "30"}, "cannot be shorter than the shortest"),
    ],
)
def test_a_row_that_cannot_be_is_said_beside_the_field(
    as_: As, values: dict[str, Any], sentence: str
) -> None:
    client = as_("administrator")
    card = client.post("/rate-cards/new", data={"name": "Ours"}).location
    answer = client.post(card, data=rate(**values))
    assert answer.status_code == 200
    assert sentence in answer.text


def test_a_lead_reads_rate_cards_and_adds_nothing(app: Flask, as_: As) -> None:
    with app.app_context():
        address = f"/rate-cards/{encode(projects.rate_card(Standard=2500).id)}"
    lead = as_("lead")
    assert "Add this rate" not in lead.get(address).text
    assert lead.post(address, data=rate()).status_code == 403

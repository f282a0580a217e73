"""The page of a role in a project."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import people, projects
from tracker.permissions import SYSTEM
from tracker.projects import services
from tracker.web.ids import encode
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]


@pytest.fixture
def ids(db_session: Any) -> dict[str, Any]:
    with writing():
        services.seed_lists(actor=SYSTEM, on=TODAY)
    project = projects.project()
    person = people.participant(name="Amina Example")
    membership = projects.member(project, person)
    return {"project": project.id, "membership": membership.id, "person": person.id}


def address(ids: dict[str, Any]) -> str:
    return f"/projects/{encode(ids['project'])}/people/{encode(ids['membership'])}/role"


def test_an_internship_is_recorded_and_shown_as_unpaid(ids: dict[str, Any], as_: As) -> None:
    client = as_("lead", project_id=ids["project"])
    form = client.get(address(ids)).text
    assert "Learns the work by doing it, for a set time." in form
    answer = client.post(
        address(ids),
        data={"role": "trainee", "unpaid": "yes", "since": ["23", "11", "2026"], "version": "1"},
        follow_redirects=True,
    )
    assert "The role of Amina Example is saved." in answer.text
    assert "Intern or trainee" in answer.text
    page = client.get(f"/people/{encode(ids['person'])}").text
    assert "Intern or trainee" in page
    assert "Unpaid" in page


def test_a_fault_is_said_beside_its_field(ids: dict[str, Any], as_: As) -> None:
    client = as_("lead")
    data = {"role": "emperor", "unpaid": "no", "since": ["1", "1", "2020"], "version": "1"}
    assert "Choose one from the list." in client.post(address(ids), data=data).text
    answer = client.post(address(ids), data=data | {"role": "member"})
    assert "They were not in the project yet on that day" in answer.text


def test_another_project_does_not_exist(ids: dict[str, Any], as_: As) -> None:
    assert as_("lead", project_id=projects.project().id).get(address(ids)).status_code == 404

"""Communities to reach: a plan of the project, written by those who lead it and read by its managers."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories.projects import project
from tracker.db import db
from tracker.diversity.models import Community
from tracker.web.ids import encode

As = Callable[..., FlaskClient]


def stage(app: Flask) -> tuple[int, str]:
    """A project, and the address of its communities."""
    with app.app_context():
        of = project()
        return of.id, f"/projects/{encode(of.id)}/communities"


def only(app: Flask) -> Community:
    with app.app_context():
        return db.session.scalars(select(Community)).one()


def named(client: FlaskClient, address: str) -> None:
    added = client.post(address, data={"name": "Boat families", "partner": "The canal trust"})
    assert added.status_code == 302


def test_the_lead_of_a_project_names_a_community_and_says_when_it_was_reached(app: Flask, as_: As) -> None:
    of, address = stage(app)
    lead = as_("lead", project_id=of)
    named(lead, address)
    one = f"{address}/{encode(only(app).id)}"
    assert "Reached on another day" in lead.get(address).text
    day = {"reached_on": ["3", "9", "2026"]}
    assert lead.post(f"{one}/reached", data=day).status_code == 302
    page = lead.get(address).text
    assert "reached, 3 September 2026" in page
    assert 'value="2026"' in lead.get(f"{one}/reached").text
    assert "1 of 1 community reached" in lead.get(f"/projects/{encode(of)}").text
    lead.post(one, data={"act": "remove"})
    assert "None is named yet" in lead.get(address).text


def test_a_day_that_is_still_to_come_or_none_is_refused_with_what_to_enter(app: Flask, as_: As) -> None:
    of, address = stage(app)
    lead = as_("lead", project_id=of)
    named(lead, address)
    reached = f"{address}/{encode(only(app).id)}/reached"
    later = lead.post(reached, data={"reached_on": ["24", "11", "2026"]}).text
    assert "This day is still to come. Enter the day on which it was reached." in later
    assert "Enter the day on which it was reached." in lead.post(reached, data={}).text
    assert only(app).reached_on is None


def test_a_manager_reads_the_list_and_changes_nothing(app: Flask, as_: As) -> None:
    of, address = stage(app)
    named(as_("lead", project_id=of), address)
    manager = as_("manager")
    page = manager.get(address).text
    assert "Boat families</strong>, with The canal trust: not yet" in page
    assert "Add one" not in page
    assert "Take off the list" not in page
    assert "0 of 1 community reached" in manager.get(f"/projects/{encode(of)}").text
    assert manager.post(address, data={"name": "Another"}).status_code == 403
    assert manager.post(f"{address}/{encode(only(app).id)}", data={"act": "remove"}).status_code == 403
    assert only(app).reached_on is None


def test_whoever_leads_a_project_learns_nothing_of_what_is_asked_in_it(app: Flask, as_: As) -> None:
    of, _ = stage(app)
    page = as_("lead", project_id=of).get(f"/projects/{encode(of)}").text
    assert "Communities we set out to reach" in page
    assert "What is asked, and why" not in page


def test_those_of_other_projects_find_no_list(app: Flask, as_: As) -> None:
    _, address = stage(app)
    with app.app_context():
        elsewhere = project().id
    for role in ("lead", "manager", "diversity"):
        assert as_(role, project_id=elsewhere).get(address).status_code == 404
    assert as_("finance").get(address).status_code == 403

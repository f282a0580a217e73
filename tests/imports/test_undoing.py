"""An import is taken back whole, or not at all once something rests on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.imports.sheets import EVERY_SHEET, workbook
from tests.imports.test_screens import As, lead, upload, walk
from tracker.db import db
from tracker.errors import Refused
from tracker.imports import undoing
from tracker.people.models import Participant
from tracker.permissions import SYSTEM
from tracker.projects.models import ImportBatch, ProjectPerson
from tracker.sessions import services as sessions
from tracker.sessions.models import Attendance, InvolvementSession
from tracker.web.transaction import writing

__all__ = ["As", "lead"]

BROUGHT = (Participant, ProjectPerson, InvolvementSession, Attendance)


def counts(app: Flask) -> list[int]:
    with app.app_context():
        return [db.session.scalar(select(func.count()).select_from(model)) or 0 for model in BROUGHT]


def undo_page(client: FlaskClient) -> str:
    """The address that takes the register back which was just brought in."""
    done = client.post(walk(client), data={"submit": "y"}).location
    return done.replace("/done", "/undo")


def test_everything_that_a_register_brought_in_goes_and_it_can_come_again(
    app: Flask, lead: FlaskClient
) -> None:
    before = counts(app)
    page = undo_page(lead)
    assert counts(app) > before
    assert "take all of it back" in lead.get(page.replace("/undo", "/done")).text
    shown = lead.get(page).text
    assert "people: 10" in shown
    assert "sessions: 3" in shown
    said = lead.post(page, data={"submit": "y"}, follow_redirects=True).text
    assert "taken back, all of it" in said
    assert counts(app) == before
    assert "taken back on" in lead.get(page.replace("/undo", "/done")).text
    assert "was undone already" in lead.get(page).text
    lead.post(walk(lead, session="day"), data={"submit": "y"})
    assert counts(app) > before


def test_what_somebody_added_to_it_since_keeps_all_of_it(app: Flask, lead: FlaskClient) -> None:
    page = undo_page(lead)
    with app.app_context(), writing():
        kept = db.session.scalars(select(InvolvementSession)).first()
        place = db.session.scalars(select(Participant)).first()
        assert kept is not None
        assert place is not None
        other = sessions.create_session(
            actor=SYSTEM, on=TODAY, project=kept.project, held_on=TODAY, title="Another"
        )
        sessions.invite(actor=SYSTEM, on=TODAY, involvement=other, participant=place)
    held = counts(app)
    assert "Other places in a session rest on what came in" in lead.get(page).text
    assert "rest on what came in" in lead.post(page, data={"submit": "y"}).text
    assert counts(app) == held
    assert "take all of it back" not in lead.get(page.replace("/undo", "/done")).text


def test_what_somebody_changed_since_keeps_all_of_it(app: Flask, lead: FlaskClient) -> None:
    page = undo_page(lead)
    with app.app_context(), writing():
        person = db.session.scalars(select(Participant)).first()
        assert person is not None
        person.known_as = "Ada"
    assert "people that came in were changed since" in lead.get(page).text


def test_an_import_that_changed_what_was_here_is_not_taken_back(app: Flask) -> None:
    with app.app_context(), writing():
        batch = ImportBatch(
            kind="register", file_name="a.csv", file_sha256="0", mapping={}, summary={"changed": 2}
        )
        db.session.add(batch)
        db.session.flush()
        with pytest.raises(Refused, match="changed what was here before"):
            undoing.undo(actor=SYSTEM, on=TODAY, batch=batch)


def test_nobody_takes_back_what_somebody_else_brought_in(
    as_: Callable[..., FlaskClient], lead: FlaskClient
) -> None:
    page = undo_page(lead)
    assert as_("lead").get(page).status_code == 404


def test_bank_details_are_never_taken_away(app: Flask, as_: Callable[..., FlaskClient]) -> None:
    everything = as_("administrator", "finance", "benefit-contact", "lead")
    page = upload(everything, workbook(**EVERY_SHEET), "all.xlsx")
    done = everything.post(page, data={"submit": "y"}).location
    assert "which are never taken away" in everything.get(done.replace("/done", "/undo")).text

"""An instance with as many attendances as wanted, written straight to the tables: only its size matters."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import flask_migrate
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from tracker import clock, create_app
from tracker.accounts import services as accounts
from tracker.db import Base, db
from tracker.people.models import Participant
from tracker.permissions import SYSTEM, Role
from tracker.projects.models import Project, ProjectPerson
from tracker.sessions.models import Attendance, InvolvementSession, Outcome
from tracker.settings import Settings
from tracker.web.transaction import writing

PEOPLE_IN_A_SESSION = 12
SESSIONS_FOR_A_PERSON = 50
# Few enough that the lead of two of them fills a page of the small instance too.
PROJECTS = 3
DAYS = 3650
CHUNK = 20_000
EMAIL, PASSWORD = "lead@example.org", "three plain words"


def instance(folder: Path, attendances: int) -> Flask:
    """An application on a new SQLite database in `folder`, holding that many attendances."""
    folder.mkdir()
    app = create_app(Settings.for_instance(folder, database_url=f"sqlite:///{folder / 'tracker.sqlite'}"))
    with app.app_context():
        flask_migrate.upgrade()
        with writing():
            for model, rows in _everything(attendances):
                for chunk in _chunks(rows):
                    db.session.execute(insert(model), chunk)
            _add_lead()
        db.session.connection().exec_driver_sql("ANALYZE")
        db.session.rollback()
    return app


def signed_in(app: Flask) -> FlaskClient:
    """A project lead with some of the projects, signed in: the hardest of the scopes to page through."""
    client = app.test_client()
    page = client.get("/sign-in").text
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    answer = client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD, "csrf_token": token})
    if answer.status_code != 302:
        raise RuntimeError("the bench could not sign in")
    return client


def _add_lead() -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    user = accounts.create_user(actor=SYSTEM, on=clock.today(), email=EMAIL, name="Lead", password_hash=cheap)
    for project_id in (1, 2):
        accounts.grant_role(actor=SYSTEM, user=user, role=Role.LEAD, project_id=project_id)


def _everything(attendances: int) -> Iterator[tuple[type[Base], Iterator[dict[str, Any]]]]:
    """Each table's rows; ids count up from 1, and the same numbers always give the same instance."""
    sessions = -(-attendances // PEOPLE_IN_A_SESSION)
    people = max(PEOPLE_IN_A_SESSION * 2, attendances // SESSIONS_FOR_A_PERSON)
    first = date(2016, 1, 1)
    yield Project, ({"id": i, "ref": f"P{i}", "name": f"Project {i}", "since": first} for i in _ids(PROJECTS))
    yield (
        Participant,
        (
            {"id": i, "ref": f"R{i}", "name": f"Person {i}", "match_name": f"person {i}", "since": first}
            for i in _ids(people)
        ),
    )
    yield (
        ProjectPerson,
        (
            {"id": i, "project_id": i % PROJECTS + 1, "participant_id": i, "since": first}
            for i in _ids(people)
        ),
    )
    yield (
        InvolvementSession,
        (
            {
                "id": i,
                "ref": f"S{i}",
                "project_id": i % PROJECTS + 1,
                "held_on": first + timedelta(days=i * DAYS // sessions),
                "title": f"Session {i}",
            }
            for i in _ids(sessions)
        ),
    )
    yield (
        Attendance,
        (
            {
                "id": i,
                "involvement_session_id": (i - 1) // PEOPLE_IN_A_SESSION + 1,
                "participant_id": i * 7 % people + 1,
                "outcome": Outcome.ATTENDED,
                "minutes": 120,
            }
            for i in _ids(attendances)
        ),
    )


def _ids(count: int) -> range:
    return range(1, count + 1)


def _chunks(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    chunk = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk

"""An instance with as many attendances as wanted, written straight to the tables: only its size matters.

What waits for somebody is as much in any size, the newest of it; the rest is past: paid, told and closed.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import flask_migrate
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from bench import money
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
PASSWORD = "three plain words"
# Sessions not over: so many of the newest still owe people an answer.
OPEN_SESSIONS = 20


def instance(
    folder: Path, attendances: int, projects: int = PROJECTS, *, url: str = "", paid: bool = True
) -> Flask:
    """An application on a new database holding that many attendances, and what was paid for them if `paid`.

    The database is a SQLite file in `folder`, or the empty one at `url`.
    """
    folder.mkdir()
    app = create_app(
        Settings.for_instance(folder, database_url=url or f"sqlite:///{folder / 'tracker.sqlite'}")
    )
    with app.app_context():
        flask_migrate.upgrade()
        with writing():
            for model, rows in _everything(attendances, projects, paid=paid):
                for chunk in _chunks(rows):
                    db.session.execute(insert(model), chunk)
            _add_staff()
        # What it finds out is kept by PostgreSQL only with a commit.
        db.session.connection().exec_driver_sql("ANALYZE")
        db.session.commit()
    return app


def signed_in(app: Flask, role: Role = Role.LEAD) -> FlaskClient:
    """Somebody signed in; a lead and an approver have some of the projects, the hardest of scopes."""
    client = app.test_client()
    page = client.get("/sign-in").text
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    answer = client.post(
        "/sign-in", data={"email": f"{role}@example.org", "password": PASSWORD, "csrf_token": token}
    )
    if answer.status_code != 302:
        raise RuntimeError("the bench could not sign in")
    return client


def _add_staff() -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    for role, projects in ((Role.LEAD, (1, 2)), (Role.APPROVER, (1, 2)), (Role.FINANCE, (None,))):
        user = accounts.create_user(
            actor=SYSTEM, on=clock.today(), email=f"{role}@example.org", name=role, password_hash=cheap
        )
        for project_id in projects:
            accounts.grant_role(actor=SYSTEM, user=user, role=role, project_id=project_id)


def _everything(
    attendances: int, projects: int, *, paid: bool
) -> Iterator[tuple[type[Base], Iterator[dict[str, Any]]]]:
    """Each table's rows; ids count up from 1, and the same numbers always give the same instance."""
    sessions = -(-attendances // PEOPLE_IN_A_SESSION)
    people = max(PEOPLE_IN_A_SESSION * 2, attendances // SESSIONS_FOR_A_PERSON)
    first = clock.today() - timedelta(days=DAYS)

    def held_on(session: int) -> date:
        return first + timedelta(days=session * DAYS // (sessions + 1))

    def project_of(session: int) -> int:
        # The newest belong to the same few projects however many there are.
        return session % (projects if session <= sessions - OPEN_SESSIONS * 2 else PROJECTS) + 1

    def session_of(attendance: int) -> int:
        return (attendance - 1) // PEOPLE_IN_A_SESSION + 1

    def person_of(attendance: int) -> int:
        return attendance * 7 % people + 1

    yield Project, ({"id": i, "ref": f"P{i}", "name": f"Project {i}", "since": first} for i in _ids(projects))
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
            {"id": i, "project_id": i % projects + 1, "participant_id": i, "since": first}
            for i in _ids(people)
        ),
    )
    yield (
        InvolvementSession,
        (
            {
                "id": i,
                "ref": f"S{i}",
                "project_id": project_of(i),
                "held_on": held_on(i),
                "title": f"Session {i}",
                "closed_on": held_on(i) if i <= sessions - OPEN_SESSIONS else None,
            }
            for i in _ids(sessions)
        ),
    )
    yield (
        Attendance,
        (
            {
                "id": i,
                "involvement_session_id": session_of(i),
                "participant_id": person_of(i),
                "outcome": Outcome.ATTENDED,
                "minutes": 120,
            }
            for i in _ids(attendances)
        ),
    )
    if paid:
        yield from money.rows(
            attendances,
            person_of,
            lambda attendance: project_of(session_of(attendance)),
            lambda attendance: held_on(session_of(attendance)),
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

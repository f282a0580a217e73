"""The tests' own ground: what one test commits, the next must not see; what must be refused, is."""

import socket
import sqlite3
from collections.abc import Callable

import pytest
import sqlalchemy
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.factories.staff import sign_in, staff
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.permissions import Role
from tracker.web.once import FormKey
from tracker.web.transaction import writing


def how_many_keys() -> int:
    return db.session.scalar(select(func.count()).select_from(FormKey)) or 0


@pytest.mark.parametrize("turn", ["first", "second"])
def test_what_a_test_commits_is_gone_for_the_next(app: Flask, turn: str) -> None:
    with app.app_context():
        assert how_many_keys() == 0
        with writing() as session:
            session.add(FormKey(key=f"left by the {turn}"))
    with app.app_context():
        assert how_many_keys() == 1


def test_a_rollback_after_a_commit_keeps_what_was_committed(app: Flask) -> None:
    with app.app_context():
        with writing() as session:
            session.add(FormKey(key="kept"))
        with pytest.raises(KeyError), writing() as session:
            session.add(FormKey(key="lost"))
            session.flush()
            raise KeyError
        assert db.session.scalars(select(FormKey.key)).all() == ["kept"]


@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_fresh_application_has_a_database_of_its_own(fresh_app: Flask, turn: str) -> None:
    with fresh_app.app_context():
        assert how_many_keys() == 0
        with writing() as session:
            session.add(FormKey(key=f"left by the {turn}"))
        with db.engine.connect() as another_connection:
            assert another_connection.scalar(select(func.count()).select_from(FormKey)) == 1


def test_a_unit_test_cannot_open_a_database() -> None:
    engine = sqlalchemy.create_engine("sqlite://", creator=lambda: sqlite3.connect(":memory:"))
    with pytest.raises(pytest.fail.Exception, match="tried to open a database"):
        engine.connect()


def test_a_unit_test_cannot_reach_even_this_machine() -> None:
    with socket.socket() as caller, pytest.raises(pytest.fail.Exception, match="tried to reach"):
        caller.connect(("127.0.0.1", 9))


def test_a_database_test_cannot_reach_another_machine(app: Flask) -> None:
    with socket.socket() as caller, pytest.raises(pytest.fail.Exception, match="tried to reach"):
        caller.connect(("192.0.2.1", 9))


def test_a_request_keeps_what_it_wrote_beside_a_test_that_was_reading(app: Flask) -> None:
    with app.app_context():
        email = staff("finance").email
        before = events()
        sign_in(app.test_client(), email)
        assert events() == before + 1


def events() -> int:
    return db.session.scalar(select(func.count()).select_from(AuditEvent)) or 0


@pytest.mark.parametrize("role", list(Role))
def test_somebody_of_any_role_can_be_signed_in(as_: Callable[..., FlaskClient], role: Role) -> None:
    assert as_(role.value).get("/").status_code == 200

"""Fixtures for every test: a frozen day, no way out to the network, and an application on a database.

A test that asks for no application is a unit test: it fails if it opens a database or a socket. A test that
asks for `app` gets the application on its worker's migrated database, and whatever it commits is gone
afterwards. A test of what only real commits show (two people at once, a restart) asks for `fresh_app`.
"""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
import sqlalchemy
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Engine
from sqlalchemy.orm import Session, scoped_session

from tests import databases
from tests.factories.staff import sign_in, staff
from tracker import clock
from tracker.db import db
from tracker.pdf import PdfUnavailable
from tracker.permissions import SYSTEM
from tracker.projects.services import seed_lists
from tracker.settings import Settings
from tracker.web.transaction import writing

TODAY = date(2026, 11, 23)
SERVER = "TEST_DATABASE_URL"
REQUIRE_ALL = os.environ.get("TRACKER_REQUIRE_ALL") == "1"

# Nothing fails for being slow; the gate tries the same examples each time, a developer new ones.
settings.register_profile(
    "house",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=REQUIRE_ALL,
)
settings.load_profile("house")


# --- the run: one PostgreSQL for all workers, and each test's marker --------------------------------------


def pytest_configure(config: pytest.Config) -> None:
    if databases.wanted() != "postgresql" or hasattr(config, "workerinput"):
        return
    stack = ExitStack()
    try:
        os.environ[SERVER] = stack.enter_context(databases.postgresql_server())
    except databases.NoServer as error:
        pytest.exit(str(error), returncode=1)
    config.add_cleanup(stack.close)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if databases.wanted() == "postgresql":
        once = [item for item in items if item.get_closest_marker("on_sqlite")]
        config.hook.pytest_deselected(items=once)
        items[:] = [item for item in items if item not in once]
    for item in items:
        if "e2e" in item.path.parts:
            item.add_marker("e2e")
        fixtures = getattr(item, "fixturenames", ())
        item.add_marker("database" if "database_template" in fixtures else "unit")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Iterator[None]:
    """Where Pango is missing, a test that draws a PDF is skipped, unless nothing may be."""
    try:
        return (yield)
    except PdfUnavailable as error:
        if REQUIRE_ALL:
            raise
        pytest.skip(str(error))


# --- what no test may do ----------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def frozen_day() -> Iterator[None]:
    """Every test happens on Monday 23 November 2026."""
    clock.fix_today(TODAY)
    yield
    clock.fix_today(None)


@pytest.fixture(autouse=True)
def nothing_leaves_the_machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reaches another machine; a unit test reaches neither a socket nor a database."""
    unit = request.node.get_closest_marker("unit") is not None
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        local = self.family == socket.AF_UNIX or address[0] in {"127.0.0.1", "::1", "localhost"}
        if unit or not local:
            pytest.fail(f"a test tried to reach {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    if unit:
        monkeypatch.setattr(Engine, "raw_connection", _no_database)


def _no_database(_engine: Engine) -> None:
    pytest.fail("a unit test tried to open a database: ask for the fixture `app`, or keep the logic pure")


# --- databases: one migrated template for each worker, copied where a test needs its own ------------------


@pytest.fixture(scope="session")
def worker() -> str:
    """This worker's name, for whatever must not be shared between workers."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def database_template(worker: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database at the newest migration, which nobody stays connected to."""
    folder = tmp_path_factory.mktemp("template")
    if databases.wanted() == "postgresql":
        url = databases.create_database(os.environ[SERVER], f"tracker_{worker}_template")
    else:
        url = f"sqlite:///{folder / 'template.sqlite'}"
    application = make_app(folder, url)
    with application.app_context():
        flask_migrate.upgrade()
        # As on every instance: most tests need the words to choose from, and writing them is not quick.
        with writing():
            seed_lists(actor=SYSTEM, on=TODAY)
    close(application)
    return url


@pytest.fixture(scope="session")
def database_url(database_template: str, worker: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the database that this worker's tests share, each leaving no trace."""
    return copy_of(database_template, f"tracker_{worker}", tmp_path_factory.mktemp("shared"))


def copy_of(template: str, name: str, folder: Path) -> str:
    """A database of its own, alike the template; `folder` holds it on SQLite."""
    if template.startswith("sqlite"):
        file = folder / "tracker.sqlite"
        shutil.copyfile(sqlalchemy.make_url(template).database or "", file)
        return f"sqlite:///{file}"
    source = sqlalchemy.make_url(template).database
    return databases.create_database(os.environ[SERVER], name, template=source)


def make_app(folder: Path, url: str) -> Flask:
    """An application for tests, its keys and files in `folder`."""
    from tracker import create_app

    kept = Settings.for_instance(folder, database_url=url)
    application = create_app(replace(kept, testing=True, today=TODAY))
    application.test_client_class = Client
    return application


def close(application: Flask) -> None:
    """Give back the application's connections."""
    with application.app_context():
        db.engine.dispose()


# --- the application --------------------------------------------------------------------------------------


class Client(FlaskClient):
    """A browser without a screen: each request has an application context, and so a session, of its own.

    The test's own session is rolled back first. It stands on the same connection, and a savepoint of its
    left open would swallow what the request commits. A form is posted with the token of the page it would
    have come from, unless `forged` is set.
    """

    forged = False

    def open(self, *args: Any, **kwargs: Any) -> Any:
        if has_app_context():
            db.session.rollback()
        with self.application.app_context():
            if kwargs.get("method", "GET") not in {"GET", "HEAD"} and not self.forged:
                kwargs["headers"] = {**dict(kwargs.get("headers") or {}), "X-CSRFToken": self._token()}
            return super().open(*args, **kwargs)

    def _token(self) -> str:
        with self.session_transaction() as cookie:
            secret = cookie.setdefault("csrf_token", "of the page that was shown")
        return URLSafeTimedSerializer(self.application.secret_key or "", salt="wtf-csrf-token").dumps(secret)


@pytest.fixture(scope="session")
def shared_app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The worker's application. Tests ask for `app`, which isolates it."""
    application = make_app(tmp_path_factory.mktemp("instance"), database_url)
    yield application
    close(application)


@pytest.fixture
def app(shared_app: Flask) -> Iterator[Flask]:
    """The application; what the test commits, or writes into the instance's rules, is undone at its end.

    Flask-SQLAlchemy picks an engine from its own map and looks at no session's bind, so the map's entry is
    what must become the one connection; a commit then only releases a savepoint within its transaction.
    """
    with shared_app.app_context():
        engine = db.engine
    db.session.session_factory.configure(join_transaction_mode="create_savepoint")
    with engine.connect() as connection, connection.begin() as transaction:
        engines_of(db, shared_app)[None] = connection
        try:
            yield shared_app
        finally:
            engines_of(db, shared_app)[None] = engine
            transaction.rollback()
            shutil.rmtree(shared_app.config["TRACKER"].instance / "rules", ignore_errors=True)


def engines_of(database: Any, application: Flask) -> dict[Any, Any]:
    """Flask-SQLAlchemy's map of engines, which has no public way in to change it."""
    return database._app_engines[application]


@pytest.fixture
def db_session(app: Flask) -> Iterator[scoped_session[Session]]:
    """The database session inside an application context, for tests of services and queries."""
    with app.app_context():
        yield db.session


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a screen, signed in as nobody."""
    return app.test_client()


@pytest.fixture
def as_(app: Flask) -> Callable[..., FlaskClient]:
    """Somebody signed in, with roles or permissions: `as_("finance")`, `as_("lead", project_id=7)`."""

    def signed_in(*held: str, project_id: int | None = None) -> FlaskClient:
        # As in `Client.open`: reading an id for an argument has opened a savepoint that would swallow this.
        if has_app_context():
            db.session.rollback()
        with app.app_context():
            email = staff(*held, project_id=project_id).email
        client = app.test_client()
        sign_in(client, email)
        return client

    return signed_in


@pytest.fixture
def fresh_app(database_template: str, worker: str, tmp_path: Path) -> Iterator[Flask]:
    """An application on a database of its own, where a commit is a commit."""
    name = f"tracker_{worker}_fresh"
    url = copy_of(database_template, name, tmp_path)
    application = make_app(tmp_path, url)
    yield application
    close(application)
    if not url.startswith("sqlite"):
        databases.drop_database(os.environ[SERVER], name)

"""A large file comes in while nobody waits: whole or not at all, stopped, killed or refused half-way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.factories import projects
from tests.imports.sheets import seed
from tests.imports.test_screens import walk
from tracker.db import db
from tracker.imports import background
from tracker.imports.models import Upload
from tracker.jobs.models import Job, JobState
from tracker.jobs.worker import drain
from tracker.projects.models import ImportBatch
from tracker.sessions.models import Attendance

As = Callable[..., FlaskClient]


@pytest.fixture
def lead(app: Flask, as_: As, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A lead to whom every file is large."""
    monkeypatch.setattr(background, "LARGE", 1)
    with app.app_context():
        seed()
        projects.project(ref="EYP", name="Early years panel")
    return as_("lead")


def asked(client: FlaskClient) -> str:
    """Choose a register, say what it means and bring it in; the address of the work's page."""
    answer = client.post(walk(client), data={"submit": "y"})
    assert answer.location.startswith("/work/"), answer.text
    return str(answer.location)


def there(app: Flask) -> tuple[int, int, int]:
    """Imports, attendances and files that wait."""
    with app.app_context():
        counts = [select(func.count()).select_from(table) for table in (ImportBatch, Attendance, Upload)]
        one, two, three = (db.session.scalar(count) or 0 for count in counts)
        return one, two, three


def test_a_large_file_comes_in_by_itself_and_its_page_leads_to_what_came_of_it(
    app: Flask, lead: FlaskClient
) -> None:
    page = asked(lead)
    assert there(app)[0] == 0
    waiting = lead.get(page).text
    assert "Bringing in a file: long-register.csv" in waiting
    assert "Asked for by" in waiting
    assert drain(app) == 1
    done = lead.get(page).text
    assert "/done" in done
    batches, attendances, files = there(app)
    assert (batches, files) == (1, 0)
    assert attendances > 0
    assert "Bringing in a file" in lead.get("/work").text


def test_a_file_stopped_before_its_turn_leaves_nothing_and_can_be_begun_again(
    app: Flask, lead: FlaskClient
) -> None:
    page = asked(lead)
    lead.post(f"{page}/stop")
    assert drain(app) == 0
    assert "Nothing of it was kept" in lead.get(page).text
    assert there(app)[:2] == (0, 0)
    lead.post(f"{page}/again")
    assert drain(app) == 1
    assert there(app)[0] == 1


def test_stopped_while_it_is_read_it_leaves_nothing(
    app: Flask, lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = asked(lead)
    reopen = background.reopen

    def stopped(kept: Upload) -> object:
        lead.post(f"{page}/stop")
        return reopen(kept)

    monkeypatch.setattr(background, "reopen", stopped)
    drain(app)
    assert there(app) == (0, 0, 1)


def test_a_worker_that_dies_half_way_leaves_nothing_and_the_next_brings_all_of_it_in_once(
    app: Flask, lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(lead)
    record = background.services.record

    def die(*_args: object, **_kept: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(background.services, "record", die)
    with pytest.raises(KeyboardInterrupt):
        drain(app)
    assert there(app) == (0, 0, 1)
    monkeypatch.setattr(background.services, "record", record)
    assert drain(app) == 1
    assert there(app)[0] == 1
    with app.app_context():
        background.bring_in(db.session.scalars(select(Job)).one())
    assert there(app)[0] == 1


def test_a_file_deleted_meanwhile_is_said_in_a_sentence(app: Flask, lead: FlaskClient) -> None:
    page = asked(lead)
    with app.app_context():
        address = db.session.scalars(select(Job)).one().arguments["page"]
    lead.post(address.replace("/check", "/forget"))
    drain(app)
    assert "This file is not here any more" in lead.get(page).text
    with app.app_context():
        assert db.session.scalars(select(Job)).one().state == JobState.FAILED


def test_only_an_administrator_sees_everybody_s_work(app: Flask, lead: FlaskClient, as_: As) -> None:
    asked(lead)
    assert "Bringing in a file" in as_("administrator").get("/work").text
    assert "Bringing in a file" not in as_("lead").get("/work").text


def test_a_small_file_comes_in_at_once() -> None:
    assert not background.is_large(Upload(size=background.LARGE - 1))
    assert background.is_large(Upload(size=background.LARGE))

"""A large file comes in while nobody waits: whole or not at all, stopped, killed or refused half-way."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.factories import projects
from tests.imports.sheets import LONG_REGISTER, seed, workbook
from tests.imports.test_screens import COLUMNS, SESSIONS, upload
from tracker.db import db
from tracker.imports import background, large, reading
from tracker.imports.models import Upload, UploadPart
from tracker.jobs.models import Job, JobState
from tracker.jobs.worker import drain
from tracker.projects.models import ImportBatch
from tracker.sessions.models import Attendance

As = Callable[..., FlaskClient]


@pytest.fixture
def lead(app: Flask, as_: As, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A lead to whom every file is large."""
    monkeypatch.setattr(large, "LARGE", 1)
    with app.app_context():
        seed()
        projects.project(ref="EYP", name="Early years panel")
    return as_("lead")


def read(app: Flask, client: FlaskClient, content: bytes | None = None) -> str:
    """Choose a register and have it read; the address of the page that follows."""
    work = upload(client, content)
    assert work.startswith("/work/"), work
    assert drain(app) == 1
    (page,) = re.findall(r'href="(/imports/[^"]+)">Go on', client.get(work).text)
    return str(page)


def walk(app: Flask, client: FlaskClient, content: bytes | None = None) -> str:
    """From the file to the check; the address of the check."""
    page = client.post(read(app, client, content), data=COLUMNS).location
    return client.post(page, data=SESSIONS).location


def checking(client: FlaskClient, page: str) -> str:
    """Ask for the check of a file, or to bring in what was checked; the address of the work's page."""
    answer = client.post(page, data={"submit": "y"})
    assert answer.location.startswith("/work/"), answer.text
    return str(answer.location)


def asked(app: Flask, client: FlaskClient) -> str:
    """Choose a register, say what it means, have it checked and bring it in; where its work is shown."""
    page = walk(app, client)
    checking(client, page)
    assert drain(app) == 1
    return checking(client, page)


def there(app: Flask) -> tuple[int, int, int]:
    """Imports, attendances and files that wait."""
    with app.app_context():
        counts = [select(func.count()).select_from(table) for table in (ImportBatch, Attendance, Upload)]
        one, two, three = (db.session.scalar(count) or 0 for count in counts)
        return one, two, three


def test_a_large_file_comes_in_by_itself_and_its_page_leads_to_what_came_of_it(
    app: Flask, lead: FlaskClient
) -> None:
    page = asked(app, lead)
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
    page = asked(app, lead)
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
    page = asked(app, lead)
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
    asked(app, lead)
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
        background.bring_in(db.session.scalars(select(Job).where(Job.kind == background.BRING_IN)).one())
    assert there(app)[0] == 1


def test_a_file_deleted_meanwhile_is_said_in_a_sentence(app: Flask, lead: FlaskClient) -> None:
    page = asked(app, lead)
    with app.app_context():
        address = (
            db.session.scalars(select(Job).where(Job.kind == background.BRING_IN)).one().arguments["page"]
        )
    lead.post(address.replace("/check", "/forget"))
    drain(app)
    assert "This file is not here any more" in lead.get(page).text
    with app.app_context():
        assert (
            db.session.scalars(select(Job).where(Job.kind == background.BRING_IN)).one().state
            == JobState.FAILED
        )


def test_a_large_file_is_read_once_by_a_worker_and_checked_from_what_was_read(
    app: Flask, lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = walk(app, lead)

    def unread(*_args: object, **_kept: object) -> None:
        raise AssertionError("the file was read again")

    monkeypatch.setattr(reading, "read", unread)
    assert "This is a large file" in lead.get(page).text
    work = checking(lead, page)
    assert lead.get(page).location == work
    assert "Checking a file: long-register.csv" in lead.get(work).text
    assert drain(app) == 1
    assert page in lead.get(work).text
    found = lead.get(page).text
    assert "This is what would come in" in found
    assert "long-register.csv, checked on" in found
    assert "24</strong> attendances" in found
    assert "Kofi Mensah came." in found
    assert there(app)[0] == 0
    assert checking(lead, page) != work


def test_whatever_is_said_after_a_check_asks_for_another(app: Flask, lead: FlaskClient) -> None:
    page = walk(app, lead)
    checking(lead, page)
    drain(app)
    said = lead.post(page.replace("/check", "/people"), data={})
    assert said.location == page
    assert "This is a large file" in lead.get(page).text


def test_something_said_while_it_is_checked_is_not_overlooked(
    app: Flask, lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = walk(app, lead)
    work = checking(lead, page)
    reopen = background.reopen

    def said_meanwhile(kept: Upload) -> object:
        lead.post(page.replace("/check", "/sessions"), data={**SESSIONS, "session": "day"})
        return reopen(kept)

    monkeypatch.setattr(background, "reopen", said_meanwhile)
    drain(app)
    assert "Something else was said of this file while it was checked" in lead.get(work).text
    assert "This is a large file" in lead.get(page).text


def test_what_cannot_come_in_is_said_from_the_check_and_it_can_be_checked_again(
    app: Flask, lead: FlaskClient
) -> None:
    with app.app_context():
        name = LONG_REGISTER.read_text(encoding="utf-8").replace("2026-03-04", "2026-13-04", 1)
    page = walk(app, lead, name.encode())
    checking(lead, page)
    drain(app)
    found = lead.get(page).text
    assert "1 row cannot come in" in found
    assert "There is no such date as 2026-13-04" in found
    assert 'value="y">Check this file again' in found
    again = lead.post(f"{page}/again", data={"submit": "y"})
    assert again.location.startswith("/work/")
    assert drain(app) == 1


def test_only_an_administrator_sees_everybody_s_work(app: Flask, lead: FlaskClient, as_: As) -> None:
    asked(app, lead)
    assert "Bringing in a file" in as_("administrator").get("/work").text
    assert "Bringing in a file" not in as_("lead").get("/work").text


def test_a_small_file_comes_in_at_once() -> None:
    assert not large.is_large(large.LARGE - 1)
    assert large.is_large(large.LARGE)


def test_no_page_of_a_large_file_reads_it(
    app: Flask, lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unread(*_args: object, **_kept: object) -> None:
        raise AssertionError("a page read the file")

    with monkeypatch.context() as apart:
        apart.setattr(reading, "read", unread)
        work = upload(lead)
        (address,) = re.findall(r'/imports/(\w+)/check">Go to the page', lead.get(work).text)
        for page in ("columns", "sessions", "sheets", "list", "register"):
            assert lead.get(f"/imports/{address}/{page}").location.endswith("/read")
        assert lead.get(f"/imports/{address}/read").location == work
    drain(app)
    monkeypatch.setattr(reading, "read", unread)
    assert "FirstName (C)" in lead.get(f"/imports/{address}/sessions").text
    for page in ("columns?list=1", "sheets", "list", "register"):
        assert lead.get(f"/imports/{address}/{page}").status_code in {200, 302}


def test_a_large_file_that_cannot_be_read_is_not_kept_and_its_work_says_why(
    app: Flask, lead: FlaskClient
) -> None:
    work = upload(lead, b"Name,Date\nAnn\0,2026-01-05\n", "torn.csv")
    assert drain(app) == 1
    assert "holds a NUL character" in lead.get(work).text
    assert there(app) == (0, 0, 0)


def test_what_is_no_spreadsheet_is_refused_before_any_work(lead: FlaskClient) -> None:
    assert "is a PDF, not a spreadsheet" in upload(lead, b"%PDF-1.7 nothing", "letter.csv")


def test_reading_that_was_stopped_can_be_asked_for_again(app: Flask, lead: FlaskClient) -> None:
    work = upload(lead)
    (address,) = re.findall(r'/imports/(\w+)/check">Go to the page', lead.get(work).text)
    lead.post(f"{work}/stop")
    assert "This is a large file" in lead.get(f"/imports/{address}/read").text
    again = lead.post(f"/imports/{address}/read", data={"submit": "y"}).location
    assert again.startswith("/work/")
    assert drain(app) == 1
    assert lead.get(f"/imports/{address}/read").location.endswith("/columns")


def test_the_copy_of_a_large_file_is_made_by_a_worker_and_goes_once_something_else_is_said(
    app: Flask, lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = walk(app, lead)
    checking(lead, page)
    drain(app)
    copy = page.replace("/check", "/copy/csv")
    work = lead.post(copy).location
    assert work.startswith("/work/")
    assert lead.post(copy).location == work
    assert drain(app) == 1
    assert "/check#copy" in lead.get(work).text
    assert "Your copy is ready" in lead.get(page).text
    assert b"What would happen" in lead.post(copy).data
    lead.post(page.replace("/check", "/sessions"), data={**SESSIONS, "session": "day"})
    assert lead.post(copy).location.startswith("/work/")


def test_what_was_read_of_a_file_is_deleted_with_it(app: Flask, lead: FlaskClient) -> None:
    page = read(app, lead)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(UploadPart)) == 1
    lead.post(page.replace("/columns", "/forget"))
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(UploadPart)) == 0


def test_what_is_kept_of_a_file_is_what_was_read_of_it() -> None:
    content = workbook(one="Name,11 May\n\nŁukasz,✓\n", two="a,b\n")
    sheets = reading.read(content, "two.xlsx")
    sheets[0].hidden.rows.append(3)
    again = large.unpacked(large.packed(sheets))
    assert again == sheets
    assert again[0].hidden == sheets[0].hidden

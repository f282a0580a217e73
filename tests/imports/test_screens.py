"""The screens of an import keep what was said, refuse in sentences, and belong to whoever uploaded."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.factories import projects
from tests.imports.sheets import EVERY_SHEET, LONG_REGISTER, seed, workbook
from tracker import clock
from tracker.db import db
from tracker.imports import services
from tracker.imports.models import Upload
from tracker.projects.models import ImportBatch
from tracker.sessions.models import Attendance, InvolvementSession, Outcome
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]


@pytest.fixture
def lead(app: Flask, as_: As) -> FlaskClient:
    with app.app_context():
        seed()
        projects.project(ref="EYP", name="Early years panel")
    return as_("lead")


def upload(client: FlaskClient, content: bytes | None = None, name: str = "long-register.csv") -> str:
    """Choose a file; the address of the page that follows, or of the same page with what went wrong."""
    content = LONG_REGISTER.read_bytes() if content is None else content
    answer = client.post("/imports", data={"file": (io.BytesIO(content), name), "submit": "y"})
    return answer.location or answer.text


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


COLUMNS = {"first": "2", "last": "3", "date": "6", "mark": "9", "submit": "y"}
SESSIONS = {"present": "y", "session": "meeting", "project": "EYP", "submit": "y"}


def walk(client: FlaskClient, *, content: bytes | None = None, **sessions: str) -> str:
    """From the file to the check; the address of the check."""
    page = client.post(upload(client, content), data=COLUMNS).location
    return client.post(page, data={**SESSIONS, **sessions}).location


def test_a_register_goes_from_file_to_voices(app: Flask, lead: FlaskClient) -> None:
    sittings = lead.get(upload(lead)).location
    page = lead.get(sittings).text
    assert "FirstName (C): Maëlle, Tomás, Priya" in page
    assert "7 sessions, 49 attendances" in page
    assert "3 sessions, 24 attendances" in page
    check = lead.post(sittings, data=SESSIONS).location
    page = lead.get(check).text
    assert "This is what would come in" in page
    assert count(app, Attendance) == 0
    done = lead.post(check, data={"submit": "y"}).location
    page = lead.get(done).text
    assert "See who was heard" in page
    (voices,) = re.findall(r'href="(/voices\?project=[^"]+)"', page)
    assert "9 people heard in 3 sessions" in lead.get(voices).text
    (sessions,) = re.findall(r'href="(/sessions\?project=[^"]+)"', page)
    assert "meeting 11" in lead.get(sessions).text


def test_columns_that_are_found_are_shown_beside_what_they_hold_and_can_be_said_otherwise(
    lead: FlaskClient,
) -> None:
    sittings = lead.get(upload(lead)).location
    page = unescape(lead.get(sittings).text)
    assert re.search(r"Mark</dt><dd[^>]*>\w+ \(J\): Y, N", page)
    (columns,) = re.findall(r'href="([^"]+/columns\?[^"]+)">say which column is which', page)
    assert "Which column is which?" in lead.get(columns).text
    otherwise = lead.post(columns, data={**COLUMNS, "mark": ""}).location
    assert "Mark</dt>" not in lead.get(otherwise).text


def test_the_file_is_deleted_with_the_import(app: Flask, lead: FlaskClient) -> None:
    check = walk(lead)
    assert count(app, Upload) == 1
    lead.post(check, data={"submit": "y"})
    assert count(app, Upload) == 0


def test_a_file_that_waits_too_long_is_deleted(app: Flask, lead: FlaskClient) -> None:
    upload(lead)
    with app.app_context(), writing():
        services.forget_old_uploads(clock.now() + timedelta(days=services.KEPT_DAYS, minutes=1))
    assert count(app, Upload) == 0


def test_a_file_can_be_deleted_by_hand(app: Flask, lead: FlaskClient) -> None:
    page = upload(lead)
    lead.post(page.replace("/columns", "/forget"))
    assert count(app, Upload) == 0


def test_the_same_file_again_says_that_nothing_changes(app: Flask, lead: FlaskClient) -> None:
    lead.post(walk(lead), data={"submit": "y"})
    again = walk(lead)
    assert "Everything here is in already" in lead.get(again).text
    assert "said=nothing-new" in lead.post(again, data={"submit": "y"}).location
    assert count(app, ImportBatch) == 1


def test_the_button_pressed_twice_brings_in_once(app: Flask, lead: FlaskClient) -> None:
    check = walk(lead)
    (key,) = re.findall(r'name="once"[^>]*value="([^"]+)"', lead.get(check).text)
    first = lead.post(check, data={"submit": "y", "once": key})
    assert lead.get(first.location).status_code == 200
    assert lead.post(check, data={"submit": "y", "once": key}).status_code == 404
    assert count(app, ImportBatch) == 1


def test_columns_of_ones_own_choice_make_the_sessions(app: Flask, lead: FlaskClient) -> None:
    sittings = lead.post(upload(lead), data=COLUMNS).location
    own = {"present": "y", "session": "own", "together": ["5", "7"], "again": "y"}
    page = lead.get(lead.post(sittings, data=own).location).text
    assert "Other columns together: 6 sessions" in page


def test_every_listed_person_came_where_there_is_no_mark(app: Flask, lead: FlaskClient) -> None:
    text = b"Name,Date\nAnn Lee,2026-01-05\nBo Lind,2026-01-05\n"
    sittings = lead.post(
        upload(lead, text), data={"first": "0", "last": "", "date": "1", "mark": "", "submit": "y"}
    ).location
    check = lead.post(sittings, data={"session": "day", "project": "EYP", "submit": "y"}).location
    lead.post(check, data={"submit": "y"})
    with app.app_context():
        assert set(db.session.scalars(select(Attendance.outcome))) == {Outcome.ATTENDED}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"project": " "}, "Choose the project that this list goes into."),
        ({"present": ""}, "Choose at least one mark"),
        ({"session": "own"}, "Choose the columns that make a session together"),
    ],
)
def test_what_is_not_said_yet_is_asked_for(lead: FlaskClient, data: dict[str, str], sentence: str) -> None:
    sittings = lead.post(upload(lead), data=COLUMNS).location
    said = {name: text.strip() for name, text in {**SESSIONS, **data}.items() if text}
    answer = lead.post(sittings, data=said)
    assert answer.status_code == 200
    assert sentence in answer.text
    assert "Error: " in answer.text


def test_only_a_lead_of_all_projects_is_offered_a_new_one(app: Flask, lead: FlaskClient, as_: As) -> None:
    with app.app_context():
        one = projects.project().id
    of_one = as_("lead", project_id=one)
    assert "A new project" not in of_one.get(of_one.post(upload(of_one), data=COLUMNS).location).text
    of_all = as_("lead")
    assert "A new project" in of_all.get(of_all.post(upload(of_all), data=COLUMNS).location).text


def test_a_new_project_is_begun_right_there(app: Flask, lead: FlaskClient, as_: As) -> None:
    both = as_("lead", "administrator")
    check = walk(both, project="new", new_ref="CHP", new_name="Citizens' health panel")
    both.post(check, data={"submit": "y"})
    with app.app_context():
        refs = set(db.session.scalars(select(InvolvementSession.ref)))
    assert refs == {"CHP 11", "CHP 12", "CHP 13"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Choose a CSV, XLSX or ODS file"),
        (b"Name,Date\nA\0,1\n", "NUL"),
        (b"\x89PNG\r\n\x1a\n", "is a picture"),
        (b"PK\x03\x04 broken", "is damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_beside_its_field(
    app: Flask, lead: FlaskClient, content: bytes, sentence: str
) -> None:
    answer = upload(lead, content) if content else lead.post("/imports", data={"submit": "y"}).text
    assert sentence in answer
    assert count(app, Upload) == 0


def test_a_file_above_the_largest_is_refused_with_a_page(
    app: Flask, lead: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert app.config["MAX_CONTENT_LENGTH"] == 51 * 1024 * 1024
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1000)
    data = {"file": (io.BytesIO(b"a,b\n" + b" " * 2000), "large.csv"), "submit": "y"}
    answer = lead.post("/imports", data=data)
    assert answer.status_code == 413
    assert "up to 50 MB" in answer.text


def test_a_workbook_of_ours_goes_straight_to_the_check(app: Flask, lead: FlaskClient, as_: As) -> None:
    client = as_("lead", "administrator", "finance", "benefit-contact")
    files = {**EVERY_SHEET, "projects": EVERY_SHEET["projects"].replace("EYP", "TWO")}
    files |= {name: text.replace("EYP", "TWO") for name, text in files.items()}
    check = upload(client, workbook(**files, notes="anything\nelse\n"), "ours.xlsx")
    page = client.get(check).text
    assert "The sheet notes has none of our headings and is left out." in page
    assert "55779911" not in page
    client.post(check, data={"submit": "y"})
    assert count(app, ImportBatch) == 1


def test_refused_rows_are_named_and_no_button_is_shown(lead: FlaskClient) -> None:
    check = upload(lead, b"session_ref,person_ref,outcome\nS9,P1,attended\n", "attendance.csv")
    page = lead.get(check).text
    assert "1 row cannot come in" in page
    assert "attendance.csv, row 2, column session_ref (A)" in page
    assert "Bring it in" not in page


def test_bringing_in_what_is_refused_is_refused_again_with_nothing_written(
    app: Flask, lead: FlaskClient
) -> None:
    check = upload(lead, b"session_ref,person_ref,outcome\nS9,P1,attended\n", "attendance.csv")
    answer = lead.post(check, data={"submit": "y"})
    assert "1 row cannot come in" in answer.text
    assert count(app, Attendance) == 0


def test_what_is_not_said_yet_leads_back_to_the_columns(lead: FlaskClient) -> None:
    page = upload(lead, b"Who,Whenever\nAnn,now\nBo,then\n", "list.csv")
    assert "Which column is which?" in lead.get(page).text
    assert lead.get(page.replace("/columns", "/sessions")).location == page
    assert lead.get(page.replace("/columns", "/check")).location == page


def test_an_upload_and_an_import_are_seen_by_whoever_made_them_alone(lead: FlaskClient, as_: As) -> None:
    check = walk(lead)
    other = as_("lead", "administrator")
    assert other.get(check).status_code == 404
    assert other.post(check, data={"submit": "y"}).status_code == 404
    done = lead.post(check, data={"submit": "y"}).location
    assert other.get(done).status_code == 404


def test_the_sheet_of_a_workbook_can_be_chosen(lead: FlaskClient) -> None:
    files = {"read me": "How to\nUse this\n", "log": "Name,Date,Present\nAnn,2026-01-05,Y\n"}
    columns = upload(lead, workbook(**files), "two.xlsx")
    assert "You are looking at <strong>log</strong>" in lead.get(lead.get(columns).location).text
    assert "You are looking at <strong>read me</strong>" in lead.get(f"{columns}?sheet=0").text


def test_finance_may_bring_in_bank_details_and_no_register(lead: FlaskClient, as_: As) -> None:
    finance = as_("finance")
    page = finance.get(finance.post(upload(finance), data=COLUMNS).location).text
    assert "no project yet that you may bring registers into" in page


def test_what_must_not_come_in_is_named_and_shown_nowhere(app: Flask, lead: FlaskClient) -> None:
    text = (
        "Name,Date,Attended,Ethnicity,Account number,NI number\n"
        "Ada Example,12 November 2026,y,White Irish,12345678,AB123456D\n"
        "Bo Example,12 November 2026,n,Indian,87654321,AB654321A\n"
    )
    columns = upload(lead, text.encode(), "people.csv")
    page = lead.get(f"{columns}?list=1").text
    assert "column Ethnicity (D) looks like something about equality and is left out" in page
    assert "column Account number (E) looks like bank details" in page
    sittings = lead.post(
        columns, data={"first": "0", "last": "", "date": "1", "mark": "2", "submit": "y"}
    ).location
    shown = page + lead.get(sittings).text
    check = lead.post(
        sittings, data={"present": "y", "session": "day", "project": "EYP", "submit": "y"}
    ).location
    shown += lead.get(check).text
    assert "is left out" in lead.get(check).text
    for secret in ("White Irish", "Indian", "12345678", "AB123456D"):
        assert secret not in shown
    assert 'value="3"' not in page.partition('id="mark"')[2]
    lead.post(check, data={"submit": "y"})
    with app.app_context():
        kept = db.session.scalars(select(ImportBatch)).one()
        assert "Ethnicity" not in str(kept.mapping)
        assert kept.mapping["headings"][3:] == ["", "", ""]


def test_the_next_sheet_with_the_same_headings_is_taken_as_the_last_one_was(
    app: Flask, lead: FlaskClient
) -> None:
    def listed(day: str) -> bytes:
        rows = [f"Ada Example,{day},am,there", f"Bo Example,{day},pm,-"]
        return "\n".join(["Who,On,Slot,Seen", *rows]).encode()

    columns = upload(lead, listed("12 November 2026"), "first.csv")
    chosen = {"first": "0", "last": "", "date": "1", "mark": "3", "submit": "y"}
    sittings = lead.post(columns, data=chosen).location
    check = lead.post(
        sittings, data={"present": "there", "session": "day", "project": "EYP", "submit": "y"}
    ).location
    lead.post(check, data={"submit": "y"})
    columns = upload(lead, listed("19 November 2026"), "second.csv")
    page = lead.get(lead.get(columns).location).text
    assert "A sheet with the same headings came in on" in page
    sittings = lead.post(columns, data=chosen).location
    page = lead.get(sittings).text
    assert re.search(r'value="there"[^>]*checked', page)
    assert re.search(r'value="EYP"[^>]*selected', page)
    other = upload(lead, b"Who,On,Slot,Present\nAda Example,19 November 2026,am,y\n", "third.csv")
    assert "A sheet with the same headings" not in lead.get(other).text


def test_marks_that_are_not_known_and_dates_of_two_meanings_are_shown_where_they_are_said(
    lead: FlaskClient,
) -> None:
    content = (
        b"Name,Date,Status\nAnn Lee,1/3/2026,Attended\nBo Lind,1/3/2026,Sub\nCy Dent,1/3/2026,Apologies\n"
    )
    columns = {"first": "0", "last": "", "date": "1", "mark": "2", "submit": "y"}
    page = lead.post(upload(lead, content, "status.csv"), data=columns).location
    shown = unescape(lead.get(page).text)
    assert "It is not known whether these mean that somebody came: “Sub” (once). Tick those that do." in shown
    assert "1/3/2026 is 1 March 2026" in shown
    said = {**SESSIONS, "present": ["attended", "sub"], "order": "month-first", "session": "day"}
    check = unescape(lead.get(lead.post(page, data=said).location).text)
    assert "Dates like 1/3/2026 are read like 3 January 2026." in check
    assert "Taken to mean that they did not: “Apologies” (once)." in check

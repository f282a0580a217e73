"""The page of a register with days across shows how it was understood, and asks what it leaves open."""

import io
import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.factories import projects
from tests.imports.sheets import seed, workbook
from tracker.db import db
from tracker.people.models import Participant
from tracker.sessions.models import Attendance, InvolvementSession, Outcome

As = Callable[..., FlaskClient]

STACKED = (
    "Group tracker\n\nMembers\n\nCompany,Person,20.05.11,20.06.08,20.07.13,20.MM.DD\n"
    "Acme,Ann Lee,Y,Y,Y,\nAcme,Cy Dent,,,,\n\n"
    "Guests\n\nCompany,Person,20.05.11,20.06.08,20.07.13,20.MM.DD\nOther,Bo Lind,,Y,,\n"
)


@pytest.fixture
def lead(app: Flask, as_: As) -> FlaskClient:
    with app.app_context():
        seed()
        projects.project(ref="EYP", name="Early years panel")
    return as_("lead")


def upload(client: FlaskClient, content: str | bytes, name: str = "wide.csv") -> str:
    """Choose a file; the address of the page on which it is understood."""
    content = content.encode() if isinstance(content, str) else content
    answer = client.post("/imports", data={"file": (io.BytesIO(content), name), "submit": "y"})
    answer = client.get(answer.location)
    return answer.location or answer.text


def shown(client: FlaskClient, page: str) -> dict[str, str]:
    """The form as it stands: the chosen answer of each field."""
    text = client.get(page).text
    found = {}
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', text, re.DOTALL):
        chosen = re.findall(r'<option value="([^"]*)"[^>]*selected', inside)
        found[name] = chosen[0] if chosen else ""
    for radio in re.findall(r'<input[^>]*type="radio"[^>]*checked[^>]*>', text):
        found[re.findall(r'name="([^"]+)"', radio)[0]] = re.findall(r'value="([^"]*)"', radio)[0]
    return found


def walk(client: FlaskClient, page: str, **said: str | list[str]) -> str:
    """Say what is to be said, and go on; the address of the page that follows."""
    data = {**shown(client, page), "project": "EYP", "submit": "y", **said}
    return client.post(page, data=data).location


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_wide_register_goes_from_file_to_voices(app: Flask, lead: FlaskClient) -> None:
    page = upload(lead, STACKED)
    assert page.endswith("/register")
    text = unescape(lead.get(page).text)
    assert "2 of 3 people listed came, 1 of them more than once; 3 sessions, 4 attendances" in text
    assert "20.MM.DD (F)" in text
    assert "11 May 2020" in text
    check = walk(lead, page)
    assert check.endswith("/check")
    text = unescape(lead.get(check).text)
    assert "This is what would come in" in text
    assert "Company (A) is not about a day, and is left out." in text
    assert count(app, Attendance) == 0
    done = lead.post(check, data={"submit": "y"}).location
    (voices,) = re.findall(r'href="(/voices\?project=[^"]+)"', lead.get(done).text)
    assert "2 people heard in 3 sessions" in lead.get(voices).text
    assert count(app, Participant) == 3


def test_half_days_are_asked_and_the_answer_is_kept(app: Flask, lead: FlaskClient) -> None:
    page = upload(lead, "Name,11 May 2022,,18 May 2022,\n,AM,PM,AM,PM\nAnn Lee,Y,Y,Y,\nBo Lind,,Y,,Y\n")
    assert "Each half day: 4 sessions, 5 attendances" in lead.get(page).text
    again = walk(lead, page)
    assert again.endswith("/register")
    assert "Say what makes a session" in lead.get(again).text
    lead.post(walk(lead, page, session="half-day"), data={"submit": "y"})
    assert count(app, InvolvementSession) == 4


def test_a_mark_that_is_not_known_is_asked_about(app: Flask, lead: FlaskClient) -> None:
    page = upload(lead, "Name,11 May 2022,18 May 2022\nAnn Lee,Y,L\nBo Lind,Y,N\n")
    text = unescape(lead.get(page).text)
    assert "“L” (1 time)" in text
    (name,) = re.findall(r'<label[^>]*for="(mark_\d+)"[^>]*>\s*“L”', text)
    assert walk(lead, page).endswith("/register")
    lead.post(walk(lead, page, **{name: "came"}), data={"submit": "y"})
    with app.app_context():
        found = db.session.scalars(select(Attendance.outcome)).all()
    assert sorted(found) == sorted([Outcome.ATTENDED] * 3 + [Outcome.DID_NOT_ATTEND])


def test_dates_without_a_year_and_dates_of_two_meanings_are_asked(app: Flask, lead: FlaskClient) -> None:
    page = upload(lead, "Name,18 Dec,8 Jan\nAnn Lee,Y,Y\n")
    check = walk(lead, page, year="2021")
    # The mark is known only once the days are.
    lead.post(check if check.endswith("/check") else walk(lead, check), data={"submit": "y"})
    with app.app_context():
        days = {day.isoformat() for day in db.session.scalars(select(InvolvementSession.held_on))}
    assert days == {"2021-12-18", "2022-01-08"}
    page = upload(lead, "Name,220523\nAnn Lee,Y\n")
    text = lead.get(page).text
    assert "22 May 2023" in text
    assert "23 May 2022" in text


def test_a_column_that_is_no_session_can_be_left_out(lead: FlaskClient) -> None:
    page = upload(lead, "Name,11 May 2022,,18 May 2022\nAnn Lee,Y,Y,Y\n")
    assert "1 cell cannot come in" in lead.get(page).text
    check = walk(lead, page, without=["2"])
    assert "This is what would come in" in lead.get(check).text


def test_a_mark_without_a_name_is_shown_with_its_cell(lead: FlaskClient) -> None:
    check = walk(lead, upload(lead, "Name,11 May 2022,18 May 2022\nAnn Lee,Y,\n,,Y\nBo Lind,,Y\n"))
    assert "wide.csv, row 3, column 18 May 2022 (C)" in lead.get(check).text


def test_a_summary_says_why_it_cannot_come_in(lead: FlaskClient) -> None:
    text = upload(lead, "May 2021 to April 2022\nMember,Present\nAnn Lee,5\nBo Lind,6\n")
    assert "This is a summary: Present (B) in row 2 say how often each person came, and not when." in text


def test_each_sheet_of_a_workbook_has_sessions_of_its_own(app: Flask, lead: FlaskClient) -> None:
    content = workbook(
        Reading="Name,11 May 2022,18 May 2022\nAnn Lee,Y,Y\n",
        Writing="Name,11 May 2022,18 May 2022\nAnn Lee,Y,Y\n",
    )
    for number in ("0", "1"):
        (waiting,) = re.findall(r"/imports/(\w+)/columns\?sheet=0", upload(lead, content, "groups.xlsx"))
        page = f"/imports/{waiting}/register?sheet={number}"
        lead.post(walk(lead, page), data={"submit": "y"})
    assert count(app, InvolvementSession) == 4
    assert count(app, Participant) == 1


def test_what_is_typed_wrong_is_answered_in_place(lead: FlaskClient) -> None:
    page = upload(lead, "Name,18 Dec,8 Jan\nAnn Lee,Y,Y\n")
    answer = lead.post(page, data={"year": "21", "project": "EYP", "submit": "y"})
    assert "Enter the year with four numbers" in answer.text


SECRET = "Register 2026,,,\nName,Disability,01/09/2026,08/09/2026\nAnn Lee,Deaf,x,x\nBo Lind,,x,\n"


def test_columns_are_offered_by_their_names_and_those_left_out_are_named_and_not_offered(
    lead: FlaskClient,
) -> None:
    page = unescape(lead.get(upload(lead, SECRET)).text)
    assert "column Disability (B) looks like something about health" in page
    (first,) = re.findall(r'<select[^>]*name="first"[^>]*>(.*?)</select>', page, re.DOTALL)
    offered = re.findall(r'<option value="(\d+)"[^>]*>([^<]*)<', first)
    assert "Ann Lee" in dict(offered)["0"]
    assert "1" not in dict(offered)
    assert "Deaf" not in page

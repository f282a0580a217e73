"""Registers together, lists alone, near names asked of all of them, and a copy with remarks of each."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from tests.factories import people, projects
from tests.imports.sheets import bring_in, dry_run, refusals, seed, workbook
from tests.imports.test_list_screens import upload, walk
from tracker.db import db
from tracker.errors import TrackerError
from tracker.imports import annotating, commands, engine, reading, taken
from tracker.imports.engine import Source
from tracker.imports.lists.roles import What
from tracker.imports.lists.said import Said as ListSaid
from tracker.imports.planning.register import Target
from tracker.imports.wide.said import Said
from tracker.payments.run_models import LedgerEntry
from tracker.people.models import Participant
from tracker.people.record_models import GoesBy
from tracker.projects.models import Project
from tracker.sessions.models import Attendance, InvolvementSession

Db = scoped_session[Session]
As = Callable[..., FlaskClient]
NORTH = "Name,11/05/2022,18/05/2022\nAnn Lee,Y,Y\nBo Lind,,N\n"
SOUTH = "Name,11/05/2022,25/05/2022\nAnna Lee,Y,Y\nCy Dent,Y,Y\n"
PAID = "Paid to,Date paid,Fee\nAnn Lee,2025-04-03,£75.00\nTotal,,£75.00\n"
CONTACTS = "Name,Email\nAnn Lee,ann@example.org\n"
OPTIONS = {
    "sheet": (), "of": None, "paid_on": None, "roles": (), "kinds": (), "methods": (), "dates": None,
    "day": None,
    "blank_names": None, "differing": None, "refunds": None, "choice": None, "year": None, "names": None,
    "came": (), "absent": (), "no_mark": (), "hours": None, "without": (),
}  # fmt: skip


def count(of: Db, model: type) -> int:
    return of.scalar(select(func.count()).select_from(model)) or 0


def together(*texts: str, answers: dict[str, str] | None = None) -> Source:
    content = workbook(**{f"Group {chr(65 + at)}": text for at, text in enumerate(texts)})
    sheets = reading.read(content, "book.xlsx")
    chosen = [taken.as_wide(one, Said(), group=taken.group_of(one, "book.xlsx")) for one in sheets]
    source = engine.of_registers("book.xlsx", engine.fingerprint([content]), chosen, Target("EYP"))
    return replace(source, people=answers or {})


def listed(text: str, what: What = What.PAYMENTS, answers: dict[str, str] | None = None) -> Source:
    content = text.encode()
    (sheet,) = reading.read(content, "list.csv")
    source = engine.of_list("list.csv", engine.fingerprint([content]), sheet, ListSaid(what), Target("EYP"))
    return replace(source, people=answers or {})


@pytest.fixture
def eyp(ready: Db) -> Project:
    return projects.project(ref="EYP")


def test_near_names_of_two_sheets_are_asked_about_once_and_are_one_person_as_said(
    ready: Db, eyp: Project
) -> None:
    assert dict(dry_run(together(NORTH, SOUTH)).asks).keys() == {"anna lee"}
    bring_in(together(NORTH, SOUTH, answers={"anna lee": "Ann Lee"}))
    assert (count(ready, Participant), count(ready, GoesBy)) == (3, 1)
    assert bring_in(together(NORTH, SOUTH)) is None


def test_somebody_of_two_sheets_who_is_known_by_another_name_is_noted_once(ready: Db, eyp: Project) -> None:
    known = people.participant(eyp, name="Anna Lee")
    both = (NORTH, SOUTH.replace("Anna Lee", "Ann Lee"))
    bring_in(together(*both, answers={"ann lee": known.ref}))
    assert (count(ready, GoesBy), count(ready, Participant)) == (1, 3)


def test_of_two_people_of_one_name_a_new_one_is_one_in_all_sheets(ready: Db, eyp: Project) -> None:
    for _ in range(2):
        people.participant(eyp, name="Ann Lee")
    both = (NORTH, SOUTH.replace("Anna Lee", "Ann Lee"))
    assert refusals(together(*both))
    bring_in(together(*both, answers={"ann lee": "new"}))
    assert count(ready, Participant) == 5


@pytest.mark.parametrize(("text", "what"), [(PAID, What.PAYMENTS), (CONTACTS, What.PEOPLE)])
def test_a_near_name_of_a_list_is_asked_about_and_is_whoever_was_said(
    ready: Db, eyp: Project, text: str, what: What
) -> None:
    known = people.participant(eyp, name="Anna Lee")
    assert [choice.code for choice in dry_run(listed(text, what)).asks["ann lee"].choices] == [known.ref]
    bring_in(listed(text, what, {"ann lee": known.ref}))
    assert count(ready, Participant) == 1
    assert dry_run(listed(text, what)).asks == {}


@pytest.mark.parametrize(("text", "what"), [(PAID, What.PAYMENTS), (CONTACTS, What.PEOPLE)])
def test_of_two_people_of_one_name_a_list_takes_the_one_who_was_said(
    ready: Db, eyp: Project, text: str, what: What
) -> None:
    _, second = (people.participant(eyp, name="Ann Lee") for _ in range(2))
    assert "Say which of them this is" in refusals(listed(text, what))[0]
    assert refusals(listed(text, what, {"ann lee": second.ref})) == []
    bring_in(listed(text + text.splitlines()[1] + "\n", what, {"ann lee": "new"}))
    assert count(ready, Participant) == 3


@pytest.mark.usefixtures("eyp")
def test_a_list_is_copied_with_what_becomes_of_each_row() -> None:
    source = listed(f"Payments made\n\n{PAID}Bo Lind,2025-04-03,\n")
    copy = annotating.written(source, dry_run(source).plan, "csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(copy)))
    assert rows[0][3:] == ["Left out", "Taken for a title or a heading."]
    assert rows[2][3:] == ["What would happen", "Remarks"]
    assert rows[3][3] == "Created"
    assert rows[4][3:] == ["Left out", "Taken for totals."]
    assert rows[5][3:] == ["Left out", "No amount stands here."]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    path.write_bytes(workbook(North=NORTH, South=SOUTH, Paid=PAID))
    return path


def source_of(path: Path, **answers: object) -> Source:
    return commands._source(path, "EYP", {**OPTIONS, **answers})


def test_the_command_takes_registers_together_and_a_list_alone(book: Path) -> None:
    assert len(source_of(book, sheet=("North", "South")).taken) == 2
    assert source_of(book, sheet=("paid",)).kind == "payment-list"
    with pytest.raises(TrackerError, match="It is a list of payments: bring it in by itself"):
        source_of(book, sheet=("North", "Paid"))
    with pytest.raises(TrackerError, match="A list comes in by itself: give --sheet once"):
        source_of(book, sheet=("North", "South"), of="payments")
    with pytest.raises(TrackerError, match="--sheet Paid: a list of payments, which comes in by itself"):
        source_of(book)


def test_the_page_of_sheets_leads_to_a_list_that_comes_in_alone_and_to_the_others_afterwards(
    app: Flask, as_: As
) -> None:
    with app.app_context():
        seed()
        projects.project(ref="EYP", name="Early years panel")
    lead = as_("lead")
    content = workbook(North=NORTH, South=SOUTH, Paid=PAID)
    page = upload(lead, content, "book.xlsx")
    text = unescape(lead.get(page).text)
    assert "A list of payments" in text
    (address,) = re.findall(r'href="([^"]+)">Bring Paid in alone', text)
    lead.post(page, data={"sheets": ["0", "1"], "project": "EYP", "submit": "y"})
    check = walk(lead, address, project="EYP")
    assert "/check" in check
    shown = lead.get(check).text
    assert "1</strong> new past payment" in shown
    assert "/copy/csv" in shown
    assert "/done" in lead.post(check, data={"submit": "y"}).location
    again = upload(lead, content, "book.xlsx")
    check = lead.post(again, data={"sheets": ["0", "1"], "project": "EYP", "submit": "y"}).location
    assert "Who is Anna Lee?" in lead.get(check).text
    lead.post(check, data={"submit": "y"})
    with app.app_context():
        assert [count(db.session, model) for model in (LedgerEntry, InvolvementSession)] == [1, 4]
        assert count(db.session, Attendance) == 7


def test_two_lists_of_a_workbook_are_listed_each_with_its_own_way_in(app: Flask, as_: As) -> None:
    with app.app_context():
        seed()
    lead = as_("lead")
    page = upload(lead, workbook(Paid=PAID, Contacts=CONTACTS), "book.xlsx")
    text = unescape(lead.get(page).text)
    assert page.endswith("/sheets")
    assert "Bring Paid in alone as a list of payments" in text
    assert "Bring Contacts in alone as a list of people" in text

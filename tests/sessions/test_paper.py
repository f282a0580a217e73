"""A paper sheet typed in: names matched or asked about, all of it recorded or none."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.factories import people, projects, sessions
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.permissions import SYSTEM
from tracker.projects.models import ProjectPerson
from tracker.projects.services import seed_lists
from tracker.sessions import queries
from tracker.sessions.models import Attendance, Outcome
from tracker.web.ids import encode
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]


class Sheet:
    """A session of a project of five: Amina and Brendan have places, two are called Chidi Example."""

    def __init__(self, app: Flask, held_on: date = sessions.HELD_ON) -> None:
        self.app = app
        with app.app_context():
            with writing():
                seed_lists(actor=SYSTEM, on=TODAY)
            project = projects.project()
            involvement = sessions.involvement(project, held_on=held_on)
            self.project_id, self.session_id = project.id, involvement.id
            self.path = f"/sessions/{encode(involvement.id)}/paper"
            names = ("Amina", "Brendan", "Chidi", "Chidi", "Dilys")
            made = [people.participant(project, name=f"{name} Example") for name in names]
            self.ids = [person.id for person in made]
            self.refs = [person.ref for person in made]
            for person in made[:2]:
                sessions.attendance(involvement, person)

    def record(self, name: str, outcome: Outcome) -> None:
        with self.app.app_context():
            place = next(one for one in self.found() if one.participant.name.startswith(name))
            involvement, participant = place.involvement, place.participant
            sessions.attendance(involvement, participant, outcome)

    def found(self) -> list[Attendance]:
        return list(queries.attendances(self.session_id))

    def outcomes(self) -> list[tuple[str, str | None, int | None]]:
        with self.app.app_context():
            return [
                (place.participant.name, place.outcome.value if place.outcome else None, place.minutes)
                for place in self.found()
            ]

    def noted(self) -> int:
        with self.app.app_context():
            return db.session.scalar(select(func.count()).select_from(AuditEvent)) or 0


@pytest.fixture
def sheet(app: Flask) -> Sheet:
    return Sheet(app)


def rows(*typed: str | tuple[str, str, str]) -> dict[str, str]:
    """The fields of a sheet with these rows: a name, or a name with its outcome and minutes."""
    sent: dict[str, str] = {}
    for number, row in enumerate(typed):
        who, outcome, minutes = row if isinstance(row, tuple) else (row, "attended", "")
        sent |= {f"who_{number}": who, f"outcome_{number}": outcome, f"minutes_{number}": minutes}
    return sent


def asked(page: str) -> list[str]:
    """The rows that a page of questions asks about."""
    return re.findall(r"Row (\d+): who is", page)


def test_a_sheet_of_clear_names_is_recorded_at_once(as_: As, sheet: Sheet) -> None:
    sent = rows("amina example", ("Dilys Example", "part", "45"), sheet.refs[2], "", ("", "part", "20"))
    answer = as_("lead").post(sheet.path, data=sent, follow_redirects=True)
    assert "3 people recorded. 1 place on the register is not recorded yet." in answer.text
    assert sheet.outcomes() == [
        ("Amina Example", "attended", 120),
        ("Brendan Example", None, None),
        ("Chidi Example", "attended", 120),
        ("Dilys Example", "part", 45),
    ]


def test_everybody_else_on_the_register_did_not_come_only_if_that_is_said(as_: As, sheet: Sheet) -> None:
    sent = rows("Amina Example") | {"others_absent": "y"}
    as_("lead").post(sheet.path, data=sent)
    assert sheet.outcomes() == [
        ("Amina Example", "attended", 120),
        ("Brendan Example", "did-not-attend", None),
    ]


def test_an_unclear_name_is_asked_about_and_nothing_is_saved_meanwhile(as_: As, sheet: Sheet) -> None:
    lead = as_("lead")
    noted = sheet.noted()
    sent = rows("Amina Example", "Chidi Example", "Brenden Example", "Quite Unknown")
    page = lead.post(sheet.path, data=sent).text
    assert asked(page) == ["2", "3", "4"]
    for words in (
        f"Chidi Example, {sheet.refs[2]}",
        f"Brendan Example, {sheet.refs[1]}",
        "add “Quite Unknown”",
    ):
        assert words in page
    assert "The other 1 row is clear." in page
    assert "govuk-error-summary" not in page
    assert sheet.noted() == noted
    answers = {
        "answer_1": str(sheet.ids[3]),
        "answer_2": str(sheet.ids[1]),
        "answer_3": "new",
        "step": "answered",
    }
    lead.post(sheet.path, data=sent | answers)
    assert sheet.outcomes() == [
        ("Amina Example", "attended", 120),
        ("Brendan Example", "attended", 120),
        ("Chidi Example", "attended", 120),
        ("Quite Unknown", "attended", 120),
    ]
    with sheet.app.app_context():
        place = next(one for one in sheet.found() if one.participant.name.startswith("Chidi"))
        assert place.participant_id == sheet.ids[3]


def test_every_question_wants_its_answer(as_: As, sheet: Sheet) -> None:
    sent = rows("Chidi Example", "Quite Unknown") | {"step": "answered", "answer_1": "new"}
    page = as_("lead").post(sheet.path, data=sent).text
    assert "Choose who “Chidi Example” is, or leave the row out." in page
    assert re.search(r'value="new"[^>]* checked', page)
    assert [outcome for _, outcome, _ in sheet.outcomes()] == [None, None]


def test_an_answer_that_was_never_offered_is_refused(as_: As, sheet: Sheet) -> None:
    with sheet.app.app_context():
        stranger = people.participant(name="Zoe Stranger").id
    for answer in (str(stranger), "known", "x", "-1"):
        page = as_("lead").post(
            sheet.path, data=rows("Chidi Example") | {"step": "answered", "answer_0": answer}
        )
        assert "Choose one from the list." in page.text
    assert len(sheet.outcomes()) == 2


def test_a_row_can_be_left_out(as_: As, sheet: Sheet) -> None:
    sent = rows("Amina Example", "Illegible") | {"step": "answered", "answer_1": "leave"}
    assert "1 person recorded." in as_("lead").post(sheet.path, data=sent, follow_redirects=True).text
    assert len(sheet.outcomes()) == 2


def test_going_back_keeps_what_was_typed_and_answered(as_: As, sheet: Sheet) -> None:
    sent = rows(("Chidi Example", "part", "30")) | {"step": "back", "answer_0": str(sheet.ids[2])}
    page = as_("lead").post(sheet.path, data=sent | {"others_absent": "y"}).text
    assert "Type in a paper sheet" in page
    for kept in ('value="Chidi Example"', 'value="30"', f'name="answer_0" value="{sheet.ids[2]}"', "checked"):
        assert kept in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ([], "Type at least one name."),
        (["Amina Example", "REF0"], "Row 2 names the same person as row 1."),
        ([("Amina Example", "part", "")], "Amina Example: Enter how many minutes they were there."),
        ([("Amina Example", "part", "many")], "Enter a whole number from 0 to 1,440."),
        ([("Amina Example", "somehow", "")], "Choose one from the list."),
        (["x" * 201], "Make this 200 letters or fewer"),
        (["a\x00b"], "characters that cannot be printed"),
    ],
)
def test_a_faulty_row_is_said_and_nothing_is_saved(
    as_: As, sheet: Sheet, typed: list[Any], sentence: str
) -> None:
    sent = rows(*(sheet.refs[0] if row == "REF0" else row for row in typed))
    page = as_("lead").post(sheet.path, data=sent or {"once": "x"}).text
    assert "There is a problem" in page
    assert sentence in page
    assert [outcome for _, outcome, _ in sheet.outcomes()] == [None, None]


def test_one_new_name_in_two_rows_is_not_two_people(as_: As, sheet: Sheet) -> None:
    sent = rows("Quite Unknown", "quite  unknown") | {
        "step": "answered",
        "answer_0": "new",
        "answer_1": "new",
    }
    page = as_("lead").post(sheet.path, data=sent).text
    assert "Row 2 names the same person as row 1." in page
    assert len(sheet.outcomes()) == 2


def test_what_is_recorded_already_is_not_overwritten(as_: As, sheet: Sheet) -> None:
    sheet.record("Amina", Outcome.CANCELLED_BY_THEM)
    lead = as_("lead")
    page = lead.post(sheet.path, data=rows("Amina Example", "Dilys Example")).text
    assert "Amina Example is on the register already" in page
    assert len(sheet.outcomes()) == 2
    sheet.record("Amina", Outcome.ATTENDED)
    assert lead.post(sheet.path, data=rows("Amina Example", "Dilys Example")).status_code == 302
    assert [outcome for _, outcome, _ in sheet.outcomes()] == ["attended", None, "attended"]


def test_somebody_known_elsewhere_is_added_without_learning_who_they_are(as_: As, sheet: Sheet) -> None:
    with sheet.app.app_context():
        stranger = people.participant(name="Zoe Stranger", email="zoe@example.org")
        ref, number = stranger.ref, stranger.id
    lead = as_("lead", project_id=sheet.project_id)
    for text in (ref, "zoe@example.org"):
        page = lead.post(sheet.path, data=rows(text)).text
        assert "They are already known to us: add them to the project" in page
        assert "Zoe Stranger" not in page
    lead.post(sheet.path, data=rows(ref) | {"step": "answered", "answer_0": "known"})
    assert ("Zoe Stranger", "attended", 120) in sheet.outcomes()
    with sheet.app.app_context():
        joined = db.session.scalars(select(ProjectPerson).where(ProjectPerson.participant_id == number)).one()
        assert (joined.project_id, joined.since) == (sheet.project_id, sessions.HELD_ON)


def test_a_name_of_another_project_is_nobody_here(as_: As, sheet: Sheet) -> None:
    with sheet.app.app_context():
        people.participant(projects.project(), name="Zoe Stranger")
    page = as_("lead", project_id=sheet.project_id).post(sheet.path, data=rows("Zoe Stranger")).text
    assert "Somebody new: add “Zoe Stranger”" in page
    assert "already known" not in page


def test_an_address_shared_by_several_names_nobody(as_: As, sheet: Sheet) -> None:
    with sheet.app.app_context():
        for name in ("One Family", "Two Family"):
            people.participant(name=name, email="family@example.org")
    page = as_("lead").post(sheet.path, data=rows("family@example.org")).text
    assert "Leave this row out" in page
    assert "already known" not in page


def test_a_sheet_is_typed_in_after_the_session(app: Flask, as_: As) -> None:
    sheet = Sheet(app, held_on=date(2026, 12, 10))
    lead = as_("lead")
    assert "This session is still to come." in lead.get(sheet.path).text
    lead.post(sheet.path, data=rows("Amina Example"))
    assert [outcome for _, outcome, _ in sheet.outcomes()] == [None, None]


def test_sheets_have_twenty_lines_and_more_if_need_be(as_: As, sheet: Sheet) -> None:
    lead = as_("lead")
    for query, lines in (
        ("", 20),
        ("?lines=100", 100),
        ("?lines=9999", 100),
        ("?lines=x", 20),
        ("?lines=%C2%B2", 20),
    ):
        assert lead.get(sheet.path + query).text.count('name="who_') == lines


def test_suggestions_name_the_project_s_people_and_tell_namesakes_apart(as_: As, sheet: Sheet) -> None:
    with sheet.app.app_context():
        people.participant(name="Zoe Stranger")
    page = as_("lead").get(sheet.path).text
    listed = re.findall(r'<option value="([^"]+Example[^"]*)">', page)
    namesakes = sorted(f"Chidi Example ({ref})" for ref in sheet.refs[2:4])
    assert sorted(listed) == ["Amina Example", "Brendan Example", *namesakes, "Dilys Example"]
    assert "Zoe Stranger" not in page


def test_another_projects_sheet_does_not_exist(as_: As, sheet: Sheet) -> None:
    with sheet.app.app_context():
        other = projects.project().id
    lead = as_("lead", project_id=other)
    assert lead.get(sheet.path).status_code == 404
    assert lead.post(sheet.path, data=rows("Amina Example")).status_code == 404

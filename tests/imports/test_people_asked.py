"""Names of a file that are near to somebody's: asked one by one, at both doors, and never guessed."""

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from tests.factories import people, projects
from tests.factories.staff import staff
from tests.imports.sheets import EVERYBODY, bring_in, dry_run, long_register, ours, refusals, seed
from tracker import clock
from tracker.cli import main
from tracker.db import db
from tracker.errors import Invalid
from tracker.imports import people_asked
from tracker.imports.engine import Source
from tracker.imports.planning.plan import Fate
from tracker.people import merging
from tracker.people.models import Participant
from tracker.people.record_models import GoesBy
from tracker.projects.models import Project
from tracker.sessions.models import Attendance
from tracker.web.transaction import writing

Db = scoped_session[Session]
As = Callable[..., FlaskClient]
HEAD = "_id,Term,FirstName,LastName,Committee,MTGNum,SessionDate,SessionType,SessionStart_EndTime,Present\n"


def rows(*names: str, day: str = "2026-03-04") -> bytes:
    """A long list in which each of these came to one session."""
    lines = [
        ",".join([str(at), "2026", *name.rsplit(" ", 1), "Panel,1", day, "Morning,10:00AM - 12:00PM,Y"])
        for at, name in enumerate(names)
    ]
    return (HEAD + "\n".join(lines) + "\n").encode()


def register(*names: str, answers: dict[str, str] | None = None, day: str = "2026-03-04") -> Source:
    return replace(long_register("half-day", content=rows(*names, day=day)), people=answers or {})


@pytest.fixture
def eyp(ready: Db) -> Project:
    return projects.project(ref="EYP")


def asked(source: Source) -> dict[str, list[tuple[str, str]]]:
    return {
        one.key: [(choice.code, choice.why) for choice in one.choices]
        for one in dry_run(source).asks.values()
    }


def count(ready: Db, model: type) -> int:
    return ready.scalar(select(func.count()).select_from(model)) or 0


def test_a_name_near_to_somebodys_is_asked_about_and_comes_in_as_somebody_new(
    ready: Db, eyp: Project
) -> None:
    known = people.participant(eyp, name="Anna Lee")
    source = register("Ann Lee", "Bob Hill")
    assert asked(source) == {"ann lee": [(known.ref, "Their names differ only by one letter.")]}
    bring_in(source)
    assert {person.name for person in ready.scalars(select(Participant))} == {
        "Anna Lee",
        "Ann Lee",
        "Bob Hill",
    }


def test_the_same_person_gets_no_second_record_and_is_matched_from_then_on(ready: Db, eyp: Project) -> None:
    known = people.participant(eyp, name="Anna Lee")
    bring_in(register("Ann Lee", "Bob Hill", answers={"ann lee": known.ref}))
    assert count(ready, Participant) == 2
    assert known.id in set(ready.scalars(select(Attendance.participant_id)))
    assert bring_in(register("Ann Lee", "Bob Hill")) is None
    later = register("Ann Lee", day="2026-04-01")
    assert asked(later) == {}
    bring_in(later)
    assert count(ready, Participant) == 2


def test_two_near_names_of_one_file_may_be_one_new_person(ready: Db, eyp: Project) -> None:
    source = register("Anna Lee", "Ann Lee")
    assert asked(source) == {"ann lee": [("anna lee", "Their names differ only by one letter.")]}
    bring_in(register("Anna Lee", "Ann Lee", answers={"ann lee": "Anna Lee"}))
    assert (count(ready, Participant), count(ready, Attendance)) == (1, 1)
    assert bring_in(register("Anna Lee", "Ann Lee")) is None


def test_one_person_under_two_names_who_came_and_did_not_is_refused(ready: Db, eyp: Project) -> None:
    content = rows("Anna Lee", "Ann Lee").removesuffix(b"Y\n") + b"N\n"
    source = replace(long_register("half-day", content=content), people={"ann lee": "anna lee"})
    [refusal] = refusals(source)
    assert "under two names" in refusal


def test_an_answer_that_is_no_choice_is_refused_by_its_row(ready: Db, eyp: Project) -> None:
    people.participant(eyp, name="Anna Lee")
    stranger = people.participant(name="Zoe Hill")
    [refusal] = refusals(register("Ann Lee", answers={"ann lee": stranger.ref}))
    assert "Ann Lee cannot be" in refusal


def test_of_two_people_of_one_name_the_one_who_was_said_is_taken(ready: Db, eyp: Project) -> None:
    first, second = (people.participant(eyp, name="Kofi Mensah") for _ in range(2))
    assert "Say which of them this is" in refusals(register("Kofi Mensah"))[0]
    assert dict(asked(register("Kofi Mensah"))) == {
        "kofi mensah": sorted((one.ref, "The name is the same.") for one in (first, second))
    }
    bring_in(register("Kofi Mensah", answers={"kofi mensah": second.ref}))
    assert set(ready.scalars(select(Attendance.participant_id))) == {second.id}
    bring_in(register("Kofi Mensah", answers={"kofi mensah": "new"}, day="2026-04-01"))
    assert count(ready, Participant) == 3


def test_whom_the_importer_may_not_see_is_not_offered(ready: Db, eyp: Project) -> None:
    people.participant(projects.project(), name="Anna Lee")
    lead = staff("lead", project_id=eyp.id).actor()
    assert dry_run(register("Ann Lee"), lead).asks == {}


def merged(joins: Participant, stays: Participant) -> None:
    with writing():
        merging.merge(actor=EVERYBODY, on=clock.today(), participant=joins, into=stays, reason="She told me.")


def test_the_name_and_the_reference_of_a_record_that_was_put_together_lead_to_the_one_that_stays(
    ready: Db, eyp: Project
) -> None:
    stays = people.participant(eyp, name="Anna Lee", ref="A1")
    merged(people.participant(eyp, name="Ann Lee", ref="A2"), stays)
    assert asked(register("Ann Lee", "Anna Lee")) == {}
    bring_in(register("Ann Lee", "Anna Lee"))
    assert set(ready.scalars(select(Attendance.participant_id))) == {stays.id}
    sheet = ours(people="ref,name\nA2,Ann Lee\n")
    [line] = dry_run(sheet).plan.lines
    assert (line.fate, line.sentence) == (Fate.MATCHED, "Anna Lee, A1, is the same person.")
    assert bring_in(sheet) is None


PEOPLE = "ref,name,email\nX9,Ann Lee,\nX8,Someone Else,anna@example.org\n"


def test_a_new_reference_is_asked_about_by_name_and_by_email_address(ready: Db) -> None:
    known = people.participant(name="Anna Lee", email="anna@example.org")
    sheet = ours(people=PEOPLE)
    assert asked(sheet) == {
        "X9": [(known.ref, "Their names differ only by one letter.")],
        "X8": [(known.ref, "They have the same email address.")],
    }
    bring_in(replace(sheet, people={"X9": known.ref}))
    assert count(ready, Participant) == 2
    assert [(one.ref, one.participant_id) for one in ready.scalars(select(GoesBy))] == [("X9", known.id)]
    assert known.name == "Anna Lee"
    assert bring_in(sheet) is None


# --- the doors --------------------------------------------------------------------------------------------


def test_the_page_asks_keeps_the_answers_and_brings_them_in(app: Flask, as_: As) -> None:
    with app.app_context():
        seed()
        known = people.participant(projects.project(ref="EYP"), name="Anna Lee")
        ref, known_id = known.ref, known.id
    lead = as_("lead")
    sent = {"file": (io.BytesIO(rows("Ann Lee", "Bob Hill")), "list.csv"), "submit": "y"}
    columns = lead.post("/imports", data=sent).location
    chosen = {"first": "2", "last": "3", "date": "6", "mark": "9", "submit": "y"}
    sittings = lead.post(columns, data=chosen).location
    said = {"present": "y", "session": "half-day", "project": "EYP", "submit": "y"}
    check = lead.post(sittings, data=said).location
    page = lead.get(check).text
    assert "Who is Ann Lee?" in page
    assert f"The same person as Anna Lee ({ref})" in page
    people_page = check.replace("/check", "/people")
    forged = lead.post(people_page, data={"key_0": "bob hill", "person_0": ref}, follow_redirects=True)
    assert "1 of them new" not in forged.text
    kept = lead.post(people_page, data={"key_0": "ann lee", "person_0": ref}, follow_redirects=True).text
    assert "Your answers are kept" in kept
    assert "1 of them new" in kept
    lead.post(check, data={"submit": "y"})
    with app.app_context():
        assert known_id in set(db.session.scalars(select(Attendance.participant_id)))
        assert db.session.scalar(select(func.count()).select_from(Participant)) == 2


def test_the_command_names_each_with_the_option_that_says_otherwise(ready: Db, eyp: Project) -> None:
    known = people.participant(eyp, name="Anna Lee")
    [sentence] = people_asked.sentences(dry_run(register("Ann Lee")))
    assert sentence == (
        f"Ann Lee may be Anna Lee ({known.ref}). Their names differ only by one letter. They come in as "
        f'somebody new. To say that they are: --same "Ann Lee={known.ref}"'
    )
    assert people_asked.said([f"Ann Lee={known.ref}"])["ann lee"] == known.ref


@pytest.mark.parametrize("text", ["Ann Lee", "=P-1", "Ann Lee="])
def test_an_option_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="NAME=WHO"):
        people_asked.said([text])


def test_the_option_is_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["import", "--help"])
    assert "--same NAME=WHO" in capsys.readouterr().out

"""A wide register comes in as people, sessions and attendance of a project, once."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from tests.factories import projects
from tests.imports.sheets import bring_in, dry_run, refusals
from tracker.imports import engine, reading, taken
from tracker.imports.engine import Source
from tracker.imports.planning.plan import Fate
from tracker.imports.planning.register import Target
from tracker.imports.wide.said import Said
from tracker.people.models import Participant
from tracker.projects.models import Project, ProjectPerson
from tracker.sessions.models import Attendance, InvolvementSession, Outcome

Db = scoped_session[Session]

REGISTER = "Panel 2022\n\nName,Voting,11 May,18 May\nAnn Lee,Y,Y,N\nBo Lind,Y,Y,Y\nCy Dent,,,\nTotal,,2,1\n"


@pytest.fixture
def eyp(ready: Db) -> Project:
    return projects.project(ref="EYP")


def wide(text: str = REGISTER, **said: object) -> Source:
    """A wide register, to go into the project EYP."""
    content = text.encode()
    read = reading.read(content, "wide.csv")[0]
    answers = Said(**said)  # type: ignore[arg-type]
    chosen = [taken.as_wide(read, answers, group=taken.group_of(read, "wide.csv"))]
    return engine.of_registers("wide.csv", engine.fingerprint([content]), chosen, Target("EYP"))


def test_it_comes_in_whole_with_whoever_is_marked_nowhere(ready: Db, eyp: Project) -> None:
    bring_in(wide())
    assert ready.scalar(select(func.count()).select_from(InvolvementSession)) == 2
    assert ready.scalar(select(func.count()).select_from(Participant)) == 3
    assert ready.scalar(select(func.count()).select_from(ProjectPerson)) == 3
    rows = ready.execute(select(Attendance.outcome, func.count()).group_by(Attendance.outcome))
    assert {row[0]: row[1] for row in rows} == {Outcome.ATTENDED: 3, Outcome.DID_NOT_ATTEND: 1}


def test_the_same_register_again_changes_nothing(ready: Db, eyp: Project) -> None:
    bring_in(wide())
    assert bring_in(wide()) is None
    assert {line.fate for line in dry_run(wide()).plan.lines} == {Fate.MATCHED}


def test_each_line_names_row_and_column(ready: Db, eyp: Project) -> None:
    lines = [f"{line.where()}: {line.sentence}" for line in dry_run(wide()).plan.lines]
    assert "wide.csv, row 4, column 11 May (C): Ann Lee came." in lines
    assert "wide.csv, row 6: Cy Dent is listed, and marked nowhere." in lines


def test_totals_that_agree_and_columns_left_out_are_said(ready: Db, eyp: Project) -> None:
    notes = dry_run(wide()).plan.notes
    assert "2 of 2 totals that the sheet prints are what we count." in notes
    assert "Voting (B) is not about a day, and is left out." in notes
    assert any(
        note.startswith("2 of 3 people listed came, 1 of them more than once; 2 sessions") for note in notes
    )


def test_one_mark_without_a_name_keeps_the_whole_register_out(ready: Db, eyp: Project) -> None:
    (refusal,) = refusals(wide(REGISTER.replace("Bo Lind,Y,Y,Y", "Bo Lind,Y,Y,Y\n,,Y,")))
    assert refusal.startswith("wide.csv, row 6, column 11 May (C): “Y” stands here, and the row has no name")


def test_hours_become_minutes(ready: Db, eyp: Project) -> None:
    bring_in(wide("Hours 2022\nName,11 May,18 May\nAnn Lee,1.5,2\n"))
    assert set(ready.scalars(select(Attendance.minutes))) == {90, 120}


def test_the_same_file_cut_otherwise_is_refused(ready: Db, eyp: Project) -> None:
    text = "Name,11 May 2022,\n,AM,PM\nAnn Lee,Y,Y\n"
    bring_in(wide(text, session="day"))
    (refusal,) = refusals(wide(text, session="half-day"))
    assert "counted twice" in refusal


def test_what_is_still_to_be_said_keeps_it_out(ready: Db, eyp: Project) -> None:
    from tracker.errors import Invalid

    with pytest.raises(Invalid, match="Say what makes a session"):
        dry_run(wide("Name,11 May 2022,\n,AM,PM\nAnn Lee,Y,Y\n"))


def test_a_day_to_come_is_refused(ready: Db, eyp: Project) -> None:
    (refusal,) = refusals(wide("Name,11 May 2022,11 May 2027\nAnn Lee,Y,Y\n"))
    assert "row 2, column 11 May 2027 (C): This session has not taken place yet" in refusal


def test_a_later_file_with_one_more_day_adds_only_that(ready: Db, eyp: Project) -> None:
    bring_in(wide("Name,11 May 2022,18 May 2022\nAnn Lee,Y,Y\n"))
    plan = dry_run(wide("Name,11 May 2022,18 May 2022,25 May 2022\nAnn Lee,Y,Y,Y\n")).plan
    assert (len(plan.rows["sessions"]), len(plan.rows["attendance"]), len(plan.rows["people"])) == (1, 1, 0)

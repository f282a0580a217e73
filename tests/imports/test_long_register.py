"""A long list comes in as people, sessions and attendance of a project, once."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from tests.factories import people, projects
from tests.factories.staff import staff
from tests.imports.sheets import LONG_REGISTER, bring_in, dry_run, long_register, refusals
from tracker.imports.planning.plan import Fate
from tracker.imports.planning.register import session_ref
from tracker.people.models import Participant
from tracker.projects.models import Project, ProjectPerson
from tracker.sessions.models import Attendance, InvolvementSession, Outcome
from tracker.web.transaction import writing

Db = scoped_session[Session]


@pytest.fixture
def eyp(ready: Db) -> Project:
    return projects.project(ref="EYP")


def outcomes(db: Db) -> dict[Outcome | None, int]:
    rows = db.execute(select(Attendance.outcome, func.count()).group_by(Attendance.outcome))
    return {row[0]: row[1] for row in rows}


@pytest.mark.parametrize(
    ("choice", "sessions", "attended"),
    [("half-day", 7, 49), ("day", 4, 30), ("meeting", 3, 24), ("part", 8, 54)],
)
def test_the_list_comes_in_cut_as_chosen(
    ready: Db, eyp: Project, choice: str, sessions: int, attended: int
) -> None:
    bring_in(long_register(choice))
    assert ready.scalar(select(func.count()).select_from(InvolvementSession)) == sessions
    assert outcomes(ready)[Outcome.ATTENDED] == attended
    assert ready.scalar(select(func.count()).select_from(Participant)) == 10
    assert ready.scalar(select(func.count()).select_from(ProjectPerson)) == 10


def test_people_of_a_list_get_the_next_references(ready: Db, eyp: Project) -> None:
    people.participant(ref="P-000041")
    bring_in(long_register("day"))
    refs = set(ready.scalars(select(Participant.ref)))
    assert refs == {f"P-{number:06d}" for number in range(41, 52)}


def test_somebody_marked_absent_throughout_is_a_person_who_did_not_attend(ready: Db, eyp: Project) -> None:
    bring_in(long_register("half-day"))
    absent = ready.scalars(select(Participant).where(Participant.name == "Jean Ashworth")).one()
    found = set(ready.scalars(select(Attendance.outcome).where(Attendance.participant_id == absent.id)))
    assert found == {Outcome.DID_NOT_ATTEND}


def test_minutes_are_those_of_the_parts_that_a_person_came_to(ready: Db, eyp: Project) -> None:
    bring_in(long_register("half-day"))
    person = ready.scalars(select(Participant).where(Participant.name == "Maëlle Okonkwo")).one()
    morning = ready.scalars(
        select(InvolvementSession).where(InvolvementSession.ref == "EYP 2026-03-04 morning")
    ).one()
    place = ready.scalars(
        select(Attendance).where(
            Attendance.participant_id == person.id, Attendance.involvement_session_id == morning.id
        )
    ).one()
    assert (morning.minutes, place.minutes) == (150, 75)


def test_the_same_list_again_changes_nothing(ready: Db, eyp: Project) -> None:
    bring_in(long_register("half-day"))
    assert bring_in(long_register("half-day")) is None
    assert {line.fate for line in dry_run(long_register("half-day")).plan.lines} == {Fate.MATCHED}


def test_the_same_list_cut_otherwise_is_refused_because_everybody_would_count_twice(
    ready: Db, eyp: Project
) -> None:
    bring_in(long_register("half-day"))
    (refusal,) = refusals(long_register("day"))
    assert "counted twice" in refusal


def test_a_longer_list_adds_only_what_is_new(ready: Db, eyp: Project) -> None:
    bring_in(long_register("day"))
    more = LONG_REGISTER.read_text(encoding="utf-8") + (
        "7999,2026,Ines,Newcomer,Citizens' Health Panel,14,2026-06-10,Morning,10:00AM - 12:00PM,Y\n"
    )
    plan = dry_run(long_register("day", content=more.encode())).plan
    assert (len(plan.rows["people"]), len(plan.rows["sessions"]), len(plan.rows["attendance"])) == (1, 1, 1)


def test_a_changed_mark_is_an_update(ready: Db, eyp: Project) -> None:
    bring_in(long_register("day"))
    text = LONG_REGISTER.read_text(encoding="utf-8")
    lines = [
        line.replace(",N", ",Y") if "Ashworth" in line and "2026-05-13" in line else line
        for line in text.splitlines()
    ]
    source = long_register("day", content="\n".join(lines).encode())
    (update,) = [line for line in dry_run(source).plan.lines if line.fate == Fate.UPDATED]
    assert update.sentence == "Jean Ashworth came: this would change."
    bring_in(source)
    assert outcomes(ready)[Outcome.ATTENDED] == 31


def test_a_person_of_the_project_is_matched_by_name(ready: Db, eyp: Project) -> None:
    known = people.participant(eyp, name="kofi  MENSAH")
    bring_in(long_register("day"))
    found = ready.scalars(select(Participant).where(Participant.match_name == "kofi mensah")).all()
    assert [person.id for person in found] == [known.id]


def test_two_people_of_one_name_are_never_guessed_between(ready: Db, eyp: Project) -> None:
    people.participant(eyp, name="Kofi Mensah")
    people.participant(eyp, name="Kofi Mensah")
    found = refusals(long_register("day"))
    assert found
    assert all("Several people are called" in line for line in found)


def test_a_namesake_in_a_project_that_the_lead_does_not_see_stays_another_person(
    ready: Db, eyp: Project
) -> None:
    people.participant(projects.project(), name="Kofi Mensah")
    bring_in(long_register("day"), staff("lead", project_id=eyp.id).actor())
    found = ready.scalars(select(Participant).where(Participant.match_name == "kofi mensah")).all()
    assert len(found) == 2


def test_a_new_project_begins_with_the_list_for_whoever_may_begin_one(ready: Db) -> None:
    bring_in(long_register("day", "NEW", "New panel"), staff("lead").actor())
    begun = ready.scalars(select(Project)).one()
    assert (begun.name, begun.cost_code) == ("New panel", None)
    assert begun.since == min(ready.scalars(select(InvolvementSession.held_on)))


def test_a_lead_of_one_project_cannot_begin_another_by_importing(ready: Db, eyp: Project) -> None:
    lead = staff("lead", project_id=eyp.id).actor()
    (refusal,) = refusals(long_register("day", "NEW", "New panel"), lead)
    assert "does not let you begin a project" in refusal


def test_a_project_of_others_is_unknown(ready: Db, eyp: Project) -> None:
    lead = staff("lead", project_id=projects.project().id).actor()
    (refusal,) = refusals(long_register("day"), lead)
    assert "project" in refusal
    assert eyp.name not in refusal


def test_a_session_that_is_still_to_come_is_refused(ready: Db, eyp: Project) -> None:
    text = LONG_REGISTER.read_text(encoding="utf-8").replace("2026-05-13", "2027-05-13")
    found = refusals(long_register("day", content=text.encode()))
    assert len(found) == 10
    assert all("not taken place yet" in line for line in found)


def test_a_row_with_an_impossible_date_keeps_the_whole_list_out(ready: Db, eyp: Project) -> None:
    text = LONG_REGISTER.read_text(encoding="utf-8").replace("7001,2026,", "7001,2026,", 1)
    text = text.replace("11,2026-03-04", "11,2026-02-31", 1)
    (refusal,) = refusals(long_register("day", content=text.encode()))
    assert refusal.startswith("long-register.csv, row 2, column SessionDate (G): There is no such date")


def test_a_long_reference_is_cut_and_stays_its_own() -> None:
    long = session_ref("A" * 30, ("2026-03-04", "afternoon"))
    assert len(long) <= 40
    assert long != session_ref("A" * 30, ("2026-03-04", "morning"))


def test_nothing_is_written_when_the_write_fails_half_way(
    ready: Db, eyp: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tracker.imports import apply

    def broken(_book: object) -> None:
        raise RuntimeError("the machine stopped")

    monkeypatch.setattr(apply, "_touch_claims", broken)
    with pytest.raises(RuntimeError):
        bring_in(long_register("day"))
    with writing():
        assert ready.scalar(select(func.count()).select_from(Participant)) == 0

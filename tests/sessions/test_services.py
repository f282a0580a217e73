"""Sessions and the register."""

from datetime import date, time
from typing import Any

import pytest

from tests.factories import people, projects, sessions
from tracker import clock
from tracker.errors import Invalid, NotFound, Refused, StaleVersion
from tracker.permissions import SYSTEM, Actor, Permission
from tracker.projects.queries import is_member
from tracker.sessions import queries, services
from tracker.sessions.models import Attendance, InvolvementSession, Outcome
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


def record(place: Attendance, outcome: Outcome | None, **values: Any) -> None:
    with writing():
        services.record_attendance(
            actor=SYSTEM, on=clock.today(), attendance=place, outcome=outcome, **values
        )


def update(involvement: InvolvementSession, version: int | None = None, **values: Any) -> None:
    with writing():
        services.update_session(
            actor=SYSTEM,
            on=clock.today(),
            involvement=involvement,
            version=version or involvement.version,
            values=values,
        )


def test_sessions_without_a_reference_are_numbered_on() -> None:
    refs = [sessions.involvement().ref, sessions.involvement(ref="OURS-9").ref, sessions.involvement().ref]
    assert refs == ["S-000001", "OURS-9", "S-000002"]


def test_references_of_other_shapes_do_not_disturb_the_numbering() -> None:
    for ref in ("S-12X456", "S-0000009", "S-00000a"):
        sessions.involvement(ref=ref)
    assert sessions.involvement().ref == "S-000001"


def test_start_and_end_give_the_minutes() -> None:
    involvement = sessions.involvement(start=time(10, 15), end=time(12, 0), minutes=None)
    assert involvement.minutes == 105


def test_a_start_alone_leaves_the_length_unknown() -> None:
    assert sessions.involvement(start=time(10, 15), minutes=None).minutes is None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"start": time(10), "end": time(10)}, "end"),
        ({"start": time(22), "end": time(1)}, "end"),
        ({"end": time(12)}, "start"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": -30}, "minutes"),
        ({"minutes": 1441}, "minutes"),
        ({"preparation_minutes": -1}, "preparation_minutes"),
        ({"heard_without_names": -1}, "heard_without_names"),
        ({"title": "  "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"venue": "room\x00"}, "venue"),
        ({"held_on": None}, "held_on"),
    ],
)
def test_a_value_that_cannot_be_names_its_field(values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        sessions.involvement(**values)
    assert refused.value.field == field


def test_two_sessions_cannot_share_a_reference() -> None:
    sessions.involvement(ref="S-7")
    with pytest.raises(Invalid, match="Another session has this reference"):
        sessions.involvement(ref="S-7")


def test_changing_the_end_changes_the_minutes() -> None:
    involvement = sessions.involvement(start=time(10), end=time(12))
    update(involvement, end=time(13, 30))
    assert involvement.minutes == 210


def test_a_save_over_somebody_elses_shows_both_values() -> None:
    involvement = sessions.involvement(title="As it was")
    update(involvement, version=1, title="Theirs")
    with pytest.raises(StaleVersion) as refused:
        update(involvement, version=1, title="Mine")
    assert (refused.value.theirs, refused.value.yours) == ({"title": "Theirs"}, {"title": "Mine"})


def test_a_place_makes_a_member_from_the_day_of_the_session() -> None:
    project, person = projects.project(), people.participant()
    sessions.attendance(sessions.involvement(project, held_on=date(2026, 11, 2)), person)
    assert is_member(project.id, person.id, date(2026, 11, 2))
    assert not is_member(project.id, person.id, date(2026, 11, 1))


def test_a_place_in_a_coming_session_makes_a_member_today() -> None:
    project, person = projects.project(), people.participant()
    sessions.attendance(sessions.involvement(project, held_on=date(2026, 12, 2)), person)
    assert is_member(project.id, person.id, clock.today())


def test_a_second_place_is_the_first() -> None:
    involvement, person = sessions.involvement(), people.participant()
    assert sessions.attendance(involvement, person).id == sessions.attendance(involvement, person).id


def test_who_attended_was_there_for_the_whole_session_unless_said_otherwise() -> None:
    involvement = sessions.involvement(minutes=120, preparation_minutes=30)
    whole = sessions.attendance(involvement, outcome=Outcome.ATTENDED)
    other = sessions.attendance(involvement, outcome=Outcome.ATTENDED, minutes=90, preparation_minutes=0)
    assert (whole.minutes, whole.preparation_minutes) == (120, 30)
    assert (other.minutes, other.preparation_minutes) == (90, 0)


def test_how_long_somebody_came_in_part_is_unknown_until_it_is_said() -> None:
    place = sessions.attendance(sessions.involvement(minutes=120), outcome=Outcome.PART)
    assert place.minutes is None


@pytest.mark.parametrize(
    "outcome", [Outcome.CANCELLED_BY_US, Outcome.CANCELLED_BY_THEM, Outcome.DID_NOT_ATTEND, None]
)
def test_who_did_not_come_has_no_minutes(outcome: Outcome | None) -> None:
    place = sessions.attendance(sessions.involvement(), outcome=Outcome.ATTENDED)
    record(place, outcome, minutes=90)
    assert (place.outcome, place.minutes, place.preparation_minutes) == (outcome, None, None)


@pytest.mark.parametrize("outcome", [Outcome.ATTENDED, Outcome.PART, Outcome.DID_NOT_ATTEND])
def test_nobody_came_to_what_has_not_happened_yet(outcome: Outcome) -> None:
    place = sessions.attendance(sessions.involvement(held_on=date(2026, 11, 24)))
    with pytest.raises(Invalid, match="has not taken place yet"):
        record(place, outcome)


def test_a_session_can_be_recorded_on_its_day_and_cancelled_before() -> None:
    today = sessions.attendance(sessions.involvement(held_on=clock.today()))
    record(today, Outcome.ATTENDED)
    coming = sessions.attendance(sessions.involvement(held_on=date(2026, 11, 24)))
    record(coming, Outcome.CANCELLED_BY_US)
    assert (today.outcome, coming.outcome) == (Outcome.ATTENDED, Outcome.CANCELLED_BY_US)


def test_recording_the_same_again_moves_no_version() -> None:
    place = sessions.attendance(sessions.involvement(), outcome=Outcome.ATTENDED)
    before = place.version
    record(place, Outcome.ATTENDED)
    assert place.version == before


def test_a_register_shown_before_somebody_elses_save_is_stale() -> None:
    place = sessions.attendance(sessions.involvement())
    record(place, Outcome.ATTENDED, version=1)
    with pytest.raises(StaleVersion) as refused:
        record(place, Outcome.PART, version=1, minutes=40)
    assert refused.value.theirs["outcome"] == "attended"


def test_a_place_given_by_mistake_can_be_taken_back_until_it_is_recorded() -> None:
    involvement = sessions.involvement()
    place = sessions.attendance(involvement)
    record(place, Outcome.ATTENDED)
    with pytest.raises(Refused, match="is recorded"), writing():
        services.take_off(actor=SYSTEM, attendance=place)
    record(place, None)
    with writing():
        services.take_off(actor=SYSTEM, attendance=place)
    assert queries.attendances(involvement.id) == []


# --- reading ----------------------------------------------------------------------------------------------


def viewer(permission: Permission, project_id: int) -> Actor:
    return Actor(user_id=None, name="Somebody", in_projects={project_id: frozenset({permission})})


ANYWHERE = Actor(
    user_id=None,
    name="Somebody",
    everywhere=frozenset({Permission.SEE_SESSIONS, Permission.LOG_SESSIONS}),
)


def test_pages_follow_each_other_without_a_gap_or_a_repeat() -> None:
    project = projects.project()
    made = [sessions.involvement(project, held_on=date(2026, 11, day)) for day in (3, 5, 5, 5, 9)]
    seen, after = [], None
    while True:
        page = queries.sessions(ANYWHERE, project.id, after, size=2)
        seen += [involvement.id for involvement in page.rows]
        after = page.next_cursor
        if after is None:
            break
    assert sorted(seen) == sorted(involvement.id for involvement in made)
    assert len(seen) == len(set(seen))
    assert (seen[0], seen[-1]) == (made[4].id, made[0].id)


@pytest.mark.parametrize(
    "after", ["x", "2026-11-05~", "2026-02-31~5", "2026-11-05~99999999999999999999", "~"]
)
def test_a_cursor_nobody_gave_out_starts_at_the_beginning(after: str) -> None:
    involvement = sessions.involvement()
    assert [row.id for row in queries.sessions(ANYWHERE, after=after).rows] == [involvement.id]


def test_another_projects_sessions_are_not_there() -> None:
    mine, other = sessions.involvement(), sessions.involvement()
    page = queries.sessions(viewer(Permission.SEE_SESSIONS, mine.project_id))
    assert [row.id for row in page.rows] == [mine.id]
    with pytest.raises(NotFound, match="no such session"):
        queries.involvement(viewer(Permission.SEE_SESSIONS, mine.project_id), other.id)


def test_a_session_is_found_by_part_of_its_title_or_its_reference() -> None:
    found = sessions.involvement(title="Housing panel", ref="HP-1")
    sessions.involvement(title="100% online")
    for search in ("housing", "HP-", "PANEL "):
        assert [row.id for row in queries.sessions(ANYWHERE, search=search).rows] == [found.id]
    assert [row.title for row in queries.sessions(ANYWHERE, search="%").rows] == ["100% online"]


def test_sessions_without_a_register_are_those_held_with_somebody_or_everybody_unrecorded() -> None:
    project = projects.project()
    empty = sessions.involvement(project, title="empty", held_on=date(2026, 11, 1))
    half = sessions.involvement(project, title="half", held_on=date(2026, 11, 2))
    sessions.attendance(half, outcome=Outcome.ATTENDED)
    sessions.attendance(half)
    done = sessions.involvement(project, title="done")
    sessions.attendance(done, outcome=Outcome.ATTENDED)
    sessions.involvement(project, title="counted heads", heard_without_names=12)
    sessions.involvement(project, title="today", held_on=clock.today())
    wanting = queries.without_register(viewer(Permission.LOG_SESSIONS, project.id), clock.today())
    assert [involvement.id for involvement in wanting] == [empty.id, half.id]


def test_a_register_counts_places_people_who_came_and_blanks() -> None:
    involvement = sessions.involvement()
    for outcome in (Outcome.ATTENDED, Outcome.PART, Outcome.DID_NOT_ATTEND, None):
        sessions.attendance(involvement, outcome=outcome)
    assert queries.register_counts([involvement.id]) == {involvement.id: (4, 2, 1)}


def test_the_register_is_in_the_order_of_names() -> None:
    involvement = sessions.involvement()
    for name in ("Zoe Example", "adam Example", "Maud Example"):
        sessions.attendance(involvement, people.participant(name=name))
    names = [place.participant.name for place in queries.attendances(involvement.id)]
    assert names == ["adam Example", "Maud Example", "Zoe Example"]

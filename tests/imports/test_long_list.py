"""Somebody's long list is guessed, counted each way, and understood as sessions and people."""

import pytest

from tests.imports.sheets import LONG_REGISTER, sheet
from tracker.imports import guessing, long_list, reading
from tracker.imports.long_list import Columns
from tracker.imports.reading import Sheet


@pytest.fixture(scope="module")
def invented() -> Sheet:
    return reading.read(LONG_REGISTER.read_bytes(), LONG_REGISTER.name)[0]


@pytest.fixture(scope="module")
def guessed(invented: Sheet) -> Columns:
    found = guessing.columns(invented)
    assert found is not None
    return found


def test_columns_are_guessed_from_headings_and_cells(invented: Sheet, guessed: Columns) -> None:
    headings = invented.headings
    assert [headings[column] for column in guessed.person] == ["FirstName", "LastName"]
    assert headings[guessed.date] == "SessionDate"
    assert guessed.mark is not None
    assert headings[guessed.mark] == "Present"
    assert guessed.present == ("y",)


def test_each_way_to_cut_the_list_says_what_it_makes(invented: Sheet, guessed: Columns) -> None:
    made = {one.code: (one.sessions, one.attendances) for one in guessing.choices(invented, guessed)}
    assert made == {"half-day": (7, 49), "day": (4, 30), "meeting": (3, 24), "part": (8, 54)}


def test_a_choice_that_makes_no_difference_is_not_offered() -> None:
    read = sheet("Name,Date,Session type,Present\nA,2026-01-05,Morning,Y\nB,2026-01-06,Morning,N\n")
    found = guessing.columns(read)
    assert found is not None
    assert [one.code for one in guessing.choices(read, found)] == ["half-day"]


def test_names_are_one_person_whatever_their_case_and_spaces(invented: Sheet, guessed: Columns) -> None:
    understood = long_list.understand(invented, guessed)
    assert len(understood.people) == 10
    assert "kofi mensah" in understood.people


def test_one_mark_in_any_row_of_a_session_is_presence(guessed: Columns) -> None:
    text = (
        "_id,Term,FirstName,LastName,Committee,MTGNum,SessionDate,SessionType,SessionStart_EndTime,Present\n"
        "1,,Ann,Lee,Panel,1,2026-01-05,Morning,09:00AM - 10:00AM,N\n"
        "2,,ann,LEE ,Panel,1,2026-01-05,Morning,11:00AM - 12:00PM,Y\n"
    )
    understood = long_list.understand(sheet(text), guessed)
    ((_, presence),) = understood.places.items()
    assert (presence.present, presence.row, presence.minutes()) == (True, 2, 60)


def test_a_session_lasts_as_long_as_its_parts_and_unknown_where_one_does_not_say(
    invented: Sheet, guessed: Columns
) -> None:
    lasted = {
        sitting.key: sitting.minutes()
        for sitting in long_list.understand(invented, guessed).sittings.values()
    }
    assert lasted["2026-03-04", "morning"] == 150
    assert lasted["2026-04-08", "evening"] is None


def test_a_meeting_of_several_days_is_held_on_its_first(invented: Sheet, guessed: Columns) -> None:
    by_meeting = guessing.with_session(guessed, (invented.headings.index("MTGNum"),))
    first = long_list.understand(invented, by_meeting).sittings[("11",)]
    assert first.title == "Citizens' Health Panel, meeting 11"
    assert (first.held_on.isoformat(), len(first.days), first.minutes()) == ("2026-03-04", 2, None)


def test_bodies_are_told_apart_only_where_there_are_several() -> None:
    text = "Name,Date,Committee,Present\nA,2026-01-05,North,Y\nA,2026-01-05,South,Y\n"
    read = sheet(text)
    found = guessing.columns(read)
    assert found is not None
    assert len(long_list.understand(read, found).sittings) == 2


def test_a_row_without_name_or_date_is_a_problem_and_not_dropped() -> None:
    text = "Name,Date,Present\nA,2026-01-05,Y\n,2026-01-05,Y\nB,31/02/2026,Y\nC,,Y\n"
    read = sheet(text)
    understood = long_list.understand(
        read, Columns(person=(0,), date=1, mark=2, present=("y",), session=(1,))
    )
    assert [(found.row, found.column) for found in understood.problems] == [
        (3, "Name (A)"),
        (4, "Date (B)"),
        (5, "Date (B)"),
    ]
    assert len(understood.people) == 1


def test_month_first_dates_are_seen_by_the_whole_column() -> None:
    text = "Name,Date,Present\nA,3/4/2026,Y\nA,3/25/2026,Y\n"
    read = sheet(text)
    found = guessing.columns(read)
    assert found is not None
    days = sorted(
        sitting.held_on.isoformat() for sitting in long_list.understand(read, found).sittings.values()
    )
    assert days == ["2026-03-04", "2026-03-25"]


def test_a_summary_without_dates_is_not_taken_for_a_register() -> None:
    assert guessing.columns(sheet("Name,Meetings attended\nA,12\nB,3\n")) is None


def test_columns_keep_their_meaning_as_json(guessed: Columns) -> None:
    assert Columns.from_json(guessed.to_json()) == guessed

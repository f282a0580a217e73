"""Times beside days, rows of weekdays, and days out of turn: said or asked about, never guessed."""

import pytest

from tests.imports.wide.registers import asked, facts, problems, understood

OUT_OF_TURN = (
    "comes before the day beside it and has no year: it may be out of order, or of the next year. Write the "
    "year into its heading."
)


@pytest.mark.parametrize(
    "heading", ["2025-02-15T10:00", "2025-02-15T10:00:00Z", "2025-02-15 10:00:00", "2025-02-15T00:00:00"]
)
def test_a_day_with_a_time_is_that_day(heading: str) -> None:
    made = understood(f"Name,{heading},2025-02-22T10:00\nAnn Lee,Y,\nBo Lind,Y,Y\n")
    assert not asked(made)
    assert {day for _, day, _ in facts(made)} == {"2025-02-15", "2025-02-22"}


def test_two_times_of_one_day_may_be_two_sessions() -> None:
    made = understood("Name,2025-02-15T10:00,2025-02-15T14:00\nAnn Lee,Y,Y\nBo Lind,Y,Y\n")
    assert asked(made) == ["sessions"]
    assert [(way.code, way.sessions, way.attendances) for way in made.ways] == [
        ("half-day", 2, 4),
        ("day", 1, 2),
    ]


WEEKDAYS = "Name,11/05/2022,18/05/2022\n{label},Wed,{second}\nAnn Lee,Y,Y\nBo Lind,,Y\n"


@pytest.mark.parametrize("label", ["", "Day"])
def test_a_row_of_weekdays_below_the_days_agrees(label: str) -> None:
    made = understood(WEEKDAYS.format(label=label, second="Wednesday"))
    assert (problems(made), asked(made), len(facts(made))) == ([], [], 3)


@pytest.mark.parametrize("label", ["", "Day"])
def test_a_weekday_that_disagrees_with_its_day_is_refused(label: str) -> None:
    assert problems(understood(WEEKDAYS.format(label=label, second="Thu"))) == [
        "row 3, column 18/05/2022 (C): 18 May 2022 was a Wednesday. Check the day, the month and the year."
    ]


def test_a_row_of_weekdays_above_the_days_tells_their_order_and_is_no_title() -> None:
    made = understood(",Wed,Fri\nName,11.05.22,10.06.22\nAnn Lee,Y,Y\nBo Lind,,Y\n")
    assert asked(made) == []
    assert {day for _, day, _ in facts(made)} == {"2022-05-11", "2022-06-10"}
    assert made.tables[0].title == ""


def test_a_day_that_goes_back_a_little_and_has_no_year_is_refused_rather_than_of_the_next_year() -> None:
    made = understood("Panel 2022\nName,11 May,18 May,15 May,25 May\nAnn Lee,Y,Y,Y,Y\nBo Lind,Y,,,Y\n")
    assert problems(made) == [f"row 3, column 15 May (D): 15 May {OUT_OF_TURN}"]
    assert {day for _, day, _ in facts(made)} == {"2022-05-11", "2022-05-18", "2022-05-25"}


def test_the_same_holds_where_the_year_was_said() -> None:
    made = understood("Name,11 May,18 May,15 May\nAnn Lee,Y,Y,Y\n", year=2022)
    assert [one.column for one in made.register.problems] == ["15 May (D)"]


def test_the_turn_of_a_year_is_seen_forwards_and_backwards() -> None:
    there = understood("2022 and 2023\nName,2 Nov,7 Dec,11 Jan,8 Feb\nAnn Lee,Y,Y,Y,Y\n")
    assert {day for _, day, _ in facts(there)} == {"2022-11-02", "2022-12-07", "2023-01-11", "2023-02-08"}
    back = understood("2022 and 2023\nName,8 Feb,11 Jan,7 Dec,2 Nov\nAnn Lee,Y,Y,Y,Y\n")
    assert facts(back) == facts(there)

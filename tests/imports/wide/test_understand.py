"""A wide register says who came when; what it leaves open is asked, what cannot be is refused by its cell."""

import pytest

from tests.imports.wide.registers import asked, facts, problems, sheet, understood
from tracker.imports.wide.understand import is_wide


def test_stacked_tables_with_the_same_days_are_the_same_sessions() -> None:
    made = understood(
        "Tracker Template\n\n"
        "Members\n\nCompany,Person,20.05.11,20.06.08,20.07.13,20.MM.DD\n"
        "Acme,Ann Lee,Y,Y,,\nAcme,Cy Dent,,,,\n\n"
        "Guests\n\nCompany,Person,20.05.11,20.06.08,20.07.13,20.MM.DD\nOther,Bo Lind,,Y,,\n"
    )
    assert facts(made) == {
        ("Ann Lee", "2020-05-11", True),
        ("Ann Lee", "2020-06-08", True),
        ("Bo Lind", "2020-06-08", True),
    }
    assert (len(made.register.people), len(made.register.sittings)) == (3, 2)
    assert made.register.unmarked == {"cy dent": 7}
    assert not made.asks
    assert not made.register.problems
    assert any("20.MM.DD (F)" in remark for remark in made.remarks)


def test_a_flag_beside_the_marks_is_no_attendance() -> None:
    made = understood("Name,Voting,11 May 2022,18 May 2022,Active\nAnn Lee,Y,Y,,Y\nBo Lind,Y,,Y,Y\n")
    assert facts(made) == {("Ann Lee", "2022-05-11", True), ("Bo Lind", "2022-05-18", True)}
    assert [remark for remark in made.remarks if "Voting (B)" in remark or "Active (E)" in remark]


def test_a_mark_without_a_name_is_named_by_row_and_column_and_given_to_nobody() -> None:
    made = understood("Name,11 May 2022,18 May 2022\nAnn Lee,Y,\n,,Y\nBo Lind,,Y\n")
    (problem,) = problems(made)
    assert problem.startswith("row 3, column 18 May 2022 (C): “Y” stands here, and the row has no name")
    assert facts(made) == {("Ann Lee", "2022-05-11", True), ("Bo Lind", "2022-05-18", True)}


def test_a_mark_under_no_heading_among_the_days_is_refused() -> None:
    (problem,) = problems(understood("Name,11 May 2022,,18 May 2022\nAnn Lee,Y,Y,Y\n"))
    assert problem.startswith("row 2, column C: Something stands here in a column that has no heading")
    assert not problems(understood("Name,11 May 2022,,18 May 2022\nAnn Lee,Y,Y,Y\n", without=(2,)))


def test_six_figures_that_can_be_two_dates_are_asked() -> None:
    made = understood("Name,220523\nAnn Lee,1\n")
    assert asked(made) == ["order"]
    assert dict(made.asks[0].options) == {"day-first": "22 May 2023", "year-first": "23 May 2022"}
    assert not made.register.places


def test_headings_that_follow_one_another_say_how_they_are_read() -> None:
    made = understood("Name,220523,220606,220620\nAnn Lee,1,1,1\n")
    assert {day for _, day, _ in facts(made)} == {"2022-05-23", "2022-06-06", "2022-06-20"}
    assert "Dates like 220523 are read like 23 May 2022." in made.remarks


def test_the_year_stands_above() -> None:
    made = understood("Attendance\n,2023,,2024\nName,Sep 23,Oct 21,Jan 20\nAnn Lee,✓,✓,✓\n")
    assert {day for _, day, _ in facts(made)} == {"2023-09-23", "2023-10-21", "2024-01-20"}


def test_months_stand_merged_above_the_days() -> None:
    made = understood(",Attendance 2022\n,May,,June,\nName,11,18,1,8\nAnn Lee,P,P,,A\nBo Lind,,P,P,P\n")
    assert {day for _, day, came in facts(made) if came} == {
        "2022-05-11",
        "2022-05-18",
        "2022-06-01",
        "2022-06-08",
    }
    assert ("Ann Lee", "2022-06-08", False) in facts(made)


def test_days_without_any_year_are_asked_for_it() -> None:
    text = "Name,18 Dec,8 Jan\nAnn Lee,Y,Y\n"
    assert asked(understood(text)) == ["year"]
    assert {day for _, day, _ in facts(understood(text, year=2021))} == {"2021-12-18", "2022-01-08"}


def test_a_season_of_two_years_gives_each_day_its_year() -> None:
    made = understood("Panel 2022-23\nName,11 Nov,18 Jan\nAnn Lee,Y,Y\n")
    assert {day for _, day, _ in facts(made)} == {"2022-11-11", "2023-01-18"}


def test_months_of_a_year_are_not_taken_for_days() -> None:
    made = understood("Name,Sep 23,Oct 23,Nov 23\nAnn Lee,✓,✓,\n")
    assert asked(made) == ["year"]
    assert "a summary" in made.asks[0].sentence


@pytest.mark.parametrize("days", ["2023-09-01,2023-10-01,2023-11-01", "2023-12-01,2024-01-01,2024-02-01"])
def test_first_days_of_months_one_after_the_other_are_asked_about(days: str) -> None:
    text = f"Name,{days}\nAnn Lee,Y,Y,Y\n"
    assert asked(understood(text)) == ["year"]
    assert {day for _, day, _ in facts(understood(text, year=2023))} == set(days.split(","))


def test_half_days_under_a_merged_date_are_asked_with_the_counts_of_each() -> None:
    text = "Name,11 May 2022,,18 May 2022,\n,AM,PM,AM,PM\nAnn Lee,Y,Y,Y,\nBo Lind,,Y,,Y\n"
    made = understood(text)
    assert asked(made) == ["sessions"]
    assert dict(made.asks[0].options) == {
        "half-day": "Each half day: 4 sessions, 5 attendances",
        "day": "Each day: 2 sessions, 4 attendances",
    }
    assert understood(text, session="day").register.attendances == 4
    assert understood(text, session="half-day").register.attendances == 5


def test_meetings_over_two_days_are_counted_by_number_or_by_day_as_asked() -> None:
    text = "Meeting,1,1,2\nName,11/05/2022,12/05/2022,01/06/2022\nAnn Lee,Y,Y,N\nBo Lind,Y,,Y\n"
    made = understood(text)
    assert [(way.code, way.sessions, way.attendances) for way in made.ways] == [
        ("day", 3, 4),
        ("meeting", 2, 3),
    ]
    titles = {one.title for one in understood(text, session="meeting").register.sittings.values()}
    assert titles == {"Meeting 1", "Meeting 2"}


def test_tables_of_different_groups_on_one_day_are_asked_about() -> None:
    text = (
        "Panel A\nName,11 May 2022,18 May 2022\nAnn Lee,Y,Y\n\n"
        "Panel B\nName,11 May 2022,25 May 2022\nBo Lind,Y,Y\n"
    )
    assert [(way.code, way.sessions) for way in understood(text).ways] == [("day", 3), ("table", 4)]
    titles = {one.title for one in understood(text, session="table").register.sittings.values()}
    assert titles == {"Panel A", "Panel B"}


def test_a_fee_beside_each_mark_is_no_attendance() -> None:
    made = understood(
        "Name,11 May 2022,,18 May 2022,\n,Attended,Fee,Attended,Fee\nAnn Lee,Y,75,Y,75\nBo Lind,,,Y,75\n"
    )
    assert made.register.attendances == 3
    assert not made.register.problems


@pytest.mark.parametrize("mark", ["✓", "P", "Y", "1", "x", "X", "yes", "Present", "ü"])
def test_a_mark_in_any_alphabet_means_that_somebody_came(mark: str) -> None:
    made = understood(f"Name,11 May 2022,18 May 2022\nAnn Lee,{mark},\nBo Lind,,{mark}\n")
    assert made.register.attendances == 2
    assert not made.asks


def test_a_cross_beside_ticks_is_asked_about() -> None:
    text = "Name,11 May 2022,18 May 2022\nAnn Lee,✓,x\nBo Lind,✓,✓\n"
    assert asked(understood(text)) == ["marks"]
    assert ("Ann Lee", "2022-05-18", False) in facts(understood(text, did_not=("x",)))
    assert understood(text, came=("x",)).register.attendances == 4


def test_a_mark_that_nobody_knows_is_refused_in_its_cell() -> None:
    made = understood("Name,11 May 2022,18 May 2022\nAnn Lee,Y,L\nBo Lind,Y,Y\n")
    (problem,) = problems(made)
    assert problem.startswith("row 2, column 18 May 2022 (C): “L” is not known")


def test_hours_are_minutes_of_whoever_came() -> None:
    made = understood("Hours 2022\nName,11 May,18 May\nAnn Lee,2,1.5\nBo Lind,1,0\nTotal,3,1.5\n")
    assert sorted(one.minutes() or 0 for one in made.register.places.values()) == [0, 60, 90, 120]
    assert made.register.attendances == 3
    assert "2 of 2 totals that the sheet prints are what we count." in made.remarks


def test_numbers_that_may_be_hours_are_asked_about() -> None:
    text = "Name,11 May 2022,18 May 2022\nAnn Lee,2,3\nBo Lind,1,\n"
    assert asked(understood(text)) == ["marks"]
    assert understood(text, hours=True).register.attendances == 3


def test_totals_are_nobody_and_are_held_against_the_count() -> None:
    made = understood(
        "Name,11 May 2022,18 May 2022,Total\nAnn Lee,Y,Y,2\nBo Lind,Y,,2\nTotal,2,1,3\n* joined in June\n"
    )
    assert set(made.register.people) == {"ann lee", "bo lind"}
    assert "Row 3 prints 2 under Total (D); we count 1." in made.remarks
    assert "3 of 4 totals that the sheet prints are what we count." in made.remarks


def test_a_row_of_counts_without_a_name_is_a_total_only_where_it_can_be_nothing_else() -> None:
    right = understood("Name,11 May 2022,18 May 2022\nAnn Lee,1,1\nBo Lind,1,\n,2,1\n")
    assert not problems(right)
    wrong = understood("Name,11 May 2022,18 May 2022\nAnn Lee,1,1\nBo Lind,1,\n,1,1\n")
    assert len(problems(wrong)) == 2


def test_one_name_twice_in_a_table_is_refused() -> None:
    (problem,) = problems(understood("Name,11 May 2022,18 May 2022\nAnn Lee,Y,\nann  lee,,Y\n"))
    assert problem.startswith("row 3, column A: ann lee stands in row 2 already.")


def test_a_day_that_was_another_day_of_the_week_is_refused() -> None:
    (problem,) = problems(understood("Name,Mon 9 May 2022,Tue 23 May 2022\nAnn Lee,Y,Y\n"))
    assert "23 May 2022 was a Monday" in problem


def test_a_day_that_does_not_exist_is_refused() -> None:
    (problem,) = problems(understood("Name,30.02.2022,11.05.2022\nAnn Lee,Y,Y\n"))
    assert problem.startswith("row 2, column 30.02.2022 (B): There is no such date")


def test_a_day_at_which_nobody_is_marked_makes_no_session() -> None:
    made = understood("Name,11 May 2022,18 May 2022\nAnn Lee,Y,\nBo Lind,Y,\n")
    assert len(made.register.sittings) == 1
    assert "Nothing stands under 18 May 2022 (C), so no session is made of it." in made.remarks


@pytest.mark.parametrize(
    "text",
    [
        "Name,Start date,End date\nAnn Lee,11 May 2022,12 May 2023\nBo Lind,11 May 2021,12 May 2024\n",
        "Name,Date,Came\nAnn Lee,2022-05-11,Y\nBo Lind,2022-05-11,Y\n",
        "Name,Jan 2022,Feb 2022,Mar 2022\nAnn Lee,2,1,\n",
        "Member,Expected,Present\nAnn Lee,6,5\nBo Lind,6,6\n",
    ],
)
def test_other_lists_are_no_wide_register(text: str) -> None:
    assert not is_wide(sheet(text))


def test_totals_above_the_headings_are_held_against_the_count() -> None:
    made = understood("Total,,2,1\nName,Group,11 May 2022,18 May 2022\nAnn Lee,A,1,1\nBo Lind,B,1,1\n")
    assert "Row 1 prints 1 under 18 May 2022 (D); we count 2." in made.remarks


def test_a_row_of_counts_below_the_headings_is_no_row_of_meeting_numbers() -> None:
    made = understood("Name,11 May 2022,18 May 2022\nNumber present,2,1\nAnn Lee,1,1\nBo Lind,1,\n")
    assert not made.asks
    assert "2 of 2 totals that the sheet prints are what we count." in made.remarks


def test_days_of_one_month_take_it_from_the_title() -> None:
    made = understood("Attendance for May 2022\n\nName,3,4,17\nAnn Lee,P,,P\n")
    assert {day for _, day, _ in facts(made)} == {"2022-05-03", "2022-05-17"}


def test_words_below_the_days_name_the_sessions() -> None:
    made = understood("Name,11 May 2022,18 May 2022\n,Plenary,Committee\nAnn Lee,P,P\n")
    assert [one.title for one in made.register.sittings.values()] == ["Plenary", "Committee"]
    assert not made.register.problems


def test_what_the_sheet_says_of_its_marks_stands_before_what_is_usual() -> None:
    made = understood(
        "Name,11 May 2022,18 May 2022\nAnn Lee,P,x\nBo Lind,P,NM\n\n"
        "Key: P = present; x = apologies; NM = not a member\n"
    )
    assert facts(made) == {
        ("Ann Lee", "2022-05-11", True),
        ("Ann Lee", "2022-05-18", False),
        ("Bo Lind", "2022-05-11", True),
    }
    assert "The sheet says what “x” means: apologies." in made.remarks


def test_whoever_is_marked_nowhere_is_named() -> None:
    made = understood("Name,11 May 2022,18 May 2022\nPublic partners,,\nAnn Lee,Y,Y\n")
    assert "Listed, and marked nowhere: Public partners (row 2)." in made.remarks


def test_a_register_without_names_is_asked_for_them() -> None:
    assert asked(understood("Ref,11 May 2022,18 May 2022\nP001,Y,\nP002,Y,Y\n")) == ["names"]

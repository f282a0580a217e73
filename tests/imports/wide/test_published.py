"""Registers as councils, parliaments and working groups publish them: right, or refused with the reason."""

from dataclasses import replace

import pytest

from tests.imports.wide.registers import asked, facts, problems, sheet, understood
from tracker.imports import recognising
from tracker.imports.reading import Sheet
from tracker.imports.recognising import Shape, shape
from tracker.imports.wide.said import Said
from tracker.imports.wide.understand import understand

BODIES = (
    "Attendance 2023/24\n\nPlanning Committee\nCouncillor,06/06/23,05/09/23\n"
    "Cllr Ann Lee,P,A\nCllr Bo Lind,P,P\n\n"
    "Audit Committee\nCouncillor,06/06/23,05/09/23\nCllr Ann Lee,P,P\nCllr Cy Dent,A,P\n"
)


def test_tables_of_different_bodies_on_the_same_days_are_not_made_one_session_unasked() -> None:
    made = understood(BODIES)
    assert asked(made) == ["sessions"]
    assert [(way.code, way.sessions, way.attendances) for way in made.ways] == [
        ("day", 2, 5),
        ("table", 4, 6),
    ]


def test_a_session_of_one_of_several_bodies_is_called_after_its_body() -> None:
    made = understood(BODIES, session="table")
    titles = {sitting.title for sitting in made.register.sittings.values()}
    assert titles == {"Planning Committee", "Audit Committee"}
    assert not any("same sessions" in remark for remark in made.remarks)


def test_lists_of_members_and_guests_at_the_same_sessions_stay_together() -> None:
    text = BODIES.replace("Planning Committee", "Members").replace("Audit Committee", "Guests")
    made = understood(text.replace("Cllr Ann Lee,P,P\n", "Cllr Eli Moss,P,P\n"))
    assert (asked(made), len(made.register.sittings)) == ([], 2)


def test_two_lists_side_by_side_are_refused_and_no_mark_goes_to_a_neighbour() -> None:
    made = understood(
        "Name,9/1/23,16/1/23,,Name,9/1/23,16/1/23\nAnn Lee,Y,N,,Cy Dent,Y,Y\nBo Lind,Y,Y,,Di Moss,N,Y\n",
        session="day",
        without=(4,),
    )
    (only,) = problems(made)
    assert only.startswith("row 2, column E: Names stand in this column too")
    assert "two lists stand side by side" in only


def test_a_table_without_days_below_a_register_is_left_out_and_named() -> None:
    made = understood(
        "Name,9/1/23,16/1/23\nAnn Lee,Y,N\nBo Lind,Y,Y\n\n"
        "Payments\nName,Date paid,Amount\nAnn Lee,30/1/23,50.00\n"
    )
    assert (asked(made), problems(made)) == ([], [])
    assert len(facts(made)) == 4
    assert any(
        remark.startswith("Row 6 begins a table that has no days across: rows 6 to 7")
        for remark in made.remarks
    )


def test_days_with_endings_stand_under_their_months_and_years() -> None:
    made = understood(
        ",2022,,,2023,,\n,Nov,,Dec,Jan,,Feb\nName,1st,15th,6th,10th,24th,7th\n"
        "Ann Lee,x,,x,,x,\nBo Lind,,x,,x,,x\n"
    )
    assert {(day, came) for _, day, came in facts(made)} == {
        (day, True)
        for day in ("2022-11-01", "2022-11-15", "2022-12-06", "2023-01-10", "2023-01-24", "2023-02-07")
    }


@pytest.mark.parametrize(
    ("name", "headings", "days"),
    [
        ("Jan 2023", ("3", "10", "17"), {"2023-01-03", "2023-01-10", "2023-01-17"}),
        ("2021", ("9 Jan", "13 Feb", "9 Mar"), {"2021-01-09", "2021-02-13", "2021-03-09"}),
    ],
)
def test_the_name_of_a_sheet_says_the_month_or_the_year_of_its_days(
    name: str, headings: tuple[str, ...], days: set[str]
) -> None:
    read = Sheet(
        name, ("Name", *headings), 1, [(2, ["Ann Lee", "Y", "Y", "Y"]), (3, ["Bo Lind", "", "Y", ""])]
    )
    assert shape(read) is Shape.WIDE
    assert {day for _, day, _ in facts(understand(read, Said()))} == days


def test_the_name_of_a_file_says_no_year() -> None:
    read = Sheet("export-2024.csv", ("Name", "9 Jan", "13 Feb"), 1, [(2, ["Ann Lee", "Y", "Y"])])
    assert asked(understand(read, Said())) == ["year"]


def test_ballots_by_day_are_no_register() -> None:
    ballots = "Ballot,Date,For,Against,Abstain\nCharter,1 March 2022,7,1,2\nChair,1 April 2022,9,0,1\n"
    assert shape(sheet(ballots)) is Shape.UNKNOWN


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Councillor,Council,Cabinet\nAnn Lee,3/5,2/2\nBo Lind,5/5,1/2\n", "Council (B), Cabinet (C)"),
        ("Councillor,Council\nAnn Lee,3 of 5 (60%)\nBo Lind,5 out of 5\n", "Council (B)"),
        (
            (
                "Attendance in 2023\n\nDirector,Board,,Audit,\n,Possible,Actual,Possible,Actual\n"
                "Ann Lee,11,10,4,3\n"
            ),
            "Board Possible (B), Board Actual (C), Audit Possible (D), Audit Actual (E)",
        ),
    ],
)
def test_how_many_of_how_many_is_a_summary(text: str, columns: str) -> None:
    assert shape(sheet(text)) is Shape.SUMMARY
    assert f"This is a summary: {columns} in row" in recognising.why_not(sheet(text))


def test_a_row_of_sums_is_nobody_and_ann_total_is_somebody() -> None:
    made = understood("Name,9/1/23,16/1/23\nAnn Total,1,0\nBo Lind,1,1\nApril total,2,1\n")
    assert {name for name, _, _ in facts(made)} == {"Ann Total", "Bo Lind"}
    assert "2 of 2 totals that the sheet prints are what we count." in made.remarks


def test_two_meetings_of_a_month_that_only_the_sheets_name_says_are_days() -> None:
    text = "Member,Organisation,9th,23rd,% present\nAnn Lee,Org,X,,0.5\nBo Lind,Org,X,X,1\n"
    made = understand(replace(sheet(text), name="Jan 2024"), Said())
    assert [sitting.held_on.isoformat() for sitting in made.register.sittings.values()] == [
        "2024-01-09",
        "2024-01-23",
    ]
    numbers = text.replace("9th", "9").replace("23rd", "23")
    assert shape(replace(sheet(numbers), name="Jan 2024")) is not Shape.WIDE

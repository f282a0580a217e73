"""A register with days down and people across is turned, and said in the sheet's own rows and columns."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.imports.wide.registers import asked, facts, problems, sheet, understood
from tracker.imports import recognising
from tracker.imports.recognising import Shape
from tracker.imports.wide.preview import first_people

TWICE = (
    "Ann Lee stands in column B already. If it is one person, put the marks into one column; if they are "
    "two, tell them apart in the name."
)
TURNED = """Panel 2022

Date,Day,Topic,Ann Lee,Bo Lind,Cy Dent,,Total
11 May,AM,Start,Y,,Y,,2
18 May,PM,More about it,,Y,Q,x,2
25 May,AM,End,Y,N,Y,,2
Total,,,2,2,1
Q = sent apologies
"""


def test_days_down_and_people_across_are_read_and_said_in_their_own_places() -> None:
    assert recognising.shape(sheet(TURNED)) is Shape.WIDE
    made = understood(TURNED)
    assert facts(made) == {
        ("Ann Lee", "2022-05-11", True),
        ("Ann Lee", "2022-05-25", True),
        ("Bo Lind", "2022-05-18", True),
        ("Bo Lind", "2022-05-25", False),
        ("Cy Dent", "2022-05-11", True),
        ("Cy Dent", "2022-05-18", False),
        ("Cy Dent", "2022-05-25", True),
    }
    assert made.remarks[:2] == [
        "Days stand down column A and people across row 3: it is read with a row for each person.",
        "Topic (C) is not about a person, and is left out.",
    ]
    for said in (
        "Total (row 7) is not about a day, and is left out.",
        "Column H (“Total”) is taken for totals, and nobody is counted for it.",
        "Row 8 (“Q = sent apologies”) is taken for notes or titles, and nobody is counted for it.",
        "Column H prints 2 under 18 May PM (row 5); we count 1.",
        "Column E prints 2 under Total (row 7); we count 1.",
    ):
        assert said in made.remarks
    assert problems(made) == [
        "row 5, column G: “x” stands here, and the column has no name. Enter whose mark it is, or delete it."
    ]


def test_each_mark_keeps_the_row_and_the_column_in_which_it_stands() -> None:
    register = understood(TURNED).register
    places = {(match, presence.row, presence.column) for (_, match), presence in register.places.items()}
    assert ("bo lind", 5, "Bo Lind (E)") in places
    assert ("cy dent", 6, "Cy Dent (F)") in places
    assert {row for row, _, _ in register.rows} == {4, 5, 6}


def test_the_first_people_are_shown_with_their_columns() -> None:
    preview = first_people(understood(TURNED))
    assert preview is not None
    assert [(person.place, person.name) for person in preview.people][:2] == [
        ("D", "Ann Lee"),
        ("E", "Bo Lind"),
    ]


def test_two_people_of_one_name_and_a_day_that_is_none_are_refused_where_they_stand() -> None:
    made = understood("Date,Ann Lee,Bo Lind,Ann Lee\n11/05/2022,Y,Y,N\n31/04/2022,Y,,\n18/05/2022,,Y,Y\n")
    assert problems(made) == [
        "row 3, column B: There is no such date as 31/04/2022. Check the day and the month.",
        f"row 1, column D: {TWICE}",
    ]


def test_a_day_that_may_be_two_is_asked_about_by_its_row() -> None:
    made = understood("Date,Ann Lee,Bo Lind\n10.05.11,Y,Y\n11.05.12,,Y\n")
    assert asked(made) == ["order"]
    assert "10.05.11 (row 2)" in made.asks[0].sentence


@pytest.mark.parametrize(
    "text",
    [
        "Date,Name,Present\n11/05/2022,Ann Lee,Y\n18/05/2022,Bo Lind,Y\n",
        "Date,Attended,Paid\n11/05/2022,Y,Y\n18/05/2022,Y,N\n",
        "Date,Topic,Room\n11/05/2022,Budget,Main hall\n18/05/2022,Travel,Small hall\n",
        "Date,Ann Lee,Bo Lind\n11/05/2022,Wrote minutes,Asked about fees\n18/05/2022,Left,Chaired\n",
    ],
)
def test_other_lists_with_days_down_are_not_turned(text: str) -> None:
    assert recognising.shape(sheet(text)) is not Shape.WIDE


@settings(max_examples=60, deadline=None)
@given(came=st.lists(st.sampled_from(["Y", "N", ""]), min_size=12, max_size=12), flag=st.booleans())
def test_a_register_reads_the_same_whichever_way_it_lies(came: list[str], flag: bool) -> None:
    came = ["Y", "N", *came[2:11], "Y"]
    people = ["Ann Lee", "Bo Lind", "Cy Dent"]
    days = ["11/05/2022", "18/05/2022", "25/05/2022", "01/06/2022"]
    grid = [["", *days], *([name, *came[at * 4 : at * 4 + 4]] for at, name in enumerate(people))]
    down = [list(row) for row in zip(*grid, strict=True)]
    grid[0][0], down[0][0] = "Name", "Date" if flag else "Meeting on"
    across = understood(_csv(grid))
    assert facts(understood(_csv(down))) == facts(across)
    assert understood(_csv(down)).register.said() == across.register.said()


def _csv(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def test_totals_below_days_of_numbered_meetings_are_nobodys() -> None:
    made = understood(
        "Meeting,Date,Ann Lee,Bo Lind,Cy Dent\n1,3 May 2022,Y,Y,\n2,10 May 2022,Y,,Y\nTotal,,2,1,1\n"
    )
    assert not problems(made)
    assert "3 of 3 totals that the sheet prints are what we count." in made.remarks

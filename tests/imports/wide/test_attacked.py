"""Wide registers that were wrong in silence once: rows that contradict each other, odd marks and signs."""

from __future__ import annotations

import pytest

from tracker.imports import reading
from tracker.imports.wide.said import Said
from tracker.imports.wide.understand import Understood, understand


def read(text: str, said: Said | None = None) -> Understood:
    (sheet,) = reading.read(text.encode(), "register.csv")
    return understand(sheet, said or Said())


TWICE = "Name,01/03/2025,08/03/2025\nZed Two,{first}\n\nName,01/03/2025,08/03/2025\nZed Two,{second}\n"


def test_hours_of_a_person_who_stands_in_two_tables_count_once() -> None:
    made = read(TWICE.format(first="2.5,1", second="2.5,1"))
    assert made.register.problems == []
    assert sorted(place.minutes() or 0 for place in made.register.places.values()) == [60, 150]


@pytest.mark.parametrize(("first", "second"), [("x,x", "n,x"), ("2.5,1", "2.5,2")])
def test_rows_that_contradict_each_other_are_refused(first: str, second: str) -> None:
    made = read(TWICE.format(first=first, second=second))
    (problem,) = made.register.problems
    assert problem.row == 5
    assert "stands in row 2 too, which says something else" in problem.sentence


def test_half_among_whole_numbers_is_asked_about() -> None:
    made = read("Name,01/02/2025,15/02/2025\nAnn Lee,1,0.5\nBob Ray,1,1\n")
    assert "If the numbers are hours, say so." in " ".join(ask.sentence for ask in made.asks)


def test_a_sign_that_is_no_number_stands_in_a_row_without_a_name() -> None:
    made = read("Name,01/02/2025,15/02/2025\nAnn Lee,x,1\n,²,³\n")
    assert "the row has no name" in made.register.problems[0].sentence


def test_a_mark_that_nobody_sees_makes_no_second_person() -> None:
    made = read("Name,01/02/2025,15/02/2025\nAnn\u200b Lee,x,\nBob Ray,x,x\n")
    assert "Ann Lee" in made.register.people.values()


def test_where_no_mark_says_that_somebody_came_it_is_asked() -> None:
    text = "Name,01/02/2025,15/02/2025\nAnn Lee,A,\nBob Ray,A,A\n"
    assert "No mark here means that somebody came: “A”" in read(text).asks[0].sentence
    assert read(text, Said(did_not=("a",))).asks == []


def test_a_marked_column_beside_the_days_whose_date_is_mistyped_is_refused() -> None:
    made = read("Name,O1/02/2025,10 Feb 2025,12 Feb 2025,3-4 Feb 2025\nAnn Lee,x,x,x,x\nBob,x,,x,x\n")
    assert sorted(problem.column or "" for problem in made.register.problems) == ["3-4 Feb 2025 (E)", "B"]


def test_a_column_of_other_things_beside_the_days_is_left_out() -> None:
    made = read("Name,Room 101 key,10 Feb 2025,12 Feb 2025\nAnn Lee,given,x,x\nBob,lost,,x\n")
    assert made.register.problems == []
    assert any("is not about a day" in remark for remark in made.remarks)


def test_two_months_of_a_year_are_asked_about() -> None:
    made = read("Register 2025,,\nName,Feb-25,Mar-25\nAnn Lee,x,x\nBob,x,\n")
    assert [ask.about for ask in made.asks] == ["year"]


def test_the_american_order_is_asked_about_and_not_taken_for_being_sorted() -> None:
    made = read("Name,01/02/2025,02/01/2025,03/04/2025\nAnn Lee,x,,x\nBob Ray,,x,x\n")
    assert [ask.about for ask in made.asks] == ["order"]
    usual = read("Name,01/02/2025,02/03/2025,03/04/2025\nAnn Lee,x,,x\nBob Ray,,x,x\n")
    assert [day.on.isoformat() for day in usual.days] == ["2025-02-01", "2025-03-02", "2025-04-03"]

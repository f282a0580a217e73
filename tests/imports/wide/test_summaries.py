"""A summary cannot come in as sessions, and the reason is said; whatever has a day for each session can."""

import pytest

from tests.imports.wide.registers import sheet
from tracker.imports.recognising import Shape, shape, why_not
from tracker.imports.wide.summaries import reason


def test_totals_for_each_person_are_refused_with_their_columns_and_stretch_of_time() -> None:
    said = reason(
        sheet("Attendance 1 May 2021 to 30 April 2022\n\nMember,Expected,Present\nAnn Lee,6,5\nBo Lind,6,6\n")
    )
    assert said is not None
    assert "This is a summary: Expected (B), Present (C) in row 3 say how often each person came" in said
    assert "“Attendance 1 May 2021 to 30 April 2022” is a stretch of time and no day." in said


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Name,Jan 2022,Feb 2022\nAnn Lee,2,1\nBo Lind,1,1\n", "from Jan 2022 (B) in row 1 are months"),
        (",Jan 2022,Feb 2022\nName,,\nAnn Lee,2,1\nBo Lind,1,1\n", "there are no sessions in it"),
        ("Name,Jan 2022,Feb 2022\nAnn Lee,2,1\n", "from Jan 2022 (B) in row 1 are months"),
        ("Name,2020/21,2021/22\nAnn Lee,2,1\n", "from 2020/21 (B) in row 1 are months or stretches"),
        ("Name,Meeting 1,Meeting 2\nAnn Lee,Y,\n", "no row says on which day each was"),
        ("Name,w/c 2 May 2022,w/c 9 May 2022\nAnn Lee,Y,Y\n", "stretches of days"),
        ("Name,1-31 May 2022,1-30 June 2022\nAnn Lee,2,\n", "stretches of days"),
    ],
)
def test_columns_without_a_day_are_refused_with_the_reason(text: str, sentence: str) -> None:
    assert shape(sheet(text)) is Shape.SUMMARY
    assert sentence in why_not(sheet(text))


@pytest.mark.parametrize(
    "text",
    [
        "Name,Date,Present\nAnn Lee,2022-05-11,Y\nBo Lind,2022-05-11,Y\n",
        "Name,11 May 2022,18 May 2022,Total\nAnn Lee,Y,Y,2\n",
    ],
)
def test_a_register_is_no_summary(text: str) -> None:
    assert shape(sheet(text)) in {Shape.LONG, Shape.WIDE}


def test_a_list_of_people_with_the_days_they_joined_is_no_register() -> None:
    assert shape(sheet("Name,Date joined\nAnn Lee,2022-05-11\nBo Lind,2022-06-11\n")) is Shape.NAMES

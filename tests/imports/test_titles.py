"""A long list is found below titles and notes, as printed and exported sheets have them."""

import csv
import io
from datetime import date

import pytest

from tests.imports.sheets import sheet
from tracker.imports import annotating, engine, guessing, long_list, long_marks, taken, titles, withheld
from tracker.imports.planning.plan import Plan
from tracker.imports.planning.register import Target
from tracker.imports.reading import Sheet
from tracker.imports.recognising import Shape, as_headed, shape, why

TITLED = (
    "Attendance register - page 1 of 2\nEarly years panel\n\nName,Date,Present\nAnn Lee,13/05/2024,Y\n"
    "Bo Lind,13/05/2024,N\nPrinted 30/06/2024\nAttendance register - page 2 of 2\nEarly years panel\n\n"
    "Name,Date,Present\nAnn Lee,14/05/2024,Y\n"
)


def headed(text: str) -> Sheet:
    found = as_headed(sheet(text))
    assert found.above
    return found


def test_headings_below_titles_are_those_of_the_list() -> None:
    assert shape(sheet(TITLED)) is Shape.LONG
    assert why(sheet(TITLED)) == "Name holds names, Date holds dates."
    found = headed(TITLED)
    assert (found.headings, found.heading_row) == (("Name", "Date", "Present"), 4)
    assert titles.said(found) == ("Rows 1 to 2 stand above the headings in row 4: nothing of them comes in.")


def test_titles_and_headings_again_on_each_page_are_nobody() -> None:
    found = headed(TITLED)
    columns = guessing.columns(found)
    assert columns is not None
    made = long_list.understand(found, columns)
    assert not made.problems
    assert sorted(made.people.values()) == ["Ann Lee", "Bo Lind"]
    assert [one.held_on for one in made.sittings.values()] == [date(2024, 5, 13), date(2024, 5, 14)]
    assert "left out, rows 7, 8, 9, 11." in " ".join(long_marks.remarks(found, columns))


def test_a_row_of_a_name_alone_is_no_title_and_is_refused() -> None:
    found = headed(TITLED + "Cy Dent\n")
    columns = guessing.columns(found)
    assert columns is not None
    (problem,) = long_list.understand(found, columns).problems
    assert (problem.row, problem.sentence) == (13, "Enter the date: this row has none.")


def test_the_copy_with_our_remarks_keeps_titles_where_they_stand() -> None:
    found = headed(TITLED)
    columns = guessing.columns(found)
    assert columns is not None
    source = engine.of_registers("list.csv", "0", [taken.as_list(found, columns)], Target("EYP"))
    rows = [*csv.reader(io.StringIO(annotating.written(source, Plan(), "csv").decode("utf-8-sig")))]
    assert rows[0][0] == "Attendance register - page 1 of 2"
    assert rows[3][:3] == ["Name", "Date", "Present"]


@pytest.mark.parametrize(
    "text",
    [
        "Name,Date,Present\nAnn Lee,13/05/2024,Y\n",
        "Panel\nName,13 May 2024,14 May 2024\nAnn Lee,Y,\nBo Lind,,Y\n",
        "Payments\nPayee,Date paid,Fee\nAnn Lee,13/05/2024,£75.00\n",
        "A note\nAnother\n",
    ],
)
def test_other_sheets_stay_as_they_are(text: str) -> None:
    read = sheet(text)
    assert as_headed(read) is read


def test_columns_that_must_not_come_in_are_told_by_their_cells_below_a_title_too() -> None:
    text = "Panel\nName,Date,Code\nAnn Lee,13/05/2024,AB123456C\nBo Lind,13/05/2024,AB123457C\n"
    cleared, left_out = withheld.without(sheet(text))
    assert [one.letter for one in left_out] == ["C"]
    assert all("AB1" not in cell for _, row in cleared.rows for cell in row)

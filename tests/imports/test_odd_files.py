"""Files that are nearly what they say: each is refused in a sentence that names the cell and what to do."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from tests.imports.sheets import sheet
from tests.imports.wide.registers import asked, facts, understood
from tracker.imports import guessing, long_list, reading, recognising

REFUSED = {
    "a day that no February has": (
        "Name,Date,Present\nAnn Lee,31/02/2025,Y\nBo Lind,01/02/2025,Y\n",
        "Date (B) is headed as days. Row 2: There is no such date as 31/02/2025. ",
    ),
    "a leap day of no leap year": (
        "Name,Paid on,Fee\nAnn Lee,29/02/2025,75\n",
        "Paid on (B) is headed as days. Row 2: There is no such date as 29/02/2025. ",
    ),
    "a year long past": (
        "Name,Date,Present\nAnn Lee,05/01/0205,Y\nBo Lind,05/01/3025,Y\nCy Dent,05/01/2025,Y\n",
        "Date (B) is headed as days. Row 2: Check the year of the date 05/01/0205.",
    ),
    "days as a spreadsheet counts them": (
        "Name,Date,Present\nAnn Lee,45671,Y\nBo Lind,45678,N\n",
        "Date (B) is headed as days. Row 2: “45671” is not a date. Enter one like 2026-03-12 or 12/03/2026.",
    ),
    "days in two orders": (
        "Name,Date,Present\nAnn Lee,13/02/2025,Y\nBo Lind,02/13/2025,Y\nCy Dent,03/04/2025,Y\n",
        "Date (B) has days in two orders: 13/02/2025 in row 2 begins with its day, 02/13/2025 in row 3",
    ),
    "amounts as written elsewhere": (
        "Name;Paid on;Fee\nAnn Lee;03.04.2025;1.234,50\n",
        "Fee (C) is headed as amounts. Row 2: “1.234,50” can be read in more than one way.",
    ),
    "one person's year": (
        "Name,Basic Allowance,Travel,Total\nA One,4700.00,12.50,4712.50\n",
        "This is a list of money for 1 person, and it has no day for each payment.",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_not_what_its_heading_promises_is_named_by_its_cell(kind: str) -> None:
    text, sentence = REFUSED[kind]
    assert sentence in recognising.why_not(sheet(text))


def test_a_list_of_people_without_days_is_not_blamed_for_them() -> None:
    said = recognising.why_not(sheet("Name,Notes\nAnn Lee,likes tea\nBo Lind,drives\n"))
    assert "it may be a list of people" in said


def test_a_list_of_which_no_row_can_be_read_says_why() -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    for row, cells in enumerate([("Name", "Date", "Present"), ("A" * 32_000, "2026-01-05", "Y")]):
        for column, text in enumerate(cells):
            page.write_string(row, column, text)
    book.close()
    (read,) = reading.read(out.getvalue(), "long.xlsx")
    columns = guessing.columns(read)
    assert columns is not None
    assert guessing.choices(read, columns) == []
    said = long_list.why_empty(read, columns)
    assert said.startswith("No row of this list can be read. Row 2, column Name (A): Make this 200 letters")


def test_a_list_of_headings_alone_says_so() -> None:
    read = sheet("Name,Date,Present\nName,Date,Present\n")
    columns = guessing.complete(read, (0,), 1, 2)
    assert long_list.why_empty(read, columns) == (
        "There are headings but no rows below them. Add the rows first."
    )


def test_numbers_that_are_taken_for_hours_are_said_to_be() -> None:
    made = understood("Name,5 Jan 2024,12 Jan 2024\nAnn Lee,2.5,1\nBo Lind,3,0\n")
    assert "The numbers under the days are taken for hours." in made.remarks
    assert not any("hours" in one for one in understood("Name,5 Jan 2024\nAnn,1\nBo,1\n").remarks)


def test_thirty_seven_bodies_side_by_side_are_kept_apart() -> None:
    over = ",".join(f"Committee {number},," for number in range(37))
    days = ",".join(["10/01/2023,14/02/2023,14/03/2023"] * 37)
    people = [
        f"Member {one}," + ",".join("Y" if (one + at) % 3 else "" for at in range(111)) for one in range(9)
    ]
    made = understood("\n".join([f",{over}", f"Member,{days}", *people]))
    assert asked(made) == []
    assert len(made.register.sittings) == 111
    assert made.register.attendances == 666
    assert len({one.title for one in made.register.sittings.values()}) == 37
    assert ("Member 1", "2023-01-10", True) in facts(made)

"""The marks of a long list: a word that is not known is asked, and how all were taken is said."""

from collections.abc import Sequence

import pytest

from tests.imports.sheets import sheet
from tracker.errors import Invalid
from tracker.imports import guessing, long_list, long_marks
from tracker.imports.long_list import Columns
from tracker.imports.reading import Sheet
from tracker.imports.wide.headings import Order
from tracker.imports.wide.said import Said


def register(*marks: str, heading: str = "Status") -> Sheet:
    rows = "".join(f"Person {at},9 January 2026,{mark}\n" for at, mark in enumerate(marks))
    return sheet(f"Attendee,Date,{heading}\n{rows}")


def guessed(read: Sheet) -> Columns:
    found = guessing.columns(read)
    assert found is not None
    return found


def came(read: Sheet, columns: Columns) -> Sequence[bool]:
    return [one.present for one in long_list.understand(read, columns).places.values()]


def test_words_for_having_come_or_not_are_known_in_whole_phrases() -> None:
    read = register("Attended", "Apologies received", "In attendance", "Did not attend")
    assert came(read, long_marks.settled(read, guessed(read), Said())) == [True, False, True, False]


def test_a_mark_that_is_not_known_is_asked_and_never_taken_for_absence() -> None:
    read = register("Present", "Apologies", "Present as substitute", "present as Substitute")
    with pytest.raises(Invalid, match=r"came: “Present as substitute” \(2 times\)\. Say what each means"):
        long_marks.settled(read, guessed(read), Said())
    said = long_marks.settled(read, guessed(read), Said(came=("present as substitute",)))
    assert came(read, said) == [True, False, True, True]


def test_a_column_of_attendance_holds_marks_even_where_no_word_in_it_is_known() -> None:
    read = register("Ja", "Nein", heading="Attendance")
    with pytest.raises(Invalid, match=r"“Ja” \(once\), “Nein” \(once\)"):
        long_marks.settled(read, guessed(read), Said())


def test_an_a_alone_may_mean_attended_and_is_asked() -> None:
    read = register("A", "A", "", heading="Attendance")
    with pytest.raises(Invalid, match=r"“A” \(2 times\)"):
        long_marks.settled(read, guessed(read), Said())
    assert came(read, long_marks.settled(read, guessed(read), Said(came=("a",)))) == [True, True, False]


def test_a_cross_beside_ticks_is_asked_as_in_a_wide_register() -> None:
    read = register("✓", "x", heading="Present")
    with pytest.raises(Invalid, match=r"“x” \(once\)"):
        long_marks.settled(read, guessed(read), Said())


def test_it_is_said_how_the_marks_and_dates_were_taken() -> None:
    read = sheet("Name,Date,Present\nAnn Lee,1/3/2026,Yes\nBo Lind,2/7/2026,No\nCy Dent,2/7/2026,\n")
    said = long_marks.remarks(read, guessed(read))
    assert said == [
        "Taken to mean that somebody came: “Yes” (once).",
        "Taken to mean that they did not: nothing written (once), “No” (once).",
        "Dates like 1/3/2026 are read like 1 March 2026.",
    ]


def test_dates_with_the_month_first_are_read_so_once_that_is_said() -> None:
    read = sheet("Name,Date,Present\nAnn Lee,1/3/2026,Yes\n")
    columns = long_marks.settled(read, guessed(read), Said(order=Order.MONTH_FIRST))
    (sitting,) = long_list.understand(read, columns).sittings.values()
    assert sitting.held_on.isoformat() == "2026-01-03"
    assert long_marks.remarks(read, columns)[-1] == "Dates like 1/3/2026 are read like 3 January 2026."


def test_what_the_dates_say_themselves_comes_before_what_was_said_of_them() -> None:
    read = sheet("Name,Date,Present\nAnn Lee,1/3/2026,Yes\nAnn Lee,23/3/2026,Yes\n")
    columns = long_marks.settled(read, guessed(read), Said(order=Order.MONTH_FIRST))
    first, _ = long_list.understand(read, columns).sittings.values()
    assert first.held_on.isoformat() == "2026-03-01"


def test_headings_that_come_again_and_totals_below_a_page_are_nobody_and_are_named() -> None:
    read = sheet(
        "Name,Date,Present\nAnn Lee,09/01/2026,Y\nBo Lind,09/01/2026,N\nTotal,,1\n"
        "Name,Date,Present\nAnn Lee,16/01/2026,Y\nTotal,,1\n"
    )
    columns = long_marks.settled(read, guessed(read), Said())
    found = long_list.understand(read, columns)
    assert (sorted(found.people.values()), found.problems) == (["Ann Lee", "Bo Lind"], [])
    assert "Titles, notes, headings again, totals: left out, rows 4, 5, 7." in long_marks.remarks(
        read, columns
    )


def test_a_row_without_a_day_that_is_no_total_is_refused() -> None:
    read = sheet("Name,Date,Present\nAnn Lee,09/01/2026,Y\nBo Lind,,Y\n")
    (problem,) = long_list.understand(read, guessed(read)).problems
    assert (problem.row, problem.sentence) == (3, "Enter the date: this row has none.")

"""Our own headings are known by sheet, and a cell that cannot be read is named by row and column."""

from tests.imports.sheets import sheet
from tracker.imports import headers


def problems(text: str, name: str = "attendance.csv") -> list[tuple[int | None, str | None, str]]:
    read = sheet(text, name)
    kind = headers.kind_of(read) or headers.is_named_like_ours(read)
    assert kind
    return [(found.row, found.column, found.sentence) for found in headers.table(read, kind).problems]


def test_a_sheet_is_known_by_its_name_where_headings_fit_several() -> None:
    assert headers.kind_of(sheet("ref,name\nA,B\n", "2026 projects.csv")) == "projects"
    assert headers.kind_of(sheet("ref,name\nA,B\n", "people.csv")) == "people"
    assert headers.kind_of(sheet("ref,name\nA,B\n", "untitled.csv")) is None


def test_a_sheet_of_any_name_is_known_by_headings_that_only_one_kind_has() -> None:
    assert (
        headers.kind_of(sheet("Session Ref,Person Ref,Outcome\nS,P,part\n", "Tabelle1.csv")) == "attendance"
    )
    assert headers.kind_of(sheet("FirstName,Date,Present\nA,1,Y\n", "register.csv")) is None


def test_a_missing_column_and_a_blank_cell_are_unknown() -> None:
    table = headers.table(sheet("session_ref,person_ref,minutes\nS,P,\n", "attendance.csv"), "attendance")
    (record,) = table.records
    assert (record.get("minutes"), record.get("outcome")) == (None, None)


def test_an_unreadable_cell_is_named_by_row_and_column() -> None:
    found = problems("session_ref,person_ref,fee_offered\n\nS,P,75.001\n")
    assert [(row, column) for row, column, _ in found] == [(3, "fee_offered (C)")]


def test_a_row_without_what_it_is_about_is_refused() -> None:
    assert problems("session_ref,person_ref\n,P\n") == [
        (2, "session_ref (A)", "Enter the session ref: this row has none.")
    ]


def test_headings_without_rows_are_refused() -> None:
    ((_, _, sentence),) = problems("session_ref,person_ref,outcome\n")
    assert "no rows below" in sentence


def test_a_heading_that_is_missing_twice_or_unknown_is_refused() -> None:
    assert "needs a column headed session_ref" in problems("person_ref,outcome\nP,part\n")[0][2]
    assert (
        "Two columns are headed minutes"
        in problems("session_ref,person_ref,minutes,Minutes\nS,P,1,2\n")[0][2]
    )
    ((row, column, sentence),) = problems("session_ref,person_ref,fee_ofered\nS,P,\nS,P,75\n")
    assert (row, column) == (3, "fee_ofered (C)")
    assert "no column headed so" in sentence


def test_a_cell_beyond_the_headings_is_refused_not_dropped() -> None:
    ((row, column, sentence),) = problems("session_ref,person_ref\nS,P,Q\n")
    assert (row, column) == (2, "no heading (C)")
    assert "slipped" in sentence

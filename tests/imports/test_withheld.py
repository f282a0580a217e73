"""What must not come in with somebody's own sheet is named, and is gone before anything is shown or kept."""

from __future__ import annotations

import pytest

from tracker.imports.reading import Sheet
from tracker.imports.withheld import without


def sheet(*headings: str, rows: list[list[str]] | None = None) -> Sheet:
    cells = rows or [["x"] * len(headings)]
    return Sheet("Register", headings, 1, [(number, row) for number, row in enumerate(cells, start=2)])


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Sort code", "bank"),
        ("Acc. no.", "bank"),
        ("Bank account number", "bank"),
        ("IBAN", "bank"),
        ("On Universal Credit?", "benefit"),
        ("Carer's Allowance", "benefit"),
        ("PIP/DLA", "benefit"),
        ("NI number", "benefit"),
        ("Disability (Y/N)", "health"),
        ("NHS no.", "health"),
        ("Access needs", "health"),
        ("Visa type", "immigration"),
        ("Right to work checked", "immigration"),
        ("Ethnic group", "equality"),
        ("ETHNICITY", "equality"),
        ("Age band", "equality"),
        ("Date of birth", "equality"),
        ("Sexual_orientation", "equality"),
    ],
)
def test_a_column_is_told_by_its_heading(heading: str, kind: str) -> None:
    left, found = without(sheet("Name", heading, rows=[["Ada Example", "secret"]]))
    assert [(one.letter, one.kind) for one in found] == [("B", kind)]
    assert (left.headings, left.rows) == (("Name", ""), [(2, ["Ada Example", ""])])
    assert f"column {heading} (B) looks like" in found[0].sentence
    assert "secret" not in found[0].sentence


@pytest.mark.parametrize(
    "heading",
    [
        "Name", "Date", "Attended", "Health and Wellbeing Board", "Mental Health Committee",
        "Disability Forum",
        "Bankside", "Stage", "Page", "Essex", "Upcoming", "Session", "Trace", "20.05.11", "",
    ],
)  # fmt: skip
def test_an_ordinary_column_stays(heading: str) -> None:
    given = sheet("Name", heading, rows=[["Ada Example", "y"], ["Bo Example", "n"]])
    assert without(given) == (given, [])


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (["QQ 12 34 56 C", "AB123456D"], "benefit"),
        (["GB33BUKB20201555555555", "GB33 BUKB 2020 1555 5555 55"], "bank"),
        (["60-83-71", "20-00-00"], "bank"),
        (["Female", "male", "Non-binary"], "equality"),
        (["White British", "Indian", "prefer not to say"], "equality"),
    ],
)
def test_a_column_without_a_heading_is_told_by_its_cells(texts: list[str], kind: str) -> None:
    shown = [[f"Person {number}", text.replace("QQ", "AB")] for number, text in enumerate(texts)]
    left, found = without(sheet("Name", "Notes", rows=shown))
    assert [one.kind for one in found] == [kind]
    assert all(row == [f"Person {number}", ""] for number, (_, row) in enumerate(left.rows))


@pytest.mark.parametrize(
    "texts", [["11-05-20", "18-05-20"], ["20-05-11", "20-06-08"], ["straight", "straight"], ["AB", "12"], []]
)
def test_dates_and_plain_words_are_no_secrets(texts: list[str]) -> None:
    given = sheet("Name", "Notes", rows=[["Ada", text] for text in texts] or [["Ada"]])
    assert without(given) == (given, [])


def test_rows_shorter_than_the_headings_are_left_as_they_are() -> None:
    left, found = without(sheet("Name", "Date", "Gender", rows=[["Ada", "1 May 2026"], ["Bo", "", "f"]]))
    assert [row for _, row in left.rows] == [["Ada", "1 May 2026"], ["Bo", "", ""]]
    assert [one.letter for one in found] == ["C"]


def test_headings_below_a_title_are_headings_too() -> None:
    rows = [
        ["Name", "NI no", "Disability", "01/02/2025", "15/02/2025"],
        ["Ada Example", "AB123456D", "Deaf", "x", "x"],
    ]
    left, found = without(sheet("Register 2025", "", "", "", "", rows=rows))
    assert [(one.heading, one.letter, one.kind) for one in found] == [
        ("NI no", "B", "benefit"),
        ("Disability", "C", "health"),
    ]
    assert [row for _, row in left.rows] == [
        ["Name", "", "", "01/02/2025", "15/02/2025"],
        ["Ada Example", "", "", "x", "x"],
    ]


@pytest.mark.parametrize("heading", ["01/02/2025 Benefits advice", "15/02/2025 PIP", "20250201 Gender"])
def test_a_day_with_its_topic_is_a_session(heading: str) -> None:
    given = sheet("Name", heading, rows=[["Ada Example", "x"], ["Bo Example", ""]])
    assert without(given) == (given, [])


def test_a_title_and_a_note_are_no_headings() -> None:
    rows = [
        ["Benefits advice"],
        ["Name", "Date", "Notes"],
        ["Ada", "1 May 2025", "asked what happens to her PIP later"],
    ]
    given = sheet("", "", "", rows=rows)
    assert without(given) == (given, [])


@pytest.mark.parametrize("heading", ["A/C No", "S/C", "Account", "Sort"])
def test_the_short_names_of_bank_details_are_known(heading: str) -> None:
    assert [one.kind for one in without(sheet("Name", heading))[1]] == ["bank"]


def test_an_allowance_among_allowances_is_what_somebody_was_paid() -> None:
    given = sheet("Name", "Basic Allowance", "Carer's Allowance", "Travel Allowance", "Total")
    assert without(given) == (given, [])

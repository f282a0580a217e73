"""Spreadsheets out: typed cells, exact money, and no text that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import tables
from tracker.errors import Invalid
from tracker.money import Money

FORMULAS = [
    "=1+1",
    "+44 20 7946 0000",
    "-5",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u00a0=1",
    "\u202e=1",
    "\u200b=1",
    "\x00=1",
    "\uff1d1",
    "\uff0b1",
    "\uff0d1",
    "\uff201",
    "=cmd|' /C calc'!A0",
    "a;=1+1",
    "a; @x",
    "a|-1",
]


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows()]


def would_run(text: str) -> bool:
    return any(
        part.lstrip()[:1] in set("=+-@\uff1d\uff0b\uff0d\uff20")
        for part in text.replace("|", ";").split(";")
        if part
    )


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_begins_like_a_formula_is_made_inert_in_csv(text: str) -> None:
    [[cell]] = read_csv(tables.to_csv(["Name"], [[text]]))[1:]
    assert "'" in cell
    assert not would_run(cell)


@given(st.text())
def test_no_text_whatever_would_run_in_csv(text: str) -> None:
    content = tables.to_csv([text], [[text, text]])
    assert not any(would_run(cell) for row in read_csv(content) for cell in row)


@pytest.mark.parametrize("text", FORMULAS)
def test_text_that_begins_like_a_formula_stays_text_in_a_workbook(text: str) -> None:
    [[cell]] = read_xlsx(tables.to_xlsx("List", ["Name"], [[text]]))[1:]
    assert cell.data_type == "s"
    assert cell.value == tables.clean(text)


def test_a_formula_among_the_headings_is_inert_too() -> None:
    assert read_csv(tables.to_csv(["=1"], []))[0] == ["'=1"]
    assert read_xlsx(tables.to_xlsx("=1", ["=1"], []))[0][0].data_type == "s"


@pytest.mark.parametrize("text", ["=1+1", "-5", "a;=1"])
def test_a_file_for_a_machine_refuses_such_text_and_never_alters_it(text: str) -> None:
    with pytest.raises(Invalid, match="may begin like a formula"):
        tables.to_csv(["Name"], [[text]], guard=False)
    assert read_csv(tables.to_csv(["Name"], [["O'Neil"]], guard=False))[1] == ["O'Neil"]


def test_negative_money_is_a_number_and_is_never_guarded() -> None:
    assert read_csv(tables.to_csv(["Amount"], [[Money(-1230)]]))[1] == ["-12.30"]
    assert read_xlsx(tables.to_xlsx("List", ["Amount"], [[Money(-1230)]]))[1][0].value == -12.3


@given(st.integers(-(10**11), 10**11))
def test_money_keeps_every_penny_in_a_workbook(pence: int) -> None:
    cell = read_xlsx(tables.to_xlsx("List", ["Amount"], [[Money(pence)]]))[1][0]
    assert round(cell.value * 100) == pence
    assert cell.number_format == "#,##0.00"


def test_leading_noughts_and_dates_keep_their_meaning() -> None:
    row: tables.Row = ["001122", date(2026, 3, 12), 7, True, None]
    assert read_csv(tables.to_csv(list("abcde"), [row]))[1] == ["001122", "2026-03-12", "7", "yes", ""]
    cells = read_xlsx(tables.to_xlsx("List", list("abcde"), [row]))[1]
    assert [cell.value for cell in cells][:1] == ["001122"]
    assert cells[0].number_format == "@"
    assert cells[1].value.date() == date(2026, 3, 12)
    assert [cell.value for cell in cells][2:] == [7, True, None]


def test_characters_that_hide_or_turn_text_are_left_out() -> None:
    name = "A\x00d\u202ea\u200b\ufeff \ud800Ł\r\nB"
    assert tables.clean(name) == "Ada Ł B"
    assert read_csv(tables.to_csv(["Name"], [[name]]))[1] == ["Ada Ł B"]
    assert read_xlsx(tables.to_xlsx("List", ["Name"], [[name]]))[1][0].value == "Ada Ł B"


def test_only_a_file_for_people_begins_with_the_mark_that_excel_needs() -> None:
    assert tables.to_csv(["a"], []).startswith(b"\xef\xbb\xbf")
    assert tables.to_csv(["a"], [], bom=False) == b"a\r\n"


def test_the_same_rows_are_the_same_workbook() -> None:
    import zipfile

    content = tables.to_xlsx("Pay run: 1/2 [x]", ["a"], [["b"]])
    assert content == tables.to_xlsx("Pay run: 1/2 [x]", ["a"], [["b"]])
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert "2000-01-01T00:00:00Z" in parts.read("docProps/core.xml").decode()


def test_a_text_too_long_for_a_cell_is_refused_in_a_sentence_and_not_cut() -> None:
    for write in (
        lambda: tables.to_csv(["a"], [["x" * 32_768]]),
        lambda: tables.to_xlsx("a", ["a"], [["x" * 32_768]]),
    ):
        with pytest.raises(Invalid, match="shorten it"):
            write()


def test_rows_are_taken_one_at_a_time() -> None:
    taken: list[int] = []

    def rows() -> Iterator[tables.Row]:
        for number in range(3):
            taken.append(number)
            yield [number]

    assert read_csv(tables.to_csv(["n"], rows()))[1:] == [["0"], ["1"], ["2"]]
    assert taken == [0, 1, 2]

"""A file that is broken, or is no spreadsheet at all, is refused in a sentence that says what to do."""

import io
import signal
import subprocess
import sys
import zipfile
from typing import IO, Any

import pytest

from tests.imports.raw_workbooks import ods
from tests.imports.sheets import workbook
from tracker.errors import Invalid
from tracker.imports import cells, reading, workbooks

BOOK = workbook(Panel="Name,Date\nAnn Lee,2026-01-05\n")
# What it says is needed to unpack its first part does not exist yet.
_NEEDS = BOOK.index(b"PK\x01\x02") + 6
OF_A_LATER_TIME = BOOK[:_NEEDS] + b"\xad\x00" + BOOK[_NEEDS + 2 :]


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\x89PNG\r\n", "a picture"),
        (b"\0\0\0\x18ftypheic\0\0", "a picture"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "a packed archive"),
        (b"{\\rtf1 Hello}", "a text document"),
        (b"<!DOCTYPE html><html><body><table><tr><td>Name", "a web page"),
        (b"\xef\xbb\xbf\n<HTML><table>", "a web page"),
        (b'<?xml version="1.0"?><Workbook/>', "an XML file"),
        (b'{"people": ["Ann Lee"]}', "a JSON file"),
        (b'[{"name": "Ann Lee"}]', "a JSON file"),
        (archive("[Content_Types].xml", "word/document.xml"), "a Word document"),
        (archive("ppt/slides/slide1.xml"), "a presentation"),
        (archive("Index/Document.iwa"), "a Numbers or Pages document"),
        (archive("register.csv"), "a packed archive"),
    ],
)
@pytest.mark.parametrize("name", ["register.csv", "register.xlsx"])
def test_what_is_no_spreadsheet_is_told_by_its_content(content: bytes, kind: str, name: str) -> None:
    with pytest.raises(Invalid) as refused:
        reading.read(content, name)
    assert refused.value.message == (
        f"{name} is {kind}, not a spreadsheet, whatever its name says. Choose a CSV, XLSX or ODS file."
    )


def test_a_spreadsheet_is_read_whatever_its_name_says() -> None:
    (from_book,) = reading.read(BOOK, "register.csv")
    (from_text,) = reading.read(b"Name,Date\nAnn Lee,2026-01-05\n", "register.xlsx")
    assert from_book.rows == from_text.rows == [(2, ["Ann Lee", "2026-01-05"])]
    (marks,) = reading.read(b"[Name],{Date}\nAnn Lee,2026-01-05\n", "register.csv")
    assert marks.headings == ("[Name]", "{Date}")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"Name,Date\nAnn\x00,2026-01-05\n", "row 2 holds a NUL character"),
        (b"Name,Date\n" + b"x" * 200_000 + b",2026-01-05\n", "row 2 cannot be read"),
        (b'Name,Date\n"' + b"x" * 200_000 + b'",2026-01-05\n', "a cell be too long"),
        (b",".join(b"c%d" % at for at in range(1_000_000)) + b"\nx\n", "row 1 has more than 500 cells"),
        (BOOK[: len(BOOK) // 2], "is damaged and cannot be opened"),
        (BOOK[:-30], "is damaged and cannot be opened"),
        (b'Name,Date\n"Ann Lee,1/5/26\nBo Lind,1/5/26\n"Cy Dent,1/5/26\n', "row 2: a quotation mark"),
        (OF_A_LATER_TIME, "is damaged and cannot be opened"),
        (b"", "is empty"),
        (b"\n\n,,\n", "is empty"),
    ],
)
def test_a_broken_file_is_refused_with_what_is_wrong(content: bytes, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        reading.read(content, "register.csv")


def test_an_open_document_that_does_not_end_is_refused_at_once() -> None:
    content = ods("<table:table-row><table:table-cell/></table:table-row></table:t><table:table>")
    with pytest.raises(Invalid, match="cannot be read as a workbook"):
        reading.read(content, "open.ods")


def test_a_row_of_an_open_document_that_repeats_a_cell_without_end_is_refused() -> None:
    content = ods(
        "<table:table-row><table:table-cell office:value-type='string'><text:p>Name</text:p>"
        "</table:table-cell></table:table-row><table:table-row><table:table-cell "
        "office:value-type='string' table:number-columns-repeated='1000000'><text:p>Ann Lee</text:p>"
        "</table:table-cell></table:table-row>"
    )
    with pytest.raises(Invalid, match="row 2 has more than 500 cells"):
        reading.read(content, "open.ods")


def test_a_workbook_that_takes_too_long_for_its_size_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "_LEAST_SECONDS", 0)
    with pytest.raises(Invalid, match="takes too long to read: it may be damaged"):
        reading.read(BOOK, "register.xlsx")


def test_a_reader_is_stopped_where_nobody_waits_for_it_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[subprocess.Popen[bytes]] = []

    def interrupted(lines: IO[bytes]) -> None:
        raise KeyboardInterrupt

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *given: Any, **more: Any) -> None:
            super().__init__([sys.executable, "-c", "import time; time.sleep(600)"], **more)
            begun.append(self)

    monkeypatch.setattr(workbooks, "_sheets", interrupted)
    monkeypatch.setattr(subprocess, "Popen", Noted)
    with pytest.raises(KeyboardInterrupt):
        reading.read(BOOK, "register.xlsx")
    assert begun[0].returncode == -signal.SIGKILL


@pytest.mark.parametrize("text", ["31/02/2026", "31 February 2026", "29 February 2025", "2025-02-29"])
def test_a_day_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="There is no such date as"):
        cells.day(text)


@pytest.mark.parametrize("text", ["12.345", "£0.001", "1e3", "12,34.5"])
def test_pounds_with_three_decimals_are_refused(text: str) -> None:
    with pytest.raises(Invalid):
        cells.amount(text)

"""The only writer of CSV and XLSX: every cell typed, no cell ever a formula.

Money stays exact (pence in, two decimals out), dates are dates, and text is text: sort codes keep their
leading noughts, and a name that begins like a formula opens as a name. Rows are written as they come, so a
million of them need no more memory than the file itself.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from tracker.errors import Invalid
from tracker.money import Money

Cell = str | int | Money | date | bool | None
Row = Sequence[Cell]

CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# The longest text that a cell of a spreadsheet holds.
LONGEST_TEXT = 32_767

# What makes a spreadsheet read a text as a formula (OWASP, CSV injection), with the full-width forms.
_FORMULA = "=+\\-@\uff1d\uff0b\uff0d\uff20"
# At the start, or after a mark that a spreadsheet set to another country would split at.
_STARTS_A_FORMULA = re.compile(rf"(^|[;|])(\s*)(?=[{_FORMULA}])")
_LEADS_INTO_A_FORMULA = re.compile(rf"(^|[;|])[\s{_FORMULA}]+")
_BREAKS = re.compile(r"[\t\r\n\v\f\x1c-\x1f\x85\u2028\u2029]+")
# A fixed date in place of today's, so that the same rows always give the same bytes.
_MADE = datetime(2000, 1, 1, tzinfo=UTC)


def to_csv(headings: Sequence[str], rows: Iterable[Row], *, guard: bool = True, bom: bool = True) -> bytes:
    """The rows as CSV: for people (guarded, with the mark by which Excel knows UTF-8), or for a machine.

    `guard` puts an apostrophe before text that a spreadsheet would run. A file for a machine would carry
    that apostrophe into its records, so without the guard such text raises Invalid.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_csv_text(heading, guard) for heading in headings])
    writer.writerows([_csv_cell(cell, guard) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8")


class Figure(str):
    """A number of ours as it is written in a file, less than nothing too: no spreadsheet runs it."""

    __slots__ = ()


def to_plain(rows: Iterable[Sequence[str]], *, separator: str = ",", ends: str = "\r\n") -> bytes:
    """Rows of text for a machine in UTF-8, no mark before them: a bank's or a ledger's own layout.

    Text that a spreadsheet would run raises Invalid: see `harmless`.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator=ends)
    writer.writerows([_csv_text(text, guard=False) for text in row] for row in rows)
    return out.getvalue().encode("utf-8")


def to_xlsx(title: str, headings: Sequence[str], rows: Iterable[Row]) -> bytes:
    """The rows as a workbook of one sheet named `title`; the same rows are the same bytes."""
    import xlsxwriter  # noqa: PLC0415 - slow to import and seldom needed

    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    # Closed whatever happens: it keeps the rows in a file that only closing takes away.
    with xlsxwriter.Workbook(out, options) as book:
        _fill(book, clean(title), headings, rows)
    return out.getvalue()


def to_book(title: str, sheets: Iterable[tuple[str, Iterable[Row]]], *, widths: Sequence[int] = ()) -> bytes:
    """A workbook of several sheets, each its name and its rows; the same rows are the same bytes.

    `widths` are those of its last columns, in letters: what stands there is read, not looked at.
    """
    import xlsxwriter  # noqa: PLC0415 - slow to import and seldom needed

    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    taken: set[str] = set()
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": clean(title), "created": _MADE})
        looks = _Looks(book)
        for name, rows in sheets:
            sheet = book.add_worksheet(_free_name(clean(name), taken))
            last = 0
            for number, row in enumerate(rows):
                last = max(last, len(row))
                for column, cell in enumerate(row):
                    _write(sheet, (number, column), cell, looks)
            for column, width in enumerate(widths, start=last - len(widths)):
                sheet.set_column(max(0, column), max(0, column), width, looks.text)
    return out.getvalue()


def _free_name(name: str, taken: set[str]) -> str:
    """A name for a sheet that no other of its workbook has, whatever its case."""
    wanted = found = _sheet_name(name)
    number = 1
    while found.casefold() in taken:
        number += 1
        found = f"{wanted[:27]} {number}"
    taken.add(found.casefold())
    return found


def _fill(book: Any, title: str, headings: Sequence[str], rows: Iterable[Row]) -> None:
    book.set_properties({"title": title, "created": _MADE})
    sheet = book.add_worksheet(_sheet_name(title))
    looks = _Looks(book)
    sheet.freeze_panes(1, 0)
    for column, heading in enumerate(headings):
        sheet.set_column(column, column, max(14, len(heading) + 2), looks.text)
        sheet.write_string(0, column, clean(heading), looks.heading)
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            _write(sheet, (number, column), cell, looks)


def clean(text: str) -> str:
    """A text without what no cell may hold: control, direction and zero-width characters, broken halves.

    Line breaks and tabs become one space.
    """
    kept = _BREAKS.sub(" ", text)
    return "".join(letter for letter in kept if unicodedata.category(letter) not in {"Cc", "Cf", "Cs"})


def guarded(text: str) -> str:
    """The text with an apostrophe before every place where a spreadsheet would see a formula begin."""
    return _STARTS_A_FORMULA.sub(r"\1'\2", text)


def harmless(text: str) -> str:
    """The text without the signs by which a spreadsheet would see a formula begin: for machines."""
    return _LEADS_INTO_A_FORMULA.sub(r"\1", clean(text)).strip()


def _csv_cell(cell: Cell, guard: bool) -> str:  # noqa: FBT001 - passed on from to_csv
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, str):
        return _csv_text(cell, guard)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _csv_text(text: str, guard: bool) -> str:  # noqa: FBT001 - passed on from to_csv
    if isinstance(text, Figure):
        return text
    text = _fitting(text)
    if guard:
        return guarded(text)
    if _STARTS_A_FORMULA.search(text):
        raise Invalid(
            f"This file is for a machine, so no text in it may begin like a formula: change {text!r}."
        )
    return text


def _fitting(text: str) -> str:
    text = clean(text)
    if len(text) > LONGEST_TEXT:
        raise Invalid(f"A text of {len(text):,} letters does not fit into a spreadsheet: shorten it.")
    return text


class _Looks:
    """How each type of cell is shown."""

    def __init__(self, book: Any) -> None:
        self.heading = book.add_format({"bold": True, "bottom": 1, "num_format": "@", "text_wrap": True})
        # Text stays text even when somebody edits the cell: a sort code keeps its noughts.
        self.text = book.add_format({"num_format": "@"})
        self.money = book.add_format({"num_format": "#,##0.00"})
        self.whole = book.add_format({"num_format": "0"})
        self.date = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})


def _write(sheet: Any, at: tuple[int, int], cell: Cell, looks: _Looks) -> None:
    if cell is None:
        sheet.write_blank(*at, None, looks.text)
    elif isinstance(cell, bool):
        sheet.write_boolean(*at, cell)
    elif isinstance(cell, str):
        sheet.write_string(*at, _fitting(cell), looks.text)
    elif isinstance(cell, Money):
        sheet.write_number(*at, Decimal(cell.pence) / 100, looks.money)
    elif isinstance(cell, date):
        sheet.write_datetime(*at, cell, looks.date)
    else:
        sheet.write_number(*at, cell, looks.whole)


def _sheet_name(title: str) -> str:
    """A name that a spreadsheet accepts for a sheet: at most 31 letters and none of its own signs."""
    return re.sub(r"[\[\]:*?/\\']", " ", title).strip()[:31].strip() or "Sheet"

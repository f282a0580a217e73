"""Read a spreadsheet file into sheets of text cells, whatever program wrote it.

Pure: bytes in, sheets out. CSV in UTF-8, UTF-16 or Windows-1252, split at commas, semicolons or tabs; XLSX
and ODS. Every refusal is a sentence that says what to do. Rows keep the number that the spreadsheet shows.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tracker.errors import Invalid
from tracker.imports import lost, sniffing, workbooks
from tracker.imports.hidden import Hidden, runs
from tracker.imports.many_rows import makes_many_rows

LARGEST_BYTES = 50 * 1024 * 1024
MOST_COLUMNS = 500
MOST_ROWS = 500_000
_DELIMITERS = ",;\t"
_LOOKED_AT = 30
_MOST_SAID = 8

# Marks that nobody sees, and that would make two people of one name.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
# A line break, a tab, and the mark with which old programs ended a file are no junk.
_JUNK = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
# Excel writes a first line of its own where it splits at an unusual sign, and shows no row for it.
_SAID_DELIMITER = re.compile(r'"?sep=(.)"?\r?\n')
_CSV_AGAIN = (
    "Open it in your spreadsheet program, save it again as CSV (UTF-8) or XLSX, and choose that file."
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its headings, and its rows each with the number that the spreadsheet shows.

    Cells are trimmed text. Blank rows are left out, and blank cells at the end of a row too.
    """

    name: str
    headings: tuple[str, ...]
    heading_row: int
    rows: Sequence[tuple[int, list[str]]]
    hidden: Hidden = field(default_factory=Hidden, compare=False)
    # Of a long list: titles and notes over its headings, with their numbers too.
    above: Sequence[tuple[int, list[str]]] = ()

    def said_hidden(self) -> str | None:
        """A sentence that says what of the table is hidden in the workbook, and read all the same."""
        holding = {self.heading_row, *(number for number, _ in self.rows)}
        width = max((len(self.headings), *(len(row) for _, row in self.rows)))
        rows = _stretches("row", [number for number in self.hidden.rows if number in holding], str)
        columns = [column for column in self.hidden.columns if column < width]
        parts = [*(["the whole sheet"] if self.hidden.sheet else []), *rows]
        parts += _stretches("column", columns, column_letter)
        if not parts:
            return None
        return f"Hidden in the sheet {self.name}, and read like all the rest: {', '.join(parts)}."

    def said_lost(self) -> str | None:
        """A sentence that names the cells that show an error or were never calculated."""
        found = [
            f"{column_letter(at)}{number} ({'not calculated' if text == lost.NOT_CALCULATED else text})"
            for number, row in [(self.heading_row, self.headings), *self.rows]
            if lost.in_texts(row)
            for at, text in enumerate(row)
            if lost.is_lost(text)
        ]
        if not found:
            return None
        more = f" and {len(found) - _MOST_SAID:,} more" if len(found) > _MOST_SAID else ""
        return (
            f"Cells of the sheet {self.name} that have no value: {', '.join(found[:_MOST_SAID])}{more}. "
            "Whatever rests on one is refused."
        )


def refuse_what_is_none(content: bytes, file_name: str) -> None:
    """Refuse what is no spreadsheet, or too large, without reading it. Raises Invalid, field `file`."""
    if len(content) > LARGEST_BYTES:
        raise _refusal(f"{file_name} is too large: a file may be up to 50 MB. Split it into several.")
    if kind := sniffing.what_else(content):
        raise _refusal(
            f"{file_name} is {kind}, not a spreadsheet, whatever its name says. "
            "Choose a CSV, XLSX or ODS file."
        )


@makes_many_rows
def read(content: bytes, file_name: str) -> list[Sheet]:
    """The sheets of a file that hold anything. Raises Invalid, field `file`, saying what to do."""
    refuse_what_is_none(content, file_name)
    if workbooks.is_workbook(content):
        tables = workbooks.tables(content, file_name, most_columns=MOST_COLUMNS)
        hidden = workbooks.hidden(content)
    else:
        hidden = {}
        tables = [(file_name, _csv_rows(_text(content, file_name), file_name))]
    sheets = [sheet for name, rows in tables if (sheet := _sheet(name, rows, file_name))]
    sheets = [replace(sheet, hidden=hidden.get(sheet.name, sheet.hidden)) for sheet in sheets]
    if not sheets:
        raise _refusal(
            f"{file_name} is empty. Choose a file with a row of headings and at least one row below it."
        )
    return sheets


def read_folder(folder: Path) -> list[Sheet]:
    """The sheets of every CSV file in a folder, in the order of their names."""
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".csv")
    if not files:
        raise _refusal(f"There is no CSV file in {folder}. Give a folder of CSV files, or one file.")
    return [sheet for path in files for sheet in read(contents(path), path.name)]


def contents(path: Path) -> bytes:
    """The bytes of a file, refused by its size before it is read."""
    if path.stat().st_size > LARGEST_BYTES:
        raise _refusal(f"{path.name} is too large: a file may be up to 50 MB. Split it into several.")
    return path.read_bytes()


def _stretches(noun: str, numbers: Sequence[int], write: Callable[[int], str]) -> list[str]:
    found = runs(numbers)
    said = [
        f"{noun} {write(first)}" if first == last else f"{noun}s {write(first)} to {write(last)}"
        for first, last in found[:_MOST_SAID]
    ]
    return said if len(found) <= _MOST_SAID else [*said, f"and more {noun}s"]


def column_letter(index: int) -> str:
    """The letter over a column: 0 is A, 26 is AA."""
    letters = ""
    while index >= 0:
        index, remainder = divmod(index, 26)
        letters = chr(ord("A") + remainder) + letters
        index -= 1
    return letters


def _refusal(sentence: str) -> Invalid:
    return Invalid(sentence, field="file")


def _sheet(name: str, rows: Iterator[list[str]], file_name: str) -> Sheet | None:
    """The table of some rows: the first that is not blank holds the headings."""
    kept = [(number, cells) for number, row in enumerate(rows, start=1) if (cells := _trimmed(row))]
    if not kept:
        return None
    if len(kept) > MOST_ROWS:
        raise _refusal(f"{file_name} has more than {MOST_ROWS:,} rows. Split it into several.")
    heading_row, headings = kept[0]
    wide = next((number for number, row in kept if len(row) > MOST_COLUMNS), None)
    if wide is not None:
        raise _refusal(
            f"{file_name}, row {wide} has more than {MOST_COLUMNS} cells. Delete the columns that are not "
            "needed, and save it again."
        )
    return Sheet(name=name, headings=tuple(headings), heading_row=heading_row, rows=kept[1:])


def _trimmed(row: list[str]) -> list[str]:
    cells = [cell.strip() if cell.isascii() else cell.translate(_UNSEEN).strip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(content: bytes, file_name: str) -> str:
    text = _decoded(content, file_name).lstrip("\ufeff")
    junk = _JUNK.search(text)
    if junk:
        row = text.count("\n", 0, junk.start()) + 1
        what = "a NUL character" if junk[0] == "\0" else "a character that cannot be printed"
        raise _refusal(f"{file_name}, row {row} holds {what}, so the file may be damaged. {_CSV_AGAIN}")
    return text


def _decoded(content: bytes, file_name: str) -> str:
    encodings = ["utf-8", "cp1252"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif (guessed := _unmarked_utf_16(content)) is not None:
        encodings = [guessed]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refusal(f"{file_name} is not a text that can be read. {_CSV_AGAIN}")


def _unmarked_utf_16(content: bytes) -> str | None:
    """Plain words in UTF-16 without its mark have a NUL in nearly every second place, on one side."""
    sample = content[:2000]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half and len(content) % 2 == 0:
        if odd > half * 0.6 and even < half * 0.1:
            return "utf-16-le"
        if even > half * 0.6 and odd < half * 0.1:
            return "utf-16-be"
    return None


def _csv_rows(text: str, file_name: str) -> Iterator[list[str]]:
    said = _SAID_DELIMITER.match(text)
    delimiter = said[1] if said else _delimiter(text)
    text = text[said.end() :] if said else text
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            if len(row) > MOST_COLUMNS and any(row[MOST_COLUMNS:]):
                raise _refusal(f"{file_name}, row {number} has more than {MOST_COLUMNS} cells. {_CSV_AGAIN}")
            yield row
    except csv.Error:
        raise _refusal(
            f"{file_name}, row {number + 1} cannot be read: a quotation mark may be open, or a cell be too "
            "long. Mend it, and choose the file again."
        ) from None
    if reader.line_num > number and (open_in := _row_of_open_quotation(text, delimiter)):
        # Whatever stands between it and the next one is in one cell, other rows too.
        raise _refusal(
            f"{file_name}, row {open_in}: a quotation mark is opened and not closed. Mend it first."
        )


def _row_of_open_quotation(text: str, delimiter: str) -> int | None:
    """The row with a quotation mark that is not closed before other words follow, or not at all."""
    number = 1
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            number += 1
    except csv.Error:
        return number
    return None


def _delimiter(text: str) -> str:
    """The sign at which the first rows split into the same number of cells most often, and into most."""
    beginning = text[:200_000]

    def well_it_splits(delimiter: str) -> tuple[int, int]:
        rows = csv.reader(io.StringIO(beginning, newline=""), delimiter=delimiter)
        try:
            widths = [len(row) for row, _ in zip(rows, range(_LOOKED_AT), strict=False) if any(row)]
        except csv.Error:
            return 0, 0
        # Titles and notes are rows of one cell, however many they are.
        split = [width for width in widths if width > 1]
        usual = max(split, key=split.count, default=0)
        return split.count(usual), usual

    return max(_DELIMITERS, key=well_it_splits)

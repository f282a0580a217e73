"""Read XLSX and ODS files as tables of text. The only place that knows the workbook reader."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from tracker.errors import Invalid

_ZIP = b"PK\x03\x04"
# Excel before 2007, and any workbook with a password, comes in this container.
_OLD = b"\xd0\xcf\x11\xe0"
# A register of half a million rows unpacks to less; a file made to fill the memory to more.
_MOST_UNPACKED = 600 * 1024 * 1024
_MOST_CELLS = 20_000_000
_PIECE = 1024 * 1024
# Where a cell or a row says that it stands, however an XML writer may put it.
_PLACE = re.compile(
    rb"""(?:\sr\s*=\s*["']\s*([A-Za-z]{1,3})|<(?:[\w.-]+:)?row\s(?:[^<]*?\s)?r\s*=\s*["']\s*)([0-9]{1,20})"""
)
_AGAIN = "Open it in your spreadsheet program, save it again as XLSX, and choose that file."

Cell = int | float | str | bool | time | date | datetime | timedelta


def is_workbook(content: bytes) -> bool:
    """Whether these bytes are a workbook rather than plain text, whatever the file is called."""
    return content.startswith((_ZIP, _OLD))


def tables(content: bytes, file_name: str, *, most_columns: int) -> list[tuple[str, Iterator[list[str]]]]:
    """The name and the rows of each sheet. Raises Invalid, field `file`."""
    if content.startswith(_OLD):
        raise Invalid(
            f"{file_name} is an old Excel file, or has a password. Open it, save it as XLSX without a "
            "password, and choose that file.",
            field="file",
        )
    _refuse_bombs(content, file_name, most_columns)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return [(name, _rows(book, name)) for name in book.sheet_names]
    except PasswordError:
        raise Invalid(
            f"{file_name} has a password. Save it without one, and choose that file.", field="file"
        ) from None
    except (CalamineError, OSError, ValueError):
        raise Invalid(f"{file_name} cannot be read as a workbook. {_AGAIN}", field="file") from None


def _rows(book: CalamineWorkbook, name: str) -> Iterator[list[str]]:
    cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return ([_text(cell) for cell in row] for row in cells)


def _text(cell: Cell) -> str:
    """A cell as people would type it; a formula's cell is the value it showed."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        # Fifteen digits are what a spreadsheet keeps and shows: 0.1 + 0.2 is 0.3 there.
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15g}"
    return _moment(cell)


def _moment(cell: int | time | date | datetime | timedelta) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    if isinstance(cell, timedelta):
        minutes = int(cell.total_seconds()) // 60
        return f"{minutes // 60}:{minutes % 60:02d}"
    return str(cell)


def _refuse_bombs(content: bytes, file_name: str, most_columns: int) -> None:
    """Refuse what would unpack to more than memory should hold, before anything is unpacked whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
            if sum(member.file_size for member in members) > _MOST_UNPACKED:
                raise Invalid(
                    f"{file_name} unpacks to more than can be read. Split it into several.", field="file"
                )
            if any(member.filename.lower().endswith("workbook.bin") for member in members):
                raise Invalid(f"{file_name} is a binary workbook. {_AGAIN}", field="file")
            # Every part, and to its end: a sheet may have any name, and a size that is said may be a lie.
            for member in members:
                _refuse_far_cells(packed, member, file_name, most_columns)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        if isinstance(error, Invalid):
            raise
        raise Invalid(f"{file_name} is damaged and cannot be opened. {_AGAIN}", field="file") from None


def _refuse_far_cells(
    packed: zipfile.ZipFile, member: zipfile.ZipInfo, file_name: str, most_columns: int
) -> None:
    """One cell at the far corner of a sheet makes the whole sheet in memory: look where the cells are."""
    widest = deepest = 0
    with packed.open(member) as stream:
        rest = b""
        while piece := stream.read(_PIECE):
            text = rest + piece
            # A tag that is not finished is looked at with the next piece, whole.
            rest = text[text.rfind(b"<") :] if b"<" in text else b""
            if len(rest) > _PIECE:
                raise Invalid(f"{file_name} is damaged and cannot be opened. {_AGAIN}", field="file")
            for letters, row in _PLACE.findall(text):
                widest = max(widest, _column(letters.upper()))
                deepest = max(deepest, int(row))
    if widest > most_columns or widest * deepest > _MOST_CELLS:
        raise Invalid(
            f"{file_name} has a cell far away from the rest of its table (column {widest:,}, row "
            f"{deepest:,}). "
            "Delete the empty rows and columns beyond the table, and save it again.",
            field="file",
        )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number

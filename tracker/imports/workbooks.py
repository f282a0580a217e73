"""Read XLSX and ODS files as tables of text, in a process apart and after a look for bombs."""

from __future__ import annotations

import io
import json
import re
import signal
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from lzma import LZMAError

from tracker.errors import Invalid
from tracker.imports import hidden as hidden_parts
from tracker.imports import lost, workbook_reader
from tracker.imports.hidden import Hidden
from tracker.imports.lost import Spot

_ZIP = b"PK\x03\x04"
# Excel before 2007, and any workbook with a password, comes in this container.
_OLD = b"\xd0\xcf\x11\xe0"
# A register of half a million rows unpacks to less; a file made to fill the memory to more.
_MOST_UNPACKED = 600 * 1024 * 1024
_MOST_CELLS = 20_000_000
# What a workbook may take to be read, in seconds of a processor: some, and as many more for each megabyte.
_LEAST_SECONDS = 10
_BYTES_A_SECOND = 5 * 1024 * 1024
_PIECE = 1024 * 1024
# Where a cell or a row says that it stands, however an XML writer may put it.
_PLACE = re.compile(
    rb"""(?:\sr\s*=\s*["']\s*([A-Za-z]+)|<(?:[\w.-]+:)?row\s(?:[^<]*?\s)?r\s*=\s*["']\s*)([0-9]+)"""
)
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
)
_DELETE_BEYOND = "Delete the empty rows and columns beyond the table, and save it again."
_AGAIN = "Open it in your spreadsheet program, save it again as XLSX, and choose that file."


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
    unpacked = _refuse_bombs(content, file_name, most_columns)
    sheets = _read_apart(content, file_name, _LEAST_SECONDS + unpacked // _BYTES_A_SECOND)
    missing = _lost(content, file_name)
    for name, rows in sheets:
        try:
            _show(rows, missing.get(name, {}))
        except IndexError:
            sentence = f"{file_name} has a cell far away from the rest of its table {name}. {_DELETE_BEYOND}"
            raise Invalid(sentence, field="file") from None
    return [(name, iter(rows)) for name, rows in sheets]


def hidden(content: bytes) -> dict[str, Hidden]:
    """What each sheet of a workbook hides; nothing where that cannot be told."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return hidden_parts.of_workbook(packed)
    except _DAMAGED:
        return {}


def _lost(content: bytes, file_name: str) -> dict[str, dict[Spot, str]]:
    """The cells of each sheet that have no value and are not blank."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return lost.of_workbook(packed)
    except Invalid:
        raise
    except _DAMAGED:
        raise Invalid(f"{file_name} is damaged and cannot be opened. {_AGAIN}", field="file") from None


def _show(rows: list[list[str]], missing: dict[Spot, str]) -> None:
    """Put what a cell without a value shows where it stands. Raises IndexError far below any table."""
    if any(number > workbook_reader.MOST_ROWS for number, _ in missing):
        raise IndexError
    for (number, column), shown in missing.items():
        rows += ([] for _ in range(number - len(rows)))
        row = rows[number - 1]
        row += [""] * (column + 1 - len(row))
        row[column] = shown


def _read_apart(content: bytes, file_name: str, seconds: int) -> list[tuple[str, list[list[str]]]]:
    """The sheets, as a process that may use only so much reads them; taken over row by row."""
    # -P: nothing that lies beside the script is taken for a module of Python's own.
    command = [sys.executable, "-P", workbook_reader.__file__, str(seconds)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL) as reader:  # noqa: S603 - our own script
        assert reader.stdin is not None  # noqa: S101 - a pipe was asked for
        assert reader.stdout is not None  # noqa: S101 - a pipe was asked for
        try:
            # It may be stopped while it still reads, and then says so by how it ended.
            with suppress(BrokenPipeError), reader.stdin:
                reader.stdin.write(content)
            sheets = _sheets(reader.stdout)
        except BaseException:
            # Whoever stops waiting for it does not wait for its end either.
            reader.kill()
            raise
    _refuse_unread(reader.returncode, file_name)
    return sheets


def _refuse_unread(ended: int, file_name: str) -> None:
    """Raise Invalid unless the reader came to its end, by how it ended."""
    if ended == workbook_reader.DONE:
        return
    if ended == workbook_reader.HAS_PASSWORD:
        sentence = f"{file_name} has a password. Save it without one, and choose that file."
    elif ended == workbook_reader.UNREADABLE:
        sentence = f"{file_name} cannot be read as a workbook. {_AGAIN}"
    elif ended in {-signal.SIGXCPU, -signal.SIGKILL}:
        sentence = f"{file_name} takes too long to read: it may be damaged, or hold too much. {_AGAIN}"
    else:
        # Its memory, or what it may hand over, was at an end, whether it could say so or was stopped.
        sentence = (
            f"{file_name} holds more than can be read at once. Delete what lies beyond the table, or split "
            "it into several."
        )
    raise Invalid(sentence, field="file")


def _sheets(lines: Iterable[bytes]) -> list[tuple[str, list[list[str]]]]:
    """What the reader writes; it writes no more than the memory of this process should hold."""
    sheets: list[tuple[str, list[list[str]]]] = []
    for line in lines:
        part = json.loads(line)
        if isinstance(part, str):
            sheets.append((part, []))
        else:
            sheets[-1][1].append(part)
    return sheets


def _refuse_bombs(content: bytes, file_name: str, most_columns: int) -> int:
    """Refuse what would unpack to more than memory should hold, before anything is unpacked whole.

    Returns how many bytes it unpacks to.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
            unpacked = sum(member.file_size for member in members)
            if unpacked > _MOST_UNPACKED:
                raise Invalid(
                    f"{file_name} unpacks to more than can be read. Split it into several.", field="file"
                )
            if any(member.filename.lower().endswith("workbook.bin") for member in members):
                raise Invalid(f"{file_name} is a binary workbook. {_AGAIN}", field="file")
            # Every part, and to its end: a sheet may have any name, and a size that is said may be a lie.
            for member in members:
                _refuse_far_cells(packed, member, file_name, most_columns)
            return unpacked
    except _DAMAGED as error:
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
            f"{deepest:,}). {_DELETE_BEYOND}",
            field="file",
        )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters[:8]:
        number = number * 26 + letter - ord("A") + 1
    return number

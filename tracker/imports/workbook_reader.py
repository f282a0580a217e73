"""Read one workbook in a process of its own, so that a hostile file can exhaust nothing but that process.

Run as a script by `workbooks`, with the seconds that it may take: the workbook on standard input, its sheets
on standard output as lines of JSON, the name of each sheet and then its rows. How it ended is its exit
status. It imports nothing of the product.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from xml.parsers import expat

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

DONE, HAS_PASSWORD, UNREADABLE, TOO_MUCH = 0, 3, 4, 5

# A workbook of fifty megabytes is read within half of this.
_MOST_MEMORY = 1536 * 1024**2
_MOST_WRITTEN = 128 * 1024**2
# Filled cells and rows of all sheets together: what takes them over keeps each as a text of its own.
_MOST_CELLS = 5_000_000
MOST_ROWS = 1_000_000

# How an ODS file keeps a stretch of time; those beyond a day come as this text.
_DURATION = re.compile(r"PT(\d{1,5})H(\d{1,2})M(\d{1,2})(?:[.,]\d*)?S")

Cell = int | float | str | bool | time | date | datetime | timedelta


def main() -> int:
    """Read standard input, write standard output, and return the exit status."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    seconds = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    written = cells = rows = 0
    try:
        for part in _lines(sys.stdin.buffer.read()):
            line = json.dumps(part).encode() + b"\n"
            written += len(line)
            rows += 1
            cells += 0 if isinstance(part, str) else sum(cell != "" for cell in part)
            if written > _MOST_WRITTEN or cells > _MOST_CELLS or rows > MOST_ROWS:
                return TOO_MUCH
            sys.stdout.buffer.write(line)
    except PasswordError:
        return HAS_PASSWORD
    except (CalamineError, expat.ExpatError, OSError, ValueError):
        return UNREADABLE
    except (MemoryError, OverflowError):
        return TOO_MUCH
    return DONE


def _lines(content: bytes) -> Iterator[str | list[str]]:
    """The name of each sheet, followed by its rows."""
    _demand_whole(content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in book.sheet_names:
        yield name
        for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False):
            yield _without_empty_end([_text(cell) for cell in row])


def _demand_whole(content: bytes) -> None:
    """Raise ExpatError for an ODS file with a part that does not end: it would be looked for without end."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if "content.xml" not in packed.namelist():
            return
        with packed.open("content.xml") as part:
            # With a password it is no XML, and the reader says so itself.
            if part.read(1) != b"<":
                return
        with packed.open("content.xml") as part:
            expat.ParserCreate().ParseFile(part)


def _without_empty_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(cell: Cell) -> str:
    """A cell as people would type it; a formula's cell is the value it showed."""
    if isinstance(cell, str):
        lasted = _DURATION.fullmatch(cell) if cell[:2] == "PT" else None
        return f"{int(lasted[1])}:{lasted[2]:0>2}" if lasted else cell
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


if __name__ == "__main__":
    sys.exit(main())

"""Summaries: totals for each person, or months across, which say how often somebody came and never when.

They cannot be sessions. What is said instead is why, and what to bring in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tracker.imports.reading import Sheet, column_letter
from tracker.imports.wide import grid, headings, joined, names
from tracker.imports.wide.grid import Line
from tracker.imports.wide.headings import Kind
from tracker.values import folded

_LOOKED_AT = 40
_MOST_ROWS = 500
_LEAST_ROWS = 2
_COUNTS = re.compile(
    r"\b(?:attended|attendances?|present|expected|possible|required|actual|absent|absences?|apologies|total|totals"
    r"|number|no|count|meetings|sessions|rate|percent|percentage|times)\b|%",
    re.IGNORECASE,
)
_CAME = re.compile(r"\b(?:attend\w*|present|meetings|sessions|absen\w*|apologies)\b", re.IGNORECASE)
_NUMBER = re.compile(r"^(?:\d+(?:\.\d+)?\s*%?|\d+\s*/\s*\d+|\d+ (?:of|out of) \d+|-|)$", re.IGNORECASE)
_OUT_OF = re.compile(r"^(\d{1,3})\s*(?:/|of|out of)\s*(\d{1,3})(?:\s*\(?\d{1,3}\s?%\)?)?$", re.IGNORECASE)
_POUNDS = re.compile(r"^[-(]?\s?£|^[-(]?[\d, ]+\.\d\d\)?$")
_INSTEAD = "Bring in the register that it was counted from, with a day for each session."


def reason(sheet: Sheet) -> str | None:
    """Why a sheet is a summary or lacks its days, and cannot come in as sessions; None where it does not."""
    rows = grid.of_sheet(replace(sheet, rows=sheet.rows[:_MOST_ROWS]))
    for at, line in enumerate(rows[:_LOOKED_AT]):
        if len(line.filled()) < 2:
            continue
        said = _across(line, rows[at + 1 :]) or _totals(line, rows[:at], rows[at + 1 :])
        said = said or _totals(*_joined(rows, at))
        if said:
            return f"{said} {_INSTEAD}"
        if names.by_heading({column: line.at(column) for column in line.filled()}):
            # What stands below the headings of a list heads nothing.
            break
    return None


def _joined(rows: Sequence[Line], at: int) -> tuple[Line, Sequence[Line], Sequence[Line]]:
    """A row of headings with those that belong to it; the rows above it, and those below them all."""
    people = names.by_heading({column: rows[at].at(column) for column in rows[at].filled()})
    texts, last = joined.headings(rows, at, people)
    cells = [texts.get(column, "") for column in range(max(texts, default=-1) + 1)]
    return Line(rows[at].number, cells), rows[:at], rows[last + 1 :]


def _across(line: Line, below: Sequence[Line]) -> str | None:
    """The reason where months, years or meeting numbers stand across, and marks or counts below them."""
    kinds = {at: headings.read(line.at(at)).kind for at in line.filled()}
    for kind, what in (
        (Kind.STRETCH, "months or stretches of days and not days"),
        (Kind.MEETING, "numbers of meetings, and no row says on which day each was"),
    ):
        columns = [at for at, found in kinds.items() if found is kind]
        named = any(names.is_heading_of_names(line.at(at)) for at in kinds) or columns[:1] != [0]
        under = [text for row in below for at in columns if (text := row.at(at))]
        if kind is Kind.STRETCH and sum(map(_is_in_pounds, under)) * 2 > len(under):
            # Money of each month is no attendance.
            continue
        filled = bool(under)
        if len(columns) >= _LEAST_ROWS and named and filled:
            shown = f"{line.at(columns[0])} ({column_letter(columns[0])})"
            return f"The columns from {shown} in row {line.number} are {what}: there are no sessions in it."
    return None


def _totals(line: Line, above: Sequence[Line], below: Sequence[Line]) -> str | None:
    """The reason where numbers stand beside each name, under headings that count."""
    texts = {at: line.at(at) for at in line.filled()}
    people = names.by_heading(texts)
    out_of = [at for at, text in texts.items() if at not in people and _say_so_many_of(text, at, below)]
    counts = [
        at
        for at, text in texts.items()
        if at in out_of or (at not in people and _COUNTS.search(text) and _numbers(at, below))
    ]
    titles = [one.at(at) for one in above for at in one.filled() if len(one.filled()) == 1]
    of_coming = out_of or any(_CAME.search(text) for text in (*titles, *(texts[at] for at in counts)))
    if not people or not counts or not of_coming:
        return None
    dated = any(headings.read(text).kind is Kind.DAY for text in texts.values())
    if dated or any(_hold_days(at, below) for at in texts if at not in out_of):
        return None
    shown = ", ".join(f"{texts[at]} ({column_letter(at)})" for at in counts[:4])
    said = f"This is a summary: {shown} in row {line.number} say how often each person came, and not when."
    stretch = next(filter(None, (_stretch(one) for one in above)), None)
    return f"{said} “{stretch}” is a stretch of time and no day." if stretch else said


def _say_so_many_of(heading: str, at: int, below: Sequence[Line]) -> bool:
    """Whether most cells of a column say how many of how many, such as 3/5 or 3 of 5, and none is a day."""
    texts = [text for row in below if (text := row.at(at))]
    found = [match for text in texts if (match := _OUT_OF.match(text))]
    if len(found) < _LEAST_ROWS or len(found) * 2 <= len(texts) or "date" in folded(heading):
        return False
    return all(int(match[1]) <= int(match[2]) for match in found)


def _is_in_pounds(text: str) -> bool:
    return bool(_POUNDS.match(text))


def _numbers(at: int, below: Sequence[Line]) -> bool:
    texts = [row.at(at) for row in below]
    numbers = sum(bool(_NUMBER.match(text)) and any(map(str.isdecimal, text)) for text in texts)
    return numbers >= 1 and numbers * 2 >= sum(bool(text) for text in texts)


def _hold_days(at: int, below: Sequence[Line]) -> bool:
    """Whether a column holds a day in most rows: then each row may be a sitting."""
    texts = [text for row in below[:200] if (text := row.at(at))]
    return bool(texts) and sum(headings.read(text).kind is Kind.DAY for text in texts) * 2 > len(texts)


def _stretch(line: Line) -> str | None:
    """The words of a title that name years or months."""
    for at in line.filled():
        text = line.at(at)
        if len(text) <= 200 and (headings.years_in(text) or headings.month_of(folded(text))):
            return text[:80]
    return None

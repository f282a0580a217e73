"""The headings of one table, which may stand over several rows: years, months, dates, parts of the day.

A merged cell holds its text in its first column only: what is written once above several columns is taken for
each of them, where the row below says that they belong together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.imports.wide import across, headings, marks
from tracker.imports.wide.across import over
from tracker.imports.wide.grid import Grid, Line, touching
from tracker.imports.wide.headings import Heading, Kind
from tracker.imports.wide.names import is_heading_of_names
from tracker.values import folded

_MOST_ROWS_ABOVE = 3
_MOST_ROWS_BELOW = 2
# Columns of a date that say something else than who came.
_OTHER_THINGS = re.compile(
    r"\b(?:invited|invitation|rsvp|booked|registered|confirmed|accepted|expected|apolog\w*|absen\w*|fees?|paid"
    r"|pay|payment|amount|expenses?|travel|mileage|miles|cost|costs|notes?|comments?|access|diet\w*|£|vote\w*)\b|£",
    re.IGNORECASE,
)
_ATTENDED = re.compile(r"^(?:attended|attendance|present|came|in attendance|there)\??$", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?\.?$", re.IGNORECASE
)
_YEAR = re.compile(r"^(?:year\s*:?\s*)?((?:19|20)\d\d)$", re.IGNORECASE)
_MEETING_ROW = re.compile(r"^(?:(?:meeting|mtg|session|workshop)s?\b.*|(?:no|number)\.?|#)$", re.IGNORECASE)
_DAY_ROW = re.compile(r"^(?:days?|dates?):?$", re.IGNORECASE)
_TITLE_MONTH = re.compile(r"\b([a-z]{3,9})\.?,?\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_NUMBER_OF_DAY = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?$", re.IGNORECASE)
_LEAST_NUMBERED = 3
_LONGEST_MARK = 5
_LONGEST_LABEL = 20


@dataclass(frozen=True, slots=True)
class Column:
    """A column with a day in its heading, and what else its headings say."""

    index: int
    heading: Heading
    year: int | None = None
    meeting: str = ""
    part: str = ""
    words: str = ""
    # The body that met, where several stand side by side.
    body: str = ""
    # Whether it is about something else than who came, such as who was invited.
    other: bool = False

    def named(self) -> str:
        """The heading as people know it."""
        return " ".join(filter(None, (self.heading.text, self.part or self.words)))


@dataclass(frozen=True, slots=True)
class Band:
    """The heading rows of a table: the places of the first and the last in the grid, and their columns."""

    first: int
    last: int
    columns: tuple[Column, ...]
    # Every heading text by its column, rows joined; for the columns of names, flags and totals.
    texts: dict[int, str]


def find(grid: Grid, place: int, after: int, sheet: str = "") -> Band | None:
    """The band whose row of days is this one, or None. Rows up to `after` belong to the table before.

    `sheet` is the name of the sheet, which may say the month.
    """
    row = grid[place]
    above = _above(grid, place, after)
    days = _days(row, above, [*grid[after + 1 : place], Line(0, [sheet])])
    dated = [column for column, heading in days.items() if heading.kind is Kind.DAY]
    if not dated or not _is_row_of_days(grid, place, days, dated):
        return None
    below = _below(grid, place, dated)
    columns = _with_bodies(_columns(row, above, below, days), above)
    first = place - max((at for at, line in enumerate(above, 1) if _is_heading_row(line, columns)), default=0)
    band_rows = [*grid[first:place], row, *below]
    width = max(len(line.cells) for line in band_rows)
    texts = {
        column: " ".join(filter(None, (line.at(column) for line in band_rows))) for column in range(width)
    }
    return Band(first, place + len(below), tuple(columns), {at: text for at, text in texts.items() if text})


def _above(grid: Grid, place: int, after: int) -> list[Line]:
    """The rows right above, the nearest first."""
    found: list[Line] = []
    while len(found) < _MOST_ROWS_ABOVE and place - 1 - len(found) > after:
        line = grid[place - 1 - len(found)]
        if not touching(line, found[-1] if found else grid[place]):
            break
        found.append(line)
    return found


def _days(row: Line, above: Sequence[Line], titles: Sequence[Line]) -> dict[int, Heading]:
    """The heading of each column that is not blank; a bare day of the month is completed from above."""
    found = {}
    may_head = _may_number_days(row)
    title_month = _month_of_titles(titles) if _numbered(row) else None
    for column in row.filled():
        text = row.at(column)
        month = next(filter(None, (_month_above(line, column) for line in above)), title_month)
        number = _number_of_day(text)
        whole = f"{number} {month}" if may_head and month and number else text
        heading = headings.read(whole)
        found[column] = replace(heading, text=whole) if heading.kind is Kind.DAY else heading
    return found


def _may_number_days(row: Line) -> bool:
    """Whether bare numbers of a row can be days: not beside a name, where they are somebody's counts."""
    first = next((at for at in row.filled() if _number_of_day(row.at(at))), 0)
    left = [text for at in row.filled() if at < first and (text := row.at(at))]
    return not left or any(is_heading_of_names(text) or _DAY_ROW.match(text) for text in left)


def _numbered(row: Line) -> bool:
    """Whether a row numbers the days of one month: 1, 2, 3, or those on which there was something."""
    texts = [text for at in row.filled() if _number_of_day(text := row.at(at))]
    numbers = [_number_of_day(text) for text in texts]
    # 9th and 23rd are days, however few they are.
    enough = len(numbers) >= _LEAST_NUMBERED or not any(map(str.isdecimal, texts))
    return bool(numbers) and enough and numbers == sorted(set(numbers))


def _number_of_day(text: str) -> int:
    """The number of a day in its month, as 9 or 9th; 0 where it is none."""
    match = _NUMBER_OF_DAY.match(text)
    return int(match[1]) if match and int(match[1]) <= 31 else 0


def _month_of_titles(titles: Sequence[Line]) -> str | None:
    """The one month that the titles of a table name with its year, if they name one."""
    text = " ".join(line.at(at) for line in titles for at in line.filled() if len(line.filled()) < 3)
    found = {match[0] for match in _TITLE_MONTH.finditer(text) if headings.month_of(match[1])}
    return found.pop() if len(found) == 1 else None


def _month_above(line: Line, column: int) -> str | None:
    """The month, perhaps with its year, that stands over a column."""
    text = over(line, column)
    bare = re.sub(r"[\s,'’/-]*(?:(?:19|20)\d\d)?$", "", text)
    return text if bare and headings.month_of(bare) else None


def _is_row_of_days(grid: Grid, place: int, days: dict[int, Heading], dated: Sequence[int]) -> bool:
    """Whether this row heads columns of days, rather than being one of many rows that hold dates."""
    within = [at for at in days if dated[0] <= at <= dated[-1]]
    if len(dated) * 2 < len(within):
        return False
    if len(dated) == 1 and not any(is_heading_of_names(heading.text) for heading in days.values()):
        return False
    following = grid[place + 1 : place + 4]
    again = sum(
        sum(headings.read(line.at(at)).kind is Kind.DAY for at in dated) * 2 > len(dated)
        for line in following
    )
    return again < (2 if len(dated) > 1 else 1)


def _below(grid: Grid, place: int, dated: Sequence[int]) -> list[Line]:
    """Further heading rows right below the days: parts of the day, numbers of meetings, days of the week."""
    found: list[Line] = []
    for line in grid[place + 1 : place + 1 + _MOST_ROWS_BELOW]:
        above = found[-1] if found else grid[place]
        if not touching(line, above) or not _goes_with_headings(line, grid[place], dated):
            break
        found.append(line)
    return found


def _goes_with_headings(line: Line, days: Line, dated: Sequence[int]) -> bool:
    texts = [line.at(at) for at in line.filled() if at >= dated[0]]
    label = " ".join(line.at(at) for at in line.filled() if at < dated[0])
    if texts and all(map(_WEEKDAY.match, texts)) and len(label) <= _LONGEST_LABEL:
        return True
    if not texts or (label and not is_heading_of_names(label) and not _MEETING_ROW.match(label)):
        return False
    if _MEETING_ROW.match(label) and all(text.isdecimal() for text in texts):
        return True
    # Words that are marks elsewhere, such as Present, head columns only under a day that spans several.
    spans = any(at > dated[0] and not days.at(at) for at in line.filled())
    return all(says_part(text) or (spans and says_what(text)) for text in texts) or (
        not label and all(_is_kind_of_session(text) for text in texts)
    )


def _is_kind_of_session(text: str) -> bool:
    """Whether a word under a day can be no mark: Plenary, Committee."""
    bare = folded(text)
    known = bare in marks.CAME | marks.DID_NOT | marks.NOTHING or marks.minutes(bare) is not None
    return len(bare) > _LONGEST_MARK and bare.replace(" ", "").isalpha() and not known and not says_what(text)


def says_part(text: str) -> bool:
    """Whether a word below a day says a part of it, the number of its meeting or the day of the week."""
    return bool(headings.is_part_of_day(text) or headings.is_meeting(text) or _WEEKDAY.match(text))


def says_what(text: str) -> bool:
    """Whether a word heads what was done on a day: attended, invited, paid."""
    return bool(_ATTENDED.match(text) or _OTHER_THINGS.search(text))


def _columns(
    row: Line, above: Sequence[Line], below: Sequence[Line], days: dict[int, Heading]
) -> list[Column]:
    first = min(at for at, heading in days.items() if heading.kind is Kind.DAY)
    found: list[Column] = []
    held: Heading | None = None
    width = max(len(line.cells) for line in (row, *below))
    for at in range(first, width):
        if row.at(at):
            held = days[at] if days[at].kind in {Kind.DAY, Kind.STRETCH, Kind.TEMPLATE} else None
        elif not any(line.at(at) for line in below):
            held = None
        if held is not None:
            found.append(_column(at, held, above, below))
    return found


def _with_bodies(columns: Sequence[Column], above: Sequence[Line]) -> list[Column]:
    found = across.bodies([(column.index, column.heading) for column in columns], above)
    return [replace(column, body=found.get(column.index, "")) for column in columns]


def _column(at: int, heading: Heading, above: Sequence[Line], below: Sequence[Line]) -> Column:
    years = [int(match[1]) for line in above if (match := _YEAR.match(over(line, at)))]
    with_month = [
        year for line in above if _month_above(line, at) for year in headings.years_in(over(line, at))
    ]
    year = next(iter([*years, *with_month]), None)
    made = Column(at, heading, year, meeting=_meeting(at, (*above, *below)))
    weekdays = [headings.weekday_of(line.at(at)) for line in (*below, *above)]
    weekday = next((one for one in weekdays if one is not None), None)
    if weekday is not None and heading.kind is Kind.DAY and heading.weekday is None:
        # A row of weekdays holds the days to what they say.
        made = replace(made, heading=replace(heading, weekday=weekday))
    for text in filter(None, [heading.label, *(line.at(at) for line in below)]):
        made = _with(made, text, beside=text == heading.label)
    return made


def _meeting(at: int, lines: Sequence[Line]) -> str:
    """The number of a column's meeting, from a row of such numbers above or below the days."""
    for line in lines:
        text, label = line.at(at), " ".join(line.at(column) for column in line.filled() if column < at)
        if headings.is_meeting(text):
            return folded(text)
        if text.isdecimal() and _MEETING_ROW.match(re.sub(r"\d+", "", label).strip()):
            return f"meeting {text}"
    return ""


def _with(made: Column, text: str, *, beside: bool) -> Column:
    """A column with what one more of its headings says; `beside` the day, or in a row below."""
    if headings.is_meeting(text):
        return replace(made, meeting=folded(text))
    if headings.is_part_of_day(text):
        return replace(made, part=text)
    if _ATTENDED.match(text) or _WEEKDAY.match(text):
        return made
    if _OTHER_THINGS.search(text):
        return replace(made, words=text, other=True)
    return replace(made, words=text) if beside or _is_kind_of_session(text) else made


def _is_heading_row(line: Line, columns: Sequence[Column]) -> bool:
    """Whether a row above the days is about the columns, rather than a title of the table."""
    return any(
        _YEAR.match(line.at(column.index))
        or _WEEKDAY.match(line.at(column.index))
        or _month_above(line, column.index)
        or _meeting(column.index, [line])
        or (column.body and over(line, column.index) == column.body)
        for column in columns
    ) or any(is_heading_of_names(line.at(at)) for at in line.filled() if len(line.filled()) > 1)

"""Guess what the columns of somebody's long list are, from their headings and from what stands in them.

Pure. Every guess is shown to a person, who may correct it; a guess is never carried out unseen.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from tracker.errors import Invalid
from tracker.imports import cells
from tracker.imports.long_list import Columns, count, texts_in
from tracker.imports.many_rows import makes_many_rows
from tracker.imports.reading import Sheet
from tracker.imports.wide import marks
from tracker.values import folded

_SAMPLE = 200
_MOST_MARKS = 12
_FIRST = ("firstname", "forename", "givenname", "first", "givennames", "christianname")
_LAST = ("lastname", "surname", "familyname", "last", "secondname")
_WHOLE = (
    "name",
    "fullname",
    "member",
    "attendee",
    "participant",
    "person",
    "councillor",
    "cllr",
    "director",
    "governor",
    "trustee",
    "membername",
    "who",
)
_BODIES = ("committee", "body", "board", "panel", "group", "council", "team")
# Days in somebody's life or work that are no day of a session.
_OTHER_DAYS = re.compile(
    r"^(?:dateof|date)?(?:start|begin|join|end|left|leav|birth|dob|creat|updat|modif|paid|due|expir|review"
    r"|appoint|since|until|elect)|(?:start|join|end|leaving|birth|creation|expiry|review|due)date$|(?:since|until)$"
)
_PARTS_OF_DAY = frozenset(
    {
        "morning",
        "afternoon",
        "evening",
        "night",
        "lunch",
        "lunchtime",
        "am",
        "pm",
        "a.m.",
        "p.m.",
        "noon",
        "all day",
    }
)
PRESENT = marks.CAME
ABSENT = marks.DID_NOT | marks.NOTHING
# A column headed so says who came, whatever its words for that are.
_OF_MARKS = re.compile(r"^(?:attend(?:ed|ance)|present|came)(?:status|code|yn|mark|outcome)?$")


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to say what a session is, and how many sessions and attendances that makes."""

    code: str
    label: str
    columns: tuple[int, ...]
    sessions: int
    attendances: int


def is_list(sheet: Sheet) -> bool:
    """Whether a sheet has a column of names and one of dates, which is quickly seen."""
    names = [_squeezed(heading) for heading in sheet.headings]
    person = _person(names)
    return bool(person) and _date(sheet, names, taken=person) is not None


@makes_many_rows
def columns(sheet: Sheet) -> Columns | None:
    """The likeliest meaning of a sheet's columns, or None where no person or no date can be found."""
    names = [_squeezed(heading) for heading in sheet.headings]
    person = _person(names)
    date = _date(sheet, names, taken=person)
    if not person or date is None:
        return None
    return complete(sheet, person, date, _mark(sheet, names, {*person, date}))


def complete(sheet: Sheet, person: tuple[int, ...], date: int, mark: int | None) -> Columns:
    """The rest of the meaning, once a person, a date and perhaps a mark have their columns."""
    names = [_squeezed(heading) for heading in sheet.headings]
    taken = {*person, date, mark}
    found = Columns(
        person=person,
        date=date,
        mark=mark,
        present=present_marks(sheet, mark),
        session=(date,),
        body=_heading_with(names, _BODIES, taken),
        times=_times(sheet, names, taken),
    )
    made = choices(sheet, found)
    return with_session(found, made[0].columns) if made else found


def with_session(found: Columns, session: tuple[int, ...]) -> Columns:
    """The same columns with another choice of what makes a session."""
    return replace(found, session=session)


def present_marks(sheet: Sheet, mark: int | None) -> tuple[str, ...]:
    """The marks of a column that mean, to most people, that somebody came."""
    if mark is None:
        return ()
    return tuple(sorted(marks.usual(texts_in(sheet, mark), hours=False).came))


def choices(sheet: Sheet, found: Columns) -> list[Choice]:
    """The ways to cut this list into sessions, likeliest first; those that come to the same once."""
    made: list[Choice] = []
    for code, label, session in _ways(sheet, found):
        sessions, attendances = count(sheet, found, session)
        if sessions and all((one.sessions, one.attendances) != (sessions, attendances) for one in made):
            made.append(Choice(code, label, session, sessions, attendances))
    return made


def _ways(sheet: Sheet, found: Columns) -> list[tuple[str, str, tuple[int, ...]]]:
    headings = sheet.headings
    taken = {*found.person, found.date, found.mark, found.times, found.body} - {None}
    ways: list[tuple[str, str, tuple[int, ...]]] = []
    part = _part_of_day(sheet, taken)
    titled = _titled(sheet, {*taken, part})
    if titled is not None and not _mostly_numbers(sheet, titled):
        ways.append(("titled", f"Each date and {headings[titled]}", (found.date, titled)))
    if part is not None:
        ways.append(
            ("half-day", f"Each half day ({headings[found.date]} and {headings[part]})", (found.date, part))
        )
    ways.append(("day", f"Each day ({headings[found.date]})", (found.date,)))
    if titled is not None and _mostly_numbers(sheet, titled):
        ways.append(("meeting", f"Each meeting ({headings[titled]})", (titled,)))
    if found.times is not None:
        slot = tuple(column for column in (found.date, part, found.times) if column is not None)
        ways.append(("part", f"Each part of a day ({headings[found.times]})", slot))
    return ways


def _squeezed(heading: str) -> str:
    return re.sub(r"[\W_]+", "", folded(heading))


def _person(names: list[str]) -> tuple[int, ...]:
    first, last = _exact(names, _FIRST), _exact(names, _LAST)
    if first is not None and last is not None:
        return first, last
    whole = _exact(names, _WHOLE)
    if whole is None:
        whole = next((index for index, name in enumerate(names) if name.endswith("name")), None)
    return () if whole is None else (whole,)


def _exact(names: list[str], wanted: Collection[str]) -> int | None:
    return next((names.index(name) for name in wanted if name in names), None)


def _heading_with(names: list[str], wanted: Collection[str], taken: Collection[int | None]) -> int | None:
    for index, name in enumerate(names):
        if index not in taken and any(word in name for word in wanted):
            return index
    return None


def _date(sheet: Sheet, names: list[str], taken: Collection[int]) -> int | None:
    """The column of dates: one that is headed so before one that merely holds them."""
    fitting = [index for index in range(len(names)) if index not in taken and not _is_other_day(names[index])]
    dated = [index for index in fitting if _hold_dates(sheet, index)]
    return next((index for index in dated if "date" in names[index]), dated[0] if dated else None)


def _is_other_day(name: str) -> bool:
    of_session = any(word in name for word in ("session", "meeting", "mtg", "event", "attend"))
    return bool(_OTHER_DAYS.search(name)) and not of_session


def _sample(sheet: Sheet, column: int) -> list[str]:
    return [row[column] for _, row in sheet.rows[:_SAMPLE] if column < len(row) and row[column]]


def _hold_dates(sheet: Sheet, column: int) -> bool:
    texts = [text for text in _sample(sheet, column) if text != sheet.headings[column]]
    month_first = cells.is_month_first(texts)
    return bool(texts) and sum(_is_date(text, month_first=month_first) for text in texts) > len(texts) * 0.8


def _is_date(text: str, *, month_first: bool) -> bool:
    try:
        cells.day(text, month_first=month_first)
    except Invalid:
        return False
    return True


def _mark(sheet: Sheet, names: list[str], taken: Collection[int]) -> int | None:
    """The column of marks: few different ones, most of them words for having come or not."""
    fitting = []
    for index in range(len(names)):
        if index in taken:
            continue
        found = _few_marks(sheet, index)
        known = bool(found & PRESENT) and len(found & (PRESENT | ABSENT)) * 2 >= len(found)
        if 0 < len(found) <= _MOST_MARKS and (known or (_OF_MARKS.match(names[index]) and found - {""})):
            fitting.append(index)
    headed = [
        index for index in fitting if any(word in names[index] for word in ("present", "attend", "status"))
    ]
    return next(iter(headed or fitting), None)


def _few_marks(sheet: Sheet, column: int) -> set[str]:
    """The different marks of a column, looked at no further once they are too many for marks."""
    found: set[str] = set()
    for text in texts_in(sheet, column):
        found.add(folded(text))
        if len(found) > _MOST_MARKS:
            break
    return found


def _times(sheet: Sheet, names: list[str], taken: Collection[int | None]) -> int | None:
    for index, name in enumerate(names):
        texts = _sample(sheet, index)
        if (
            index not in taken
            and "time" in name
            and sum(bool(cells.span(text)) for text in texts) * 2 > len(texts)
        ):
            return index
    return None


def _part_of_day(sheet: Sheet, taken: Collection[int | None]) -> int | None:
    for index in range(len(sheet.headings)):
        texts = {folded(text) for text in _sample(sheet, index)}
        if index not in taken and texts and texts <= _PARTS_OF_DAY:
            return index
    return None


def _titled(sheet: Sheet, taken: Collection[int | None]) -> int | None:
    """The column that names or numbers the meeting, if it tells anything apart."""
    for wanted in (("mtg", "meeting"), ("session", "event", "workshop", "title", "activity")):
        for index, heading in enumerate(sheet.headings):
            named = any(word in _squeezed(heading) for word in wanted)
            if index not in taken and named and len(set(_sample(sheet, index))) > 1:
                return index
    return None


def _mostly_numbers(sheet: Sheet, column: int) -> bool:
    texts = _sample(sheet, column)
    return sum(any(letter.isdigit() for letter in text) and len(text) < 12 for text in texts) * 2 > len(texts)

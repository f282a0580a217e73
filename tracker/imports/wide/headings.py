"""One heading of a wide register: a day in whatever shape, a stretch of days, a meeting's number, or words.

A shape such as 20.05.11 can be read in several ways. Every way is kept here; `days` chooses among them by
looking at all the headings of a table together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache

from tracker.values import EARLIEST_DAY, LATEST_DAY, folded


class Order(StrEnum):
    """In which order the numbers of a date stand."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    YEAR_FIRST = "year-first"


class Kind(StrEnum):
    """What a heading is."""

    DAY = "day"
    # A stretch of days or a whole month: nobody came "to May".
    STRETCH = "stretch"
    # The shape of a date still to be filled in, such as 20.MM.DD.
    TEMPLATE = "template"
    MEETING = "meeting"
    PART_OF_DAY = "part-of-day"
    WORDS = "words"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Reading:
    """A day as one order of its numbers gives it; without a year where none is written."""

    year: int | None
    month: int
    day: int

    def on(self, year: int | None = None) -> date | None:
        """The date, or None where there is no such one."""
        try:
            found = date(self.year or year or 0, self.month, self.day)
        except ValueError:
            return None
        return found if EARLIEST_DAY <= found <= LATEST_DAY else None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as read: its kind, for a day the ways to read it, and the words that stand beside the day."""

    text: str
    kind: Kind
    readings: dict[Order, Reading] = field(default_factory=dict)
    # Monday is 0, where the heading names the day of the week.
    weekday: int | None = None
    label: str = ""
    # Whether it might name a month and a year as well: Sep 23.
    maybe_month: bool = False


MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST = 80
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_DAY, _GAP = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?", r"[\s/.-]*"
_BEFORE, _AFTER = r"(?<![\w./-])", r"(?![\w/-]|\.\d)"
_DAYS = tuple(
    re.compile(_BEFORE + pattern + _AFTER, re.IGNORECASE)
    for pattern in (
        r"(?P<y>(?:19|20|21)\d\d)[-/. ](?P<b>\d{1,2})[-/. ](?P<c>\d{1,2})",
        r"(?P<a>\d{1,2})[-/. ](?P<b>\d{1,2})[-/. ](?P<y4>(?:19|20|21)\d\d)",
        r"(?P<a>\d{1,2})(?P<sign>[-/.])(?P<b>\d{1,2})(?P=sign)(?P<c>\d{2})",
        r"(?P<a>\d{2})(?P<b>\d{2})(?P<c>\d{2})",
        r"(?P<y>(?:19|20)\d\d)(?P<b>\d{2})(?P<c>\d{2})",
        r"(?P<a>\d{2})(?P<b>\d{2})(?P<y4>(?:19|20)\d\d)",
        rf"{_DAY}(?: of)?{_GAP}{_MONTH.format('m')},?{_GAP}(?P<yy>\d{{4}}|’?'?\d{{2}})",
        rf"{_DAY}(?: of)?{_GAP}{_MONTH.format('m')}",
        rf"{_MONTH.format('m')}{_GAP}{_DAY},?[\s/-]+(?P<yy>\d{{4}})",
        rf"(?P<yy>\d{{4}})[\s/.-]+{_MONTH.format('m')}{_GAP}{_DAY}",
        rf"{_MONTH.format('m')}{_GAP}{_DAY}",
        r"(?P<a>\d{1,2})/(?P<b>\d{1,2})",
    )
)
_NAMED_DAY = re.compile(rf"(?<!\w){_WEEKDAY}(?!\w)[,.]?", re.IGNORECASE)
_STRETCHES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # A month, a year, a quarter, or two years together.
        rf"^{_MONTH.format('m')}(?:[\s/.'’-]*(?:\d{{4}}))?$",
        r"^(?:19|20)\d\d(?:\s*[-/–]\s*(?:\d{2}|(?:19|20)\d\d))?$",
        r"^(?:19|20)\d\d[-/](?:0[1-9]|1[0-2])$",
        r"^(?:q[1-4]|quarter \d)(?:\s.*)?$",
        # From one day or month to another.
        rf"^\d{{1,2}}(?:st|nd|rd|th)?\s*(?:-|–|—|to|&|and)\s*\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH.format('m')}.*$",
        rf"^.*{_MONTH.format('m')}.*\s?(?:-|–|—|\bto\b|\buntil\b)\s?.*{_MONTH.format('n')}.*$",
        r"^.*\d[/.]\d+[/.]\d+\s*(?:-|–|—|to|until)\s*\d{1,2}[/.]\d+.*$",
    )
)
_TEMPLATE = re.compile(r"^(?=.*(?:mm|dd|yy))[\dymdx]{1,4}(?:[-/. ]?[\dymdx]{1,4}){1,2}$", re.IGNORECASE)
_MEETING = re.compile(
    r"^(?:(?:meeting|mtg|session|workshop|week|event|call|visit|no|number)\.?\s*(?:no\.?|number)?\s*#?\s*\d{1,3}"
    r"|#\s*\d{1,3}|[msw]\d{1,3}|\d{1,3}(?:st|nd|rd|th)\s+(?:meeting|session|workshop))$",
    re.IGNORECASE,
)
# A moment as programs write it: 2025-02-15T10:00:00Z.
_MOMENT = re.compile(
    r"^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$", re.IGNORECASE
)
# A week that begins then, or a stretch that ends there, is no day.
_NO_DAY = re.compile(
    r"^(?:w/?c|w/?b|w/?e|week (?:commencing|beginning|ending|of)"
    r"|from|to|until|till|since|before|after|by|up to)$",
    re.IGNORECASE,
)
_CLOCK = r"\d{1,2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?"
_PART_OF_DAY = re.compile(
    rf"^(?:a\.?m\.?|p\.?m\.?|morning|afternoon|evening|night|lunch(?:time)?|noon|all day|full day"
    rf"|half day|{_CLOCK}(?:\s*(?:-|–|to)\s*{_CLOCK})?)$",
    re.IGNORECASE,
)


@lru_cache(maxsize=20_000)
def read(text: str) -> Heading:
    """What a heading is. Its kind is DAY as soon as it has the shape of a date."""
    plain = _MOMENT.sub(_day_and_time, " ".join(text.replace("\u00a0", " ").split()))
    if not plain:
        return Heading("", Kind.BLANK)
    if len(plain) > _LONGEST:
        return Heading(plain, Kind.WORDS, label=plain)
    if any(pattern.match(plain) for pattern in _STRETCHES):
        return Heading(plain, Kind.STRETCH)
    if _TEMPLATE.match(plain):
        return Heading(plain, Kind.TEMPLATE)
    return (None if is_meeting(plain) else _day(plain)) or Heading(plain, _kind_of_words(plain), label=plain)


def _day_and_time(match: re.Match[str]) -> str:
    """A moment as a day with the time beside it; midnight is the day alone."""
    return match[1] if match[2] == "00:00" else f"{match[1]} {match[2]}"


def weekday_of(text: str) -> int | None:
    """The day of the week that a text names and nothing else; Monday is 0."""
    match = _NAMED_DAY.fullmatch(text.strip())
    return _WEEKDAYS.index(match[0][:3].lower()) if match else None


def _kind_of_words(plain: str) -> Kind:
    if is_meeting(plain):
        return Kind.MEETING
    return Kind.PART_OF_DAY if is_part_of_day(plain) else Kind.WORDS


def is_part_of_day(text: str) -> bool:
    """Whether these words name a part of the day; a bare number does not."""
    return bool(_PART_OF_DAY.match(text)) and not text.isdecimal()


def is_meeting(text: str) -> bool:
    """Whether these words number a meeting."""
    return bool(_MEETING.match(text))


def month_of(text: str) -> int | None:
    """The number of a month, from its name and nothing but its name."""
    bare = folded(text).rstrip(".")
    named = re.fullmatch(_MONTH.format("m").removesuffix(r"\.?"), bare)
    return MONTHS.index(bare[:3]) + 1 if named else None


def years_in(text: str) -> list[int]:
    """The years that some words name: 2022, or 2022 and 2023 for 2022-23."""
    years: list[int] = []
    for match in re.finditer(r"(?<!\d)((?:19|20)\d\d)(?:\s*[-/–]\s*(\d{4}|\d{2})(?!\d))?", text):
        years.append(int(match[1]))
        if match[2] and int(match[1]) % 100 + 1 == int(match[2]) % 100:
            years.append(int(match[1]) + 1)
    return sorted(set(years))


def _day(plain: str) -> Heading | None:
    weekday, bare = _without_weekday(plain)
    for pattern in _DAYS:
        match = pattern.search(bare)
        if match is None:
            continue
        ways = {order: way for order, way in _ways(match) if way.on(2024) is not None}
        rest = _rest(bare, match)
        # A second date beside the first makes a stretch, whatever stands between the two.
        if rest is not None and any(other.search(rest) for other in _DAYS[:-1]):
            return Heading(plain, Kind.STRETCH)
        if rest is not None and _NO_DAY.match(rest):
            return Heading(plain, Kind.STRETCH)
        if ways and rest is not None:
            months = "m" in match.groupdict() and "yy" not in match.groupdict() and pattern is _DAYS[-2]
            return Heading(plain, Kind.DAY, ways, weekday, rest, maybe_month=months and not rest)
        if rest is not None and not rest:
            # It has the shape of a date, and there is no such day: 31.02.2022.
            return Heading(plain, Kind.DAY, {}, weekday)
    return None


def _without_weekday(plain: str) -> tuple[int | None, str]:
    match = _NAMED_DAY.search(plain)
    if match is None:
        return None, plain
    bare = " ".join((plain[: match.start()] + " " + plain[match.end() :]).split())
    return (_WEEKDAYS.index(match[0][:3].lower()), bare) if bare else (None, plain)


def _rest(bare: str, match: re.Match[str]) -> str | None:
    """The words beside a date; None where they are so many that this is a sentence and no heading."""
    rest = " ".join(f"{bare[: match.start()]} {bare[match.end() :]}".split())
    rest = re.sub(r"^[\s,;:()\[\]–—|/-]+|[\s,;:()\[\]–—|/-]+$", "", rest)
    return rest if len(rest) <= 60 else None


def _ways(match: re.Match[str]) -> Iterator[tuple[Order, Reading]]:
    """Every order in which the numbers of a match make a date."""
    part = match.groupdict()
    if part.get("m"):
        year = part.get("yy")
        month = MONTHS.index(part["m"][:3].lower()) + 1
        for order in Order:
            yield order, Reading(_year(year.strip("'’")) if year else None, month, int(part["d"]))
    elif part.get("y"):
        for order in Order:
            yield order, Reading(int(part["y"]), int(part["b"]), int(part["c"]))
    elif part.get("y4"):
        yield from _day_or_month_first(int(part["y4"]), part["a"], part["b"])
    elif part.get("c"):
        yield from _day_or_month_first(_year(part["c"]), part["a"], part["b"])
        yield Order.YEAR_FIRST, Reading(_year(part["a"]), int(part["b"]), int(part["c"]))
    else:
        yield from _day_or_month_first(None, part["a"], part["b"])


def _day_or_month_first(year: int | None, first: str, second: str) -> Iterator[tuple[Order, Reading]]:
    yield Order.DAY_FIRST, Reading(year, int(second), int(first))
    yield Order.MONTH_FIRST, Reading(year, int(first), int(second))


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)

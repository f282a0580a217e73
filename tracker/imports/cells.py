"""What a cell says: dates, times, amounts, yes and no, choices, in the ways in which people write them.

Pure. Each reader takes text that is not blank, and raises Invalid with a sentence that says what to enter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from tracker import money
from tracker.errors import Invalid
from tracker.money import ZERO, Money
from tracker.values import EARLIEST_DAY, LATEST_DAY, line

Reader = Callable[[str], Any]
Choice = TypeVar("Choice", bound=StrEnum)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A day of the week before the date must be its own; a time of day after it says nothing more about it.
_WEEKDAY = re.compile(r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s+", re.IGNORECASE)
_TIME_AFTER = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|\+00:00)?$")
_YEAR_FIRST = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")
_YEAR_LAST = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$")
_IN_WORDS = re.compile(
    r"^(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]{3,9})\.?,?[\s-]+(\d{4}|\d{2})$", re.IGNORECASE
)
_MONTH_IN_FRONT = re.compile(r"^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$", re.IGNORECASE)
_TIME = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?\s*([ap])?\.?(?:m\.?)?$", re.IGNORECASE)
_RANGE = re.compile(r"^(.+?)\s*(?:-|–|—|\bto\b|\buntil\b)\s*(.+)$", re.IGNORECASE)
_HOURS = re.compile(r"^(\d{1,3}):([0-5]\d)$")
_YES = frozenset({"yes", "true", "y", "1"})
_NO = frozenset({"no", "false", "n", "0"})
_SEPARATORS = re.compile(r"[\s_\-\u2010-\u2015]+")


@lru_cache(maxsize=20_000)
def day(text: str, *, month_first: bool = False) -> date:
    """A date: 2026-03-12, 12/3/2026, 12 March 2026. With `month_first`, 3/12/2026 is 12 March."""
    stripped = text.strip()
    named = _WEEKDAY.match(stripped)
    bare = _TIME_AFTER.sub("", stripped[named.end() :] if named else stripped)
    year, month, number = _parts(bare, month_first=month_first)
    try:
        found = date(year, month, number)
    except ValueError:
        raise Invalid(f"There is no such date as {text}. Check the day and the month.") from None
    if not EARLIEST_DAY <= found <= LATEST_DAY:
        raise Invalid(f"Check the year of the date {text}.")
    if named and named[1].lower() != f"{found:%a}".lower():
        raise Invalid(f"{found.day} {found:%B %Y} was a {found:%A}, and this says {text}. Check the date.")
    return found


def _parts(bare: str, *, month_first: bool) -> tuple[int, int, int]:
    if match := _YEAR_FIRST.match(bare):
        return int(match[1]), int(match[2]), int(match[3])
    if match := _YEAR_LAST.match(bare):
        first, second = int(match[1]), int(match[2])
        return (_year(match[3]), first, second) if month_first else (_year(match[3]), second, first)
    if (match := _IN_WORDS.match(bare)) and (month := _month(match[2])):
        return _year(match[3]), month, int(match[1])
    if (match := _MONTH_IN_FRONT.match(bare)) and (month := _month(match[1])):
        return int(match[3]), month, int(match[2])
    raise Invalid(f"“{bare[:40]}” is not a date. Enter one like 2026-03-12 or 12/03/2026.")


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(word: str) -> int | None:
    short = word[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else None


def is_month_first(texts: Iterable[str], *, otherwise: bool = False) -> bool:
    """Whether dates like 3/25/2022 are written month first: only where no date says otherwise.

    `otherwise` is what holds where no date tells.
    """
    seen = otherwise
    for text in set(texts):
        match = _YEAR_LAST.match(_TIME_AFTER.sub("", text.strip()))
        if match and int(match[1]) > 12:
            return False
        seen = seen or bool(match and int(match[2]) > 12)
    return seen


def at(text: str) -> time:
    """A time of day: 14:05, 2.05pm, and what some systems write, 14:05PM."""
    match = _TIME.match(text.strip())
    if match:
        hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
        if half == "p" and hour < 12:
            hour += 12
        elif half == "a" and hour == 12:
            hour = 0
        if (half or match[2]) and hour < 24 and minute < 60:
            return time(hour, minute)
    raise Invalid(f"“{text[:40]}” is not a time. Enter one like 14:05.")


def span(text: str) -> tuple[time, time] | None:
    """The two times of "09:33AM - 12:28PM", or None for anything else, an end before its start included."""
    match = _RANGE.match(text)
    if not match:
        return None
    try:
        start, end = at(match[1]), at(match[2])
    except Invalid:
        return None
    return (start, end) if start < end else None


def amount(text: str) -> Money:
    """Pounds, nought or more."""
    found = money.parse(text)
    if found < ZERO:
        raise Invalid("Enter an amount of nought or more: there is no minus here.")
    return found


def amount_above_nought(text: str) -> Money:
    """Pounds, more than nought."""
    found = amount(text)
    if not found:
        raise Invalid("Enter an amount above £0.00, or leave the row out.")
    return found


def number(least: int, most: int) -> Reader:
    """A reader of whole numbers within bounds."""

    def read(text: str) -> int:
        bare = text.replace(",", "").removesuffix(".0")
        if not bare.isascii() or not bare.isdigit() or not least <= int(bare[:12]) <= most:
            raise Invalid(f"Enter a whole number from {least:,} to {most:,}.")
        return int(bare)

    return read


def minutes(text: str) -> int:
    """Minutes as a whole number, or hours and minutes like 2:30."""
    if match := _HOURS.match(text):
        return int(match[1]) * 60 + int(match[2])
    return int(number(0, 10_000)(text))


def miles(text: str) -> Decimal:
    """Miles with at most one number after the point."""
    try:
        found = Decimal(text.replace(",", ""))
    except InvalidOperation:
        found = Decimal(-1)
    if not found.is_finite() or not 0 < found <= 2000 or found * 10 != (found * 10).to_integral_value():
        raise Invalid("Enter miles from 0.1 to 2,000, with at most one number after the point, like 12.5.")
    return found


def yes_or_no(text: str) -> bool:
    """Yes, no, true, false, y, n, 1, 0."""
    word = text.casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Invalid("Enter yes or no.")


def code(text: str) -> str:
    """Words as a code: case, spaces and hyphens are forgiven."""
    return "-".join(part for part in _SEPARATORS.split(text.casefold()) if part)


def choice(kind: type[Choice], **also: Choice) -> Reader:
    """A reader of one of a list's values; `also` names further words for some of them."""
    known = {member.value: member for member in kind} | {code(word): member for word, member in also.items()}

    def read(text: str) -> Choice:
        found = known.get(code(text))
        if found is None:
            raise Invalid(f"“{text[:40]}” is not one of the words that can stand here: {', '.join(kind)}.")
        return found

    return read


def words(longest: int) -> Reader:
    """A reader of one line of text; what looks like a formula is text."""

    def read(text: str) -> str | None:
        return line(text, field="", longest=longest)

    return read


def list_word(longest: int) -> Reader:
    """A reader of an entry of a list that may be extended, as its code."""

    def read(text: str) -> str:
        found = (
            re.sub(r"[^\w-]+", "", code(line(text, field="", longest=longest) or ""))
            .replace("_", "-")
            .strip("-")
        )
        if not found:
            raise Invalid("Enter a word with letters in it.")
        return re.sub("-+", "-", found)

    return read

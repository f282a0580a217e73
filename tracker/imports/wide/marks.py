"""What a mark in a register means: came, did not come, so many hours, or nothing that is known.

A mark that is not known is never taken for either: the person is asked. A cross beside ticks is such a one.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tracker.values import folded

_CAME_WORDS = """
    y yes yes. p pr present attended x [x] (x) 1 1.0 true t ✓ ✔ √ ☑ ✅ 🗸 ü ● • / \\ here came online remote
    virtual zoom teams in-person in_person by_phone face_to_face in_attendance
"""
_DID_NOT_WORDS = """
    n no no. a ab abs absent 0 0.0 false f ✗ ✘ ❌ ✖ û ap apol apols apologies apology dna did_not_attend
    not_present sent_apologies apologies_received apologies_sent apologies_given apologies_accepted
    regrets excused sent_regrets
    absent_with_apologies absent_without_apologies no_apologies did_not_come no_show not_attended
"""
CAME = frozenset(word.replace("_", " ") for word in _CAME_WORDS.split())
DID_NOT = frozenset(word.replace("_", " ") for word in _DID_NOT_WORDS.split())
# Somebody wrote that there is nothing to write: no member then, say.
NOTHING = frozenset({"", "-", "–", "—", ".", "n/a", "na", "n.a."})
_CROSSES = frozenset({"x", "×", "☒", "[x]", "(x)"})
_TICKS = CAME - _CROSSES
_HOURS = re.compile(r"^(\d{1,2}(?:\.\d{1,2})?)\s*(?:h|hr|hrs|hour|hours)?\.?$")
_CLOCK = re.compile(r"^(\d{1,2}):([0-5]\d)$")
_HOURS_AND_MINUTES = re.compile(r"^(\d{1,2})\s*h(?:rs?|ours?)?\s*([0-5]?\d)\s*(?:m|mins?|minutes?)?\.?$")
_IN_HOURS = re.compile(r"\d\s*(?:h|hr|hrs|hours?)\.?$|^\d{1,2}:[0-5]\d$")
_MOST_HOURS = 24


class Meaning(StrEnum):
    """What became of a person, as a mark says it."""

    CAME = "came"
    DID_NOT_COME = "did-not-come"
    NOTHING = "nothing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Alphabet:
    """The marks of a register, folded, by what they mean; whether its numbers are hours."""

    came: frozenset[str]
    did_not: frozenset[str]
    nothing: frozenset[str] = NOTHING
    hours: bool = False

    def meaning(self, mark: str) -> Meaning:
        """What a mark means."""
        bare = folded(mark)
        if bare in self.came:
            return Meaning.CAME
        if bare in self.did_not:
            return Meaning.DID_NOT_COME
        if bare in self.nothing:
            return Meaning.NOTHING
        if self.hours and (lasted := minutes(bare)) is not None:
            return Meaning.CAME if lasted else Meaning.DID_NOT_COME
        return Meaning.UNKNOWN

    def minutes(self, mark: str) -> int | None:
        """For how long somebody came, where the marks are hours."""
        return minutes(folded(mark)) or None if self.hours else None


def minutes(mark: str) -> int | None:
    """The minutes of a mark such as 2, 1.5, 2h or 1:30; None where it is no such thing."""
    if match := _CLOCK.match(mark) or _HOURS_AND_MINUTES.match(mark):
        return int(match[1]) * 60 + int(match[2])
    if (match := _HOURS.match(mark)) and Decimal(match[1]) <= _MOST_HOURS:
        lasted = Decimal(match[1]) * 60
        return int(lasted) if lasted == lasted.to_integral_value() else None
    return None


def looks_like_hours(marks: Collection[str]) -> bool:
    """Whether numbers beyond 0 and 1 stand here that can be hours, and no amounts."""
    bare = {folded(mark) for mark in marks}
    numbers = {mark for mark in bare if minutes(mark) is not None}
    return bool(numbers - {"0", "1", "0.0", "1.0"})


def says_hours(marks: Collection[str], words: str) -> bool:
    """Whether the marks themselves, or the words above them, say that the numbers are hours."""
    bare = {folded(mark) for mark in marks}
    return bool(
        any(_IN_HOURS.search(mark) for mark in bare if minutes(mark) is not None)
        or any("." in mark and (minutes(mark) or 0) > 60 for mark in bare)
        or re.search(r"\b(?:hours|hrs)\b", folded(words))
    )


def usual(marks: Collection[str], *, hours: bool) -> Alphabet:
    """What marks mean to most people, where they stand together."""
    bare = {folded(mark) for mark in marks}
    came, did_not = bare & CAME, bare & DID_NOT
    if bare & _CROSSES and came & _TICKS:
        # A cross beside ticks is as often "no" as it is "yes".
        came -= _CROSSES
    if hours:
        came -= {"1", "1.0"}
    return Alphabet(frozenset(came), frozenset(did_not), hours=hours)

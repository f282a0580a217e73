"""Voices: how many people were heard, how many of them for the first time, and how evenly seats were spread.

Says nothing of any one person: no names, no ranks, and how often people came only in bands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from tracker.reports import queries
from tracker.reports.queries import PLACES, Choice
from tracker.reports.statistics import Spread, spread, top_seats

KEY = "voices"
TITLE = "Voices"

# More bars than this are not read; then each stands for a longer stretch.
MOST_BARS = 36

# How often somebody took part, in words and as the range of sessions it covers.
BANDS: Sequence[tuple[str, int, int | None]] = (
    ("Once", 1, 1),
    ("Twice", 2, 2),
    ("3 to 5 times", 3, 5),
    ("6 to 10 times", 6, 10),
    ("More than 10 times", 11, None),
)


class Stretch(Enum):
    """What one bar stands for; the value divides a session's key into it."""

    SESSION = 1
    MONTH = PLACES * 100
    YEAR = PLACES * 10000


@dataclass(frozen=True)
class Bar:
    """One session, month or year: who was there, and how many for the first time here or with us at all."""

    label: str
    title: str
    seats: int
    new_here: int
    new_to_us: int

    @property
    def been_before(self) -> int:
        """The seats of people who had been heard here before."""
        return self.seats - self.new_here


@dataclass(frozen=True)
class Band:
    """How many people took part about so often, and how many seats they filled."""

    words: str
    people: int
    seats: int


@dataclass(frozen=True, kw_only=True)
class Report:
    """The whole report, in numbers that are ready to be put in sentences."""

    spread: Spread
    sessions: int
    first_day: date | None
    last_day: date | None
    new_here: int
    new_to_us: int
    top_three_seats: int
    bands: Sequence[Band]
    stretch: Stretch
    bars: Sequence[Bar]
    left_out: Mapping[str, int]
    without_names: int
    sessions_without_names: int


def build(choice: Choice) -> Report:
    """The report on a choice of projects and dates."""
    heard = queries.heard(choice)
    people, sessions = queries.without_names(choice)
    keys = sorted(heard.seats)
    stretch = _stretch(keys)
    return Report(
        spread=spread(heard.people_by_seats),
        sessions=len(keys),
        first_day=_day(keys[0]) if keys else None,
        last_day=_day(keys[-1]) if keys else None,
        new_here=heard.new_here.total(),
        new_to_us=heard.new_to_us.total(),
        top_three_seats=top_seats(heard.people_by_seats, 3),
        bands=_bands(heard.people_by_seats),
        stretch=stretch,
        bars=_bars(choice, heard, stretch),
        left_out=dict(sorted(heard.left_out.items())),
        without_names=people,
        sessions_without_names=sessions,
    )


def _day(key: int) -> date:
    return date.fromisoformat(str(key // PLACES))


def _stretch(keys: Sequence[int]) -> Stretch:
    """The shortest stretch that makes no more bars than are read."""
    for stretch in (Stretch.SESSION, Stretch.MONTH):
        if len({key // stretch.value for key in keys}) <= MOST_BARS:
            return stretch
    return Stretch.YEAR


def _bands(people_by_seats: Mapping[int, int]) -> list[Band]:
    bands = []
    for words, least, most in BANDS:
        inside = {n: people for n, people in people_by_seats.items() if least <= n <= (most or n)}
        if inside:
            bands.append(Band(words, sum(inside.values()), sum(n * people for n, people in inside.items())))
    return bands


def _bars(choice: Choice, heard: queries.Heard, stretch: Stretch) -> list[Bar]:
    seats, new_here, new_to_us = (
        _gathered(counts, stretch) for counts in (heard.seats, heard.new_here, heard.new_to_us)
    )
    titles = queries.titles(choice, list(seats)) if stretch is Stretch.SESSION else {}
    return [
        Bar(_label(part, stretch), titles.get(part, ""), seats[part], new_here[part], new_to_us[part])
        for part in sorted(seats)
    ]


def _gathered(counts: Counter[int], stretch: Stretch) -> Counter[int]:
    gathered: Counter[int] = Counter()
    for key, number in counts.items():
        gathered[key // stretch.value] += number
    return gathered


def _label(part: int, stretch: Stretch) -> str:
    if stretch is Stretch.YEAR:
        return str(part)
    if stretch is Stretch.MONTH:
        return f"{date(part // 100, part % 100, 1):%B %Y}"
    day = _day(part)
    return f"{day.day} {day:%B %Y}"

"""Seats and new voices by session, month, quarter or year: the bars of the voices report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from tracker.reports import queries
from tracker.reports.counting import PLACES, Heard

# More bars than this are not read; then each stands for a longer stretch.
MOST_BARS = 36
_QUARTERS = ("Jan to Mar", "Apr to Jun", "Jul to Sep", "Oct to Dec")


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


def by_stretch(heard: Heard) -> tuple[Stretch, list[Bar]]:
    """The bars in their order, and what one stands for: the shortest stretch that makes few enough."""
    stretch = _stretch(sorted(heard.seats))
    return stretch, _bars(heard, stretch)


def by_quarter(heard: Heard) -> list[Bar]:
    """The same by quarter of the year, those without a session left out."""
    # By month first: many sessions are gone through without their dates.
    months = [_gathered(counts, Stretch.MONTH) for counts in (heard.seats, heard.new_here, heard.new_to_us)]
    found: defaultdict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    for month in months[0]:
        sums = found[month // 100, (month % 100 - 1) // 3]
        for at, counts in enumerate(months):
            sums[at] += counts[month]
    return [Bar(f"{_QUARTERS[quarter]} {year}", "", *sums) for (year, quarter), sums in sorted(found.items())]


def day_of(key: int) -> date:
    """The day of a session's key."""
    return date.fromisoformat(str(key // PLACES))


def _stretch(keys: Sequence[int]) -> Stretch:
    """The shortest stretch that makes no more bars than are read."""
    for stretch in (Stretch.SESSION, Stretch.MONTH):
        # A member's value is a look-up: once, and not for each of many sessions.
        part = stretch.value
        if len({key // part for key in keys}) <= MOST_BARS:
            return stretch
    return Stretch.YEAR


def _bars(heard: Heard, stretch: Stretch) -> list[Bar]:
    seats, new_here, new_to_us = (
        _gathered(counts, stretch) for counts in (heard.seats, heard.new_here, heard.new_to_us)
    )
    titles = queries.titles(list(heard.ids.values())) if stretch is Stretch.SESSION else {}
    return [
        Bar(
            label=_label(part, stretch),
            title=titles.get(heard.ids.get(part, 0), ""),
            seats=seats[part],
            new_here=new_here[part],
            new_to_us=new_to_us[part],
        )
        for part in sorted(seats)
    ]


def _gathered(counts: Counter[int], stretch: Stretch) -> Counter[int]:
    gathered: Counter[int] = Counter()
    part = stretch.value
    for key, number in counts.items():
        gathered[key // part] += number
    return gathered


def _label(part: int, stretch: Stretch) -> str:
    if stretch is Stretch.YEAR:
        return str(part)
    if stretch is Stretch.MONTH:
        return f"{date(part // 100, part % 100, 1):%B %Y}"
    day = day_of(part)
    return f"{day.day} {day:%B %Y}"

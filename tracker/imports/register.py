"""A register as understood, long or wide: the people, the sessions, and who came to which. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, time

from tracker.imports.problem import Problem

Key = tuple[str, ...]
Slot = tuple[time, time]


@dataclass(slots=True)
class Sitting:
    """One session of the list: its key, its days and times, and what it is called."""

    key: Key
    title: str
    held_on: date
    days: set[date] = field(default_factory=set)
    slots: set[Slot] = field(default_factory=set)
    # Whether each of its rows says from when to when.
    timed: bool = True

    def minutes(self) -> int | None:
        """How long it lasted in all, breaks left out; None where any row does not say, or on several days."""
        return _lasted(self.slots) if self.timed and len(self.days) == 1 else None


@dataclass(slots=True)
class Presence:
    """A person in a session: whether they came, in which row this is first said, and when they were there."""

    row: int
    present: bool = False
    slots: frozenset[Slot] = frozenset()
    # Where the list has a column for each session: the one in which this is said.
    column: str | None = None
    # Where the mark itself says for how long.
    said_minutes: int | None = None

    def minutes(self) -> int | None:
        """How long they were marked present."""
        return _lasted(self.slots) if self.said_minutes is None else self.said_minutes


@dataclass
class Register:
    """The list as understood."""

    people: dict[str, str] = field(default_factory=dict)
    sittings: dict[Key, Sitting] = field(default_factory=dict)
    places: dict[tuple[Key, str], Presence] = field(default_factory=dict)
    rows: list[tuple[int, Key, str]] = field(default_factory=list)
    # People who are listed with no mark in any session, and in which row.
    unmarked: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def attendances(self) -> int:
        """How many times somebody came to a session."""
        return sum(presence.present for presence in self.places.values())

    def said(self) -> str:
        """Who came, and how often the same, in a sentence."""
        times = self.times_came()
        often = sum(one > 1 for one in times.values())
        most = sum(one for _, one in times.most_common(3))
        return (
            f"{len(times):,} of {len(self.people):,} people listed came, {often:,} of them more than once; "
            f"{len(self.sittings):,} sessions, {self.attendances:,} attendances, {most:,} of them by the "
            "three who came most often."
        )

    def times_came(self) -> Counter[str]:
        """How many sessions each person came to, of those who came to any."""
        return Counter(match for (_, match), presence in self.places.items() if presence.present)


def _lasted(slots: Collection[Slot]) -> int | None:
    """The minutes that these stretches of one day cover together."""
    if not slots:
        return None
    covered: set[int] = set()
    for start, end in slots:
        covered.update(range(start.hour * 60 + start.minute, end.hour * 60 + end.minute))
    return len(covered)

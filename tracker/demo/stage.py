"""The frame of the story: deeds gathered with their day, then done in order, each on its own day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from tracker import clock
from tracker.permissions import SYSTEM, Actor
from tracker.web.transaction import writing

Deed = Callable[[Actor, date], object]


@dataclass
class Stage:
    """The actors by the names of the cast, and what they are going to do."""

    last_day: date
    actors: dict[str, Actor] = field(default_factory=lambda: {"system": SYSTEM})
    dice: Random = field(default_factory=lambda: Random(20261123))
    deeds: list[tuple[date, str, Deed]] = field(default_factory=list)

    def day(self, days: int) -> date:
        """A working day so many days after the last day of the demo (before it, where negative)."""
        found = self.last_day + timedelta(days=days)
        return found - timedelta(days=max(found.weekday() - 4, 0))

    def plan(self, day: date, who: str, deed: Deed) -> None:
        """Have somebody do something on a day."""
        self.deeds.append((day, who, deed))

    def play(self) -> None:
        """Do everything planned so far, in order of day and, within one, of planning."""
        planned, self.deeds = sorted(self.deeds, key=lambda deed: deed[0]), []
        for day, who, deed in planned:
            clock.fix_today(day)
            with writing():
                deed(self.actors[who], day)

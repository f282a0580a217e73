"""The frame of the year: deeds gathered with their day, then done in order, each on its own day."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby

from tracker import clock
from tracker.db import db
from tracker.permissions import SYSTEM, Actor
from tracker.web.transaction import writing

Deed = Callable[[Actor, date], object]
SYSTEM_KEY = "system"
# The first day of the year, in days after the last one.
BEGINNING = -362
_MORNING = time(9, 30)


@dataclass
class Stage:
    """The actors by their keys in the staff list, and what they are going to do."""

    last_day: date
    actors: dict[str, Actor] = field(default_factory=lambda: {SYSTEM_KEY: SYSTEM})
    deeds: list[tuple[date, str, Deed]] = field(default_factory=list)

    def day(self, days: int) -> date:
        """A working day so many days after the last day of the year (before it, where negative)."""
        found = self.last_day + timedelta(days=days)
        return found - timedelta(days=max(found.weekday() - 4, 0))

    def plan(self, days: int, who: str, deed: Deed) -> None:
        """Have somebody do something so many days after the last one; what is to come is left undone."""
        if days <= 0:
            self.deeds.append((self.day(days), who, deed))

    def play(self) -> None:
        """Do everything planned so far, in order of day and, within one, of planning."""
        planned, self.deeds = sorted(self.deeds, key=lambda deed: deed[0]), []
        with _remembering():
            for day, deeds in groupby(planned, key=lambda deed: deed[0]):
                clock.turn_to(datetime.combine(day, _MORNING, clock.LONDON))
                with writing():
                    for _, who, deed in deeds:
                        deed(self.actors[who], day)


@contextmanager
def _remembering() -> Iterator[None]:
    """Nobody else writes while the year is told, so nothing need be read again after each day's commit.

    Looking for rubbish among all that is remembered took a tenth of the time and found next to none.
    """
    session = db.session()
    session.expire_on_commit = False
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        session.expire_on_commit = True

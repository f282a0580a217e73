"""Minutes of work put into the periods in which they were worked."""

from __future__ import annotations

from datetime import date

from tracker.periods import Calendar
from tracker.rules.counting import Counted


class WorkedWeek:
    """The work of one period; `without_minutes` are payments with a day worked but no length."""

    __slots__ = ("items", "minutes", "proposed", "start", "without_minutes")

    def __init__(self, start: date) -> None:
        self.start = start
        self.minutes = 0
        self.proposed = False
        self.items: list[Counted] = []
        self.without_minutes: list[Counted] = []

    def add(self, counted: Counted, minutes: int | None) -> None:
        """Put one day's work in."""
        if not self.items or self.items[-1] is not counted:
            self.items.append(counted)
        self.proposed = self.proposed or counted.proposed
        if minutes is None:
            self.without_minutes.append(counted)
        else:
            self.minutes += minutes


def weeks_worked(items: list[Counted], calendar: Calendar) -> tuple[list[WorkedWeek], list[Counted]]:
    """The periods worked in, in order, and the payments for work whose days nobody has told us.

    Repaid expenses say nothing about work unless days stand on them; a fee given up was for work as well.
    """
    weeks: dict[date, WorkedWeek] = {}
    unplaced: list[Counted] = []
    for counted in items:
        worked = counted.payment.worked
        for work in worked or ():
            start = calendar.start_of(work.on)
            weeks.setdefault(start, WorkedWeek(start)).add(counted, work.minutes)
        if worked is None and counted.payment.kind != "expense":
            unplaced.append(counted)
    return [weeks[start] for start in sorted(weeks)], unplaced

"""Putting payments into the periods in which a benefit counts them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from tracker.periods import Calendar, Period, is_a_month, is_a_year
from tracker.rules.counting import Counted
from tracker.rules.kinds.base import Case
from tracker.rules.rulebook import BenefitRule

DAYS_IN_A_WEEK = 7


class Bucket:
    """What falls in one period: the least and the most that counts, in pence.

    `lumps` is the part of `high` that is one-off sums; `latest` the last day that put something in.
    """

    __slots__ = ("calendar", "high", "items", "latest", "low", "lumps", "proposed", "start")

    def __init__(self, calendar: Calendar, start: date) -> None:
        self.calendar = calendar
        self.start = start
        self.low: int | Fraction = 0
        self.high: int | Fraction = 0
        self.lumps = 0
        self.proposed = False
        self.latest = start
        self.items: list[Counted] = []

    def add(self, day: date, counted: Counted) -> None:
        """Put the whole of a payment in."""
        self.low += counted.low
        self.high += counted.high
        self.lumps += counted.high
        self._note(day, counted)

    def add_share(self, counted: Counted, share: Fraction) -> None:
        """Put one week's share of a payment for a period in."""
        self.low += counted.low * share
        self.high += counted.high * share
        self._note(self.start, counted)

    def _note(self, day: date, counted: Counted) -> None:
        self.items.append(counted)
        if counted.payment.state == "proposed":
            self.proposed = True
        self.latest = max(self.latest, day)


@dataclass(slots=True)
class Placed:
    """A case's payments sorted by what can be said of when they count."""

    dated: list[tuple[date, Counted]] = field(default_factory=list)
    undated: list[Counted] = field(default_factory=list)
    late: list[Counted] = field(default_factory=list)


def place(case: Case, rule: BenefitRule, starts: date | None, ended: date | None) -> Placed:
    """Sort the payments by the date on which this benefit counts them.

    What carries no money, such as an unpaid session, touches the periods in which it was worked.
    """
    placed = Placed()
    due_first = rule.settings["counts_by"] == "due_on"
    for counted in case.counted:
        payment = counted.payment
        day = (payment.due_on or payment.received_on) if due_first else payment.received_on
        if day is None:
            if counted.high:
                placed.undated.append(counted)
            else:
                placed.dated += [(work.on, counted) for work in payment.worked or ()]
        elif ended is not None and day > ended:
            placed.late.append(counted)
        elif starts is None or day >= starts:
            placed.dated.append((day, counted))
    return placed


def covered_weeks(calendar: Calendar, day: date, counted: Counted) -> list[date]:
    """The first days of the weeks over which a payment for a period, treated as paid on `day`, counts."""
    covers = counted.payment.covers
    start = calendar.start_of(day)
    following = calendar.start_of(day + timedelta(days=covers.days)) if covers else start
    weeks = [start]
    while calendar.after(weeks[-1]) < following:
        weeks.append(calendar.after(weeks[-1]))
    return weeks


def weekly_share(covers: Period | None) -> Fraction:
    """The part of a payment for a period that belongs to one week: a month's times 12/52, else by days."""
    if covers is None or covers.days <= DAYS_IN_A_WEEK:
        return Fraction(1)
    if is_a_month(covers):
        return Fraction(12, 52)
    if is_a_year(covers):
        return Fraction(1, 52)
    return Fraction(DAYS_IN_A_WEEK, covers.days)

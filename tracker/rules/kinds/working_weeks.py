"""Weekly rules that look at hours as well as money: work counts in the week worked, money when it is due."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Sequence
from datetime import date
from fractions import Fraction

from tracker.periods import WEEKDAYS, Calendar, Period, Weeks, period_from
from tracker.rules.counting import Counted, other_earnings
from tracker.rules.facts import Claim
from tracker.rules.kinds.base import Question, Window
from tracker.rules.kinds.buckets import Bucket, Dated, gather, joined
from tracker.rules.kinds.periodic import PeriodicKind, Verdicts
from tracker.rules.kinds.verdict import Verdict, whichever
from tracker.rules.kinds.weekly_limit import every_week, net_in_quarters

MINUTES_IN_A_WEEK = 7 * 24 * 60


class Hours:
    """The minutes of one week: those told, and whose length or day nobody has told us."""

    __slots__ = ("least", "paid_for", "untold")

    def __init__(self) -> None:
        self.least = 0
        # What is paid for work of this week, whenever it is due.
        self.paid_for: list[Counted] = []
        self.untold: list[Counted] = []

    @property
    def most(self) -> int:
        """The most that the minutes can be."""
        return MINUTES_IN_A_WEEK if self.untold else self.least


class WorkingWeeks(PeriodicKind):
    """A periodic rule judged by benefit week on its money and its minutes together."""

    calendar_fact = "week_ends_on"
    a_year = 52
    spreads = True

    @abstractmethod
    def judge_week(self, question: Question, bucket: Bucket, other: int | Fraction, hours: Hours) -> Verdict:
        """The answer for one week, `other` being the pence of other earnings in it."""

    def calendars(self, question: Question) -> Sequence[Calendar]:
        """The person's benefit weeks, or all seven possible ones."""
        day = question.claim.week_ends_on
        return every_week() if day is None else (Weeks(WEEKDAYS.index(day)),)

    def windows(self, question: Question, wanted: Collection[Counted]) -> list[Window]:
        """The weeks that hold the wanted payments and work, to be looked up by both."""
        spans = joined(
            [window.period for window in super().windows(question, wanted)] + _worked(self, question, wanted)
        )
        by = question.rule.settings["counts_by"]
        return [Window(question.rule.id, each, span) for each in (by, "worked") for span in spans]

    def verdicts(self, question: Question, calendar: Calendar, dated: Dated) -> Verdicts:
        """Each week judged on its money and its minutes; a week of work alone is one too."""
        others = other_earnings(question.claim, self.a_year)
        buckets = gather(question, calendar, dated, spreads=self.spreads)
        hours = _hours(question, calendar, buckets)
        if len(others) == 1:
            (other,) = others
            return {
                start: self.judge_week(question, bucket, other, hours[start])
                for start, bucket in buckets.items()
            }
        return {
            start: whichever([self.judge_week(question, bucket, other, hours[start]) for other in others])
            for start, bucket in buckets.items()
        }


def net_range(
    question: Question, low: int | Fraction, high: int | Fraction
) -> tuple[int | Fraction, int | Fraction]:
    """The least and the most net earnings, in quarters of a penny.

    Half of pension contributions is taken off, unknown ones as their most.
    """
    claim = question.without_care
    most = net_in_quarters(high, claim, unknown_at_most=False)
    if low == high and claim.pension_per_week is not None:
        return most, most
    return net_in_quarters(low, claim, unknown_at_most=True), most


def unknown_pension(claim: Claim) -> tuple[str, ...]:
    """The name of the pension's fact, where nobody has told us."""
    return ("pension_per_week",) if claim.pension_per_week is None else ()


def unknown_hours(hours: Hours) -> tuple[str, ...]:
    """The paths of the work whose days or minutes nobody has told us."""
    return tuple([counted.path("worked") for counted in hours.untold])


def _hours(question: Question, calendar: Calendar, buckets: dict[date, Bucket]) -> dict[date, Hours]:
    """The minutes of each week; weeks in which there is work only join the buckets.

    The week in which the claim began counts whole, its work as its money.
    """
    found = {start: _untold_of(bucket) for start, bucket in buckets.items()}
    claim_from = question.claim.starts
    for counted in question.case.counted:
        for work in counted.payment.worked or ():
            start = calendar.start_of(work.on)
            begun = claim_from is None or calendar.after(start) > claim_from
            if not begun or (question.ended is not None and work.on > question.ended):
                continue
            if start not in buckets:
                buckets[start], found[start] = Bucket(calendar, start), Hours()
            buckets[start].touch(work.on, counted)
            _add(found[start], counted, work.minutes)
    return found


def _add(hours: Hours, counted: Counted, minutes: int | None) -> None:
    if counted not in hours.paid_for:
        hours.paid_for.append(counted)
    if minutes is None:
        hours.untold.append(counted)
    else:
        hours.least += minutes


def _untold_of(bucket: Bucket) -> Hours:
    """Fees whose work has no day count as work of unknown length in the week they count in."""
    hours = Hours()
    hours.untold = [
        counted
        for counted in bucket.items
        if counted.payment.worked is None
        and counted.payment.kind != "expense"
        and counted.payment.state != "declined"
    ]
    return hours


def _worked(kind: WorkingWeeks, question: Question, wanted: Collection[Counted]) -> list[Period]:
    return [
        period_from(calendar, calendar.start_of(work.on))
        for calendar in kind.calendars(question)
        for counted in wanted
        for work in counted.payment.worked or ()
    ]

"""Putting payments into the periods in which a benefit counts them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from tracker.periods import Calendar, Period, is_a_month, is_a_year, period_from
from tracker.rules.counting import Counted
from tracker.rules.kinds.base import Question

DAYS_IN_A_WEEK = 7

Dated = list[tuple[date, Counted]]


class Bucket:
    """What falls in one period: the least and the most that counts, in pence.

    `lumps` is the part of `high` that is one-off sums; `latest` the last day that put something in;
    `idle` the items whose money counts elsewhere, their work alone being here; `noted` says that there is
    something to say of one.
    """

    __slots__ = (
        "_period",
        "calendar",
        "high",
        "idle",
        "items",
        "latest",
        "low",
        "lumps",
        "noted",
        "proposed",
        "start",
    )

    def __init__(self, calendar: Calendar, start: date) -> None:
        self.calendar = calendar
        self.start = start
        self.low: int | Fraction = 0
        self.high: int | Fraction = 0
        self.lumps = 0
        self.proposed = False
        self.noted = False
        self.latest = start
        self.items: list[Counted] = []
        self.idle: list[Counted] = []
        self._period: Period | None = None

    @property
    def period(self) -> Period:
        """The days that this bucket stands for."""
        if self._period is None:
            self._period = period_from(self.calendar, self.start)
        return self._period

    def add(self, day: date, counted: Counted) -> None:
        """Put the whole of a payment in."""
        self.low += counted.low
        self.high += counted.high
        self.lumps += counted.high
        self._put(day, counted)

    def add_share(self, counted: Counted, share: Fraction) -> None:
        """Put one week's share of a payment for a period in."""
        self.low += counted.low * share
        self.high += counted.high * share
        self._put(self.start, counted)

    def touch(self, day: date, counted: Counted) -> None:
        """Note a day's work, whose money may count in another period."""
        if counted not in self.items:
            self.idle.append(counted)
            self.items.append(counted)
            self.noted = self.noted or counted.note is not None
        self._see(day, counted)

    def _put(self, day: date, counted: Counted) -> None:
        self.items.append(counted)
        if counted.note is not None:
            self.noted = True
        self._see(day, counted)

    def _see(self, day: date, counted: Counted) -> None:
        if counted.proposed:
            self.proposed = True
        self.latest = max(self.latest, day)


@dataclass(slots=True)
class Placed:
    """A case's payments sorted by what can be said of when they count."""

    dated: Dated = field(default_factory=list)
    undated: list[Counted] = field(default_factory=list)
    late: list[Counted] = field(default_factory=list)


def place(question: Question, *, by_week: bool) -> Placed:
    """Sort the payments by the date on which this benefit counts them.

    What carries no money, such as an unpaid session, touches the periods in which it was worked. A benefit
    that counts `by_week` counts all of the week in which the claim began, and what is for a period goes on
    after its day: of these `gather` keeps the weeks of the claim.
    """
    placed = Placed()
    due_first = question.rule.settings["counts_by"] == "due_on"
    starts, ended = question.claim.starts, question.ended
    for counted in question.case.counted:
        payment = counted.payment
        day = (payment.due_on or payment.received_on) if due_first else payment.received_on
        if day is None and counted.high:
            placed.undated.append(counted)
            continue
        for each in [work.on for work in payment.worked or ()] if day is None else [day]:
            reaches = each
            if by_week and payment.covers is not None:
                reaches += timedelta(days=payment.covers.days - 1)
            if ended is not None and reaches > ended and counted not in placed.late:
                placed.late.append(counted)
            begun = by_week or starts is None or each >= starts
            if begun and (ended is None or each <= ended):
                placed.dated.append((each, counted))
    return placed


def gather(question: Question, calendar: Calendar, dated: Dated, *, spreads: bool) -> dict[date, Bucket]:
    """Each payment put into its period, once; one for a period by weekly shares where law `spreads` it.

    Only periods in which the claim ran, in part at least, are kept. Money of a day past the last that the
    rulebook knows is noted in its period and not added.

    Computation of Earnings Regulations 1996 reg 6(2)(a), reg 8: a payment for a period counts, a week's
    share each week, from the date treated as paid to the day before the next such payment would be.
    """
    buckets: dict[date, Bucket] = {}
    start_of, known_to = calendar.start_of, question.rule.valid_through
    for day, counted in dated:
        if spreads and counted.payment.covers is not None:
            share = weekly_share(counted.payment.covers)
            for start in covered_weeks(calendar, day, counted.payment.covers):
                buckets.setdefault(start, Bucket(calendar, start)).add_share(counted, share)
            continue
        start = start_of(day)
        bucket = buckets.get(start)
        if bucket is None:
            bucket = buckets[start] = Bucket(calendar, start)
        if day > known_to:
            bucket.touch(day, counted)
        else:
            bucket.add(day, counted)
    return claimed(question, buckets) if spreads else buckets


def claimed(question: Question, buckets: dict[date, Bucket]) -> dict[date, Bucket]:
    """The buckets of periods in which the claim ran, in part at least."""
    starts, ended = question.claim.starts, question.ended
    if starts is None and ended is None:
        return buckets
    first, last = starts or date.min, ended or date.max
    return {
        start: bucket
        for start, bucket in buckets.items()
        if bucket.period.end >= first and bucket.period.start <= last
    }


def starts_touched(calendar: Calendar, day: date, counted: Counted, *, spreads: bool) -> list[date]:
    """The first days of the periods that a payment counts in."""
    if spreads and counted.payment.covers is not None:
        return covered_weeks(calendar, day, counted.payment.covers)
    return [calendar.start_of(day)]


def covered_weeks(calendar: Calendar, day: date, covers: Period) -> list[date]:
    """The first days of the weeks over which a payment for a period, treated as paid on `day`, counts."""
    weeks = [calendar.start_of(day)]
    following = calendar.start_of(day + timedelta(days=covers.days))
    while calendar.after(weeks[-1]) < following:
        weeks.append(calendar.after(weeks[-1]))
    return weeks


def weekly_share(covers: Period) -> Fraction:
    """The part of a payment for a period that belongs to one week: a month's times 12/52, else by days."""
    if covers.days <= DAYS_IN_A_WEEK:
        return Fraction(1)
    if is_a_month(covers):
        return Fraction(12, 52)
    if is_a_year(covers):
        return Fraction(1, 52)
    return Fraction(DAYS_IN_A_WEEK, covers.days)


def joined(spans: list[Period]) -> list[Period]:
    """The same days as few periods, in order, touching ones made one."""
    merged: list[Period] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end + timedelta(days=1):
            merged[-1] = Period(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged

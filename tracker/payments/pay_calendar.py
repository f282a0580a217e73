"""When the organisation pays: its pay days and their cut-offs, moved off weekends and bank holidays.

Pure: the settings and the day are given. It knows nobody's benefits, and no date is chosen by them.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tracker import working_days
from tracker.accounts.models import Organisation, PayEvery
from tracker.working_days import Nation


@dataclass(frozen=True)
class PayDay:
    """A day on which people are paid, and the last day on which an approved claim still makes it."""

    pay_on: date
    cut_off: date


@dataclass(frozen=True)
class PayCalendar:
    """Every week on a weekday (0 is Monday), or every month on a day (31 is the last)."""

    every: PayEvery
    day: int
    cut_off_days: int
    nation: Nation | None

    def next_pay_day(self, on: date) -> PayDay:
        """The first pay day that is today or later."""
        return next(one for one in self._from(on) if one.pay_on >= on)

    def next_for_claims(self, on: date) -> PayDay:
        """The first pay day that a claim approved today still makes."""
        return next(one for one in self._from(on) if one.cut_off >= on)

    def _from(self, on: date) -> Iterator[PayDay]:
        for named in self._weekly(on) if self.every == PayEvery.WEEK else self._monthly(on):
            # Money that is late hurts more than money that is early: it moves back, never on.
            pay_on = working_days.on_or_before(named, self.nation)
            yield PayDay(pay_on, working_days.before(pay_on, self.cut_off_days, self.nation))

    def _weekly(self, on: date) -> Iterator[date]:
        day = on + timedelta(days=(self.day - on.weekday()) % 7)
        while True:
            yield day
            day += timedelta(days=7)

    def _monthly(self, on: date) -> Iterator[date]:
        year, month = on.year, on.month
        while True:
            day = date(year, month, min(self.day, monthrange(year, month)[1]))
            if day >= on:
                yield day
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def of(organisation: Organisation) -> PayCalendar | None:
    """The organisation's pay calendar, or None where it pays on no fixed day."""
    if organisation.pay_every is None or organisation.pay_day is None:
        return None
    return PayCalendar(
        organisation.pay_every, organisation.pay_day, organisation.cut_off_days, organisation.nation
    )


def next_for_claims(organisation: Organisation, on: date) -> PayDay | None:
    """The pay day that a claim approved today makes, where there are fixed ones."""
    calendar = of(organisation)
    return calendar.next_for_claims(on) if calendar else None

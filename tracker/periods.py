"""The stretches of days that the law counts money and hours in.

A `Period` holds its first and its last day. A calendar cuts time into periods without gap or
overlap: benefit weeks, Universal Credit assessment periods, months from a chosen day, tax years.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Protocol

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(weeks=1)
TAX_YEAR_STARTS = (4, 6)


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """Days from `start` to `end`, both included."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    @property
    def days(self) -> int:
        """How many days the period has."""
        return (self.end - self.start).days + 1


class Calendar(Protocol):
    """A way of cutting all days into periods."""

    def start_of(self, day: date) -> date:
        """The first day of the period that holds `day`."""
        ...

    def after(self, start: date) -> date:
        """The first day of the period that follows the one starting on `start`."""
        ...

    def __hash__(self) -> int: ...


@lru_cache(maxsize=10_000)
def period_from(calendar: Calendar, start: date) -> Period:
    """The period of `calendar` whose first day is `start`, made once for all who ask."""
    return Period(start, calendar.after(start) - ONE_DAY)


def period_of(calendar: Calendar, day: date) -> Period:
    """The one period of `calendar` that holds `day`."""
    return period_from(calendar, calendar.start_of(day))


@dataclass(frozen=True, slots=True)
class Weeks:
    """Weeks ending on a weekday: 0 is Monday, 6 is Sunday."""

    ends_on: int

    def start_of(self, day: date) -> date:
        """The first day of the week that holds `day`."""
        return date.fromordinal(day.toordinal() - (day.weekday() - self.ends_on - 1) % 7)

    def after(self, start: date) -> date:
        """The first day of the next week."""
        return start + ONE_WEEK


@dataclass(frozen=True, slots=True)
class AssessmentPeriods:
    """Universal Credit's monthly periods for a person whose first day of entitlement was `starts_on_day`."""

    starts_on_day: int

    def start_of(self, day: date) -> date:
        """The first day of the assessment period that holds `day`."""
        start = self._start_in(day.year, day.month)
        return start if start <= day else self._start_in(*_month_before(day.year, day.month))

    def after(self, start: date) -> date:
        """The first day of the next assessment period."""
        return self._start_in(*_month_after(start.year, start.month))

    def _start_in(self, year: int, month: int) -> date:
        """Universal Credit Regulations 2013, regulation 21(2).

        The 31st means the last day of each month; the 29th and the 30th become, in February, the 27th,
        or the 28th in a leap year.
        """
        if self.starts_on_day == 31:
            return date(year, month, monthrange(year, month)[1])
        if month == 2 and self.starts_on_day > 28:
            return date(year, month, 28 if isleap(year) else 27)
        return date(year, month, self.starts_on_day)


@dataclass(frozen=True, slots=True)
class Months:
    """Months counted from a day of the month; a shorter month starts on its last day instead."""

    starts_on_day: int = 1

    def start_of(self, day: date) -> date:
        """The first day of the month, so counted, that holds `day`."""
        start = self._start_in(day.year, day.month)
        return start if start <= day else self._start_in(*_month_before(day.year, day.month))

    def after(self, start: date) -> date:
        """The first day of the next month, so counted."""
        return self._start_in(*_month_after(start.year, start.month))

    def _start_in(self, year: int, month: int) -> date:
        return date(year, month, min(self.starts_on_day, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class TaxYears:
    """Years from 6 April to 5 April."""

    def start_of(self, day: date) -> date:
        """The 6 April on or before `day`."""
        start = date(day.year, *TAX_YEAR_STARTS)
        return start if start <= day else date(day.year - 1, *TAX_YEAR_STARTS)

    def after(self, start: date) -> date:
        """The next 6 April."""
        return date(start.year + 1, *TAX_YEAR_STARTS)


def benefit_week(day: date, *, ends_on: str) -> Period:
    """The week holding `day` whose last day is the weekday `ends_on`, such as "sunday"."""
    return period_of(Weeks(WEEKDAYS.index(ends_on)), day)


def assessment_period(day: date, *, starts_on_day: int) -> Period:
    """The Universal Credit assessment period holding `day`."""
    return period_of(AssessmentPeriods(starts_on_day), day)


def tax_year(day: date) -> Period:
    """The tax year holding `day`."""
    return period_of(TaxYears(), day)


def is_a_month(period: Period) -> bool:
    """Whether the period runs from one day of a month to the day before the same day of the next."""
    return period.end + ONE_DAY == Months(period.start.day).after(period.start)


def is_a_year(period: Period) -> bool:
    """Whether the period runs from a date to the day before the same date a year later."""
    following = period.end + ONE_DAY
    return (following.year - 1, following.month, following.day) == (
        period.start.year,
        period.start.month,
        period.start.day,
    )


def _month_before(year: int, month: int) -> tuple[int, int]:
    return (year, month - 1) if month > 1 else (year - 1, 12)


def _month_after(year: int, month: int) -> tuple[int, int]:
    return (year, month + 1) if month < 12 else (year + 1, 1)

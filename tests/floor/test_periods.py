"""Periods: every day lies in exactly one, whatever the calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.periods import (
    AssessmentPeriods,
    Calendar,
    Months,
    Period,
    TaxYears,
    Weeks,
    assessment_period,
    benefit_week,
    is_a_month,
    is_a_year,
    period_of,
    tax_year,
)

DAYS = st.dates(date(2014, 1, 1), date(2036, 12, 31))
DAYS_OF_THE_MONTH = st.integers(1, 31)
CALENDARS = st.one_of(
    st.builds(Weeks, st.integers(0, 6)),
    st.builds(AssessmentPeriods, DAYS_OF_THE_MONTH),
    st.builds(Months, DAYS_OF_THE_MONTH),
    st.just(TaxYears()),
)


@given(CALENDARS, DAYS)
@example(AssessmentPeriods(31), date(2026, 2, 28))
@example(AssessmentPeriods(30), date(2028, 2, 28))
@example(AssessmentPeriods(29), date(2026, 2, 27))
def test_every_day_lies_in_exactly_one_period(calendar: Calendar, day: date) -> None:
    period = period_of(calendar, day)
    assert day in period
    for other in (period.start, period.end):
        assert period_of(calendar, other) == period
    assert period_of(calendar, period.end + timedelta(days=1)).start == period.end + timedelta(days=1)
    assert period_of(calendar, period.start - timedelta(days=1)).end == period.start - timedelta(days=1)


@given(st.integers(0, 6), DAYS)
def test_a_benefit_week_has_seven_days_and_ends_on_its_day(ends_on: int, day: date) -> None:
    week = period_of(Weeks(ends_on), day)
    assert week.days == 7
    assert week.end.weekday() == ends_on


@pytest.mark.parametrize(
    ("day", "starts_on_day", "start", "end"),
    [
        (date(2026, 11, 30), 28, date(2026, 11, 28), date(2026, 12, 27)),
        (date(2026, 12, 2), 28, date(2026, 11, 28), date(2026, 12, 27)),
        (date(2026, 11, 30), 1, date(2026, 11, 1), date(2026, 11, 30)),
        # Universal Credit Regulations 2013 reg 21(2): the 31st means the last day of each month,
        (date(2026, 2, 27), 31, date(2026, 1, 31), date(2026, 2, 27)),
        (date(2026, 2, 28), 31, date(2026, 2, 28), date(2026, 3, 30)),
        (date(2026, 4, 30), 31, date(2026, 4, 30), date(2026, 5, 30)),
        # and the 29th and 30th become the 27th in February, or the 28th in a leap year.
        (date(2026, 2, 27), 30, date(2026, 2, 27), date(2026, 3, 29)),
        (date(2026, 2, 26), 29, date(2026, 1, 29), date(2026, 2, 26)),
        (date(2028, 2, 27), 30, date(2028, 1, 30), date(2028, 2, 27)),
        (date(2028, 2, 28), 29, date(2028, 2, 28), date(2028, 3, 28)),
    ],
)
def test_an_assessment_period_starts_on_the_persons_own_day(
    day: date, starts_on_day: int, start: date, end: date
) -> None:
    assert assessment_period(day, starts_on_day=starts_on_day) == Period(start, end)


def test_a_benefit_week_is_found_by_the_name_of_its_last_day() -> None:
    assert benefit_week(date(2026, 11, 25), ends_on="sunday") == Period(
        date(2026, 11, 23), date(2026, 11, 29)
    )
    assert benefit_week(date(2026, 11, 25), ends_on="wednesday").end == date(2026, 11, 25)


def test_a_tax_year_runs_from_6_april_to_5_april() -> None:
    assert tax_year(date(2026, 4, 5)).end == date(2026, 4, 5)
    assert tax_year(date(2026, 4, 6)) == Period(date(2026, 4, 6), date(2027, 4, 5))


def test_a_month_from_the_31st_starts_on_the_last_day_of_shorter_months() -> None:
    assert period_of(Months(31), date(2026, 3, 1)) == Period(date(2026, 2, 28), date(2026, 3, 30))


@pytest.mark.parametrize(
    ("period", "month", "year"),
    [
        (Period(date(2026, 11, 1), date(2026, 11, 30)), True, False),
        (Period(date(2026, 1, 17), date(2026, 2, 16)), True, False),
        (Period(date(2026, 11, 1), date(2026, 11, 28)), False, False),
        (Period(date(2026, 4, 6), date(2027, 4, 5)), False, True),
        (Period(date(2026, 4, 6), date(2027, 4, 6)), False, False),
    ],
)
def test_months_and_years_are_told_from_other_stretches(period: Period, month: bool, year: bool) -> None:
    assert (is_a_month(period), is_a_year(period)) == (month, year)

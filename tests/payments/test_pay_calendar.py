"""Pay days and cut-offs: moved back off weekends and bank holidays, and never skipped."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.accounts.models import PayEvery
from tracker.payments.pay_calendar import PayCalendar, PayDay
from tracker.working_days import Nation, is_working_day

TODAY = date(2026, 11, 23)
CALENDARS = st.one_of(
    st.builds(
        PayCalendar,
        every=st.just(PayEvery.WEEK),
        day=st.integers(0, 6),
        cut_off_days=st.integers(0, 60),
        nation=st.sampled_from([None, *Nation]),
    ),
    st.builds(
        PayCalendar,
        every=st.just(PayEvery.MONTH),
        day=st.integers(1, 31),
        cut_off_days=st.integers(0, 60),
        nation=st.sampled_from([None, *Nation]),
    ),
)
DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2028, 6, 30))


def monthly(day: int, cut_off_days: int = 3, nation: Nation | None = Nation.ENGLAND) -> PayCalendar:
    return PayCalendar(PayEvery.MONTH, day, cut_off_days, nation)


def weekly(day: int, cut_off_days: int = 3, nation: Nation | None = Nation.ENGLAND) -> PayCalendar:
    return PayCalendar(PayEvery.WEEK, day, cut_off_days, nation)


@pytest.mark.parametrize(
    ("calendar", "on", "expected"),
    [
        # Fridays: on the Tuesday of that week a claim still makes it, on the Wednesday no longer.
        (weekly(4), date(2026, 11, 24), PayDay(date(2026, 11, 27), date(2026, 11, 24))),
        (weekly(4), date(2026, 11, 25), PayDay(date(2026, 12, 4), date(2026, 12, 1))),
        # Christmas Day is a Friday: paid on Thursday, cut off on Monday.
        (weekly(4), date(2026, 12, 19), PayDay(date(2026, 12, 24), date(2026, 12, 21))),
        # Easter Monday 2027 moves back over Good Friday to Maundy Thursday.
        (monthly(29), date(2027, 3, 1), PayDay(date(2027, 3, 25), date(2027, 3, 22))),
        # The last day of the month: 31 January 2027 is a Sunday, 28 February too.
        (monthly(31, 0), date(2027, 1, 4), PayDay(date(2027, 1, 29), date(2027, 1, 29))),
        (monthly(31, 0), date(2027, 2, 1), PayDay(date(2027, 2, 26), date(2027, 2, 26))),
        (monthly(30, 0), date(2028, 2, 1), PayDay(date(2028, 2, 29), date(2028, 2, 29))),
        # St Andrew's Day is kept in Scotland alone.
        (monthly(30, 0, Nation.SCOTLAND), date(2026, 11, 23), PayDay(date(2026, 11, 27), date(2026, 11, 27))),
        (monthly(30, 0), date(2026, 11, 23), PayDay(date(2026, 11, 30), date(2026, 11, 30))),
        # Over the end of the year.
        (monthly(1), date(2026, 12, 28), PayDay(date(2027, 2, 1), date(2027, 1, 27))),
    ],
)
def test_a_claim_is_told_the_first_pay_day_that_it_still_makes(
    calendar: PayCalendar, on: date, expected: PayDay
) -> None:
    assert calendar.next_for_claims(on) == expected


def test_a_run_is_prepared_for_the_next_pay_day_though_its_cut_off_is_over() -> None:
    assert weekly(4).next_pay_day(date(2026, 11, 26)).pay_on == date(2026, 11, 27)
    assert weekly(4).next_pay_day(date(2026, 11, 27)).pay_on == date(2026, 11, 27)
    # New Year's Day is paid on New Year's Eve; on the day itself the next one is February's.
    assert monthly(1).next_pay_day(date(2027, 1, 1)).pay_on == date(2027, 2, 1)


@given(CALENDARS, DAYS)
def test_pay_days_and_cut_offs_are_working_days_in_their_order(calendar: PayCalendar, on: date) -> None:
    for found in (calendar.next_pay_day(on), calendar.next_for_claims(on)):
        assert is_working_day(found.pay_on, calendar.nation)
        assert is_working_day(found.cut_off, calendar.nation)
        assert found.cut_off <= found.pay_on
    assert calendar.next_for_claims(on).cut_off >= on
    assert on <= calendar.next_pay_day(on).pay_on <= calendar.next_for_claims(on).pay_on


@given(CALENDARS, DAYS)
def test_nobody_waits_longer_for_having_been_approved_earlier(calendar: PayCalendar, on: date) -> None:
    later = calendar.next_for_claims(on + timedelta(days=1))
    assert calendar.next_for_claims(on).pay_on <= later.pay_on


@given(CALENDARS, DAYS)
def test_there_is_a_pay_day_in_every_week_or_month(calendar: PayCalendar, on: date) -> None:
    first = calendar.next_pay_day(on)
    second = calendar.next_pay_day(first.pay_on + timedelta(days=1))
    # The longest: a pay day moved back over Christmas, the next one not.
    assert (second.pay_on - first.pay_on).days <= (12 if calendar.every == PayEvery.WEEK else 36)

"""Working days: weekends and the bank holidays of banks and of a nation are none."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.working_days import (
    Nation,
    bacs_file_by,
    before,
    first_by_bacs,
    is_working_day,
    known_until,
    on_or_before,
)

NATIONS = st.sampled_from([None, *Nation])
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2028, 12, 31))


@pytest.mark.parametrize(
    ("day", "nations"),
    [
        (date(2026, 12, 25), set(Nation)),
        # Boxing Day is a Saturday: its Monday is kept in its place.
        (date(2026, 12, 28), set(Nation)),
        (date(2027, 3, 29), set(Nation)),
        (date(2026, 11, 30), {Nation.SCOTLAND}),
        (date(2026, 3, 17), {Nation.NORTHERN_IRELAND}),
        (date(2026, 7, 13), {Nation.NORTHERN_IRELAND}),
        # Not kept in Scotland, but no bank moves money.
        (date(2026, 8, 31), set(Nation)),
        # A day given once, for a coronation.
        (date(2023, 5, 8), set(Nation)),
    ],
)
def test_a_bank_holiday_is_none_where_it_is_kept(day: date, nations: set[Nation]) -> None:
    assert {nation for nation in Nation if not is_working_day(day, nation)} == nations


def test_an_organisation_that_named_no_nation_keeps_to_its_banks() -> None:
    assert not is_working_day(date(2026, 12, 28), None)
    assert is_working_day(date(2026, 11, 30), None)


def test_working_days_are_counted_back_over_christmas_and_the_new_year() -> None:
    assert before(date(2027, 1, 4), 3, Nation.ENGLAND) == date(2026, 12, 29)
    assert before(date(2026, 12, 29), 1, Nation.ENGLAND) == date(2026, 12, 24)


@given(DAYS, NATIONS)
def test_a_day_that_moves_moves_back_to_a_working_day_with_none_between(
    day: date, nation: Nation | None
) -> None:
    moved = on_or_before(day, nation)
    assert is_working_day(moved, nation)
    assert moved <= day
    between = [moved + timedelta(days=one) for one in range(1, (day - moved).days + 1)]
    assert not any(is_working_day(one, nation) for one in between)


@given(DAYS, st.integers(0, 60), NATIONS)
def test_so_many_working_days_lie_between(day: date, count: int, nation: Nation | None) -> None:
    first = before(day, count, nation)
    last = on_or_before(day, nation)
    days = (first + timedelta(days=one) for one in range((last - first).days))
    assert sum(is_working_day(one, nation) for one in days) == count


def test_the_list_reaches_past_the_year_that_tests_live_in() -> None:
    assert known_until(Nation.SCOTLAND) >= date(2027, 12, 31)


def test_bacs_has_its_file_two_working_days_before_the_money_arrives() -> None:
    assert bacs_file_by(date(2026, 11, 27)) == date(2026, 11, 25)
    # A Monday's file goes in on the Thursday before; past Christmas, on the day before Christmas Eve.
    assert bacs_file_by(date(2026, 11, 30)) == date(2026, 11, 26)
    assert bacs_file_by(date(2026, 12, 29)) == date(2026, 12, 23)


def test_the_first_day_by_bacs_is_the_third_working_day_and_none_past_the_known_holidays() -> None:
    assert first_by_bacs(date(2026, 11, 23)) == date(2026, 11, 25)
    assert first_by_bacs(date(2026, 11, 28)) == date(2026, 12, 2)
    assert first_by_bacs(date(2026, 12, 24)) == date(2026, 12, 30)
    assert first_by_bacs(known_until(None)) is None

"""Which days are working days: not a weekend, nor a bank holiday. Pure: no web, no database.

The days come from GOV.UK's own list, as a maintained package carries it, and are never looked up over the
network. Banks move money by the holidays of England and Wales wherever the payer is (Bacs), so those count
for everybody, beside those of the nation where an organisation works.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from functools import cache

_ONE_DAY = timedelta(days=1)


class Nation(StrEnum):
    """Where an organisation works; bank holidays differ."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"


NATION_NAMES = {nation: nation.value.replace("-", " ").title() for nation in Nation}

_BANKS = "england-and-wales"
_OFFICES = {Nation.SCOTLAND: "scotland", Nation.NORTHERN_IRELAND: "northern-ireland"}


@cache
def bank_holidays(nation: Nation | None) -> frozenset[date]:
    """The bank holidays that matter to an organisation: its banks' and its nation's; None is not known."""
    from govuk_bank_holidays.bank_holidays import BankHolidays  # noqa: PLC0415 - only pay days need it

    listed = BankHolidays(use_cached_holidays=True)
    lists = {_BANKS, _OFFICES.get(nation, _BANKS) if nation else _BANKS}
    return frozenset(holiday["date"] for name in lists for holiday in listed.get_holidays(division=name))


def known_until(nation: Nation | None) -> date:
    """The last day of the last year whose bank holidays the list holds."""
    return date(max(bank_holidays(nation)).year, 12, 31)


def is_working_day(day: date, nation: Nation | None) -> bool:
    """Whether banks and offices are open on a day."""
    return day.weekday() < 5 and day not in bank_holidays(nation)


def on_or_before(day: date, nation: Nation | None) -> date:
    """The day itself where it is a working day, else the last one before it."""
    while not is_working_day(day, nation):
        day -= _ONE_DAY
    return day


def bacs_file_by(pay_on: date) -> date:
    """The last day on which Bacs takes a file for money that arrives on a day.

    Bacs takes three working days: the file goes in on the first, is processed on the second, and the money
    arrives on the third (bacs.co.uk).
    """
    return before(pay_on, 2, None)


def first_by_bacs(today: date) -> date | None:
    """The first day on which money arrives by Bacs whose file is sent today; None past the known holidays."""
    day, last = today, known_until(None)
    while day <= last:
        if is_working_day(day, None) and bacs_file_by(day) >= today:
            return day
        day += _ONE_DAY
    return None


def before(day: date, count: int, nation: Nation | None) -> date:
    """The working day so many working days before a day; none before is the day, or the last before it."""
    day = on_or_before(day, nation)
    for _ in range(count):
        day = on_or_before(day - _ONE_DAY, nation)
    return day

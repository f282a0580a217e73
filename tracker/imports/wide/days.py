"""Which days the headings of one table mean, read together.

One heading alone may be read in several ways; a row of them mostly in one. What is used, in this turn: days
of the week, years in the titles, and that meetings follow one another. What leaves two ways is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from tracker.imports.wide.headings import Heading, Kind, Order, Reading

# What a person is asked where the headings leave it open.
ASK_ORDER, ASK_YEAR, ASK_MONTHS = "order", "year", "months"

_LEAST_MONTHS = 2
_FROM_A_WORKBOOK = re.compile(r"^\d{4}-\d\d-01$")
_LEAST_BACK = 2
# A day so many days before the one beside it is of the next year; a later one may be out of turn.
_OUT_OF_TURN = 120
_A_YEAR = 366
# Days: no group's meetings are so far apart.
_YEARS_APART = 4 * _A_YEAR


@dataclass(frozen=True, slots=True)
class Dated:
    """A heading and the year that stands above it, if one does."""

    heading: Heading
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Days:
    """The day of each heading, None where it has none; or what has to be asked first."""

    days: tuple[date | None, ...]
    order: Order | None = None
    ask: str | None = None
    # For each order that is possible, the first day as it would be.
    options: tuple[tuple[Order, date], ...] = ()


def choose(
    columns: Sequence[Dated], title_years: Sequence[int], *, order: Order | None, year: int | None
) -> Days:
    """The days of a table's headings. `year`, where a person said it, is that of the first heading."""
    nothing = tuple(None for _ in columns)
    if year is None and _like_months(columns, title_years):
        return Days(nothing, ask=ASK_MONTHS)
    ways: dict[Order, tuple[date | None, ...]] = {}
    for one in (order,) if order else _orders(columns):
        found = _in_order(columns, one, title_years, year)
        if found is not None and found not in ways.values():
            ways[one] = found
    if not ways:
        return Days(nothing, ask=ASK_YEAR)
    ways = _likeliest(columns, ways, title_years)
    first = next(iter(ways))
    british = first is Order.DAY_FIRST and _written_the_british_way(columns)
    if len(ways) > 1 and not (british and (_in_turn(ways[first]) or not any(map(_in_turn, ways.values())))):
        return Days(
            nothing, ask=ASK_ORDER, options=tuple((one, _first_day(days)) for one, days in ways.items())
        )
    return Days(ways[first], first)


def _orders(columns: Sequence[Dated]) -> Sequence[Order]:
    """The orders to be tried: with slashes, nobody here writes a year of two figures first."""
    written = [one.heading for one in columns if one.heading.kind is Kind.DAY]
    slashes = any("/" in heading.text for heading in written)
    for one in (Order.DAY_FIRST, Order.MONTH_FIRST):
        if slashes and all(not heading.readings or one in heading.readings for heading in written):
            return (Order.DAY_FIRST, Order.MONTH_FIRST)
    return tuple(Order)


def _first_day(days: Sequence[date | None]) -> date:
    return next(day for day in days if day is not None)


def _in_order(
    columns: Sequence[Dated], order: Order, title_years: Sequence[int], year: int | None
) -> tuple[date | None, ...] | None:
    """The days if the numbers stand in this order; None where a year is missing."""
    read = [one.heading.readings.get(order) for one in columns]
    if not any(reading for reading in read):
        return tuple(None for _ in columns)
    both = list(zip(columns, read, strict=True))
    wants_year = [reading for one, reading in both if reading and not (reading.year or one.year)]
    years = _years(columns, wants_year, read, title_years, year) if wants_year else []
    if years is None:
        return None
    given = iter(years)
    days: list[date | None] = []
    for one, reading in both:
        if reading is None:
            days.append(None)
        else:
            days.append(_on(one, reading, given))
    return tuple(days)


def _on(one: Dated, reading: Reading, given: Iterator[int | None]) -> date | None:
    """The day of a reading, its year from itself, from above, or the next of those given."""
    if reading.year or one.year:
        return reading.on(one.year)
    year = next(given)
    return None if year is None else reading.on(year)


def _years(
    columns: Sequence[Dated],
    wanting: Sequence[Reading],
    read: Sequence[Reading | None],
    title_years: Sequence[int],
    said: int | None,
) -> list[int | None] | None:
    """The year of each reading that has none, in their order; None where that cannot be known.

    One that stands out of turn has no year all the same: it may be of this year or of the next.
    """
    steps = [(reading.month, reading.day) for reading in wanting]
    down = sum(one > two for one, two in pairwise(steps))
    up = sum(one < two for one, two in pairwise(steps))
    # Two headings do not tell the newest first from the turn of a year.
    back = down > up and len(steps) > _LEAST_BACK
    if said is not None:
        return _rolled(said, steps, back=back)
    for first, backwards in ((min, False), (max, True)):
        if title_years and (back or not backwards):
            years = _rolled(first(title_years), steps, back=backwards)
            if set(years) - {None} == set(title_years):
                return years
    starts = [_rolled(year, steps, back=back) for year in title_years]
    fitting = [years for years in starts if _weekdays_fit(columns, read, years)]
    named = any(one.heading.weekday is not None for one in columns)
    return fitting[0] if named and len(fitting) == 1 else None


def _rolled(first: int, steps: Sequence[tuple[int, int]], *, back: bool) -> list[int | None]:
    """A year for each day and month, the next one whenever a new year must have begun.

    None for one that goes back by so little that it rather stands out of turn.
    """
    years: list[int | None] = []
    year, before = first, steps[0]
    for step in steps:
        ahead = _day_of_year(step) - _day_of_year(before)
        turns = ahead > 0 if back else ahead < 0
        if turns and abs(ahead) < _OUT_OF_TURN:
            years.append(None)
            continue
        if turns:
            year += -1 if back else 1
        years.append(year)
        before = step
    return years


def _day_of_year(step: tuple[int, int]) -> int:
    return date(2024, *step).timetuple().tm_yday


def _weekdays_fit(
    columns: Sequence[Dated], read: Sequence[Reading | None], years: Sequence[int | None]
) -> bool:
    given = iter(years)
    for one, reading in zip(columns, read, strict=True):
        if reading is None:
            continue
        day = _on(one, reading, given)
        if day is None or one.heading.weekday not in {None, day.weekday()}:
            return False
    return True


def _likeliest(
    columns: Sequence[Dated], ways: dict[Order, tuple[date | None, ...]], title_years: Sequence[int]
) -> dict[Order, tuple[date | None, ...]]:
    """The ways that read most headings, and of these the ones that fit what else is known."""
    most = max(sum(day is not None for day in days) for days in ways.values())
    ways = {one: days for one, days in ways.items() if sum(day is not None for day in days) == most}
    if not most:
        return dict(list(ways.items())[:1])

    def weekdays_fit(days: Sequence[date | None]) -> bool:
        named = zip(columns, days, strict=True)
        return all(day is None or one.heading.weekday in {None, day.weekday()} for one, day in named)

    def titled(days: Sequence[date | None]) -> bool:
        return bool(title_years) and all(day is None or day.year in title_years for day in days)

    for fits in (weekdays_fit, titled):
        ways = {one: days for one, days in ways.items() if fits(days)} or ways
    if Order.DAY_FIRST not in ways or not _written_the_british_way(columns):
        # That meetings follow one another tells the order, but never against the way that is usual here.
        ways = {one: days for one, days in ways.items() if _in_turn(days)} or ways
    return _not_years_apart(ways)


def _in_turn(days: Sequence[date | None]) -> bool:
    known = [day for day in days if day is not None]
    return known in (sorted(known), sorted(known, reverse=True))


def _not_years_apart(ways: dict[Order, tuple[date | None, ...]]) -> dict[Order, tuple[date | None, ...]]:
    """Without the ways that scatter meetings over years, where another keeps them within a year each."""

    def widest(days: Sequence[date | None]) -> int:
        known = sorted(day for day in days if day is not None)
        return max(((two - one).days for one, two in pairwise(known)), default=0)

    if min(map(widest, ways.values())) > _A_YEAR:
        return ways
    return {one: days for one, days in ways.items() if widest(days) <= _YEARS_APART}


def _written_the_british_way(columns: Sequence[Dated]) -> bool:
    """11/05/22 and 11.05.2022 are the eleventh of May here; 11.05.22 and 110522 may be anything."""
    for one in columns:
        numbers_alone = one.heading.kind is Kind.DAY and len(set(map(str, one.heading.readings.values()))) > 1
        year_last = Order.YEAR_FIRST not in one.heading.readings
        if numbers_alone and not (year_last or "/" in one.heading.text):
            return False
    return True


def _like_months(columns: Sequence[Dated], title_years: Sequence[int]) -> bool:
    """Whether the days may be months, as far as anybody can tell: Sep 23 and Oct 23, or first days alone."""
    days = [one for one in columns if one.heading.kind is Kind.DAY and one.heading.readings]
    if len(days) < _LEAST_MONTHS:
        return False
    numbered = []
    for one in days:
        reading = next(iter(one.heading.readings.values()))
        if one.heading.maybe_month:
            years = {one.year} if one.year else set(title_years)
            if reading.day < 10 or (years and 2000 + reading.day not in years):
                return False
            numbered.append(reading.day * 12 + reading.month)
        elif reading.year and reading.day == 1 and _FROM_A_WORKBOOK.match(one.heading.text):
            # A workbook keeps a month as its first day, and shows only the month.
            numbered.append(reading.year * 12 + reading.month)
        else:
            return False
    return {two - one for one, two in pairwise(numbered)} in ({1}, {-1})

"""Somebody with every page, paper, file and text alternative at once tries all, and finds no small count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import product
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from tests.diversity.test_counting import NAMES, frozen, splits
from tracker.diversity import published
from tracker.diversity.disclosure import LEAST_SHOWN
from tracker.diversity.published import Published
from tracker.money import Money
from tracker.reports import parts, public_parts
from tracker.reports.catalogue import representation
from tracker.reports.catalogue.papers import funder_pack
from tracker.reports.catalogue.voices import _bands
from tracker.reports.changed import roughly
from tracker.reports.open_keys import cells
from tracker.reports.statistics import spread, top_seats
from tracker.reports.wide_bands import wide

SMALL = set(range(1, LEAST_SHOWN))
SESSIONS = 3
# The most that is called about 15.
MOST_PEOPLE = 17


def everything_said(content: Mapping[str, Any]) -> str:
    """The internal page with its charts, its file, and the whole of the pack with its own, as one text."""
    report: Any = SimpleNamespace(content={**content, "people": 0})
    outside = Published(
        date(2026, 1, 1), date(2026, 9, 30), datetime(2026, 10, 1, tzinfo=UTC), published._public(report)
    )
    return str(
        [
            representation.sections(content),
            list(representation.rows(content)),
            list(public_parts.shares(outside)),
            parts.who_is_missing(outside),
            parts.how_many_answered(outside),
            list(cells(outside.content)),
        ]
    )


@pytest.mark.parametrize(("known", "groups"), [(16, 4), (31, 3)])
def test_page_files_charts_and_pack_of_one_report_together_give_no_small_count_away(
    known: int, groups: int
) -> None:
    """Nobody is in the last groups: that is always shown."""
    alike: defaultdict[str, list[tuple[int, ...]]] = defaultdict(list)
    for people in splits(known, groups):
        counts = (*people, *(0,) * (len(NAMES) - groups))
        alike[everything_said(frozen(counts))].append(counts)
    assert any("hidden" in said for said in alike)
    for found in alike.values():
        for at in range(groups):
            values = {counts[at] for counts in found}
            assert values.isdisjoint(SMALL) or values >= SMALL, found


def registers() -> Iterator[dict[int, int]]:
    """How many people hold so many seats, of every register of three sessions."""
    for people in product(range(MOST_PEOPLE + 1), repeat=SESSIONS):
        if 3 < sum(people) <= MOST_PEOPLE:
            yield {seats: many for seats, many in enumerate(people, start=1) if many}


def test_no_band_of_the_pack_holds_few_people() -> None:
    wider = 0
    for held in registers():
        bands = _bands(held)
        found = wide(bands)
        assert sum(band.seats for band in found) == sum(band.seats for band in bands)
        assert all(band.people >= LEAST_SHOWN for band in found) or len(found) == 1
        wider += 1 < len(found) < len(bands)
        said = public_parts.how_often(report_of(held))
        assert said.table is None or "fewer" not in str(said.table)
    assert wider


def report_of(held: Mapping[int, int]) -> Any:
    """As much of a report of three sessions as says how often people came."""
    return SimpleNamespace(
        spread=spread(held), bands=_bands(held), sessions=SESSIONS, top_three_seats=top_seats(held, 3)
    )


def test_the_pack_does_not_say_of_a_small_register_how_few_came_once_or_twice() -> None:
    """Three sessions, which everybody knows: how many came to each number of them, after trying all."""
    alike: defaultdict[str, list[dict[int, int]]] = defaultdict(list)
    for held in registers():
        report = report_of(held)
        alike[f"{public_parts.how_often(report)} {funder_pack.title(report, '')}"].append(held)
    for found in alike.values():
        for seats in range(1, SESSIONS + 1):
            values = {held.get(seats, 0) for held in found}
            assert values.isdisjoint(SMALL) or len(values) > 2, found


def test_what_three_people_held_stands_on_twenty_five_and_is_rough() -> None:
    assert "about 15% of the seats" in funder_pack.title(report_of({1: 6, 2: 13, 3: 9}), "")
    assert "of the seats" not in funder_pack.title(report_of({1: 6, 2: 9, 3: 9}), "")


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ({1: 2, 2: 9, 3: 9}, ["Once or twice", "3 to 5 times"]),
        ({1: 9, 2: 3, 12: 9}, ["Once", "2 times or more"]),
        ({1: 9, 4: 2, 7: 4}, ["Once", "3 to 10 times"]),
        ({1: 9, 2: 9, 8: 9, 14: 1}, ["Once", "Twice", "6 times or more"]),
        ({1: 9, 5: 1}, ["1 to 5 times"]),
    ],
)
def test_bands_that_were_put_together_are_called_so(held: dict[int, int], words: list[str]) -> None:
    assert [band.words for band in wide(_bands(held))] == words


def test_two_papers_side_by_side_do_not_say_what_somebody_was_paid() -> None:
    """They differ by one person: even who knows all other fees is left a third of it to guess, or more."""
    dice = Random(3)
    for _ in range(300):
        paid = [Money(500 * dice.randint(1, 60)) for _ in range(dice.randint(6, 30))]
        whole, without = roughly(paid), roughly(paid[1:])
        if whole is None or without is None:
            continue
        fitting = [pence for pence in range(0, 60_001, 500) if could_be(pence, whole, without, paid[1:])]
        assert 3 * (max(fitting) - min(fitting)) >= paid[0].pence, paid


def could_be(pence: int, whole: Money, without: Money, others: Sequence[Money]) -> bool:
    """Whether with this fee more both papers would say the same, for a reader who knows all other fees."""
    return roughly([Money(pence), *others]) == whole and roughly(others) == without


@pytest.mark.parametrize(
    ("pounds", "said"),
    [
        ((75,) * 5, 400),
        ((20,) * 30, 600),
        ((400,) * 9 + (130,), 3800),
        ((75,) * 4, None),
        ((90, *(10,) * 9), None),
    ],
)
def test_a_sum_is_as_rough_as_the_largest_part_of_it_asks(pounds: tuple[int, ...], said: int | None) -> None:
    assert roughly([Money(100 * one) for one in pounds]) == (said and Money(100 * said))

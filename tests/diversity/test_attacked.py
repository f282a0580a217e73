"""Somebody who knows every rule and reads everything printed tries every table, and finds no small count."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from random import Random

import pytest

from tracker.diversity.counting import Counted, protected
from tracker.diversity.differencing import Printed, differ_by_few, leave_few, narrows
from tracker.diversity.disclosure import MOST_HIDDEN, hidden_in
from tracker.diversity.question_set import Dimension, NonAnswer, Option
from tracker.diversity.representation import Tier
from tracker.diversity.snapshots import _as_json

NAMES = "abcde"
BENCHMARK = {name: Fraction(part, 10) for name, part in zip(NAMES, (4, 2, 2, 1, 1), strict=True)}
QUESTION = Dimension("q", "Q", "Q?", "", "", "", tuple(Option(name, name, name) for name in NAMES))


def tables(total: int, groups: int) -> Iterator[tuple[int, ...]]:
    """Every table of so many groups with this total."""
    if groups == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in tables(total - first, groups - 1):
            yield (first, *rest)


def sample(known: int, groups: int) -> Iterator[tuple[int, ...]]:
    """Every table with this total, of which the last groups are nought: as such they are always shown."""
    for counts in tables(known, groups):
        yield (*counts, *(0,) * (len(NAMES) - groups))


def print_of(counts: Sequence[int], none: Mapping[NonAnswer, int], tier: Tier, seats: int) -> str:
    """Everything that a page, a file or a chart could be made of, as text."""
    counted = Counted()
    for name, count in zip(NAMES, counts, strict=False):
        counted.people[name], counted.seats[name] = count, count * seats
    counted.none.update(none)
    return json.dumps(_as_json(protected(counted, QUESTION, BENCHMARK, tier)), sort_keys=True)


@pytest.mark.parametrize("tier", list(Tier))
@pytest.mark.parametrize(
    ("known", "groups", "none"),
    [(10, 3, (0, 0, 0)), (17, 3, (5, 0, 2)), (30, 3, (6, 5, 0)), (14, 4, (0, 0, 1)), (10, 5, (5, 0, 0))],
)
def test_from_everything_that_is_printed_each_small_count_can_still_be_any(
    known: int, groups: int, none: tuple[int, int, int], tier: Tier
) -> None:
    """Shares, expected numbers, ratios, intervals, bounds, states, seats and reasons are all in the print."""
    reasons = dict(zip(NonAnswer, none, strict=True))
    alike: defaultdict[str, list[tuple[int, ...]]] = defaultdict(list)
    for counts in sample(known, groups):
        alike[print_of(counts, reasons, tier, seats=1)].append(counts)
    for found in alike.values():
        for at in range(len(NAMES)):
            values = {counts[at] for counts in found}
            if any(1 <= value <= MOST_HIDDEN for value in values):
                assert set(range(1, MOST_HIDDEN + 1)) <= values, found


# --- tables beside one another ----------------------------------------------------------------------------


def printed(counts: Sequence[int]) -> tuple[int | None, ...] | None:
    """A table's counts as they are shown, or None where there is no table."""
    hidden = hidden_in(dict(zip(NAMES, counts, strict=False)))
    if hidden is None or 2 * len(hidden) >= len(counts):
        return None
    return tuple(None if name in hidden else count for name, count in zip(NAMES, counts, strict=False))


def added(*parts: Sequence[int]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*parts, strict=True)))


def marks(**parts: int) -> dict[str, frozenset[str]]:
    """A set of answers for each part, of its size."""
    return {name: frozenset(f"{name}{at}" for at in range(size)) for name, size in parts.items()}


def shown(answers: frozenset[str], counts: Sequence[int]) -> Printed:
    table = printed(counts)
    assert table is not None
    return Printed(answers, dict(zip(NAMES, table, strict=False)))


def test_two_reports_a_quarter_apart_give_no_small_count_away() -> None:
    """Of some who stay, some who go and some who come; the reader knows how many each are, and tries all."""
    dice = Random(5)
    tried, refused = 0, 0
    for _ in range(600):
        stay = (
            dice.randint(12, 15),
            *(dice.randint(5, 9) for _ in range(2)),
            *(dice.randint(0, 5) for _ in "de"),
        )
        go, come = (spread(dice, dice.randint(5, 9)) for _ in range(2))
        first, second = printed(added(stay, go)), printed(added(stay, come))
        if first is None or second is None or None not in first + second:
            continue
        parts = marks(s=sum(stay), g=sum(go), c=sum(come))
        earlier = shown(parts["s"] | parts["g"], added(stay, go))
        later = shown(parts["s"] | parts["c"], added(stay, come))
        if narrows(later, earlier):
            refused += 1
            continue
        tried += 1
        found = possible(sum(stay), first, second, sum(stay) + sum(go), sum(stay) + sum(come))
        for true, values in zip((added(stay, go), added(stay, come)), found, strict=True):
            for at, count in enumerate(true):
                if 1 <= count <= MOST_HIDDEN:
                    assert set(range(1, MOST_HIDDEN + 1)) <= values[at], (stay, go, come, values[at])
    assert tried >= 3
    assert refused >= 3


def spread(dice: Random, total: int) -> tuple[int, ...]:
    """So many people over five groups."""
    counts = [0] * len(NAMES)
    for _ in range(total):
        counts[dice.randrange(len(NAMES))] += 1
    return tuple(counts)


def possible(
    stay: int, first: Sequence[int | None], second: Sequence[int | None], whole: int, later: int
) -> tuple[list[set[int]], list[set[int]]]:
    """By group, the counts of both tables in every history that prints these two.

    Those who stayed are in both: of each group at most as many as the smaller count, and in all enough.
    """
    found: tuple[list[set[int]], list[set[int]]] = ([set() for _ in NAMES], [set() for _ in NAMES])
    for one, other in product(filled(first, whole), filled(second, later)):
        if sum(map(min, one, other)) >= stay:
            for at, _ in enumerate(NAMES):
                found[0][at].add(one[at])
                found[1][at].add(other[at])
    return found


def filled(print_: Sequence[int | None], total: int) -> list[tuple[int, ...]]:
    """Every table that prints so."""
    left, hidden = total - sum(count or 0 for count in print_), print_.count(None)
    if not hidden:
        return [tuple(count or 0 for count in print_)]
    every = []
    for values in tables(left, hidden):
        given = iter(values)
        table = tuple(next(given) if count is None else count for count in print_)
        if printed(table) == tuple(print_):
            every.append(table)
    return every


def test_a_count_that_a_later_one_leaves_no_room_is_refused() -> None:
    parts = marks(s=30, c=5)
    hiding = Printed(parts["s"], {"a": 21, "b": None, "c": None, "d": 0})
    # Of nine in b at most five came later, so at least four were there before: of one to four, only four.
    later = Printed(parts["s"] | parts["c"], {"a": 21, "b": 9, "c": 5, "d": 0})
    assert not differ_by_few(hiding.answers, later.answers)
    assert narrows(hiding, later)
    assert narrows(later, hiding)


def test_a_whole_less_all_its_parts_but_a_few_people_is_refused() -> None:
    parts = marks(a=12, b=14, c=9, rest=3)
    whole = frozenset().union(*parts.values())
    earlier = [parts["a"], parts["b"], parts["c"]]
    assert not any(differ_by_few(whole, one) for one in earlier)
    assert not leave_few(earlier[:2], whole)
    assert leave_few(earlier, whole)
    # In any order: the last that would complete the sum is the one refused.
    assert leave_few([whole, *earlier[:2]], parts["c"])


def test_what_leaves_five_or_nobody_is_not_refused() -> None:
    parts = marks(a=12, b=14, rest=5)
    whole = frozenset().union(*parts.values())
    assert not leave_few([parts["a"], parts["b"]], whole)
    assert not leave_few([parts["a"], parts["b"], parts["rest"]], whole)
    assert not leave_few([whole], whole)
    assert not leave_few([], parts["rest"])


def test_people_in_two_projects_do_not_hide_what_the_sums_leave() -> None:
    """Twice in a sum, they can be taken out again with the report of a third project."""
    parts = marks(a=11, b=13, both=6, rest=2)
    earlier = [parts["a"] | parts["both"], parts["b"] | parts["both"], parts["both"]]
    assert leave_few(earlier, frozenset().union(*parts.values()))
    assert not leave_few(earlier[:2], frozenset().union(*parts.values()))


def test_no_few_people_can_be_worked_out_of_any_reports_that_were_let_through() -> None:
    """Against an independent search: every sum and difference of up to four reports, each twice at most."""
    dice = Random(11)
    refused = 0
    for _ in range(40):
        parts = marks(**{name: dice.choice((2, 3, 6, 7)) for name in "abcde"})
        released: list[frozenset[str]] = []
        for _ in range(4):
            new = frozenset().union(*dice.sample(list(parts.values()), dice.randint(2, 4)))
            if any(differ_by_few(new, one) for one in released) or leave_few(released, new):
                refused += 1
                continue
            released.append(new)
        for signs in product(range(-2, 3), repeat=len(released)):
            left: defaultdict[str, int] = defaultdict(int)
            for sign, one in zip(signs, released, strict=True):
                for mark in one:
                    left[mark] += sign
            assert not 0 < sum(1 for many in left.values() if many) <= MOST_HIDDEN
    assert refused

"""What is hidden in a table cannot be worked out from it, whatever its counts: tried on every small table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.diversity.disclosure import LEAST_KNOWN, MOST_HIDDEN, hidden_in, rounded

NAMES = "abcd"


def named(*counts: int) -> dict[str, int]:
    return dict(zip(NAMES, counts, strict=False))


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ((20, 12, 10), ""),
        ((20, 12, 0), ""),
        ((20, 12, 5), ""),
        # A lone small count is the total less the rest, so that the next smallest goes too.
        ((20, 12, 3), "bc"),
        ((20, 12, 3, 0), "bc"),
        # Two ones, and two fours, follow from their sum.
        ((20, 12, 1, 1), "bcd"),
        ((20, 12, 4, 4), "bcd"),
        ((20, 12, 2, 3), "cd"),
        # A three beside a hidden five would follow from it.
        ((30, 6, 5, 3), "bcd"),
        # What is hidden besides is no larger than what is shown, which alone would tell here.
        ((11, 11, 4), "abc"),
        ((47, 2), "ab"),
    ],
)
def test_small_counts_are_hidden_and_others_so_that_they_cannot_be_worked_out(
    counts: tuple[int, ...], hidden: str
) -> None:
    assert hidden_in(named(*counts)) == frozenset(hidden)


@pytest.mark.parametrize("counts", [(5, 4, 0), (9,), (30, 0, 0), (0, 0), (), (3, 3, 3), (4, 4, 1, 0)])
def test_few_answers_or_all_in_one_group_are_withheld_whole(counts: tuple[int, ...]) -> None:
    assert hidden_in(named(*counts)) is None


def tables(groups: int, most: int) -> Iterator[dict[str, int]]:
    for counts in product(range(most + 1), repeat=groups):
        yield named(*counts)


@pytest.mark.parametrize(("groups", "most"), [(2, 24), (3, 15), (4, 9)])
def test_a_reader_who_tries_every_table_finds_no_small_count(groups: int, most: int) -> None:
    """The reader knows the total, what is shown, what is hidden, and that the smallest is hidden first."""
    seen: defaultdict[tuple[object, ...], list[dict[str, int]]] = defaultdict(list)
    for table in tables(groups, most):
        hidden = hidden_in(table)
        if hidden:
            shown = tuple((name, count) for name, count in table.items() if name not in hidden)
            seen[sum(table.values()), shown, hidden].append(table)
    assert seen
    for (total, shown, hidden), alike in seen.items():
        # Of tables whose like were all tried: a larger count than `most` could stand in none of them.
        if total - sum(count for _, count in shown) > most:
            continue
        for name in hidden:
            values = {table[name] for table in alike}
            if min(values) <= MOST_HIDDEN:
                assert len(values) > 1, (shown, hidden, alike)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=4))
def test_what_is_shown_is_nought_or_five_and_more_and_of_enough_answers(counts: list[int]) -> None:
    table = named(*counts)
    hidden = hidden_in(table)
    if hidden is None:
        return
    assert sum(counts) >= LEAST_KNOWN
    assert all(count == 0 or count > MOST_HIDDEN for name, count in table.items() if name not in hidden)
    assert not any(table[name] == 0 for name in hidden)
    assert len(hidden) != 1


@given(st.integers(0, 10_000))
def test_counts_are_rounded_to_the_nearest_five(count: int) -> None:
    assert rounded(count) % 5 == 0
    assert abs(rounded(count) - count) <= 2

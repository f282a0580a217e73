"""Shares beside a benchmark: the figures, the five states, a public table that says no more than it may."""

from __future__ import annotations

from dataclasses import fields
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.diversity.disclosure import rounded
from tracker.diversity.representation import Category, Dimension, State, Status, Tier, dimension_of, wilson

HALF = {"a": Fraction(1, 2), "b": Fraction(1, 2)}
FIGURES = [one.name for one in fields(Category) if one.name != "state"]


def table(counts: dict[str, int], unknown: int = 0, tier: Tier = Tier.INTERNAL, **shares: str) -> Dimension:
    benchmark = {name: Fraction(share) for name, share in shares.items()} or HALF
    return dimension_of(counts, unknown, benchmark, tier)


def test_the_figures_of_a_group_are_those_of_the_formulas() -> None:
    found = table({"a": 12, "b": 28}, unknown=10, a="0.4", b="0.6")
    assert (found.known, found.base, found.completeness) == (40, 50, 0.8)
    one = found.categories["a"]
    assert (one.count, one.share, one.expected_count) == (12, 0.3, 16.0)
    assert one.difference_pp == pytest.approx(-10)
    assert one.ppr == pytest.approx(0.75)
    # By an independent calculator of Wilson's interval for 12 of 40.
    assert (one.wilson_low, one.wilson_high) == (
        pytest.approx(0.18075, abs=1e-4),
        pytest.approx(0.45427, abs=1e-4),
    )
    assert (one.ppr_low, one.ppr_high) == (
        pytest.approx(0.4519, abs=1e-3),
        pytest.approx(1.1357, abs=1e-3),
    )
    assert (one.lower_bound, one.upper_bound) == (12 / 50, 22 / 50)
    assert (one.status, one.state) == (Status.POSSIBLE_GAP, State.SHOWN)


@pytest.mark.parametrize(
    ("counts", "share", "status"),
    [
        ({"a": 0, "b": 28, "c": 12}, "0.07", Status.TOO_FEW_TO_SAY),
        ({"a": 5, "b": 35}, "0.4", Status.CLEAR_GAP),
        ({"a": 12, "b": 28}, "0.4", Status.POSSIBLE_GAP),
        ({"a": 16, "b": 24}, "0.5", Status.IN_LINE),
        ({"a": 15, "b": 25}, "0.5", Status.POSSIBLE_GAP),
        ({"a": 24, "b": 16}, "0.5", Status.IN_LINE),
        ({"a": 25, "b": 15}, "0.5", Status.MORE_THAN_BENCHMARK),
    ],
)
def test_the_five_states_and_their_edges(counts: dict[str, int], share: str, status: Status) -> None:
    other = str(1 - Fraction(share))
    found = table({"c": 0, **counts}, a=share, b=other, c="0")
    assert found.categories["a"].status is status


@pytest.mark.parametrize(("unknown", "said"), [(40, True), (41, False)])
def test_where_fewer_than_half_answered_nothing_is_said_about_gaps(unknown: int, *, said: bool) -> None:
    one = table({"a": 20, "b": 20}, unknown=unknown).categories["a"]
    assert (one.status is not None) is said
    assert one.upper_bound == (20 + unknown) / (40 + unknown)


def test_where_groups_are_named_otherwise_than_in_the_benchmark_nothing_is_said_about_gaps() -> None:
    found = table({"a": 20, "other": 20}, a="0.5", b="0.5")
    assert {one.status for one in found.categories.values()} == {None}
    assert found.categories["other"].ppr is None
    assert found.categories["b"].count == 0


def test_a_hidden_group_shows_nothing_at_all_and_a_withheld_table_nothing_of_any() -> None:
    found = table({"a": 40, "b": 12, "c": 3}, a="0.5", b="0.3", c="0.2")
    for name in ("b", "c"):
        one = found.categories[name]
        assert [getattr(one, figure) for figure in FIGURES] == [None] * len(FIGURES)
        assert one.state is State.HIDDEN
    alike = table({"a": 40})
    assert {one.state for one in alike.categories.values()} == {State.WITHHELD}
    assert all(getattr(one, figure) is None for one in alike.categories.values() for figure in FIGURES)


COUNTS = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 80), max_size=4)


@given(COUNTS, st.integers(0, 60))
def test_the_public_table_hides_what_the_internal_one_hides_and_rests_on_rounded_counts_alone(
    counts: dict[str, int], unknown: int
) -> None:
    inside, outside = (table(counts, unknown, tier) for tier in (Tier.INTERNAL, Tier.PUBLIC))
    assert outside.known == rounded(inside.known)
    assert outside.base == rounded(inside.base)
    for name, one in outside.categories.items():
        assert one.state is inside.categories[name].state
        if one.count is None:
            continue
        assert one.count == rounded(inside.categories[name].count or 0)
        if one.share is not None:
            assert outside.known >= 25
            assert one.share == round(one.count / outside.known, 2)
            assert 0 <= (one.lower_bound or 0) <= one.share <= (one.upper_bound or 0) <= 1


@given(COUNTS, COUNTS, st.integers(0, 60))
def test_tables_of_the_same_rounded_counts_are_the_same_public_table(
    counts: dict[str, int], others: dict[str, int], unknown: int
) -> None:
    first, second = (table(one, unknown, Tier.PUBLIC) for one in (counts, others))

    def seen(found: Dimension) -> Any:
        shown = {name: (one.state, one.count) for name, one in found.categories.items()}
        return found.known, found.base, shown

    if seen(first) == seen(second):
        assert first == second


@given(st.integers(1, 400), st.data())
def test_wilsons_interval_holds_the_share_and_solves_its_equation(known: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, known))
    low, high = wilson(count, known)
    share = count / known
    assert 0 <= low <= share <= high <= 1
    for end in {low, high} - {0.0, 1.0}:
        # The interval's ends are where the share lies 1.96 standard errors away.
        distance = (share - end) ** 2
        assert distance == pytest.approx(1.959963984540054**2 * end * (1 - end) / known, rel=1e-6, abs=1e-12)

"""The tests of chance, against worked figures, every possible draw counted out, and random draws."""

import itertools
import math
from collections import Counter
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.reports.chance import Verdict, balance, breadth, carry_over, too_early

# Six sessions, 29 seats, 14 people: A and B at all six, C at five (the worked example of the method).
SIZES = (4, 4, 5, 5, 5, 6)
HELD = (6, 6, 5, 2, *[1] * 10)


def test_from_a_pool_of_sixty_the_worked_example_is_flagged_for_breadth() -> None:
    found = breadth(SIZES, 14, 60)
    assert found.expected_distinct == pytest.approx(24, abs=0.5)
    assert found.verdict is Verdict.FLAG
    assert found.flag


def test_from_a_pool_of_twenty_its_breadth_is_within_chance_and_its_balance_is_flagged() -> None:
    wide, even = breadth(SIZES, 14, 20), balance(SIZES, HELD, 20)
    assert wide.expected_distinct == pytest.approx(16, abs=0.5)
    assert wide.p_at_most_observed == pytest.approx(0.09, abs=0.005)
    assert not wide.flag
    assert even.sameness == pytest.approx(0.49, abs=0.01)
    assert even.flag


def test_where_everybody_of_a_small_pool_was_heard_the_balance_still_tells() -> None:
    wide, even = breadth(SIZES, 14, 14), balance(SIZES, HELD, 14)
    assert wide.small_pool
    assert not wide.flag
    assert even.sameness == pytest.approx(0.39, abs=0.005)


def test_two_people_at_everything_with_new_ones_each_time_pass_breadth_and_fail_balance() -> None:
    sizes = [6] * 6
    even = balance(sizes, [6, 6, *[1] * 24], 40)
    assert even.flag
    assert breadth(sizes, 26, 40).verdict is Verdict.WITHIN_CHANCE


def test_two_sessions_or_eleven_seats_are_too_early_to_say() -> None:
    assert too_early([8, 8])
    assert too_early([4, 4, 3])
    assert not too_early([4, 4, 4])
    assert breadth([8, 8], 8, 100).verdict is Verdict.TOO_EARLY
    assert balance([8, 8], [2] * 8, 100).verdict is Verdict.TOO_EARLY


def test_the_same_room_every_time_has_a_shortfall_and_a_sameness_of_one() -> None:
    assert breadth([6] * 5, 6, 60).shortfall == pytest.approx(1)
    assert balance([6] * 5, [5] * 6, 60).sameness == pytest.approx(1)


def test_people_who_take_turns_have_a_sameness_below_nought() -> None:
    sameness = balance([4] * 5, [1] * 20, 20).sameness
    assert sameness is not None
    assert sameness < 0


def test_a_pool_no_larger_than_the_room_leaves_nothing_to_compare() -> None:
    assert breadth([5] * 4, 5, 5).shortfall is None
    even = balance([5] * 4, [4] * 5, 5)
    assert (even.sameness, even.z, even.flag) == (None, None, False)


def test_nobody_heard_at_no_session_is_no_error() -> None:
    assert breadth([], 0, 0).p_at_most_observed == 1
    assert balance([], [], 0).observed_pairs == 0


def test_a_pool_smaller_than_the_people_heard_is_refused() -> None:
    with pytest.raises(ValueError, match="pool"):
        breadth([5, 5, 5], 12, 11)
    with pytest.raises(ValueError, match="pool"):
        balance([5, 5, 5], [1] * 15, 14)


def test_three_of_six_evaluators_who_had_designed_is_half_carried_over() -> None:
    found = carry_over(8, 6, 3, 40)
    assert found.share == 0.5
    ways = [math.comb(8, both) * math.comb(32, 6 - both) for both in range(7)]
    assert found.p_at_least == pytest.approx(sum(ways[3:]) / sum(ways))


def test_a_later_group_of_nobody_has_no_share() -> None:
    assert carry_over(8, 0, 0, 40).share is None


def draws(pool: int, sizes: list[int]) -> list[list[tuple[int, ...]]]:
    """Every way in which the sessions can be drawn, all equally likely."""
    return [list(one) for one in itertools.product(*(itertools.combinations(range(pool), n) for n in sizes))]


@pytest.mark.parametrize(("pool", "sizes"), [(4, [2, 1, 3]), (5, [2, 3, 2]), (6, [1, 5, 2]), (3, [3, 3])])
def test_breadth_and_balance_agree_with_every_possible_draw_counted_out(pool: int, sizes: list[int]) -> None:
    every = draws(pool, sizes)
    heard = [len(set(itertools.chain(*one))) for one in every]
    pairs = [sum(held * (held - 1) // 2 for held in Counter(itertools.chain(*one)).values()) for one in every]
    mean = Fraction(sum(pairs), len(every))
    variance = Fraction(sum(pair * pair for pair in pairs), len(every)) - mean * mean
    even = balance(sizes, Counter(itertools.chain(*every[0])).values(), pool)
    assert even.expected_pairs == pytest.approx(float(mean), abs=1e-12)
    assert even.variance == pytest.approx(float(variance), abs=1e-12)
    for distinct in range(max(sizes), pool + 1):
        found = breadth(sizes, distinct, pool)
        assert found.expected_distinct == pytest.approx(sum(heard) / len(heard), abs=1e-12)
        below = sum(count <= distinct for count in heard) / len(heard)
        assert found.p_at_most_observed == pytest.approx(below, abs=1e-12)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=8), st.integers(9, 60))
def test_hearing_everybody_is_certain_and_hearing_fewer_never_likelier(sizes: list[int], pool: int) -> None:
    chances = [breadth(sizes, n, pool).p_at_most_observed for n in range(max(sizes), pool + 1)]
    assert chances == sorted(chances)
    assert chances[-1] == pytest.approx(1, abs=1e-9)


def test_a_fair_draw_is_hardly_ever_flagged() -> None:
    dice, flagged, tries = Random(20261123), 0, 300
    for _ in range(tries):
        held = Counter(person for _ in range(6) for person in dice.sample(range(40), 8))
        sizes = [8] * 6
        flagged += breadth(sizes, len(held), 40).flag or balance(sizes, held.values(), 40).flag
    assert flagged / tries <= 0.02


def test_a_long_life_of_a_large_group_keeps_its_exactness() -> None:
    found = breadth([40] * 120, 700, 700)
    assert found.p_at_most_observed == pytest.approx(1, abs=1e-9)
    assert 0 <= breadth([40] * 120, 150, 700).p_at_most_observed < 1e-100

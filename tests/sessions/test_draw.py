"""The draw by lot: exact, repeatable from its description alone, and fair."""

import hashlib
import itertools
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.sessions.draw import MOST_TICKETS, Lot, draw, lot_of, tickets

ON = date(2026, 11, 23)
POOL = {"P-1": 1, "P-2": 1, "P-3": 3}


def test_a_lot_is_the_sha_256_of_seed_reference_and_ticket_on_lines_of_their_own() -> None:
    by_hand = hashlib.sha256(b"Saturday: 3 14 15 92\nP-000001\n1").hexdigest()
    assert lot_of("Saturday: 3 14 15 92", "P-000001", 1) == (by_hand, 1)
    others = [hashlib.sha256(f"s\nP\n{number}".encode()).hexdigest() for number in (1, 2, 3)]
    assert lot_of("s", "P", 3) == (min(others), others.index(min(others)) + 1)


def test_a_draw_made_once_is_the_same_for_ever() -> None:
    assert draw("2026", POOL, 2) == [
        Lot("P-3", 3, "3234cdd87dc4c364b2af2d2b9f036330dd35b56b57ed9ae978cfb408d3af8ad9", drawn=True),
        Lot("P-1", 1, "542649634e7c75d9573b100fef1b1db7497dddc61cb2468cc9f1941190475eed", drawn=True),
        Lot("P-2", 1, "dc0f32160a283a062072a3b8a80c7b664efe3a1a808085ac46b6b05adab6b58d", drawn=False),
    ]


@given(st.permutations(sorted(POOL)), st.text(max_size=20))
def test_the_order_of_a_list_is_no_matter(order: list[str], seed: str) -> None:
    assert draw(seed, {ref: POOL[ref] for ref in order}, 2) == draw(seed, POOL, 2)


def test_with_one_ticket_each_every_two_of_four_are_drawn_about_equally_often() -> None:
    pool = dict.fromkeys("ABCD", 1)
    pairs = Counter(
        frozenset(lot.ref for lot in draw(f"seed {number}", pool, 2) if lot.drawn) for number in range(6000)
    )
    assert set(pairs) == {frozenset(pair) for pair in itertools.combinations("ABCD", 2)}
    # A thousand of each are expected; four standard deviations are 115.
    assert all(885 < times < 1115 for times in pairs.values())


def test_three_tickets_are_drawn_first_three_times_as_often() -> None:
    pool = {"often": 1, "seldom": 3}
    first = Counter(draw(f"seed {number}", pool, 1)[0].ref for number in range(4000))
    assert 2890 < first["seldom"] < 3110


@pytest.mark.parametrize(
    ("days", "held"), [(0, 1), (29, 1), (30, 2), (359, 12), (360, 13), (4000, MOST_TICKETS), (-3, 1)]
)
def test_a_ticket_more_for_each_thirty_days_unheard_up_to_a_year(days: int, held: int) -> None:
    assert tickets(ON - timedelta(days=days), ON, weighted=True) == held
    assert tickets(ON - timedelta(days=days), ON, weighted=False) == 1


def test_whoever_was_never_heard_has_most_tickets() -> None:
    assert tickets(None, ON, weighted=True) == MOST_TICKETS

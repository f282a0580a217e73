"""From work to payment: half, nine in ten, against the promise, and where the days went."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tracker.home.pace import Way, pace, quantile

WORKED = date(2026, 11, 2)
COUNTS = st.dictionaries(st.integers(0, 400), st.integers(1, 50), min_size=1)


def way(*days: int | None) -> Way:
    """A fee worked on 2 November, sent in, approved and paid so many days later."""
    sent_in, approved, paid = (None if one is None else WORKED + timedelta(days=one) for one in days)
    assert paid is not None
    return Way(WORKED, sent_in, approved, paid)


def test_nothing_paid_has_no_pace() -> None:
    assert pace({}, 14) is None


def test_half_nine_in_ten_and_what_was_kept_of_the_promise() -> None:
    ways = Counter({way(1, 2, 5): 5, way(2, 4, 10): 4, way(3, 30, 40): 1})
    found = pace(ways, 14)
    assert found is not None
    assert (found.fees, found.half, found.nine_in_ten, found.slowest, found.kept) == (10, 5, 10, 40, 9)
    assert found.steps == {"until sent in": 1, "until approved": 1, "until paid": 3}


def test_a_step_whose_days_nobody_knows_is_left_out() -> None:
    found = pace(Counter({way(None, None, 5): 1}), 14)
    assert found is not None
    assert found.steps == {}


def test_exactly_the_promised_days_is_kept_and_a_day_more_is_not() -> None:
    found = pace(Counter({way(1, 2, 14): 1, way(1, 2, 15): 1}), 14)
    assert found is not None
    assert found.kept == 1


@given(COUNTS, st.integers(1, 100))
def test_a_quantile_is_the_least_number_that_so_many_do_not_exceed(
    counts: dict[int, int], percent: int
) -> None:
    found = quantile(counts, percent)
    everybody = sorted(Counter(counts).elements())
    at_most = sum(number <= found for number in everybody)
    below = sum(number < found for number in everybody)
    assert at_most * 100 >= percent * len(everybody) > below * 100

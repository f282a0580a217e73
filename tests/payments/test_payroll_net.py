"""What a payroll took off a payment is parted over its lines to the penny: pay bears it before costs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracker.money import Money, total
from tracker.payments.payroll_net import parted


def pence(deducted: int, *lines: tuple[int, bool]) -> list[int]:
    return [one.pence for one in parted(Money(deducted), [(Money(sum_), cost) for sum_, cost in lines])]


def test_pay_bears_what_is_taken_off_and_costs_stay_whole() -> None:
    assert pence(2000, (10000, False), (1000, True)) == [2000, 0]
    assert pence(100, (100, False), (200, False), (500, True)) == [33, 67, 0]


def test_what_is_more_than_all_pay_comes_off_costs() -> None:
    assert pence(1100, (1000, False), (500, True)) == [1000, 100]


def test_nothing_taken_off_is_nothing_off_every_line() -> None:
    assert pence(0, (0, False), (1000, True)) == [0, 0]


@given(st.lists(st.tuples(st.integers(0, 100_000), st.booleans()), min_size=1, max_size=6), st.data())
def test_the_parts_are_the_whole_and_no_line_bears_more_than_it_pays(
    lines: list[tuple[int, bool]], data: st.DataObject
) -> None:
    deducted = data.draw(st.integers(0, sum(sum_ for sum_, _ in lines)))
    parts = parted(Money(deducted), [(Money(sum_), cost) for sum_, cost in lines])
    assert total(parts) == Money(deducted)
    assert all(0 <= part.pence <= sum_ for part, (sum_, _) in zip(parts, lines, strict=True))

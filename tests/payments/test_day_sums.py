"""The float of a day sheet adds up, whatever was handed over and counted back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracker.money import ZERO, Money
from tracker.payments.day_sums import Float

pence = st.integers(0, 10_000_000).map(Money)


@given(out=pence, handed=pence, back=pence)
def test_what_was_counted_out_is_what_was_handed_over_counted_back_and_the_difference(
    out: Money, handed: Money, back: Money
) -> None:
    kept = Float(out, handed, back)
    assert kept.difference is not None
    assert out == handed + back + kept.difference
    assert bool(kept.sentence) == (kept.difference != ZERO)


@given(out=pence, handed=pence)
def test_nothing_is_missing_while_nobody_has_counted(out: Money, handed: Money) -> None:
    kept = Float(out, handed)
    assert (kept.difference, kept.sentence, kept.due_back) == (None, "", out - handed)


def test_a_difference_is_said_in_words_both_ways() -> None:
    assert Float(Money(1000), Money(400), Money(550)).sentence == "£0.50 is missing"
    assert Float(Money(1000), Money(400), Money(650)).sentence == "£0.50 too much was counted back"

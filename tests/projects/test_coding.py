"""Several codes pay by percentage, and what each pays adds up to the penny."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import Invalid
from tracker.money import Money, total
from tracker.projects import coding
from tracker.projects.coding import WHOLE, Coding


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(0, WHOLE), min_size=1, max_size=10).filter(any))
def test_a_sum_is_shared_to_the_penny_and_no_part_is_a_penny_off_its_share(
    pence: int, weights: list[int]
) -> None:
    parts = Money(pence).shared(weights)
    assert total(parts) == Money(pence)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.pence * sum(weights) - pence * weight) < sum(weights)


def test_what_is_left_over_goes_to_the_largest_remainders_and_of_equal_ones_to_the_first() -> None:
    assert Money(100).shared([1, 1, 1]) == [Money(34), Money(33), Money(33)]
    assert Money(101).shared([6000, 4000]) == [Money(61), Money(40)]
    assert Money(-101).shared([6000, 4000]) == [Money(-61), Money(-40)]
    assert Money(1).shared([3333, 3333, 3334]) == [Money(0), Money(0), Money(1)]
    for nothing in ([0, 0], [-1, 2]):
        with pytest.raises(ValueError, match="weights"):
            Money(1).shared(nothing)


def test_codes_and_shares_are_read_as_people_type_them() -> None:
    read = coding.read("CC-100 60\n  Welcome fund: 33.33 %\n\nCC 7, 6.67", field="f")
    assert read.shares == (("CC-100", 6000), ("Welcome fund", 3333), ("CC 7", 667))
    assert str(read) == "CC-100 60%, Welcome fund 33.33%, CC 7 6.67%"
    assert coding.read(read.typed, field="f") == read
    assert coding.of(read.main, read.split) == read


def test_one_code_alone_pays_all() -> None:
    for typed in ("CC-100", "CC-100 100"):
        read = coding.read(typed, field="f")
        assert (str(read), read.main, read.split, read.typed) == ("CC-100", "CC-100", None, "")
    assert not coding.read(" \n", field="f")
    assert str(Coding()) == ""


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("A 60\nB 30", "add up to 90, not to 100"),
        ("A 60\nB 40.01", "add up to 100.01, not to 100"),
        ("A 50\nA 50", "A stands there twice"),
        ("A\nB 50", "Line 1: write the code and its percentage"),
        ("A 0\nB 100", "more than 0"),
        ("A 101\nB 1", "more than 0 and at most 100"),
        ("A 33.333\nB 66.667", "Line 1: write the code"),
        ("\n".join(f"C{n} 9" for n in range(11)), "10 codes or fewer"),
        (f"{'x' * 41} 100", "40 letters or fewer"),
        ("A\x00B", "cannot be printed"),
    ],
)
def test_what_does_not_add_up_is_refused_in_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence) as refused:
        coding.read(typed, field="f")
    assert refused.value.field == "f"


@given(
    st.integers(0, 10**7),
    st.lists(st.integers(1, 5000), min_size=2, max_size=10).filter(lambda them: sum(them) < WHOLE),
)
def test_the_parts_of_a_line_are_the_line(pence: int, shares: list[int]) -> None:
    shares = [*shares, WHOLE - sum(shares)]
    made = Coding(tuple((f"C{at}", share) for at, share in enumerate(shares)))
    parts = made.parts(Money(pence))
    assert total(part for _, part in parts) == Money(pence)
    assert len({code for code, _ in parts}) == len(parts) > 0
    assert pence == 0 or all(parts_of for _, parts_of in parts)

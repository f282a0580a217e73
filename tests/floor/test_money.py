"""Money: whole pence in, whole pence out, and no way for a float to come near."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import money
from tracker.errors import Invalid
from tracker.money import Money

PENCE = st.integers(-money.LARGEST_PENCE, money.LARGEST_PENCE)


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("75", 7500),
        ("12.5", 1250),
        ("£1,234.50", 123450),
        ("-3.20", -320),
        (" £ 5.00 ", 500),
        ("\u00a07.05", 705),
        (".50", 50),
        ("0", 0),
        ("10000000", 1_000_000_000),
    ],
)
def test_an_amount_as_people_type_it_is_read_to_the_penny(text: str, pence: int) -> None:
    assert money.parse(text) == Money(pence)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "£",
        "abc",
        "1e3",
        "1_000",
        "NaN",
        "Infinity",
        "--5",
        "1.",
        "5 000",
        "\uff11\uff12",
        "0x10",
        "7\x00",
    ],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="Enter an amount in pounds"):
        money.parse(text)


def test_a_comma_is_not_taken_for_a_decimal_point() -> None:
    with pytest.raises(Invalid):
        money.parse("12,50")


@pytest.mark.parametrize("text", ["1.234", "0.005", "12.500"])
def test_a_third_decimal_is_refused_and_never_rounded(text: str) -> None:
    with pytest.raises(Invalid, match="two numbers after the point"):
        money.parse(text)


@pytest.mark.parametrize("text", ["10000000.01", "-10000000.01", "99999999999999999999"])
def test_more_than_anybody_is_paid_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="noughts"):
        money.parse(text)


def test_a_refusal_names_the_field() -> None:
    with pytest.raises(Invalid) as refusal:
        money.parse("x", field="fee")
    assert refusal.value.field == "fee"


@given(PENCE)
def test_what_is_written_is_read_back_the_same(pence: int) -> None:
    assert money.parse(str(Money(pence))) == Money(pence)
    assert money.parse(Money(pence).pounds()) == Money(pence)


@given(st.lists(PENCE))
def test_a_total_is_the_sum_of_its_pence_in_any_order(amounts: list[int]) -> None:
    parts = [Money(pence) for pence in amounts]
    assert money.total(parts) == money.total(reversed(parts)) == Money(sum(amounts))


@given(PENCE, PENCE)
def test_taking_away_undoes_adding(one: int, other: int) -> None:
    assert Money(one) + Money(other) - Money(other) == Money(one)
    assert Money(one) - Money(other) == Money(one) + -Money(other)


@given(PENCE, st.decimals(0, 2, places=3))
def test_a_rate_of_an_amount_is_the_nearest_penny(pence: int, rate: Decimal) -> None:
    assert abs(Money(pence).times(rate).pence - pence * rate) <= Decimal("0.5")


def test_half_a_penny_is_rounded_up() -> None:
    assert Money(1).times(Decimal("0.5")) == Money(1)
    assert Money(73_00).times(Decimal("0.55")) == Money(40_15)


def test_pounds_are_written_with_commas_and_the_minus_before_the_sign() -> None:
    assert Money(123_456_789).pounds() == "£1,234,567.89"
    assert Money(-5).pounds() == "-£0.05"
    assert str(Money(-123450)) == "-1234.50"


@pytest.mark.parametrize("value", [1.0, "1", True, Decimal(1)])
def test_only_whole_pence_make_money(value: object) -> None:
    with pytest.raises(TypeError):
        Money(value)  # type: ignore[arg-type]


def test_money_is_multiplied_by_whole_numbers_only() -> None:
    assert Money(150) * 3 == Money(450)
    with pytest.raises(TypeError):
        Money(150) * 1.5  # type: ignore[operator]


def test_nothing_is_falsy_and_amounts_compare() -> None:
    assert not Money(0)
    assert Money(1)
    assert Money(-1) < money.ZERO < Money(1)


def test_a_great_many_noughts_in_front_of_an_amount_change_nothing() -> None:
    assert money.parse("0" * 5000 + "12.50") == Money(1250)


def test_an_amount_lost_in_a_sea_of_spaces_is_refused_without_being_searched_for() -> None:
    # Where two parts of a pattern can share the spaces, the time to refuse grows with their square.
    with pytest.raises(Invalid, match="Enter an amount in pounds"):
        money.parse("-" + " " * 300_000 + "x")

"""Amounts as people write them come to the same pence, or are refused where they could be two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import Invalid
from tracker.imports.lists.amounts import is_amount, read
from tracker.money import Money


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("£1,234.50", 123450),
        ("1 234.50", 123450),
        ("1\u00a0234.50", 123450),
        ("11 784.96", 1178496),
        ("12.5", 1250),
        (".50", 50),
        ("75", 7500),
        ("GBP 75.00", 7500),
        ("75.00 gbp", 7500),
        ("0", 0),
        ("0.00", 0),
        ("(20.00)", -2000),
        ("(£1,020.00)", -102000),
        ("-20", -2000),
        ("\u221220", -2000),
        ("£-20", -2000),
        ("-£20", -2000),
        ("20-", -2000),
        ("20 CR", -2000),
        ("20.00cr", -2000),
        ("12.299999999", 1230),
        ("12.300000001", 1230),
        ("20.0000000", 2000),
    ],
)
def test_an_amount_comes_to_its_pence(text: str, pence: int) -> None:
    assert read(text) == Money(pence)


@pytest.mark.parametrize("text", ["", "-", "–", "£ -", "nil", "Nil", "n/a", "N/A", "none"])
def test_no_amount_is_not_nought(text: str) -> None:
    assert read(text) is None
    assert not is_amount(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1.234,50", "more than one way"),
        ("12,50", "more than one way"),
        ("1,23", "more than one way"),
        ("12 34", "more than one way"),
        ("(-20)", "more than one way"),
        ("(20", "more than one way"),
        ("£20.005", "more than two numbers after the point"),
        ("12.29999", "more than two numbers after the point"),
        ("1.234", "more than two numbers after the point"),
        ("1e3", "is no amount"),
        ("20 DR", "is no amount"),
        ("$20", "is no amount"),
        ("20%", "is no amount"),
        ("tbc", "is no amount"),
        ("Y", "is no amount"),
        ("٣", "is no amount"),
        ("10000000.01", "too large"),
        ("9" * 30, "too many numbers"),
    ],
)
def test_what_is_unclear_or_no_amount_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(Invalid, match=why):
        read(text)


@given(pence=st.integers(-1_000_000_000, 1_000_000_000), way=st.integers(0, 6))
def test_every_amount_is_read_back_however_it_is_written(pence: int, way: int) -> None:
    pounds = f"{abs(pence) // 100}.{abs(pence) % 100:02d}"
    grouped = f"{abs(pence) // 100:,}.{abs(pence) % 100:02d}"
    minus = "-" if pence < 0 else ""
    written = [
        f"{minus}{pounds}",
        f"{minus}£{grouped}",
        f"£{minus}{grouped}",
        f"{pounds}{minus}",
        f"({grouped})" if pence < 0 else grouped,
        minus + grouped.replace(",", " "),
        f"{pounds} CR" if pence < 0 else f"{pounds} GBP",
    ][way]
    assert read(written) == Money(pence)


@given(text=st.text(max_size=20))
def test_any_text_is_an_amount_none_or_refused_in_a_sentence(text: str) -> None:
    found: Money | str | None
    try:
        found = read(text)
    except Invalid as error:
        found = error.message
    assert found is None or isinstance(found, Money) or found.endswith(".")

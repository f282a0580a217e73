"""Names in any script become what a bank can carry, and no letter of A to Z is lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.exports.letters import fitted, written

CARRIED = set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ./&-")


@pytest.mark.parametrize(
    ("name", "bank"),
    [
        ("Łukasz Wójcik", "LUKASZ WOJCIK"),
        ("Søren Ødegård", "SOREN ODEGARD"),
        ("Đorđe Straße", "DORDE STRASSE"),
        ("Þór Æsir", "THOR AESIR"),
        ("I\u015f\u0131l Ça\u011fr\u0131", "ISIL CAGRI"),
        ("Siân O'Neil", "SIAN ONEIL"),
        ("D\u2019Arcy (Joint)", "DARCY JOINT"),
        ("Smith & Sons, Ltd.", "SMITH & SONS LTD."),
        ("Anne\u2013Marie", "ANNE-MARIE"),
        ("=cmd|'/C calc'!A0", "CMD /C CALC A0"),
        ("-Ann", "ANN"),
        ("ﬁnn\u200d\u202e", "FINN"),
        ("A\r\nB\tC\0D", "A B C D"),
        ("李小龙", ""),
        ("+", ""),
    ],
)
def test_a_name_is_written_in_the_letters_of_banks(name: str, bank: str) -> None:
    assert written(name) == bank


@given(st.text())
def test_whatever_is_written_holds_nothing_a_bank_does_not_carry(text: str) -> None:
    bank = written(text)
    assert set(bank) <= CARRIED
    assert bank == bank.strip()
    assert not bank or bank[0].isalnum()
    assert written(bank) == bank


@given(st.text(), st.integers(1, 40))
def test_what_is_fitted_is_never_wider_and_begins_what_was_written(text: str, width: int) -> None:
    assert len(fitted(text, width)) <= width
    assert written(text).startswith(fitted(text, width))
    assert bool(fitted(text, width)) == bool(written(text))


def test_a_long_name_ends_at_the_end_of_a_word_where_there_is_one_late_enough() -> None:
    assert fitted("Anastasia Wolstenholme", 18) == "ANASTASIA WOLSTENH"
    assert fitted("Maria Wolstenhol me", 18) == "MARIA WOLSTENHOL"
    assert fitted("Jo Wolstenholme-Featherstone", 18) == "JO WOLSTENHOLME-FE"

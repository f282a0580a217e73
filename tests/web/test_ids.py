"""Ids in addresses: a random number as thirteen letters, and nothing else is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.web import ids


@given(st.integers(min_value=0, max_value=2**62))
def test_an_id_comes_back_from_its_address(number: int) -> None:
    assert ids.decode(ids.encode(number)) == number


@pytest.mark.parametrize("text", ["", "abc", "z" * 13, "i" * 13, "0" * 14, "../../../etc/"])
def test_what_was_never_given_out_is_no_id(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the converter turns any into a 404
        ids.decode(text)

"""The key that a form brings back is what somebody sent, not only what we gave out."""

import pytest

from tracker.web.once import new_key, readable


def test_a_key_that_we_gave_out_is_read_as_it_is() -> None:
    key = new_key()
    assert readable(key) == key


@pytest.mark.parametrize("sent", [None, "", "a\0b", "a\x1bb"])
def test_what_cannot_be_kept_is_no_key(sent: str | None) -> None:
    assert readable(sent) is None


def test_a_key_that_is_too_long_is_cut_to_what_is_kept() -> None:
    assert readable("k" * 5000) == "k" * 64

"""Numbers and words as every template prints them."""

import pytest

from tracker.web.filters import percent_of


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(0, 3, "0%"), (1, 3, "33%"), (2, 3, "67%"), (1, 8, "13%"), (3, 3, "100%")]
)
def test_a_share_is_whole_percent_with_a_half_rounded_up(part: int, whole: int, shown: str) -> None:
    assert percent_of(part, whole) == shown

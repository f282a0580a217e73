"""What people are told of a great many cases stays word for word as it was read and kept."""

from typing import Any

import pytest

from tests.rules import said

KEPT = said.kept()
CASES = dict(said.cases())


@pytest.mark.parametrize("name", CASES)
def test_what_is_said_of_a_case_is_what_was_read_and_kept(name: str) -> None:
    document: dict[str, Any] = CASES[name]
    assert said.said_of(document) == KEPT[name]


def test_nothing_is_kept_of_a_case_that_is_no_more() -> None:
    assert list(KEPT) == list(CASES)

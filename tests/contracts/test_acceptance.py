"""The page of what finance can hold us to names tests that exist, each in the file that it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "acceptance-finance.md"


def named() -> list[tuple[str, str]]:
    """Each file of tests that the page names, with the tests named after it in the same row."""
    found = []
    for row in PAGE.read_text(encoding="utf-8").splitlines():
        file = ""
        for word in re.findall(r"`([\w/]+\.py)`|\b(test_\w+)\b(?!\.py)", row):
            file = word[0] or file
            if word[1]:
                found.append((file, word[1]))
    return found


@pytest.mark.parametrize("file", sorted({file for file, _ in named()}))
def test_every_test_that_the_page_names_stands_in_its_file(file: str) -> None:
    assert file
    text = (ROOT / file).read_text(encoding="utf-8")
    tests = {test for place, test in named() if place == file}
    assert sorted(test for test in tests if f"def {test}(" not in text) == []


def test_every_row_of_the_page_names_a_test_or_says_that_there_is_none() -> None:
    rows = [row for row in PAGE.read_text(encoding="utf-8").splitlines() if row.startswith("| ")]
    rows = [row for row in rows if not row.startswith("| What must hold")]
    assert len(rows) > 50
    assert [row for row in rows if "test_" not in row and "Not in the suite" not in row] == []

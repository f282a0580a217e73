"""What each rule covers is said in one place, from which the page, the documentation and the tests read."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from tracker import rules
from tracker.rules.rule_file import RulebookError, read_rule
from tracker.rules.rulebook import Example

BOOK = rules.load()
DOCUMENT = Path(__file__).parents[2] / "docs" / "what-the-rules-cover.md"
NEVER = re.compile(r"\b(safe|allowed|compliant|will not affect)\b", re.IGNORECASE)


@pytest.mark.parametrize("benefit", sorted(BOOK.rules))
def test_every_rule_says_what_the_law_asks_and_gives_no_advice(benefit: str) -> None:
    criteria = rules.coverage(BOOK.rules[benefit]).criteria
    assert criteria
    for criterion in criteria:
        assert not NEVER.search(f"{criterion.text} {criterion.note}"), criterion
        assert criterion.text.endswith("."), criterion
        assert len(criterion.text.split()) <= 40, criterion


@pytest.mark.parametrize("benefit", sorted(one.id for one in BOOK.rules.values() if one.series))
def test_every_rule_with_a_figure_tests_something_and_has_cases_at_its_boundary(benefit: str) -> None:
    covered = rules.coverage(BOOK.rules[benefit])
    assert any(criterion.tested == "yes" for criterion in covered.criteria)
    assert len(covered.scenarios) >= 2


def test_the_documentation_is_what_the_files_say() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == rules.as_markdown(BOOK), (
        "Run: tracker rules coverage > docs/what-the-rules-cover.md"
    )


@pytest.mark.parametrize(
    ("criteria", "sentence"),
    [
        ("", "say at least one thing"),
        ('criteria = [{ text = "Work.", tested = "part" }]', "say which part"),
        ('criteria = [{ text = "Work.", tested = "maybe" }]', "tested"),
    ],
)
def test_a_file_that_does_not_say_what_it_covers_is_refused(
    tmp_path: Path, criteria: str, sentence: str
) -> None:
    from tracker.rules.loader import BUILT_IN, SHARED, read_bytes, read_shared
    from tracker.rules.overlay import no_overlay

    text = (BUILT_IN / "pip.toml").read_text(encoding="utf-8")
    text = re.sub(r"criteria = \[\n.*?\n\]\n", f"{criteria}\n", text, flags=re.DOTALL)
    shared = read_shared(BUILT_IN / SHARED, read_bytes(BUILT_IN / SHARED))
    with pytest.raises(RulebookError, match=sentence):
        read_rule(tmp_path / "pip.toml", text.encode(), shared, no_overlay())


@pytest.mark.parametrize(
    ("unit", "value", "shown"),
    [
        ("pounds", "1234.50", "£1,234.50"),
        ("minutes", "959", "15 hours 59 minutes"),
        ("minutes", "60", "1 hour"),
        ("days", "1", "1 day"),
        ("days", "10", "10 days"),
        ("rate", "0.55", "0.55 of each pound"),
    ],
)
def test_a_figure_is_shown_as_people_write_it(unit: str, value: str, shown: str) -> None:
    assert rules.shown_value(unit, value) == shown


def test_a_statement_has_no_empty_part_and_says_what_a_case_counts() -> None:
    rule = BOOK.rules["pip"]
    bare = replace(rule, cannot_test=(), examples=())
    counting = replace(rule, examples=(Example("two weeks", {}, {"findings": 2, "counted": "5.00"}),))
    plain = rules.as_markdown(replace(BOOK, rules={"pip": bare}))
    assert "What we cannot see" not in plain
    assert "Cases at the boundaries" not in plain
    assert "1. two weeks: findings 2, counted 5.00" in rules.as_markdown(
        replace(BOOK, rules={"pip": counting})
    )

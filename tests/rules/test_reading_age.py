"""What a finding says is written for a reading age of about ten: measured by the Flesch-Kincaid grade.

A grade is the school year: an age of ten is grade 5. Values in a sentence are read as short words, and
a colon or a semicolon ends a thought as a full stop does.
"""

import re
from statistics import mean

import pytest

from tests.rules.build import BOOK

_SHOWN = {"money": "£75", "date": "3 May 2026", "hours": "2 hours", "list": "it"}
_SENTENCE = re.compile(r"[.!?:;](?:\s|$)")
_WORD = re.compile(r"[A-Za-z0-9£'.,]+")


def said() -> dict[str, str]:
    """Every sentence and action of every rule, once, with the rule that says it."""
    found: dict[str, str] = {}
    for rule in BOOK.rules.values():
        for template in (*rule.wording.values(), *(action.template for action in rule.actions)):
            found.setdefault(template, rule.id)
    return found


def grade(template: str) -> float:
    text = template.replace("{benefit}", "the benefit")
    text = re.sub(r"\{[^}:]*:?([^}]*)\}", lambda shown: _SHOWN.get(shown[1], "five"), text)
    thoughts = [one for one in _SENTENCE.split(text) if one.strip()]
    words = _WORD.findall(text)
    return 0.39 * len(words) / len(thoughts) + 11.8 * mean(syllables(word) for word in words) - 15.59


def syllables(word: str) -> int:
    spoken = re.sub(r"(?<=[^aeiouy])e$|es$|ed$", "", word.lower())
    return max(1, len(re.findall(r"[aeiouy]+", spoken)))


def test_what_findings_say_can_be_read_at_ten() -> None:
    assert mean(grade(template) for template in said()) < 5.5


@pytest.mark.parametrize("template", [one for one in said() if "advice:" not in one])
def test_no_sentence_is_for_grown_readers_alone(template: str) -> None:
    assert grade(template) < 12.5


def test_the_measure_tells_plain_words_from_an_officials() -> None:
    assert grade("The cat sat on the mat. It was a big cat.") < 2
    assert grade("Notwithstanding subsequent determinations, entitlement terminates retrospectively.") > 20

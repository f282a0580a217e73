"""Every rule file shows itself at work, and says nothing that it must not."""

import json
import re
from datetime import date

import pytest

from tests.rules.build import BOOK
from tracker import rules
from tracker.money import Money
from tracker.rules import wording
from tracker.rules.examples import run_example
from tracker.rules.rulebook import BenefitRule, Example

EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.id}: {example.name}")
    for rule in BOOK.rules.values()
    for example in rule.examples
]
RULES = [pytest.param(rule, id=rule.id) for rule in BOOK.rules.values()]
NEVER_SAID = ("safe", "allowed", "will not affect your benefits", "compliant", "usual suspects", "over-used")
NEVER_ADVISED = ("accept", "decline", "delay", "split", "should")


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_a_worked_example_comes_out_as_its_file_says(rule: BenefitRule, example: Example) -> None:
    assert run_example(BOOK, rule, example) is None


def test_the_built_in_rulebook_has_no_problems() -> None:
    assert rules.rulebook_problems() == []


@pytest.mark.parametrize("rule", RULES)
def test_no_sentence_says_what_must_never_be_said(rule: BenefitRule) -> None:
    sentences = [*rule.wording.values(), *(action.template for action in rule.actions), *rule.cannot_test]
    for said in sentences:
        for words in NEVER_SAID:
            assert not re.search(rf"\b{words}\b", said, re.IGNORECASE), said


@pytest.mark.parametrize("rule", RULES)
def test_no_action_tells_a_person_what_to_do_about_a_payment(rule: BenefitRule) -> None:
    for action in rule.actions:
        for word in NEVER_ADVISED:
            assert not re.search(rf"\b{word}", action.template, re.IGNORECASE), action.template


@pytest.mark.parametrize("rule", RULES)
def test_every_figure_says_where_it_stands_and_when_it_was_checked(rule: BenefitRule) -> None:
    for series in rule.series.values():
        for value in series.dated:
            assert value.source_link.startswith("https://")
            assert value.verified_on >= value.start.replace(year=2014)
            assert value.confidence in {"verified", "derived", "memory"}


def test_every_outcome_that_wants_attention_names_free_advice() -> None:
    for rule in BOOK.rules.values():
        if rule.kind in {"taper", "weekly-limit", "permission-to-work"}:
            said = [
                action.sentence for action in rule.actions_when(attention=True, payroll=True, counted=True)
            ]
            assert any("Free, independent advice" in sentence for sentence in said), rule.id


def test_a_reason_stored_as_json_reads_the_same_for_ever() -> None:
    reason = BOOK.rules["universal-credit"].reason("told_on", told_on="2026-11-02")
    again = rules.Reason.from_record(reason.record())
    assert again.sentence == reason.sentence == "This rests on what we were told on 2 November 2026."


def test_a_stored_reason_keeps_money_dates_and_lists() -> None:
    rule = BOOK.rules["carers-allowance"]
    values = {"facts": ["care costs", "pension"], "counted": Money(12345), "start": date(2026, 11, 2)}
    reason = rule.reason("depends", end=date(2026, 11, 8), **values)
    record = json.loads(json.dumps(reason.record()))
    assert rules.Reason.from_record(record).sentence == reason.sentence
    assert "£123.45 counted from 2 November 2026 to 8 November 2026" in reason.sentence
    assert reason.sentence.endswith("turns on care costs and pension.")


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(959, "15 hours 59 minutes"), (60, "1 hour"), (1, "1 minute"), (0, "0 hours"), (1200, "20 hours")],
)
def test_minutes_are_said_as_people_say_them(minutes: int, words: str) -> None:
    assert wording.hours(minutes) == words

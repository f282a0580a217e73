"""What each rule covers, for its reader: what the law asks, what we test of it, what we cannot see.

One statement a benefit, made from its file alone: the screen, the documentation and the tests read the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tracker.rules.rulebook import BenefitRule, Criterion, Rulebook, Series

TESTED_WORDS = {"yes": "Yes", "part": "In part", "no": "No"}
# How sure a figure is, said to whoever reads it; nothing is said of one that was read in its source.
CONFIDENCE_WORDS = {
    "verified": "",
    "derived": "worked out from verified figures",
    "memory": "not verified yet",
}
_OUTCOMES = {
    "no_test": "no test",
    "cannot_tell": "we cannot tell",
    "not_checked": "not checked",
}


@dataclass(frozen=True)
class Scenario:
    """A numbered case at a boundary of the rule, and what comes out; every one is worked by the tests."""

    number: int
    name: str
    outcome: str


@dataclass(frozen=True)
class Coverage:
    """The statement of one benefit."""

    rule: BenefitRule
    criteria: tuple[Criterion, ...]
    cannot_test: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    figures: tuple[Series, ...]


def coverage(rule: BenefitRule) -> Coverage:
    """What one rule covers."""
    scenarios = tuple(
        Scenario(number, example.name, _outcome(example.expect))
        for number, example in enumerate(rule.examples, start=1)
    )
    return Coverage(rule, rule.criteria, rule.cannot_test, scenarios, tuple(rule.series.values()))


def shown_value(unit: str, value: str) -> str:
    """A figure as people write it: £204.00, 16 hours, 3 days, 0.55 of each pound."""
    if unit == "pounds":
        return f"£{Decimal(value):,.2f}"
    if unit == "minutes":
        hours, minutes = divmod(int(value), 60)
        return " ".join(
            f"{number} {word}{'' if number == 1 else 's'}"
            for number, word in ((hours, "hour"), (minutes, "minute"))
            if number
        )
    if unit == "days":
        return f"{value} day{'' if value == '1' else 's'}"
    return f"{value} of each pound"


def as_markdown(rulebook: Rulebook) -> str:
    """The statements of all benefits as one page of documentation."""
    lines = [
        "# What the rules cover",
        "",
        "Written by `tracker rules coverage` from the rule files; do not edit it by hand. It is information,",
        "not advice, and says nothing about any person.",
    ]
    for rule in rulebook.rules.values():
        lines += ["", *_of_one(coverage(rule))]
    return "\n".join(lines) + "\n"


def _of_one(one: Coverage) -> Iterator[str]:
    rule = one.rule
    yield f"## {rule.name}"
    yield ""
    yield f"Held against the law on {rule.verified_on}; to be looked at again by {rule.review_by}."
    yield ""
    yield "| What the law asks | Do we test it? |"
    yield "|---|---|"
    for criterion in one.criteria:
        note = f". {criterion.note}" if criterion.note else ""
        yield f"| {criterion.text} | {TESTED_WORDS[criterion.tested]}{note} |"
    if one.cannot_test:
        yield from ("", "What we cannot see:", "")
        yield from (f"- {sentence}" for sentence in one.cannot_test)
    if one.scenarios:
        yield from ("", "Cases at the boundaries, each worked by the tests:", "")
        yield from (f"{case.number}. {case.name}: {case.outcome}" for case in one.scenarios)


def _outcome(expect: Mapping[str, Any]) -> str:
    """What a case comes out as; one that only says what is missing or how much counts tells that."""
    said = expect.get("outcome") or expect.get("overall")
    if said is not None:
        return _OUTCOMES.get(str(said), str(said))
    return ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in expect.items())

"""Thresholds past which something other than the award changes: said where they are reached, never judged.

Universal Credit Regulations 2013 reg 41 (a first assessment of what work somebody is able to do), reg 82
(the benefit cap), reg 99 (what somebody must do to look for work), reg 54A (surplus earnings).
"""

from __future__ import annotations

from functools import cache

from tracker.money import Money
from tracker.rules.kinds.base import Question
from tracker.rules.kinds.verdict import Verdict
from tracker.rules.outcome import Finding, Reason
from tracker.rules.rulebook import BenefitRule, DatedValue, Series

PREFIX = "threshold."
# Reached by as much as the figure, or only by more than it.
REACHED_AT, PASSED = "reached-at", "passed"
UNKNOWN = "thresholds_unknown"
# How a figure's name ends that is for one household alone, and whether the person is one of a couple there.
_HOUSEHOLDS = {"-single": False, "-couple": True}


def is_one(name: str) -> bool:
    """Whether a figure of a file is a threshold."""
    return name.startswith(PREFIX)


def problems(rule: BenefitRule) -> list[str]:
    """What is wrong with a file's thresholds, each a sentence naming the key and the fix."""
    named = [name for name in rule.series if is_one(name)]
    sentences = [_key(name) for name in named] + ([UNKNOWN] if named else [])
    wrong = [
        f'values."{name}": a threshold is in pounds, {REACHED_AT} or {PASSED}, rounding none.'
        for name in named
        if not _right(rule.series[name])
    ]
    absent = [key for key in sentences if key not in rule.wording]
    return [*wrong, *(f"wording.{key}: a threshold needs it; add it." for key in absent)]


def said(question: Question, verdict: Verdict, finding: Finding) -> Finding:
    """The finding, with the thresholds that the period's earnings reach, and that others are not known."""
    if verdict.counted is None or not verdict.bucket.high or not question.rule.said_only:
        return finding
    untold = question.earnings_untold and finding.outcome.wants_attention
    names = _of_household(question.rule.said_only, couple=question.case.facts.couple is True)
    values = question.rule.values(names, verdict.bucket.start)
    lowest = question.rule.lowest(names, verdict.bucket.start)
    if not untold and (lowest is None or verdict.counted < lowest):
        return finding
    held = [(name, value) for name, value in zip(names, values, strict=True) if value is not None]
    reached = [(name, value) for name, value in held if _reaches(question.rule.series[name], verdict, value)]
    reasons = [
        question.rule.reason(_key(name), counted=Money(verdict.counted), threshold=Money(value.number))
        for name, value in reached
    ]
    if untold and len(reached) < len(held):
        reasons.append(_not_known(question, [name for name, value in held if (name, value) not in reached]))
    if not reasons:
        return finding
    parameters = (value.parameter for _, value in reached)
    return finding._replace(
        reasons=(*finding.reasons, *reasons), parameters=(*finding.parameters, *parameters)
    )


def _not_known(question: Question, names: list[str]) -> Reason:
    labels = [question.rule.series[name].label for name in names]
    labels = [label[:1].lower() + label[1:] for label in labels]
    return question.rule.reason(UNKNOWN, thresholds=labels)


@cache
def _of_household(names: tuple[str, ...], *, couple: bool) -> tuple[str, ...]:
    """The figures for everybody, and those for people alone or for couples."""
    other = next(end for end, together in _HOUSEHOLDS.items() if together is not couple)
    return tuple(name for name in names if not name.endswith(other))


def _reaches(series: Series, verdict: Verdict, value: DatedValue) -> bool:
    """Whether earnings are as high; what is to be passed is so by what is past the allowance."""
    counted = verdict.counted or 0
    if series.comparison == PASSED:
        return counted - (verdict.limit or 0) > value.number
    return counted >= value.number


def _right(series: Series) -> bool:
    return (series.unit, series.rounding) == ("pounds", "none") and series.comparison in (REACHED_AT, PASSED)


def _key(name: str) -> str:
    return name.replace(".", "_").replace("-", "_")

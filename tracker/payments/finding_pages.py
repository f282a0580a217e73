"""The findings of a check as a page shows them: what each looked at, what it lacks, what it rests on.

Made of what is kept with the check. Only the words beside a figure, and how sure it is, are those of the
rules in force, as their own page has them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.payments import checks, finding_words
from tracker.payments.facts import Fact
from tracker.payments.law import CONFIDENCE_WORDS, Series, shown_value
from tracker.people.benefits import BENEFIT_NAMES

_OF_PAYMENT = re.compile(r"payments\[(\d+)\]\.(\w+)")


@dataclass(frozen=True)
class Figure:
    """A figure of law behind a finding; `mark` says where it is less than read in its source."""

    label: str
    shown: str
    start: str
    source_title: str
    source_link: str
    mark: str


@dataclass(frozen=True)
class Shown:
    """One finding with what a page says of it: `kept` is the finding itself, dates in it are ISO texts."""

    heading: str
    kept: Mapping[str, Any]
    payments: Sequence[Fact]
    unknown: Sequence[str]
    figures: Sequence[Figure]


def shown(assessment: Mapping[str, Any], facts: Mapping[str, Any]) -> list[Shown]:
    """Every finding of an assessment as it is kept, with the facts that it was made from.

    A check that was kept before the payments of each finding were shows none of them here.
    """
    payments = facts["payments"]
    return [
        Shown(
            heading=finding_words.heading(kept),
            kept=kept,
            payments=[one for one in payments if one["id"] in kept.get("payments", ())],
            unknown=list(dict.fromkeys(_unknown(field, payments) for field in kept["missing"])),
            figures=[_figure(parameter) for parameter in kept["parameters"]],
        )
        for kept in assessment["findings"]
    ]


def _unknown(field: str, payments: Sequence[Fact]) -> str:
    """A missing fact as people call it: of a payment, with its sum and day; of the law, with its label."""
    book = checks.rulebook()
    if of_payment := _OF_PAYMENT.fullmatch(field):
        words = book.words_for((of_payment[2],))[0]
        return f"{words}, for {payments[int(of_payment[1])]['id']}"
    if series := _series(field):
        return f"the figure for that time: {series.label}"
    benefit = field.removesuffix(" rules")
    if benefit != field and benefit in BENEFIT_NAMES:
        return f"the rules of {BENEFIT_NAMES[benefit]} for that time"
    return book.words_for((field,))[0]


def _figure(parameter: Mapping[str, Any]) -> Figure:
    series = _series(parameter["id"])
    dated = [
        one
        for one in (series.dated if series else ())
        if (one.parameter.start, one.parameter.value) == (parameter["from"], parameter["value"])
    ]
    mark = CONFIDENCE_WORDS[dated[0].confidence] if dated else "no longer among those we hold"
    return Figure(
        label=series.label if series else "A figure of law",
        shown=shown_value(series.unit, parameter["value"]) if series else parameter["value"],
        start=parameter["from"],
        source_title=dated[0].source_title if dated else "Where it was published",
        source_link=parameter["source"],
        mark=mark,
    )


def _series(figure_id: str) -> Series | None:
    """The figure of this id in the rules in force."""
    rule_id, _, name = figure_id.partition(".")
    rule = checks.rulebook().rules.get(rule_id)
    return rule.series.get(name) if rule else None

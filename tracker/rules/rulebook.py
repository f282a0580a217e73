"""The law as data: dated values, one rule a benefit, and the book that holds them all.

A value on a day is the latest one dated not after it. Before the first, or after the file's
`valid_through`, there is none: nothing is ever extrapolated.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from tracker.rules.outcome import Parameter, Reason
from tracker.rules.overlay import Overlay, no_overlay

_OCCASIONS = ("attention", "payroll", "counted")


@dataclass(frozen=True)
class DatedValue:
    """One value of the law from `start` on.

    `number` is pence, minutes or a count; of a rate, see `numerator` and `denominator`.
    """

    start: date
    value: Decimal
    number: int
    source_title: str
    source_link: str
    verified_on: date
    confidence: str
    parameter: Parameter

    @cached_property
    def ratio(self) -> tuple[int, int]:
        """The value as an exact fraction: numerator, denominator."""
        return self.value.as_integer_ratio()


@dataclass(frozen=True)
class Series:
    """All dated values of one figure, oldest first."""

    id: str
    label: str
    unit: str
    comparison: str
    rounding: str
    law: str
    valid_through: date
    dated: tuple[DatedValue, ...]

    @property
    def said_only(self) -> bool:
        """Whether the figure is said where it is reached and judges nothing, so that no next one is due."""
        return self.comparison in ("reached-at", "passed")

    @cached_property
    def starts(self) -> list[date]:
        """The first day of each value."""
        return [value.start for value in self.dated]

    def on(self, day: date) -> DatedValue | None:
        """The value in force on `day`, or None where we hold none."""
        try:
            return self._found[day]
        except KeyError:
            place = 0 if day > self.valid_through else bisect_right(self.starts, day)
            return self._found.setdefault(day, self.dated[place - 1] if place else None)

    @cached_property
    def _found(self) -> dict[date, DatedValue | None]:
        """What was looked up before: a pay run asks for the same few days a great many times."""
        return {}


@dataclass(frozen=True)
class Action:
    """Something worth knowing after a finding: whom to tell, where advice is, what we can write."""

    key: str
    template: str
    when: str


@dataclass(frozen=True)
class Criterion:
    """One thing the law asks, and whether we test it: `yes`, `part` (then `note` says which part) or `no`."""

    text: str
    tested: str
    note: str


@dataclass(frozen=True)
class Example:
    """A worked example of a rule file: facts in JSON form, and what must come out."""

    name: str
    facts: Mapping[str, Any]
    expect: Mapping[str, Any]


@dataclass(frozen=True)
class BenefitRule:
    """Everything one file says about one benefit."""

    id: str
    name: str
    kind: str
    file: str
    nations: tuple[str, ...]
    review_by: date
    # The first day that can be judged where no dated figure says it: only rules without figures ask.
    valid_from: date
    valid_through: date
    ended_on: Mapping[str, date]
    # The last day in a nation that has another benefit in its place since.
    nations_until: Mapping[str, date]
    series: Mapping[str, Series]
    settings: Mapping[str, Any]
    wording: Mapping[str, str]
    actions: tuple[Action, ...]
    criteria: tuple[Criterion, ...]
    cannot_test: tuple[str, ...]
    examples: tuple[Example, ...]
    verified_on: date
    warn_share_percent: int
    # Whether its office has to be told of work before it begins.
    told_first: bool = False
    # Whether a file of the instance extends it past what the rulebook holds.
    entered_here: bool = False

    def value(self, name: str, day: date) -> DatedValue | None:
        """The value of one figure on a day."""
        return self.series[name].on(day)

    def values(self, names: tuple[str, ...], day: date) -> tuple[DatedValue | None, ...]:
        """The values of several figures on a day, found once for all who ask; the name "" has none."""
        known = self._values.get((names, day))
        if known is None:
            known = tuple(self.series[name].on(day) if name else None for name in names)
            self._values[names, day] = known
        return known

    def parameters(self, names: tuple[str, ...], day: date) -> tuple[Parameter, ...]:
        """What a finding says that it rests on: the same figures, without those that we hold none of."""
        known = self._parameters.get((names, day))
        if known is None:
            held = self.values(names, day)
            known = tuple(value.parameter for value in held if value is not None)
            self._parameters[names, day] = known
        return known

    @cached_property
    def said_only(self) -> tuple[str, ...]:
        """The names of the figures that are said where they are reached and judge nothing."""
        return tuple(name for name, series in self.series.items() if series.said_only)

    def lowest(self, names: tuple[str, ...], day: date) -> int | None:
        """The lowest of several figures on a day, of those that we hold."""
        try:
            return self._lowest[names, day]
        except KeyError:
            held = (value.number for value in self.values(names, day) if value is not None)
            return self._lowest.setdefault((names, day), min(held, default=None))

    @cached_property
    def _lowest(self) -> dict[tuple[tuple[str, ...], date], int | None]:
        return {}

    @cached_property
    def _parameters(self) -> dict[tuple[tuple[str, ...], date], tuple[Parameter, ...]]:
        return {}

    @cached_property
    def _values(self) -> dict[tuple[tuple[str, ...], date], tuple[DatedValue | None, ...]]:
        return {}

    def reason(self, key: str, /, **values: Any) -> Reason:
        """A sentence of this benefit's; its name and the date its figures were checked come with it."""
        return Reason(key, self.wording[key], {"benefit": self.name, "checked": self.verified_on, **values})

    def actions_when(self, *, attention: bool, payroll: bool, counted: bool) -> tuple[Reason, ...]:
        """The actions for always, and those for the occasions that there are.

        Made once for each set of occasions: a pay run asks for them a great many times.
        """
        occasions = (attention, payroll, counted)
        known = self._actions.get(occasions)
        if known is None:
            there = {
                "always",
                *(name for name, is_there in zip(_OCCASIONS, occasions, strict=True) if is_there),
            }
            about = {"benefit": self.name}
            known = self._actions[occasions] = tuple(
                Reason(action.key, action.template, about) for action in self.actions if action.when in there
            )
        return known

    @cached_property
    def _actions(self) -> dict[tuple[bool, ...], tuple[Reason, ...]]:
        return {}

    @property
    def ended_everywhere(self) -> bool:
        """Whether the law has closed the benefit in every nation that had it: no figure is to come."""
        return bool(self.ended_on) and set(self.nations) <= set(self.ended_on)

    def ended(self, nation: str | None) -> date | None:
        """The last day of a benefit that the law has closed; the earliest one where the nation is unknown."""
        if not self.ended_on:
            return None
        return self.ended_on.get(nation or "", min(self.ended_on.values()))

    @property
    def ended_at_last(self) -> date | None:
        """The day on which it had ended in every nation that it has an end in."""
        return max(self.ended_on.values(), default=None)


@dataclass(frozen=True)
class Rulebook:
    """All rules in force, with the version they call themselves and the digest of their files.

    `own` is what the organisation itself keeps to beside the law.
    """

    version: str
    fingerprint: str
    rules: Mapping[str, BenefitRule]
    wording: Mapping[str, str]
    fact_words: Mapping[str, str]
    own: Overlay = field(default_factory=no_overlay)

    @cached_property
    def told_first(self) -> frozenset[str]:
        """The benefits whose offices have to be told of work before it begins."""
        return frozenset(rule.id for rule in self.rules.values() if rule.told_first)

    def words_for(self, fields: tuple[str, ...]) -> list[str]:
        """Missing facts as people call them, in the order given and each once."""
        words = (self.fact_words.get(field.rsplit(".", 1)[-1], field) for field in fields)
        return list(dict.fromkeys(words))

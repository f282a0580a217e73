"""What every kind of rule shares: the case being checked, the question asked, what a kind must offer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import ClassVar

from tracker.money import ZERO
from tracker.periods import Period
from tracker.rules import codes
from tracker.rules.counting import Counted, count
from tracker.rules.facts import Claim, Facts
from tracker.rules.outcome import Finding, Outcome, Parameter, Reason
from tracker.rules.rulebook import BenefitRule, Rulebook

# State Pension age moves from 66 to 67 between 2026 and 2028, so that between them we do not know.
SURELY_WORKING_AGE, SURELY_PENSION_AGE = 66, 67
LONGEST_COVER = timedelta(days=366)


class Case:
    """One person's facts made ready once, whatever the number of benefits that look at them."""

    __slots__ = ("_span", "counted", "facts", "rulebook")

    def __init__(self, facts: Facts, rulebook: Rulebook) -> None:
        self.facts = facts
        self.rulebook = rulebook
        self.counted = [count(payment, index) for index, payment in enumerate(facts.payments)]
        self._span: tuple[date, date] | None = None

    def completed(self, claim: Claim) -> Claim:
        """A claim with what the person told for another benefit of the work they have beside ours.

        Their own earnings are the same whichever benefit asks; told for a couple together they are not.
        """
        if len(self.facts.benefits) == 1:
            return claim
        told = self._told_elsewhere(claim)
        if claim.other_earnings is None and told.other_earnings is not None:
            earned, per = told.other_earnings, told.other_earnings_per
            claim = replace(claim, other_earnings=earned, other_earnings_per=per)
        if claim.other_minutes_per_week is None and told.other_minutes_per_week is not None:
            claim = replace(claim, other_minutes_per_week=told.other_minutes_per_week)
        return claim

    def _told_elsewhere(self, claim: Claim) -> Claim:
        """The most that was told of their own work for any of the other benefits."""
        others = [one for one in self.facts.benefits if one is not claim and self._beside(one)]
        alone = self.facts.couple is False
        earning = [one for one in others if alone or one.benefit in codes.OWN_EARNINGS]
        most = max(earning, key=_a_year, default=claim)
        minutes = [told for one in others if (told := one.other_minutes_per_week) is not None]
        return replace(most, other_minutes_per_week=max(minutes, default=None))

    def _beside(self, claim: Claim) -> bool:
        """Whether a benefit can run in the days looked at: what was earned beside it is of its own time."""
        first, last = self.span
        begun = claim.starts is None or claim.starts <= max(first, last)
        return begun and (claim.until is None or claim.until >= min(first, last))

    @property
    def span(self) -> tuple[date, date]:
        """The first and the last day paid or worked of what is in question: of all, where nothing is."""
        if self._span is None:
            asked = [item.payment for item in self.counted if item.proposed] or self.facts.payments
            days = [day for one in asked for day in (one.due_on, one.received_on) if day]
            days += [work.on for one in asked for work in one.worked or ()]
            self._span = (min(days, default=date.max), max(days, default=date.min))
        return self._span


def _a_year(claim: Claim) -> int:
    """Other earnings in pence a year, as by the week where nobody said how often; -1 where not told."""
    if claim.other_earnings is None:
        return -1
    return claim.other_earnings.pence * codes.TIMES_A_YEAR.get(claim.other_earnings_per or "week", 1)


class Question:
    """One rule held against one person's claim to its benefit.

    `ended` is the last day on which the benefit can have been in payment, where it has ended, and
    `earnings_untold` whether there may be other earnings of which nobody told us.
    """

    __slots__ = ("_without_care", "case", "claim", "earnings_untold", "ended", "rule")

    def __init__(self, case: Case, rule: BenefitRule, claim: Claim) -> None:
        self.case = case
        self.rule = rule
        self.claim = case.completed(claim)
        # What we are told of the person alone says nothing of a partner whose earnings count too.
        joint = case.facts.couple is not False and claim.benefit not in codes.OWN_EARNINGS
        self.earnings_untold = claim.other_earnings is None and (joint or self.claim.other_earnings is None)
        nation = case.facts.nation or ""
        possible = (claim.until, rule.ended(case.facts.nation), rule.nations_until.get(nation))
        ends = [day for day in possible if day is not None]
        self.ended: date | None = min(ends, default=None)
        self._without_care: Claim | None = None

    @property
    def without_care(self) -> Claim:
        """The claim as if nothing were paid for care, for the benefits that take none of it off."""
        if self._without_care is None:
            self._without_care = replace(self.claim, care_costs_per_week=ZERO)
        return self._without_care

    def about(self, items: list[Counted]) -> Question:
        """The same question about some of the payments alone."""
        question = copy(self)
        question.case = copy(self.case)
        question.case.counted = items
        return question

    def has_beside(self, listed: Collection[str], day: date) -> bool:
        """Whether a benefit of these is named beside this one, as running on a day."""
        named = self.case.facts.benefits
        return len(named) > 1 and any(one.benefit in listed and self._runs(one, day) for one in named)

    def _runs(self, claim: Claim, day: date) -> bool:
        rule = self.case.rulebook.rules.get(claim.benefit)
        ended = rule.ended(self.case.facts.nation) if rule else None
        begun = claim.starts is None or claim.starts <= day
        return begun and all(last is None or day <= last for last in (claim.until, ended))

    def claimed_on(self, day: date) -> bool:
        """Whether the benefit can have been in payment on a day."""
        starts, ended = self.claim.starts, self.ended
        return (starts is None or day >= starts) and (ended is None or day <= ended)


@dataclass(frozen=True, order=True, slots=True)
class Window:
    """Dates whose payments and work a finding needs.

    `by` names the date to look at: "received_on", "due_on" (else received_on) or "worked".
    """

    benefit: str
    by: str
    period: Period

    @property
    def covers_from(self) -> date:
        """The earliest day on which a payment for a period can fall due and still reach these dates."""
        return self.period.start - LONGEST_COVER


class Kind(ABC):
    """A shape of rule. `settings` and `wording` name what a file of this kind must hold."""

    name: ClassVar[str]
    settings: ClassVar[frozenset[str]] = frozenset()
    wording: ClassVar[frozenset[str]] = frozenset()

    def problems(self, rule: BenefitRule) -> list[str]:
        """What is wrong with a file of this kind, each a sentence naming the key and the fix."""
        needed = [(f"settings.{name}", name in rule.settings) for name in sorted(self.settings)]
        needed += [(f"wording.{name}", name in rule.wording) for name in sorted(self.wording)]
        unknown = sorted(rule.settings.keys() - self.settings)
        return [
            *(f"{key}: a rule of kind {self.name} needs it; add it." for key, there in needed if not there),
            *(
                f"settings.{name}: a rule of kind {self.name} has no such setting; remove it."
                for name in unknown
            ),
        ]


class ClaimKind(Kind):
    """A kind whose rule is about a benefit that the person gets."""

    def problems(self, rule: BenefitRule) -> list[str]:
        """Also: what is said about a benefit must stop somewhere."""
        open_ended = rule.valid_through == date.max
        missing = ["valid_through: say until when this file can be relied on; add it."] if open_ended else []
        return [*super().problems(rule), *missing]

    @abstractmethod
    def findings(self, question: Question) -> list[Finding]:
        """What the rule says about each period that the case's payments and work touch."""

    def windows(self, question: Question, wanted: Collection[Counted]) -> list[Window]:
        """The dates that `findings` needs so as to judge the `wanted` payments; none by default."""
        del question, wanted
        return []


def finding_about(
    rule: BenefitRule,
    items: list[Counted],
    outcome: Outcome,
    *reasons: Reason,
    missing: tuple[str, ...] = (),
    parameters: tuple[Parameter, ...] = (),
) -> Finding:
    """A finding about payments to which no period applies."""
    return Finding(
        benefit=rule.id,
        outcome=outcome,
        reasons=reasons,
        missing=missing,
        actions=actions(rule, outcome, items),
        parameters=parameters,
        proposed=not items or any(counted.proposed for counted in items),
        payment_ids=ids(items),
    )


def closed_finding(question: Question, ended: date, late: list[Counted]) -> Finding:
    """The finding about payments after the benefit ended, or gave way to another where the person lives."""
    rule, nation = question.rule, question.case.facts.nation
    if nation is not None and rule.nations_until.get(nation) == ended:
        reason = rule.reason("given_way", ended=ended, nation=codes.NATION_NAMES[nation])
        return finding_about(rule, late, Outcome.CANNOT_TELL, reason, missing=("nation",))
    last = rule.ended_at_last
    if nation is None and last is not None and ended < last and _first_day(late) <= last:
        reason = rule.reason("ended_somewhere", ended=ended, last=last)
        return finding_about(rule, late, Outcome.CANNOT_TELL, reason, missing=("nation",))
    return finding_about(rule, late, Outcome.CLOSED, rule.reason("closed", ended=ended))


def _first_day(items: list[Counted]) -> date:
    """The first day on which anything about these payments happens."""
    days = [day for item in items for day in (item.payment.due_on, item.payment.received_on) if day]
    return min([*days, *(work.on for item in items for work in item.payment.worked or ())])


def undated_finding(rule: BenefitRule, undated: list[Counted], key: str = "undated") -> Finding:
    """The finding about payments of which nobody has told us when they count."""
    missing = tuple(counted.path("received_on") for counted in undated)
    reason = rule.reason(key, payments=ids(undated))
    return finding_about(rule, undated, Outcome.CANNOT_TELL, reason, missing=missing)


def ids(counted: Iterable[Counted]) -> tuple[str, ...]:
    """The ids of payments."""
    return tuple([item.payment.id for item in counted])


def actions(rule: BenefitRule, outcome: Outcome, items: list[Counted]) -> tuple[Reason, ...]:
    """What is worth knowing after a finding: whom to tell, where advice is, what we can write."""
    payroll = counted = False
    for item in items:
        if item.high:
            counted = True
        if item.payment.method == "payroll":
            payroll = True
    return rule.actions_when(attention=outcome.wants_attention, payroll=payroll, counted=counted)


def age_on(born: date, day: date) -> int:
    """Somebody's age in whole years on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def near_or_within(counted: int, limit: int, share_percent: int) -> Outcome:
    """`near` from the organisation's warning share of the limit; the caller has ruled out more than it."""
    return Outcome.NEAR if limit and counted * 100 >= limit * share_percent else Outcome.WITHIN

"""What every kind of rule shares: the case being checked, and what a kind must offer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from tracker.periods import Period
from tracker.rules.counting import Counted, count
from tracker.rules.facts import Claim, Facts
from tracker.rules.outcome import Finding, Outcome, Reason
from tracker.rules.rulebook import BenefitRule, Rulebook


class Case:
    """One person's facts made ready once, whatever the number of benefits that look at them."""

    __slots__ = ("counted", "facts", "rulebook")

    def __init__(self, facts: Facts, rulebook: Rulebook) -> None:
        self.facts = facts
        self.rulebook = rulebook
        self.counted = [count(payment, index) for index, payment in enumerate(facts.payments)]


@dataclass(frozen=True, order=True, slots=True)
class Window:
    """Dates whose payments a finding needs.

    `by` names the date to look at: "received_on"; "due_on" (else received_on); "worked"; or "covers",
    payments for a period, by due_on else received_on, that began early enough to reach these weeks.
    """

    benefit: str
    by: str
    period: Period


class Kind(ABC):
    """A shape of rule. `series` and `settings` name what a file of this kind must hold."""

    name: ClassVar[str]
    settings: ClassVar[frozenset[str]] = frozenset()
    wording: ClassVar[frozenset[str]] = frozenset()

    def problems(self, rule: BenefitRule) -> list[str]:
        """What is wrong with a file of this kind, each a sentence naming the key and the fix."""
        return [
            *(
                f"settings.{name}: this kind of rule needs it; add it."
                for name in self.settings - rule.settings.keys()
            ),
            *(
                f"wording.{name}: this kind of rule needs it; add it."
                for name in self.wording - rule.wording.keys()
            ),
        ]


class ClaimKind(Kind):
    """A kind whose rule is about a benefit that the person gets."""

    @abstractmethod
    def findings(self, case: Case, rule: BenefitRule, claim: Claim) -> list[Finding]:
        """What the rule says about each period that the case's payments and work touch."""

    def windows(self, case: Case, rule: BenefitRule, claim: Claim, days: list[Counted]) -> list[Window]:
        """The dates that `findings` needs so as to judge the payments in `days`; none by default."""
        del case, rule, claim, days
        return []


def last_day(rule: BenefitRule, claim: Claim, nation: str | None) -> date | None:
    """The last day on which the benefit can have been in payment, where it has ended."""
    ends = [day for day in (claim.until, rule.ended(nation)) if day is not None]
    return min(ends, default=None)


def closed_finding(rule: BenefitRule, ended: date, late: list[Counted]) -> Finding:
    """The finding about payments made after the benefit ended."""
    return Finding(
        benefit=rule.id,
        outcome=Outcome.CLOSED,
        reasons=(rule.reason("closed", ended=ended),),
        actions=actions(rule, Outcome.CLOSED, late),
        proposed=any(counted.proposed for counted in late),
        payment_ids=ids(late),
    )


def ids(counted: Iterable[Counted]) -> tuple[str, ...]:
    """The ids of payments."""
    return tuple(item.payment.id for item in counted)


def actions(rule: BenefitRule, outcome: Outcome, items: list[Counted]) -> tuple[Reason, ...]:
    """What is worth knowing after a finding: whom to tell, where advice is, what we can write."""
    chosen = []
    for action in rule.actions:
        match action.when:
            case "attention":
                wanted = outcome.wants_attention
            case "payroll":
                wanted = any(item.payment.method == "payroll" for item in items)
            case "counted":
                wanted = any(item.high for item in items)
            case _:
                wanted = True
        if wanted:
            chosen.append(Reason(action.key, action.template, {"benefit": rule.name}))
    return tuple(chosen)


def near_or_within(counted: int, limit: int, share_percent: int) -> Outcome:
    """`near` from the organisation's warning share of the limit; the caller has ruled out more than it."""
    return Outcome.NEAR if limit and counted * 100 >= limit * share_percent else Outcome.WITHIN

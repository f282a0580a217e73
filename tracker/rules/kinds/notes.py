"""Sentences that stand beside a finding: what was left out and why, what is unknown, when we were told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tracker.money import Money
from tracker.rules.counting import Counted
from tracker.rules.facts import Claim
from tracker.rules.outcome import Reason
from tracker.rules.rulebook import BenefitRule


def notes(rule: BenefitRule, claim: Claim, items: Iterable[Counted]) -> Iterator[Reason]:
    """The notes that a finding about these payments needs, each said once."""
    sums: dict[str, int] = {}
    for item in items:
        if item.note:
            sums[item.note] = sums.get(item.note, 0) + item.payment.amount.pence
    for key, amount in sums.items():
        yield rule.reason(key, amount=Money(amount))
    if claim.other_earnings is None:
        yield rule.reason("other_earnings_unknown")
    if claim.told_on is not None:
        yield rule.reason("told_on", told_on=claim.told_on)

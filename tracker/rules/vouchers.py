"""Vouchers and cards, where an organisation says that published guidance is not settled.

They count like cash unless its overlay says `vouchers = "unsettled"`. Then a finding that would be milder
without them is one that nobody can tell, unless it is more severe than that already: to be unsure of a rule
never loosens it. The sources: section 3 of the project's research on benefits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from tracker.rules import codes
from tracker.rules.facts import Facts, Payment
from tracker.rules.outcome import Finding, Outcome, Reason, same_answer
from tracker.rules.rulebook import Rulebook

MISSING = "vouchers"


def are_in(facts: Facts) -> bool:
    """Whether anything was given in vouchers or cards."""
    return any(_is_voucher(payment) for payment in facts.payments)


def left_out(facts: Facts) -> Facts:
    """The same facts, as if vouchers and cards were given in kind; the work behind them stays."""
    return replace(
        facts,
        payments=tuple(
            replace(payment, method="in-kind") if _is_voucher(payment) else payment
            for payment in facts.payments
        ),
    )


def in_doubt(counted: Iterable[Finding], without: Iterable[Finding], rulebook: Rulebook) -> list[Finding]:
    """The findings with vouchers counted; those that turn on it say so."""
    others: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in without:
        others[finding.benefit].append(finding)
    return [_told(finding, _of_the_same(finding, others[finding.benefit]), rulebook) for finding in counted]


def _of_the_same(finding: Finding, others: list[Finding]) -> list[Finding]:
    """What is said without vouchers of the same period.

    Where the person's week or month is not known, another of those possible may be the worst without them:
    then, of what speaks of the same payments.
    """
    same = [other for other in others if other.period == finding.period]
    return same or [other for other in others if {*other.payment_ids} & {*finding.payment_ids}]


def _is_voucher(payment: Payment) -> bool:
    return payment.method in codes.VOUCHER_METHODS


def _told(finding: Finding, others: list[Finding], rulebook: Rulebook) -> Finding:
    """The finding, with what turns on vouchers said; several findings can be about one period."""
    same = [other for other in others if same_answer(finding.outcome, other.outcome)]
    if any(other.reduction == finding.reduction for other in same):
        return finding
    about = {"benefit": rulebook.rules[finding.benefit].name}
    key = "voucher_unsettled_own" if finding.benefit == codes.OWN_LIMIT else "voucher_unsettled"
    reason = Reason(key, rulebook.wording[key], about)
    told = finding._replace(reasons=(*finding.reasons, reason), missing=(*finding.missing, MISSING))
    if same or finding.outcome.severity >= Outcome.CANNOT_TELL.severity:
        return told
    return told._replace(outcome=Outcome.CANNOT_TELL, reduction=None)

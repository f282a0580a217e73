"""Payments and work that are recorded without their day, held against what is in question.

On some day they could share a period with it. Each day of what is in question is tried for them; where one
gives a worse answer, that nobody knows the day is of the question too, and not of the record alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date

from tracker.rules.facts import Facts, Payment, Work
from tracker.rules.outcome import SEVERITY, Finding, Outcome, most_severe, same_answer


def in_question(
    facts: Facts, findings: list[Finding], found: Callable[[Facts], list[Finding]]
) -> list[Finding]:
    """The findings; those about a day that nobody told are of the question where that day decides."""
    open_ids = {payment.id for payment in facts.payments if _is_open(payment)}
    known = _of_the_question(findings)
    if not any(_worse(known, _of_the_question(found(_on(facts, day)))) for day in _days(facts)):
        return findings
    return [_asked(finding, open_ids) for finding in findings]


def is_needed(facts: Facts) -> bool:
    """Whether anything that is recorded lacks its day; asked first, as hardly anything ever does."""
    # A loop, because every assessment asks it of every payment.
    for payment in facts.payments:
        if (payment.worked is None or payment.received_on is None) and _is_open(payment):
            return True
    return False


def _is_open(payment: Payment) -> bool:
    """Whether it is beside the question, and when it was paid or worked is not known."""
    return payment.state != "proposed" and (_is_undated(payment) or _is_unplaced(payment))


def _is_undated(payment: Payment) -> bool:
    return payment.received_on is None and payment.due_on is None


def _is_unplaced(payment: Payment) -> bool:
    return payment.worked is None and payment.kind != "expense"


def _days(facts: Facts) -> list[date]:
    """The days on which anything in question happens."""
    asked = [payment for payment in facts.payments if payment.state == "proposed"]
    days = {day for one in asked for day in (one.received_on, one.due_on) if day is not None}
    return sorted(days | {work.on for one in asked for work in one.worked or ()})


def _on(facts: Facts, day: date) -> Facts:
    """The same facts, as if what has no day were of this one; what is for a period is of its days alone."""
    return replace(
        facts,
        payments=tuple(_moved(one, day) if _is_open(one) else one for one in facts.payments),
    )


def _moved(payment: Payment, day: date) -> Payment:
    if _is_undated(payment):
        payment = replace(payment, received_on=day)
    if _is_unplaced(payment) and (payment.covers is None or day in payment.covers):
        payment = replace(payment, worked=(Work(day),))
    return payment


def _of_the_question(findings: Collection[Finding]) -> Outcome:
    return most_severe(finding.outcome for finding in findings if finding.proposed)


def _worse(known: Outcome, other: Outcome) -> bool:
    return SEVERITY[other] > SEVERITY[known] and not same_answer(known, other)


def _asked(finding: Finding, open_ids: set[str]) -> Finding:
    """A finding about what has no day, as one of the question."""
    about_them = finding.period is None and finding.outcome is Outcome.CANNOT_TELL
    return finding._replace(
        proposed=finding.proposed or (about_them and not open_ids.isdisjoint(finding.payment_ids))
    )

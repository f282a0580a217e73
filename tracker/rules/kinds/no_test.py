"""Benefits that earnings never touch: Personal Independence Payment and its like."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tracker.rules.counting import Counted
from tracker.rules.kinds.base import ClaimKind, Question, closed_finding, finding_about, undated_finding
from tracker.rules.outcome import Finding, Outcome, Reason
from tracker.rules.rulebook import BenefitRule


class NoTest(ClaimKind):
    """One finding without a period, whatever is paid, on the days that we can vouch for."""

    name = "no-test"
    wording = frozenset({"no_test", "before", "beyond"})

    def problems(self, rule: BenefitRule) -> list[str]:
        """Also: with no figure to say from when on, the file says it itself."""
        there = rule.valid_from != date.min
        missing = [] if there else ["valid_from: say from which day this file can be relied on; add it."]
        return [*super().problems(rule), *missing]

    def findings(self, question: Question) -> list[Finding]:
        """`no_test` while the benefit runs, `closed` after it, `cannot_tell` where the file does not reach.

        Of a payment without a day nobody can tell once the benefit has an end.
        """
        sorts: dict[_Say, list[Counted]] = {}
        for counted in question.case.counted:
            sorts.setdefault(_sort(question, latest_day(counted)), []).append(counted)
        sorts = sorts or {_no_test: []}
        return [say(question, sorts[say]) for say in _ORDER if say in sorts]


def _sort(question: Question, day: date | None) -> _Say:
    """What is to be said of a payment whose last day this is."""
    rule, ended = question.rule, question.ended
    if day is None:
        return _undated if ended else _no_test
    if ended and day > ended:
        return _closed
    if day > rule.valid_through:
        return _beyond
    return _before if day < rule.valid_from else _no_test


def _no_test(question: Question, items: list[Counted]) -> Finding:
    return finding_about(question.rule, items, Outcome.NO_TEST, question.rule.reason("no_test"))


def _before(question: Question, items: list[Counted]) -> Finding:
    return _unknown(question.rule, items, question.rule.reason("before", first=question.rule.valid_from))


def _beyond(question: Question, items: list[Counted]) -> Finding:
    return _unknown(question.rule, items, question.rule.reason("beyond", last=question.rule.valid_through))


def _unknown(rule: BenefitRule, items: list[Counted], reason: Reason) -> Finding:
    return finding_about(rule, items, Outcome.CANNOT_TELL, reason, missing=(f"{rule.id} rules",))


def _undated(question: Question, items: list[Counted]) -> Finding:
    return undated_finding(question.rule, items)


def _closed(question: Question, items: list[Counted]) -> Finding:
    return closed_finding(question, question.ended or date.min, items)


_Say = Callable[[Question, list[Counted]], Finding]
_ORDER: tuple[_Say, ...] = (_no_test, _before, _beyond, _undated, _closed)


def latest_day(counted: Counted) -> date | None:
    """The last day that anything about a payment happens on."""
    payment = counted.payment
    days = [day for day in (payment.received_on, payment.due_on) if day is not None]
    return max(days + [work.on for work in payment.worked or ()], default=None)

"""Benefits that earnings never touch: Personal Independence Payment and its like."""

from __future__ import annotations

from datetime import date

from tracker.rules.counting import Counted
from tracker.rules.kinds.base import ClaimKind, Question, closed_finding, finding_about, undated_finding
from tracker.rules.outcome import Finding, Outcome


class NoTest(ClaimKind):
    """One finding without a period, whatever is paid, up to the last day that we can vouch for."""

    name = "no-test"
    wording = frozenset({"no_test", "beyond"})

    def findings(self, question: Question) -> list[Finding]:
        """`no_test` while the benefit runs, `closed` after it, `cannot_tell` past what the file covers.

        Of a payment without a day nobody can tell once the benefit has an end.
        """
        rule, ended = question.rule, question.ended
        running: list[Counted] = []
        late: list[Counted] = []
        beyond: list[Counted] = []
        undated: list[Counted] = []
        for counted in question.case.counted:
            day = latest_day(counted)
            if day is None and ended:
                undated.append(counted)
            elif day and ended and day > ended:
                late.append(counted)
            elif day and day > rule.valid_through:
                beyond.append(counted)
            else:
                running.append(counted)
        found = []
        if running or not (late or beyond or undated):
            found.append(finding_about(rule, running, Outcome.NO_TEST, rule.reason("no_test")))
        if beyond:
            reason = rule.reason("beyond", last=rule.valid_through)
            missing = (f"{rule.id} rules",)
            found.append(finding_about(rule, beyond, Outcome.CANNOT_TELL, reason, missing=missing))
        if undated:
            found.append(undated_finding(rule, undated))
        if late and ended:
            found.append(closed_finding(question, ended, late))
        return found


def latest_day(counted: Counted) -> date | None:
    """The last day that anything about a payment happens on."""
    payment = counted.payment
    days = [payment.received_on, payment.due_on, *(work.on for work in payment.worked or ())]
    return max((day for day in days if day is not None), default=None)

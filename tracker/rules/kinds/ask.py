"""Benefits whose answer lies with somebody else: a council's own scheme, an employer, an award by the year.

We hold no figures for these, so the answer is always that we cannot tell, and whom to ask.
"""

from __future__ import annotations

from typing import ClassVar

from tracker.rules.kinds.base import ClaimKind, Question, closed_finding, finding_about
from tracker.rules.kinds.no_test import latest_day
from tracker.rules.outcome import Finding, Outcome


class Ask(ClaimKind):
    """One finding without a period that says whom to ask; `closed` after the benefit's end."""

    name = "ask"
    settings: ClassVar[frozenset[str]] = frozenset({"missing"})
    wording: ClassVar[frozenset[str]] = frozenset({"ask"})

    def findings(self, question: Question) -> list[Finding]:
        """`cannot_tell` while the benefit runs and `closed` after it."""
        rule, ended = question.rule, question.ended
        late = [
            counted
            for counted in question.case.counted
            if ended and (day := latest_day(counted)) is not None and day > ended
        ]
        running = [counted for counted in question.case.counted if counted not in late]
        found = []
        if running or not late:
            missing = (rule.settings["missing"],)
            found.append(
                finding_about(rule, running, Outcome.CANNOT_TELL, rule.reason("ask"), missing=missing)
            )
        if late and ended:
            found.append(closed_finding(question, ended, late))
        return found

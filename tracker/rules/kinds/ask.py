"""Benefits whose answer lies with somebody else: a council's own scheme, an employer, an award by the year.

We hold no figures for these, so the answer is always that we cannot tell, and whom to ask.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from tracker.rules.kinds.base import (
    SURELY_PENSION_AGE,
    SURELY_WORKING_AGE,
    ClaimKind,
    Question,
    age_on,
    closed_finding,
    finding_about,
)
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
            reason = rule.reason(_key(question))
            found.append(finding_about(rule, running, Outcome.CANNOT_TELL, reason, missing=missing))
        if late and ended:
            found.append(closed_finding(question, ended, late))
        return found


def _key(question: Question) -> str:
    """The sentence for the person's nation and age, where the file has one, else the one for everybody."""
    nation, born = question.case.facts.nation, question.case.facts.date_of_birth
    first, _ = question.case.span
    age = None if born is None or first == date.max else age_on(born, first)
    old = {"": age is not None and age < SURELY_WORKING_AGE, "_pension_age": (age or 0) >= SURELY_PENSION_AGE}
    keys = [f"ask_{nation}{ending}" for ending, true in old.items() if true] + [f"ask_{nation}_any_age"]
    return next((key for key in keys if key in question.rule.wording), "ask")

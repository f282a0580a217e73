"""Benefits that earnings never touch: Personal Independence Payment and its like."""

from __future__ import annotations

from tracker.rules.counting import Counted
from tracker.rules.facts import Claim
from tracker.rules.kinds.base import Case, ClaimKind, actions, closed_finding, ids, last_day
from tracker.rules.outcome import Finding, Outcome
from tracker.rules.rulebook import BenefitRule


class NoTest(ClaimKind):
    """One finding without a period, whatever is paid."""

    name = "no-test"
    wording = frozenset({"no_test"})

    def findings(self, case: Case, rule: BenefitRule, claim: Claim) -> list[Finding]:
        """`no_test` for payments while the benefit runs, `closed` for later ones."""
        ended = last_day(rule, claim, case.facts.nation)
        running: list[Counted] = []
        late: list[Counted] = []
        for counted in case.counted:
            payment = counted.payment
            day = payment.received_on or payment.due_on
            (late if ended and day and day > ended else running).append(counted)
        found = [closed_finding(rule, ended, late)] if ended and late else []
        if running or not late:
            found.insert(0, _finding(rule, running))
        return found


def _finding(rule: BenefitRule, running: list[Counted]) -> Finding:
    return Finding(
        benefit=rule.id,
        outcome=Outcome.NO_TEST,
        reasons=(rule.reason("no_test"),),
        actions=actions(rule, Outcome.NO_TEST, running),
        payment_ids=ids(running),
    )

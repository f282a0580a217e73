"""Whether a person may be paid at all: no permission to work, prison, a limit of hours in a week.

No period and no amount: a reward of any kind is blocked, and only what a person really spent may be
repaid. The hours are those of all work, paid or not, from Monday to Sunday, without averaging. No sentence
names a status that goes unsaid: where only a limit of hours is told, nobody is called a student.
"""

from __future__ import annotations

from typing import ClassVar

from tracker.periods import Weeks, period_from
from tracker.rules import codes
from tracker.rules.counting import Counted
from tracker.rules.facts import Immigration, Payment
from tracker.rules.kinds.base import Case, Kind, Window, actions, finding_about, ids, near_or_within
from tracker.rules.kinds.weeks_worked import WorkedWeek, weeks_worked
from tracker.rules.outcome import Finding, Outcome, Reason, most_severe
from tracker.rules.rulebook import BenefitRule

MONDAY_TO_SUNDAY = Weeks(6)
NO_PAY = ("no-permission-to-work", "prisoner")


class PermissionToWork(Kind):
    """Findings about permission; none where nobody has asked."""

    name = "permission-to-work"
    wording: ClassVar[frozenset[str]] = frozenset(
        {"no_limit", "no_pay", "prison", "repaid", "receipt", "cost_unknown", "repaid_by_voucher", "charity",
         "hours_over", "hours_within", "hours_unknown", "minutes_unknown", "no_work", "nothing_paid",
         "self_employed"}
    )  # fmt: skip

    def findings(self, case: Case, rule: BenefitRule, immigration: Immigration) -> list[Finding]:
        """What the person's permission says about the case's payments and work."""
        if immigration.status in NO_PAY:
            return _unpaid(case, rule, immigration)
        if immigration.weekly_hours is not None or immigration.status == "student":
            return _hours(case, rule, immigration)
        if immigration.status == "unrestricted":
            return [finding_about(rule, case.counted, Outcome.NO_TEST, rule.reason("no_limit"))]
        return []

    def windows(self, immigration: Immigration, days: list[Counted]) -> list[Window]:
        """The weeks worked, where hours are limited; otherwise each payment is judged by itself."""
        if immigration.status != "student" and immigration.weekly_hours is None:
            return []
        starts = {
            MONDAY_TO_SUNDAY.start_of(work.on) for counted in days for work in counted.payment.worked or ()
        }
        return [Window(self.name, "worked", period_from(MONDAY_TO_SUNDAY, start)) for start in sorted(starts)]


# The facts that leave it open whether a cost may be repaid, by the sentence that says so.
_OPEN = {"receipt": "receipted", "cost_unknown": "actual_cost", "repaid_by_voucher": "method"}


def _unpaid(case: Case, rule: BenefitRule, immigration: Immigration) -> list[Finding]:
    """One finding for what is proposed, one for the rest: an old payment must not colour a new question."""
    found = []
    for proposed in (True, False):
        items = [counted for counted in case.counted if counted.proposed is proposed]
        if not items:
            continue
        answers = [(_answer(counted, immigration), counted) for counted in items]
        worst = most_severe(outcome for (outcome, _), _ in answers)
        deciding = [(key, counted) for (outcome, key), counted in answers if outcome is worst]
        reasons = [
            rule.reason(key, payments=ids(item for other, item in deciding if other == key))
            for key in dict.fromkeys(key for key, _ in deciding)
        ]
        missing = tuple(item.path(_OPEN[key]) for key, item in deciding if key in _OPEN)
        found.append(finding_about(rule, items, worst, *reasons, missing=missing))
    return found


def _answer(counted: Counted, immigration: Immigration) -> tuple[Outcome, str]:
    """Home Office guidance v17: no fee, voucher, allowance or benefit in kind; actual cost may be repaid."""
    payment = counted.payment
    refusal = "prison" if immigration.status == "prisoner" else "no_pay"
    # A gift is a reward whatever it cost.
    given = payment.amount or (payment.method == "in-kind" and payment.kind != "expense")
    if payment.state == "declined" or not given:
        return Outcome.WITHIN, "nothing_paid"
    if payment.method == "to-charity":
        return Outcome.CANNOT_TELL, "charity"
    if payment.kind != "expense" or payment.actual_cost is False:
        return Outcome.BLOCKED, refusal
    return (Outcome.CANNOT_TELL, "prison") if refusal == "prison" else _repaid(payment)


def _repaid(payment: Payment) -> tuple[Outcome, str]:
    """Of a cost that is paid back without permission to work."""
    if payment.method is None or payment.method in codes.VOUCHER_METHODS:
        return Outcome.CANNOT_TELL, "repaid_by_voucher"
    if payment.actual_cost and payment.receipted:
        return Outcome.WITHIN, "repaid"
    return Outcome.CANNOT_TELL, "cost_unknown" if payment.receipted else "receipt"


def _hours(case: Case, rule: BenefitRule, immigration: Immigration) -> list[Finding]:
    weeks, unplaced = weeks_worked(case.counted, MONDAY_TO_SUNDAY)
    other = _other_minutes(case)
    found = [_week(rule, immigration, week, other) for week in weeks]
    if unplaced:
        missing = tuple(counted.path("worked") for counted in unplaced)
        reason = rule.reason("minutes_unknown", payments=ids(unplaced))
        found.append(finding_about(rule, unplaced, Outcome.CANNOT_TELL, reason, missing=missing))
    idle = [counted for counted in case.counted if not counted.payment.worked and counted not in unplaced]
    if idle:
        reason = rule.reason("no_work", payments=ids(idle))
        found.append(finding_about(rule, idle, Outcome.WITHIN, reason))
    return found


def _week(rule: BenefitRule, immigration: Immigration, week: WorkedWeek, other: int | None) -> Finding:
    period = period_from(MONDAY_TO_SUNDAY, week.start)
    counted = week.minutes + (other or 0)
    missing: tuple[str, ...] = ("other_minutes_per_week",) if other is None else ()
    if immigration.weekly_hours is None:
        outcome, key, missing = Outcome.CANNOT_TELL, "hours_unknown", ("immigration.weekly_hours",)
        limit = None
    else:
        limit = immigration.weekly_hours * 60
        outcome, key = _hours_outcome(rule, week, counted, limit)
    if key == "minutes_unknown":
        missing = tuple(item.path("worked") for item in week.without_minutes)
    reason = rule.reason(
        key, minutes=counted, limit=limit or 0, start=period.start, end=period.end, payments=ids(week.items)
    )
    return Finding(
        benefit=rule.id,
        outcome=outcome,
        period=period,
        minutes_counted=counted,
        minutes_limit=limit,
        reasons=(reason, *_self_employed(rule, week)),
        missing=missing,
        actions=actions(rule, outcome, week.items),
        proposed=week.proposed,
        payment_ids=ids(week.items),
    )


def _self_employed(rule: BenefitRule, week: WorkedWeek) -> tuple[Reason, ...]:
    """That a fee outside payroll may be self-employment, which permissions with hours often forbid."""
    outside = [
        counted
        for counted in week.items
        if counted.payment.kind != "expense"
        and counted.payment.state != "declined"
        and counted.payment.method != "payroll"
        and counted.payment.amount
    ]
    return (rule.reason("self_employed", payments=ids(outside)),) if outside else ()


def _hours_outcome(rule: BenefitRule, week: WorkedWeek, counted: int, limit: int) -> tuple[Outcome, str]:
    if counted > limit:
        return Outcome.BLOCKED, "hours_over"
    if week.without_minutes:
        return Outcome.CANNOT_TELL, "minutes_unknown"
    return near_or_within(counted, limit, rule.warn_share_percent), "hours_within"


def _other_minutes(case: Case) -> int | None:
    """Other work in a week, as told for any benefit; None where no benefit says."""
    told = [claim.other_minutes_per_week for claim in case.facts.benefits]
    return max((minutes for minutes in told if minutes is not None), default=None)

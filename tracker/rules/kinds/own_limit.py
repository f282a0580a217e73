"""What the person asked us to keep to, with no reason or benefit named: only our own payments count."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from tracker.money import Money
from tracker.periods import AssessmentPeriods, Calendar, Months, Period, TaxYears, Weeks, period_from
from tracker.rules.counting import Counted, countable_pence
from tracker.rules.facts import Facts, OwnLimit
from tracker.rules.kinds.base import Case, Kind, Window, actions, ids, near_or_within, undated_finding
from tracker.rules.kinds.weeks_worked import WorkedWeek, weeks_worked
from tracker.rules.outcome import Finding, Outcome, Reason, most_severe
from tracker.rules.rulebook import BenefitRule

FIRST = 1
SUNDAY = 6


class OwnLimitKind(Kind):
    """Each period that money or work touches, against the amount, the minutes or both."""

    name = "own-limit"
    wording: ClassVar[frozenset[str]] = frozenset(
        {
            "money_above",
            "money_within",
            "minutes_above",
            "minutes_within",
            "cap_above",
            "cap_within",
            "undated",
            "cap_undated",
            "told_on",
        }
    )

    # Which sentences say it of money.
    above: ClassVar[str] = "money_above"
    within: ClassVar[str] = "money_within"
    undated: ClassVar[str] = "undated"

    def findings(self, case: Case, rule: BenefitRule, limit: OwnLimit) -> list[Finding]:
        """`within`, `near` or `above`; `cannot_tell` only for money whose date nobody has told us."""
        calendar = own_calendar(case.facts, limit)
        sums, undated = _sums(case, calendar) if limit.amount is not None else ({}, [])
        work = (
            {week.start: week for week in weeks_worked(case.counted, calendar)[0]}
            if limit.minutes is not None
            else {}
        )
        found = [
            self._finding(rule, limit, period_from(calendar, start), sums.get(start), work.get(start))
            for start in sorted({*sums, *work})
        ]
        if undated:
            found.append(undated_finding(rule, undated, self.undated))
        return found

    def windows(self, facts: Facts, limit: OwnLimit, wanted: list[Counted]) -> list[Window]:
        """The limit's periods that the `wanted` payments and their work fall in."""
        calendar = own_calendar(facts, limit)
        touched = {_day(counted) for counted in wanted} if limit.amount is not None else set()
        if limit.minutes is not None:
            touched |= {work.on for counted in wanted for work in counted.payment.worked or ()}
        starts = sorted({calendar.start_of(day) for day in touched if day is not None})
        # One finding speaks of both, so a period that either touches is needed for both.
        asked = [("received_on", limit.amount), ("worked", limit.minutes)]
        return [
            Window(self.name, by, period_from(calendar, start))
            for start in starts
            for by, most in asked
            if most is not None
        ]

    def _finding(
        self, rule: BenefitRule, limit: OwnLimit, period: Period, money: _Sum | None, work: WorkedWeek | None
    ) -> Finding:
        share = rule.warn_share_percent
        reasons: list[Reason] = []
        outcomes = []
        span = {"start": period.start, "end": period.end}
        if money is not None and limit.amount is not None:
            outcomes.append(_outcome(money.pence, limit.amount.pence, share))
            key = self.above if outcomes[-1] is Outcome.ABOVE else self.within
            reasons.append(rule.reason(key, counted=Money(money.pence), limit=limit.amount, **span))
        if work is not None and limit.minutes is not None:
            outcomes.append(_outcome(work.minutes, limit.minutes, share))
            key = "minutes_above" if outcomes[-1] is Outcome.ABOVE else "minutes_within"
            reasons.append(rule.reason(key, minutes=work.minutes, limit=limit.minutes, **span))
        if limit.told_on is not None:
            reasons.append(rule.reason("told_on", told_on=limit.told_on))
        items = list(dict.fromkeys([*(money.items if money else []), *(work.items if work else [])]))
        return Finding(
            benefit=rule.id,
            outcome=most_severe(outcomes),
            period=period,
            counted=Money(money.pence) if money else None,
            limit=limit.amount if money else None,
            minutes_counted=work.minutes if work else None,
            minutes_limit=limit.minutes if work else None,
            reasons=tuple(reasons),
            actions=actions(rule, most_severe(outcomes), items),
            proposed=any(counted.proposed for counted in items),
            payment_ids=ids(items),
        )


class OrganisationCap(OwnLimitKind):
    """What an organisation keeps to for every person, by its overlay: the same sums in other words."""

    name = "organisation-cap"
    wording: ClassVar[frozenset[str]] = frozenset()
    above: ClassVar[str] = "cap_above"
    within: ClassVar[str] = "cap_within"
    undated: ClassVar[str] = "cap_undated"

    def findings(self, case: Case, rule: BenefitRule, limit: OwnLimit) -> list[Finding]:
        """The same, without the actions that speak of what the person asked."""
        return [finding._replace(actions=()) for finding in super().findings(case, rule, limit)]


def own_calendar(facts: Facts, limit: OwnLimit) -> Calendar:
    """The periods that the person meant; without a day, calendar weeks and months."""
    starts = limit.starts_on
    match limit.per:
        case "week":
            return Weeks((starts.weekday() - 1) % 7 if starts else SUNDAY)
        case "month":
            return Months(starts.day if starts else FIRST)
        case "assessment-period":
            return AssessmentPeriods(starts.day if starts else _declared_day(facts))
        case _:
            return TaxYears()


def _declared_day(facts: Facts) -> int:
    days = (claim.assessment_period_starts_on_day for claim in facts.benefits)
    return next((day for day in days if day is not None), FIRST)


class _Sum:
    __slots__ = ("items", "pence", "proposed")

    def __init__(self) -> None:
        self.pence = 0
        self.proposed = False
        self.items: list[Counted] = []

    def add(self, counted: Counted) -> None:
        self.pence += _pence(counted)
        self.proposed = self.proposed or counted.proposed
        self.items.append(counted)


def _pence(counted: Counted) -> int:
    """Fees and round sums; neither expenses really spent nor what the person never receives."""
    payment = counted.payment
    if payment.state == "declined" or payment.method in ("in-kind", "to-charity"):
        return 0
    if payment.kind == "expense" and payment.actual_cost is not False:
        return 0
    return countable_pence(payment)


def _day(counted: Counted) -> date | None:
    return counted.payment.received_on or counted.payment.due_on


def _sums(case: Case, calendar: Calendar) -> tuple[dict[date, _Sum], list[Counted]]:
    sums: dict[date, _Sum] = {}
    undated = []
    for counted in case.counted:
        day = _day(counted)
        if day is not None:
            sums.setdefault(calendar.start_of(day), _Sum()).add(counted)
        elif _pence(counted):
            undated.append(counted)
    return sums, undated


def _outcome(counted: int, limit: int, share: int) -> Outcome:
    return Outcome.ABOVE if counted > limit else near_or_within(counted, limit, share)

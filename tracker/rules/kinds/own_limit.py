"""What the person asked us to keep to, with no reason or benefit named: only our own payments count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from tracker.money import Money
from tracker.periods import AssessmentPeriods, Calendar, Months, Period, TaxYears, Weeks, period_from
from tracker.rules.counting import Counted, countable_pence
from tracker.rules.facts import Facts, OwnLimit
from tracker.rules.kinds.base import (
    Case,
    Kind,
    Window,
    actions,
    finding_about,
    ids,
    near_or_within,
    undated_finding,
)
from tracker.rules.kinds.buckets import joined
from tracker.rules.kinds.taper import every_assessment_period
from tracker.rules.kinds.weekly_limit import every_week
from tracker.rules.kinds.weeks_worked import WorkedWeek, weeks_worked
from tracker.rules.outcome import SEVERITY, Finding, Outcome, Reason, most_severe, same_answer
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
            "cost_unknown",
            "work_unknown",
            "starts_unknown",
        }
    )

    # Which sentences say it of money.
    above: ClassVar[str] = "money_above"
    within: ClassVar[str] = "money_within"
    undated: ClassVar[str] = "undated"

    def findings(self, case: Case, rule: BenefitRule, limit: OwnLimit) -> list[Finding]:
        """`within`, `near` or `above`; `cannot_tell` where what nobody has told us decides.

        Where it is not known on which day the limit's weeks or months begin, each is tried.
        """
        calendars = self.calendars(case.facts, limit)
        tried = [self._found(case, rule, limit, calendar) for calendar in calendars]
        worst = max(tried, key=_severest_first)
        mildest = {proposed: _mildest(tried, proposed=proposed) for proposed in (True, False)}
        return [_open(rule, found, mildest[found.proposed]) for found in worst]

    def calendars(self, facts: Facts, limit: OwnLimit) -> Sequence[Calendar]:
        """The periods that the person meant, or all that they can have meant."""
        starts = limit.starts_on
        if limit.per == "week":
            return every_week() if starts is None else (Weeks((starts.weekday() - 1) % 7),)
        if limit.per == "assessment-period":
            day = _declared_day(facts) if starts is None else starts.day
            return every_assessment_period() if day is None else (AssessmentPeriods(day),)
        return (TaxYears(),) if limit.per != "month" else (Months(starts.day if starts else FIRST),)

    def _found(self, case: Case, rule: BenefitRule, limit: OwnLimit, calendar: Calendar) -> list[Finding]:
        """What is found by one calendar."""
        sums, undated = _sums(case, calendar) if limit.amount is not None else ({}, [])
        weeks, unplaced = weeks_worked(case.counted, calendar) if limit.minutes is not None else ([], [])
        work = {week.start: week for week in weeks}
        found = [
            self._finding(rule, limit, period_from(calendar, start), sums.get(start), work.get(start))
            for start in sorted({*sums, *work})
        ]
        if undated:
            found.append(undated_finding(rule, undated, self.undated))
        if unplaced:
            missing = tuple(counted.path("worked") for counted in unplaced)
            reason = rule.reason("work_unknown", payments=ids(unplaced))
            found.append(finding_about(rule, unplaced, Outcome.CANNOT_TELL, reason, missing=missing))
        return found

    def windows(self, facts: Facts, limit: OwnLimit, wanted: list[Counted]) -> list[Window]:
        """The limit's periods that the `wanted` payments and their work fall in."""
        touched = {_day(counted) for counted in wanted} if limit.amount is not None else set()
        if limit.minutes is not None:
            touched |= {work.on for counted in wanted for work in counted.payment.worked or ()}
        days = [day for day in touched if day is not None]
        spans = joined(
            [
                period_from(calendar, calendar.start_of(day))
                for calendar in self.calendars(facts, limit)
                for day in days
            ]
        )
        # One finding speaks of both, so a period that either touches is needed for both.
        asked = [("received_on", limit.amount), ("worked", limit.minutes)]
        return [Window(self.name, by, span) for span in spans for by, most in asked if most is not None]

    def _finding(
        self, rule: BenefitRule, limit: OwnLimit, period: Period, money: _Sum | None, work: WorkedWeek | None
    ) -> Finding:
        share = rule.warn_share_percent
        reasons: list[Reason] = []
        outcomes = []
        missing: tuple[str, ...] = ()
        span = {"start": period.start, "end": period.end}
        if money is not None and limit.amount is not None:
            outcomes.append(_outcome(money.pence, limit.amount.pence, share))
            key = self.above if outcomes[-1] is Outcome.ABOVE else self.within
            reasons.append(rule.reason(key, counted=Money(money.pence), limit=limit.amount, **span))
            mild = _outcome(money.surely, limit.amount.pence, share)
            if not same_answer(mild, outcomes[-1]):
                missing = money.open
                outcomes[-1] = Outcome.CANNOT_TELL
                reasons.append(rule.reason("cost_unknown"))
        if work is not None and limit.minutes is not None:
            outcomes.append(_outcome(work.minutes, limit.minutes, share))
            key = "minutes_above" if outcomes[-1] is Outcome.ABOVE else "minutes_within"
            reasons.append(rule.reason(key, minutes=work.minutes, limit=limit.minutes, **span))
            if work.without_minutes and outcomes[-1] is not Outcome.ABOVE:
                missing += tuple(counted.path("worked") for counted in work.without_minutes)
                outcomes[-1] = Outcome.CANNOT_TELL
                reasons[-1] = rule.reason("work_unknown", payments=ids(work.without_minutes))
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
            missing=missing,
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

    def calendars(self, facts: Facts, limit: OwnLimit) -> Sequence[Calendar]:
        """An organisation's weeks are calendar weeks."""
        return (Weeks(SUNDAY),) if limit.per == "week" else super().calendars(facts, limit)

    def findings(self, case: Case, rule: BenefitRule, limit: OwnLimit) -> list[Finding]:
        """The same, without the actions that speak of what the person asked."""
        return [finding._replace(actions=()) for finding in super().findings(case, rule, limit)]


def _severest_first(found: list[Finding]) -> tuple[int, list[int]]:
    """To compare what several calendars find: by the worst of what is in question, then by everything."""
    asked = max((SEVERITY[one.outcome] for one in found if one.proposed), default=-1)
    return asked, sorted((SEVERITY[one.outcome] for one in found), reverse=True)


def _mildest(tried: list[list[Finding]], *, proposed: bool) -> Outcome:
    """What the mildest calendar gives for what is in question, or for what is not, where it has any of it."""
    groups = [[one.outcome for one in found if one.proposed is proposed] for found in tried]
    worst_of_each = [most_severe(group) for group in groups if group]
    return min(worst_of_each, key=SEVERITY.__getitem__, default=Outcome.WITHIN)


def _open(rule: BenefitRule, found: Finding, mildest: Outcome) -> Finding:
    """The finding; that nobody can tell where another day to begin on gives a milder answer."""
    if SEVERITY[found.outcome] <= SEVERITY[mildest] or same_answer(mildest, found.outcome):
        return found
    return found._replace(
        outcome=Outcome.CANNOT_TELL,
        reasons=(*found.reasons, rule.reason("starts_unknown")),
        missing=(*found.missing, "starts_on"),
    )


def _declared_day(facts: Facts) -> int | None:
    days = (claim.assessment_period_starts_on_day for claim in facts.benefits)
    return next((day for day in days if day is not None), None)


class _Sum:
    """The most and the least that the payments of one period come to, and the facts that decide between."""

    __slots__ = ("items", "open", "pence", "surely")

    def __init__(self) -> None:
        self.pence = self.surely = 0
        self.open: tuple[str, ...] = ()
        self.items: list[Counted] = []

    def add(self, counted: Counted) -> None:
        most = _pence(counted)
        self.pence += most
        if counted.payment.kind == "expense" and counted.payment.actual_cost is None and most:
            self.open += (counted.path("actual_cost"),)
        else:
            self.surely += most
        self.items.append(counted)


def _pence(counted: Counted) -> int:
    """The most of a payment that counts: neither expenses really spent nor what the person never receives."""
    payment = counted.payment
    if payment.state == "declined" or payment.method in ("in-kind", "to-charity"):
        return 0
    if payment.kind == "expense" and payment.actual_cost:
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

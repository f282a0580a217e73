"""Benefits that count days of work, not money: keeping-in-touch days, any part of a day being one.

Days add up over one claim, which lasts so many weeks at most. Where nobody has told us when it began, the
busiest stretch of that length round the work in question counts.

Maternity Allowance (DWP guide NI17A): even half an hour uses a whole day, and past the last of them a day's
allowance at least is lost for each day worked.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from tracker.periods import Period
from tracker.rules.counting import Counted
from tracker.rules.kinds.base import ClaimKind, Question, Window, closed_finding, finding_about, ids
from tracker.rules.outcome import Finding, Outcome
from tracker.rules.rulebook import BenefitRule

DAYS = "days"


class DaysWorked(ClaimKind):
    """The days told as used, and those of work that is not paid for yet, against the most there are."""

    name = "days-worked"
    settings: ClassVar[frozenset[str]] = frozenset({"longest_weeks"})
    wording: ClassVar[frozenset[str]] = frozenset(
        {"within", "reduces", "days_unknown", "overlap_unknown", "work_unknown", "no_work"}
    )

    def problems(self, rule: BenefitRule) -> list[str]:
        """Also: the file must hold the number of days."""
        series = rule.series.get(DAYS)
        right = series is not None and (series.unit, series.comparison) == ("days", "at-most")
        wrong = [] if right else [f"values.{DAYS}: this kind of rule compares days, at-most; add it."]
        weeks = rule.settings.get("longest_weeks")
        length = [] if isinstance(weeks, int) and weeks > 0 else ["settings.longest_weeks: write a number."]
        return [*super().problems(rule), *length, *wrong]

    def findings(self, question: Question) -> list[Finding]:
        """One finding about all work in the claim; more for work without a day or after the end."""
        _end_in_time(question)
        rule, ended = question.rule, question.ended
        working, untold, idle, late = _sorted(question)
        found = []
        if working:
            found.append(_judged(question, working))
        if untold:
            missing = tuple(counted.path("worked") for counted in untold)
            reason = rule.reason("work_unknown", payments=ids(untold))
            found.append(finding_about(rule, untold, Outcome.CANNOT_TELL, reason, missing=missing))
        if idle:
            found.append(finding_about(rule, idle, Outcome.WITHIN, rule.reason("no_work")))
        if late and ended:
            found.append(closed_finding(question, ended, late))
        return found

    def windows(self, question: Question, wanted: Collection[Counted]) -> list[Window]:
        """All of the claim, because days add up over it; as far either way as it can reach if unknown."""
        _end_in_time(question)
        days = _days(question, wanted)
        if not days:
            return []
        reach = _longest(question)
        start = question.claim.starts or min(days) - reach
        end = min(max(days) + reach, question.ended or date.max)
        return [Window(question.rule.id, "worked", Period(start, end))]


def _longest(question: Question) -> timedelta:
    """From the first day of the longest claim to its last."""
    return timedelta(weeks=question.rule.settings["longest_weeks"]) - timedelta(days=1)


def _end_in_time(question: Question) -> None:
    """A claim that began on a day that we know has ended when its weeks are over."""
    starts = question.claim.starts
    if starts is not None:
        question.ended = min(starts + _longest(question), question.ended or date.max)


def _sorted(question: Question) -> tuple[list[Counted], list[Counted], list[Counted], list[Counted]]:
    """Payments with work in the claim, with work of no day, without work, and with work after the end."""
    working: list[Counted] = []
    untold: list[Counted] = []
    idle: list[Counted] = []
    late: list[Counted] = []
    for counted in question.case.counted:
        payment = counted.payment
        days = [work.on for work in payment.worked or ()]
        if payment.worked is None and payment.kind != "expense" and payment.state != "declined":
            untold.append(counted)
        elif question.ended and days and min(days) > question.ended:
            late.append(counted)
        elif _days(question, [counted]):
            working.append(counted)
        else:
            idle.append(counted)
    return working, untold, idle, late


def _days(question: Question, items: Collection[Counted]) -> set[date]:
    return {
        work.on
        for counted in items
        for work in counted.payment.worked or ()
        if question.claimed_on(work.on) and work.minutes != 0
    }


def _of_one_claim(question: Question, days: set[date], asked: set[date]) -> set[date]:
    """The most days that one claim can hold of which one is asked about; all of them once we know it."""
    if question.claim.starts is not None:
        return days
    reach = _longest(question)
    stretches = [{day for day in days if first <= day <= first + reach} for first in sorted(days)]
    return max((stretch for stretch in stretches if stretch & asked), key=len)


def _within_one_claim(question: Question, days: set[date], asked: set[date]) -> set[date]:
    """Of these days, those that can lie in one claim with the work asked about."""
    return _of_one_claim(question, days, asked) if days & asked else days


@dataclass(frozen=True, slots=True)
class _Used:
    """How many days are used: the fewest and the most that what we were told permits.

    `days` are those that count beside what was told; `most` is None where nothing was told.
    """

    days: set[date]
    fewest: int
    most: int | None


def _used(question: Question, working: list[Counted], asked: set[date]) -> _Used:
    """What the person told us stands for the work paid for by the day they told it, and for no other.

    Paid work of that very day may be among it or not; so may all of it where we do not know the day.
    """
    told, told_on = question.claim.kit_days_used, question.claim.told_on
    everything = _days(question, working)
    unpaid = _days(question, [counted for counted in working if counted.payment.state != "paid"])
    since = {day for day in everything if told_on is not None and day > told_on}
    in_doubt = {day for day in everything if told_on is None or day == told_on}
    known = len(_within_one_claim(question, everything, asked))
    days = _within_one_claim(question, unpaid | since, asked)
    if told is None:
        return _Used(days, known, None)
    perhaps = _within_one_claim(question, unpaid | since | in_doubt, asked)
    fewest = max(len(days) + told, known)
    return _Used(days, fewest, max(len(perhaps) + told, fewest))


def _judged(question: Question, working: list[Counted]) -> Finding:
    """The answer on which every number of days that is permitted agrees, else the fact that is missing."""
    rule = question.rule
    days = _days(question, working)
    asked = _days(question, [counted for counted in working if counted.proposed]) or days
    used = _used(question, working, asked)
    looked_at = used.days | asked
    most = rule.value(DAYS, min(looked_at))
    if most is None or max(looked_at) > rule.valid_through:
        reason = rule.reason("beyond", last=rule.valid_through)
        return finding_about(rule, working, Outcome.CANNOT_TELL, reason, missing=(f"{rule.id}.{DAYS}",))
    values = {"days": used.fewest, "up_to": used.most, "most": most.number}
    held = (most.parameter,)
    if used.fewest > most.number:
        reason = rule.reason("reduces", **values)
        return finding_about(rule, working, Outcome.REDUCES, reason, parameters=held)
    if used.most is None or used.most > most.number:
        key, fact = _what_is_missing(question)
        reason = rule.reason(key, **values)
        return finding_about(rule, working, Outcome.CANNOT_TELL, reason, missing=(fact,), parameters=held)
    near = used.fewest * 100 >= most.number * rule.warn_share_percent
    outcome = Outcome.NEAR if near else Outcome.WITHIN
    return finding_about(rule, working, outcome, rule.reason("within", **values), parameters=held)


def _what_is_missing(question: Question) -> tuple[str, str]:
    """The key of the sentence, and the name of the fact, that leaves open how many days are used."""
    claim = question.claim
    if claim.kit_days_used is None:
        return "days_unknown", "kit_days_used"
    return "overlap_unknown", "told_on" if claim.told_on is None else "kit_days_used"

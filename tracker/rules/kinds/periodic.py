"""Rules that add up money in a period: which period a payment falls in, and what if that is unknown.

Payments are put into buckets once per calendar. Where the person's week or assessment period is unknown,
every possible calendar is tried, and an answer stands only if all of them agree.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import date
from fractions import Fraction
from operator import attrgetter
from typing import ClassVar

from tracker.periods import Calendar, period_from
from tracker.rules.counting import Counted, other_earnings
from tracker.rules.facts import Claim
from tracker.rules.kinds.base import ClaimKind, Question, Window, closed_finding, undated_finding
from tracker.rules.kinds.buckets import Bucket, Dated, gather, joined, place, starts_touched
from tracker.rules.kinds.verdict import Verdict, finding_from, whichever
from tracker.rules.outcome import SEVERITY, Finding, Outcome, same_answer
from tracker.rules.rulebook import BenefitRule

COUNTS_BY = ("received_on", "due_on")
CLAIM_FACTS = frozenset(fact.name for fact in fields(Claim))

# The verdicts of one calendar, by the first day of the period.
Verdicts = dict[date, Verdict]


class PeriodicKind(ClaimKind):
    """A rule that judges one bucket at a time.

    `calendar_fact` is the fact that fixes the person's calendar, `a_year` how many of its periods make a
    year, and `spreads` whether payments for a period count by shares.
    """

    settings: ClassVar[frozenset[str]] = frozenset({"counts_by"})
    wording: ClassVar[frozenset[str]] = frozenset({"within", "near", "no_value"})
    calendar_fact: ClassVar[str]
    a_year: ClassVar[int]
    spreads: ClassVar[bool]

    def problems(self, rule: BenefitRule) -> list[str]:
        """Also: the file must say which date counts, and hold figures."""
        counts_by = rule.settings.get("counts_by")
        bad_date = [] if counts_by in COUNTS_BY else [f"settings.counts_by: write {' or '.join(COUNTS_BY)}."]
        empty = [] if rule.series else ["values: a rule that counts money needs figures; add them."]
        return [*super().problems(rule), *bad_date, *empty]

    @abstractmethod
    def calendars(self, question: Question) -> Sequence[Calendar]:
        """The person's own calendar, or every possible one where it is unknown."""

    @abstractmethod
    def verdicts(self, question: Question, calendar: Calendar, dated: Dated) -> Verdicts:
        """The answer for each period of a calendar that money or work touches, by its first day."""

    @abstractmethod
    def explain(self, question: Question, verdict: Verdict) -> list[str]:
        """The keys of the sentences for a verdict whose answer stands."""

    def finish(self, question: Question, verdict: Verdict, finding: Finding) -> Finding:
        """The finding as it is said: as it is, unless a kind has more to say of the period."""
        del question, verdict
        return finding

    def findings(self, question: Question) -> list[Finding]:
        """One finding a period touched; more for payments after the end or without a date."""
        placed = place(question, by_week=self.spreads)
        calendars = self.calendars(question)
        found = (
            self._aligned(question, calendars[0], placed.dated)
            if len(calendars) == 1
            else self._unaligned(question, calendars, placed.dated)
        )
        if placed.undated:
            found.append(undated_finding(question.rule, placed.undated))
        return found + self.late_findings(question, placed.late)

    def late_findings(self, question: Question, late: list[Counted]) -> list[Finding]:
        """What is said of payments that count after the benefit's end."""
        ended = question.ended
        return [closed_finding(question, ended, late)] if late and ended else []

    def windows(self, question: Question, wanted: Collection[Counted]) -> list[Window]:
        """The periods, under every possible calendar, that hold the `wanted` payments."""
        indexes = {counted.index for counted in wanted}
        spans = [
            period_from(calendar, start)
            for calendar in self.calendars(question)
            for day, counted in place(question, by_week=self.spreads).dated
            if counted.index in indexes
            for start in starts_touched(calendar, day, counted, spreads=self.spreads)
        ]
        by = question.rule.settings["counts_by"]
        return [Window(question.rule.id, by, span) for span in joined(spans)]

    def _aligned(self, question: Question, calendar: Calendar, dated: Dated) -> list[Finding]:
        verdicts = self.verdicts(question, calendar, dated)
        return [self._settled(question, verdicts[start]) for start in sorted(verdicts)]

    def _unaligned(self, question: Question, calendars: Sequence[Calendar], dated: Dated) -> list[Finding]:
        """Findings where the calendar is unknown: all that is proposed together first, then the rest.

        The rest is grouped by the first calendar, only so as to say one thing about one time. A payment
        is in every bucket that its money or its work falls in.
        """
        judged = [_by_payment(self.verdicts(question, calendar, dated)) for calendar in calendars]
        proposed = [counted for counted in question.case.counted if counted.proposed]
        groups: dict[date, list[Counted]] = {}
        for counted in question.case.counted:
            held = next((by_payment for by_payment in judged if counted.index in by_payment), None)
            if held is not None and not counted.proposed:
                first = min(verdict.bucket.start for verdict in held[counted.index])
                groups.setdefault(first, []).append(counted)
        tried = [proposed, *(groups[start] for start in sorted(groups))]
        found = [
            finding._replace(proposed=group is proposed)
            for group in tried
            if any(verdicts := [_touched_by(group, by_payment) for by_payment in judged])
            for finding in self._tried(question, verdicts)
        ]
        # Two groups can have one period between them; what is said of what is in question comes first.
        return list({(finding.period, finding.outcome): finding for finding in reversed(found)}.values())[
            ::-1
        ]

    def _settled(self, question: Question, verdict: Verdict) -> Finding:
        if not verdict.agreed:
            return self._open(question, verdict, verdict.unknown)
        keys = ["no_value"] if verdict.no_value else self.explain(question, verdict)
        found = finding_from(question, verdict, verdict.severe, keys, verdict.missing)
        return self.finish(question, verdict, found)

    def _open(self, question: Question, verdict: Verdict, unknown: tuple[str, ...]) -> Finding:
        key = "depends_on_week" if "week_ends_on" in unknown else "depends"
        key = "no_value" if verdict.no_value else key
        missing = tuple(dict.fromkeys((*unknown, *verdict.missing)))
        found = finding_from(question, verdict, Outcome.CANNOT_TELL, [key], missing)
        return self.finish(question, verdict, found)

    def _tried(self, question: Question, judged: list[list[Verdict]]) -> list[Finding]:
        """One finding for each period that some payments touch in the calendar that is worst for them.

        Its worst period is held against every calendar's worst, its second against their second, and so on:
        what so many periods come to in every calendar, they come to whichever is the person's.
        """
        worst = max(judged, key=_severest_first)
        found = [self._ranked(question, worst[rank], rank, judged) for rank in range(len(worst))]
        return sorted(found, key=attrgetter("period"))

    def _ranked(self, question: Question, worst: Verdict, rank: int, judged: list[list[Verdict]]) -> Finding:
        """The finding about one period, if every calendar's period of that rank has the same answer.

        In a calendar in which the payments touch no such period of the claim there is nothing to lose. Where
        the benefit goes down whichever is the person's, a further period is shown as it comes out worst.
        """
        goes_down = all(touched and touched[0].answer is Outcome.REDUCES for touched in judged)
        if goes_down and worst.agreed and worst.answer is Outcome.REDUCES:
            return self._settled(question, worst)
        answers = [touched[rank] for touched in judged if len(touched) > rank]
        elsewhere = len(answers) < len(judged) and not same_answer(worst.answer, Outcome.WITHIN)
        if not elsewhere and all(same_answer(verdict.answer, worst.answer) for verdict in answers):
            return self._settled(question, worst)
        open_facts = next((verdict.unknown for verdict in answers if not verdict.agreed), ())
        return self._open(question, worst, (self.calendar_fact, *open_facts))


class MoneyKind(PeriodicKind):
    """A periodic rule judged by its money alone."""

    @abstractmethod
    def judge(self, question: Question, bucket: Bucket, other: int | Fraction) -> Verdict:
        """The answer for one bucket, `other` being the pence of other earnings in its period."""

    def verdicts(self, question: Question, calendar: Calendar, dated: Dated) -> Verdicts:
        """Each bucket judged by itself."""
        others = other_earnings(question.claim, self.a_year)
        buckets = gather(question, calendar, dated, spreads=self.spreads)
        if len(others) == 1:
            (other,) = others
            return {start: self.judge(question, bucket, other) for start, bucket in buckets.items()}
        return {
            start: whichever([self.judge(question, bucket, other) for other in others])
            for start, bucket in buckets.items()
        }


def _by_payment(verdicts: Verdicts) -> dict[int, list[Verdict]]:
    """The verdicts of one calendar by the index of each payment that touches their period."""
    found: dict[int, list[Verdict]] = {}
    for verdict in verdicts.values():
        for counted in verdict.bucket.items:
            found.setdefault(counted.index, []).append(verdict)
    return found


def _touched_by(group: list[Counted], by_payment: dict[int, list[Verdict]]) -> list[Verdict]:
    """The verdicts of the periods that some payments touch, each once, the worst first."""
    touched = {
        verdict.bucket.start: verdict for counted in group for verdict in by_payment.get(counted.index, ())
    }
    return sorted(touched.values(), key=_by_severity, reverse=True)


def _severest_first(touched: list[Verdict]) -> tuple[int, int, list[int], list[tuple[int, int, int]]]:
    """To compare calendars: by their worst period, what they cost in all, and how many are how severe."""
    ranked = [_by_severity(verdict) for verdict in touched]
    severities = [severity for severity, _, _ in ranked]
    return max(severities, default=-1), sum(one.reduction or 0 for one in touched), severities, ranked


def _by_severity(verdict: Verdict) -> tuple[int, int, int]:
    """The most severe, then the most counted; of equals the earliest, so that no order of facts decides."""
    return SEVERITY[verdict.answer], verdict.counted or 0, -verdict.bucket.start.toordinal()

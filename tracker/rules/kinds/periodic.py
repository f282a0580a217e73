"""Rules that add up money in a period: which period a payment falls in, and what if that is unknown.

Payments are put into buckets once per calendar. Where the person's week or assessment period is unknown,
every possible calendar is tried, and the answer stands only if all of them agree.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from datetime import date, timedelta

from tracker.periods import Calendar, Period, period_from
from tracker.rules.counting import Counted, other_earnings
from tracker.rules.facts import Claim
from tracker.rules.kinds.base import Case, ClaimKind, Window, closed_finding, last_day
from tracker.rules.kinds.buckets import Bucket, covered_weeks, place, weekly_share
from tracker.rules.kinds.verdict import Verdict, depends, finding_from, undated_finding
from tracker.rules.outcome import SEVERITY, Finding, Outcome, same_answer
from tracker.rules.rulebook import BenefitRule

LONGEST_COVER = timedelta(days=366)


class PeriodicKind(ClaimKind):
    """A rule that judges one bucket at a time."""

    settings = frozenset({"counts_by"})
    wording = frozenset({"within", "near", "no_value"})
    calendar_fact = ""
    a_year: int
    spreads: bool

    @abstractmethod
    def calendars(self, rule: BenefitRule, claim: Claim) -> Sequence[Calendar]:
        """The person's own calendar, or every possible one where it is unknown."""

    @abstractmethod
    def judge(self, rule: BenefitRule, claim: Claim, bucket: Bucket, other: int) -> Verdict:
        """The answer for one bucket, `other` being the pence of other earnings in its period."""

    def findings(self, case: Case, rule: BenefitRule, claim: Claim) -> list[Finding]:
        """One finding a period touched; more for payments after the end or without a date."""
        ended = last_day(rule, claim, case.facts.nation)
        placed = place(case, rule, claim.starts, ended)
        calendars = self.calendars(rule, claim)
        found = (
            self._aligned(case, rule, claim, self.gather(calendars[0], placed.dated))
            if len(calendars) == 1
            else self._unaligned(case, rule, claim, calendars, placed.dated)
        )
        if placed.undated:
            found.append(undated_finding(case, rule, placed.undated))
        if placed.late and ended:
            found.append(closed_finding(rule, ended, placed.late))
        return found

    def gather(self, calendar: Calendar, dated: list[tuple[date, Counted]]) -> dict[date, Bucket]:
        """Each payment put into its period, once."""
        buckets: dict[date, Bucket] = {}
        start_of = calendar.start_of
        for day, counted in dated:
            start = start_of(day)
            bucket = buckets.get(start)
            if bucket is None:
                bucket = buckets[start] = Bucket(calendar, start)
            if self.spreads and counted.payment.covers is not None:
                self._spread(calendar, buckets, day, counted)
            else:
                bucket.add(day, counted)
        return buckets

    def _spread(self, calendar: Calendar, buckets: dict[date, Bucket], day: date, counted: Counted) -> None:
        """Computation of Earnings Regulations 1996 reg 6(2)(a), reg 8.

        A payment for a period counts, a week's share each week, from the date treated as paid to the day
        before the next such payment would be.
        """
        for start in covered_weeks(calendar, day, counted):
            bucket = buckets.setdefault(start, Bucket(calendar, start))
            bucket.add_share(counted, weekly_share(counted.payment.covers))

    def _aligned(
        self, case: Case, rule: BenefitRule, claim: Claim, buckets: dict[date, Bucket]
    ) -> list[Finding]:
        other = other_earnings(claim, self.a_year)
        found = []
        for start in sorted(buckets):
            verdict = self.judge(rule, claim, buckets[start], other)
            found.append(self._finding(case, rule, claim, verdict))
        return found

    def _finding(self, case: Case, rule: BenefitRule, claim: Claim, verdict: Verdict) -> Finding:
        agreed = same_answer(verdict.mild, verdict.severe)
        outcome = verdict.severe if agreed else Outcome.CANNOT_TELL
        missing = verdict.missing if agreed else (*verdict.unknown, *verdict.missing)
        reasons = verdict.reasons if agreed else [depends(case, rule, verdict, verdict.unknown)]
        return finding_from(case, rule, claim, verdict, outcome, missing, reasons, verdict.bucket.proposed)

    def _unaligned(
        self,
        case: Case,
        rule: BenefitRule,
        claim: Claim,
        calendars: Sequence[Calendar],
        dated: list[tuple[date, Counted]],
    ) -> list[Finding]:
        """Findings where the person's calendar is unknown: all proposed payments together, then the rest.

        The rest is grouped by the first calendar, only so as to say one thing about one time.
        """
        groups: dict[date | None, list[tuple[date, Counted]]] = {}
        for day, counted in dated:
            key = None if counted.proposed else calendars[0].start_of(day)
            groups.setdefault(key, []).append((day, counted))
        other = other_earnings(claim, self.a_year)
        judged: list[dict[date, Verdict]] = []
        for calendar in calendars:
            buckets = self.gather(calendar, dated)
            judged.append(
                {start: self.judge(rule, claim, bucket, other) for start, bucket in buckets.items()}
            )
        ordered = sorted(groups, key=lambda key: (key is not None, key or date.min))
        return [
            self._grouped(case, rule, claim, calendars, judged, groups[key], key is None) for key in ordered
        ]

    def _grouped(
        self,
        case: Case,
        rule: BenefitRule,
        claim: Claim,
        calendars: Sequence[Calendar],
        judged: list[dict[date, Verdict]],
        group: list[tuple[date, Counted]],
        proposed: bool,
    ) -> Finding:
        milds, severes = [], []
        for calendar, verdicts in zip(calendars, judged, strict=True):
            touched = {start for day, counted in group for start in self._starts(calendar, day, counted)}
            milds.append(max((verdicts[start] for start in touched), key=_by_mild))
            severes.append(max((verdicts[start] for start in touched), key=_by_severe))
        worst, best = max(severes, key=_by_severe), min(milds, key=_by_mild)
        if same_answer(best.mild, worst.severe):
            return finding_from(
                case, rule, claim, worst, worst.severe, worst.missing, worst.reasons, proposed
            )
        unknown = self._unknown(milds, severes, worst)
        reasons = [depends(case, rule, worst, unknown)]
        missing = (*unknown, *worst.missing)
        return finding_from(case, rule, claim, worst, Outcome.CANNOT_TELL, missing, reasons, proposed)

    def _unknown(self, milds: list[Verdict], severes: list[Verdict], worst: Verdict) -> tuple[str, ...]:
        """The facts that would settle it: the calendar where calendars differ, and what else varies."""
        calendars_differ = not (
            all(same_answer(milds[0].mild, verdict.mild) for verdict in milds)
            and all(same_answer(severes[0].severe, verdict.severe) for verdict in severes)
        )
        facts = () if same_answer(worst.mild, worst.severe) else worst.unknown
        return ((self.calendar_fact,) if calendars_differ else ()) + facts

    def _starts(self, calendar: Calendar, day: date, counted: Counted) -> list[date]:
        if self.spreads and counted.payment.covers is not None:
            return covered_weeks(calendar, day, counted)
        return [calendar.start_of(day)]

    def windows(self, case: Case, rule: BenefitRule, claim: Claim, days: list[Counted]) -> list[Window]:
        """The periods, under every possible calendar, that hold the payments in `days`."""
        by = rule.settings["counts_by"]
        placed = place(case, rule, claim.starts, None)
        wanted = {counted.index for counted in days}
        spans = [
            period_from(calendar, start)
            for calendar in self.calendars(rule, claim)
            for day, counted in placed.dated
            if counted.index in wanted
            for start in self._starts(calendar, day, counted)
        ]
        found = [Window(rule.id, by, span) for span in joined(spans)]
        if self.spreads:
            found += [
                Window(rule.id, "covers", Period(span.start - LONGEST_COVER, span.end))
                for span in joined(spans)
            ]
        return found


def joined(spans: list[Period]) -> list[Period]:
    """The same days as few periods, in order, touching ones made one."""
    merged: list[Period] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end + timedelta(days=1):
            merged[-1] = Period(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _by_severe(verdict: Verdict) -> tuple[int, int]:
    return SEVERITY[verdict.severe], verdict.counted or 0


def _by_mild(verdict: Verdict) -> tuple[int, int]:
    return SEVERITY[verdict.mild], verdict.counted or 0

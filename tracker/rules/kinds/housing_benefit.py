"""Housing Benefit: a taper past a weekly disregard, nothing at all beside a benefit that passports it.

Housing Benefit Regulations 2006 Sch 4: the standard disregard or that of permitted work (para 10A), and from
5 October 2026 more in specified or temporary accommodation (para 18), on top of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import ClassVar

from tracker.periods import Calendar, Period, Weeks
from tracker.rules.counting import Counted
from tracker.rules.kinds.base import (
    SURELY_PENSION_AGE,
    SURELY_WORKING_AGE,
    Question,
    age_on,
    closed_finding,
    finding_about,
    undated_finding,
)
from tracker.rules.kinds.buckets import Bucket, place
from tracker.rules.kinds.no_test import latest_day
from tracker.rules.kinds.verdict import Verdict
from tracker.rules.kinds.weekly_reduction import LeftOut, WeeklyReduction
from tracker.rules.kinds.working_weeks import Hours
from tracker.rules.outcome import Finding, Outcome
from tracker.rules.rulebook import DatedValue

PERMITTED = "permitted-work"
SUPPORTED = "supported-housing."
MONDAY_TO_SUNDAY = Weeks(6)
# The ages at which the amount added in supported housing moves.
ADULT, GROWN = 18, 25


class HousingBenefit(WeeklyReduction):
    """A weekly reduction with a passport, disregards that add up, and an end for most of working age."""

    name = "housing-benefit"
    settings: ClassVar[frozenset[str]] = WeeklyReduction.settings | {
        "passported_by", "passported_from", "working_age_ended_on"
    }  # fmt: skip
    wording: ClassVar[frozenset[str]] = WeeklyReduction.wording | {"no_test", "may_have_ended"}

    def calendars(self, question: Question) -> Sequence[Calendar]:
        """Benefit weeks run from Monday to Sunday (from memory)."""
        del question
        return (MONDAY_TO_SUNDAY,)

    def findings(self, question: Question) -> list[Finding]:
        """One finding without a period where the award is passported, else one a week."""
        question.ended = min((day for day in (_closing(question), question.ended) if day), default=None)
        if question.claim.passported:
            return self._without_test(question)
        ignored = [] if question.claim.passported is False else _ignored(question)
        others = [counted for counted in question.case.counted if counted not in ignored]
        if not ignored:
            return super().findings(question)
        return [*self._without_test(question.about(ignored)), *super().findings(question.about(others))]

    def _without_test(self, question: Question) -> list[Finding]:
        """One finding without a period; more for what came after the end or on a day that nobody knows."""
        placed = place(question, by_week=self.spreads)
        undated = placed.undated if question.ended else []
        elsewhere = [*placed.late, *undated]
        within = [counted for _, counted in placed.dated]
        items = [one for one in question.case.counted if one in within or one not in elsewhere]
        no_test = finding_about(question.rule, items, Outcome.NO_TEST, question.rule.reason("no_test"))
        found = [no_test] if items or not elsewhere else []
        found += [undated_finding(question.rule, undated)] if undated else []
        return found + self.late_findings(question, placed.late)

    def late_findings(self, question: Question, late: list[Counted]) -> list[Finding]:
        """Also: where we do not know whether the award has ended, which facts would tell."""
        gone_by = _surely_ended(question)
        settled = not _open_facts(question)
        gone = [counted for counted in late if gone_by and (settled or _counts_on(counted) > gone_by)]
        in_doubt = [counted for counted in late if counted not in gone]
        found = [closed_finding(question, gone_by, gone)] if gone and gone_by else []
        return [*found, _in_doubt(question, in_doubt)] if in_doubt else found

    def judge_week(self, question: Question, bucket: Bucket, other: int | Fraction, hours: Hours) -> Verdict:
        """The answer for one week; a passport that nobody has told us of would leave nothing to lose."""
        verdict = super().judge_week(question, bucket, other, hours)
        if question.claim.passported is None and verdict.severe is Outcome.REDUCES:
            return replace(verdict, mild=Outcome.WITHIN, unknown=(*verdict.unknown, "passported"))
        return verdict

    def explain(self, question: Question, verdict: Verdict) -> list[str]:
        """The answer alone, because nobody's week has to be tried."""
        return [key for key in super().explain(question, verdict) if key != "whichever_week"]

    def left_out(self, question: Question, bucket: Bucket) -> LeftOut | None:
        """The standard disregards that may apply, or permitted work's, each with what is added to it."""
        standard = super().left_out(question, bucket)
        permitted = question.rule.value(PERMITTED, bucket.start)
        if standard is None or permitted is None:
            return None
        pence, used, facts = standard
        # Permitted work goes with benefits of working age: who is told to do it is not older unless we know.
        pension_age = _age(question, bucket.start) >= SURELY_PENSION_AGE
        told = False if pension_age else question.claim.permitted_work
        if told is not False:
            # In a week in which the minimum wage rises, what the law means is in doubt.
            last = question.rule.value(PERMITTED, bucket.period.end) or permitted
            most = [max(each, limit) for each in pence for limit in {permitted.number, last.number}]
            pence, used = (most if told else pence + most), [*used, permitted]
            used += [] if last is permitted else [last]
            facts += () if told else ("permitted_work",)
            facts += () if last is permitted else ("limit_in_april",)
        if pension_age:
            return sorted(set(pence)), used, facts
        added, unknown, maybe_none = _extra(question, bucket)
        more = [value.number for value in added] + [0] * maybe_none
        return sorted({each + extra for each in pence for extra in more}), [*used, *added], facts + unknown


def _ignored(question: Question) -> list[Counted]:
    """The payments that are left out whole, as a passporting benefit ran on their last day."""
    days = [(counted, latest_day(counted) or date.max) for counted in question.case.counted]
    return [counted for counted, day in days if question.has_beside(_passports(question, day), day)]


def _passports(question: Question, day: date) -> list[str]:
    """The benefits that passport it on a day, wherever in the country the person may live."""
    settings, nation = question.rule.settings, question.case.facts.nation
    begun: dict[str, dict[str, date]] = settings["passported_from"]
    first = {
        benefit: max(days.values()) if nation is None else days[nation] for benefit, days in begun.items()
    }
    return [benefit for benefit in settings["passported_by"] if day >= first.get(benefit, date.min)]


def _closing(question: Question) -> date | None:
    """The last day on which the award surely ran, where it has ended since or may have.

    Awards of working age outside specified and temporary accommodation have ended, a nation at a time.
    """
    goes_on = question.claim.accommodation == "specified-or-temporary"
    days = _last_days(question)
    return None if goes_on or _age(question, min(days)) >= SURELY_PENSION_AGE else min(days)


def _surely_ended(question: Question) -> date | None:
    """The last day on which the award can have run."""
    closing, until = _closing(question), question.claim.until
    unknown = closing is None or _unsettled(question, closing)
    ends = [until, None if unknown else max(_last_days(question))]
    return min((day for day in ends if day), default=None)


def _last_days(question: Question) -> list[date]:
    """The day of the person's nation, or all of them where we do not know it."""
    days: dict[str, date] = question.rule.settings["working_age_ended_on"]
    nation = question.case.facts.nation
    return list(days.values()) if nation is None else [days[nation]]


def _unsettled(question: Question, day: date) -> tuple[str, ...]:
    """The facts without which we do not know whether the award ended on a day."""
    unsettled = {
        "accommodation": question.claim.accommodation is None,
        "date_of_birth": not 0 <= _age(question, day) < SURELY_WORKING_AGE,
    }
    return tuple([fact for fact, unknown in unsettled.items() if unknown])


def _open_facts(question: Question) -> tuple[str, ...]:
    """The facts without which we do not know on which day the award ended, if it did."""
    unsettled = _unsettled(question, min(_last_days(question)))
    return unsettled or (("nation",) if question.case.facts.nation is None else ())


def _in_doubt(question: Question, items: list[Counted]) -> Finding:
    """The finding about payments after the day on which the award may have ended."""
    rule, day = question.rule, min(_last_days(question))
    facts = _open_facts(question)
    words = question.case.rulebook.words_for(facts)
    reason = rule.reason("may_have_ended", ended=day, facts=words)
    return finding_about(rule, items, Outcome.CANNOT_TELL, reason, missing=facts)


def _counts_on(counted: Counted) -> date:
    """The day on which a payment that has one counts."""
    payment = counted.payment
    return payment.due_on or payment.received_on or date.min


def _age(question: Question, day: date) -> int:
    """The person's age on a day; -1 where nobody has told us."""
    born = question.case.facts.date_of_birth
    return -1 if born is None else age_on(born, day)


def _extra(question: Question, bucket: Bucket) -> tuple[list[DatedValue], tuple[str, ...], bool]:
    """What may be added in supported or temporary housing, the facts that decide, and if it may be nil."""
    rule, claim = question.rule, question.claim
    held = [rule.value(SUPPORTED + name, bucket.start) for name in _ages(question, bucket.period)]
    values = [value for value in held if value is not None]
    # In another home an award of these dates has ended, or is of pension age: neither comes here.
    if not values:
        return [], (), True
    age = _age(question, bucket.start)
    open_facts = {
        "accommodation": claim.accommodation is None,
        # A partner's age is asked nowhere: what we are told of ages does not settle it.
        "date_of_birth": not 0 <= age < SURELY_WORKING_AGE or (len(values) > 1 and _couple(question) is True),
        "couple": _couple(question) is None,
    }
    maybe_none = claim.accommodation is None or not 0 <= age < SURELY_WORKING_AGE
    return values, tuple([fact for fact, unknown in open_facts.items() if unknown]), maybe_none


def _couple(question: Question) -> bool | None:
    """Whether the person is one of a couple: as told, or as the disregard says."""
    told = question.case.facts.couple
    by_disregard: dict[str | None, bool] = {"single": False, "lone-parent": False, "couple": True}
    return by_disregard.get(question.claim.disregard) if told is None else told


def _ages(question: Question, week: Period) -> list[str]:
    """The added amounts that are possible, by their names; of a birthday within the week both ages'."""
    days, couple = (week.start, week.end), _couple(question)
    return list(dict.fromkeys(name for day in days for name in _on(_age(question, day), couple=couple)))


def _on(age: int, *, couple: bool | None) -> list[str]:
    """The added amounts that an age, below nought where unknown, and a household leave possible."""
    alone = ["25-or-over", "under-25"] if age < 0 else ["25-or-over" if age >= GROWN else "under-25"]
    together = ["couple-25-or-over"]
    if age < GROWN:
        together.append("couple-18-to-24")
    if age < ADULT:
        together.append("couple-under-18")
    return {True: together, False: alone, None: [*alone, *together]}[couple]

"""The voices report as rows of a spreadsheet: the numbers of the page, and no others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.reports.catalogue.voices import Report
from tracker.reports.chance import Verdict
from tracker.reports.tested import Says, Tested
from tracker.tables import Row
from tracker.web.filters import plain

HEADINGS = ("Part", "Of what", "Measure", "Number")
_NEW_PEOPLE, _SHARED_OUT = "Do new people come through?", "Are seats shared out?"
_BREADTH = {
    Verdict.FLAG: "Fewer people were heard than chance explains",
    Verdict.WATCH: "Somewhat fewer people were heard than chance brings",
}
_BALANCE = {
    Verdict.FLAG: "The same people came together again more often than chance explains",
    Verdict.WATCH: "The same people came together again somewhat more often than chance brings",
}
_NOT_TESTED = {
    Says.ON_PURPOSE: "Not compared with chance: a standing panel meets again on purpose",
    Says.TOO_EARLY: "Too early to say: fewer than 3 sessions or 12 seats",
    Says.TOO_MANY: "Not compared with chance: too many sessions for an exact sum",
}


@dataclass(frozen=True, kw_only=True)
class About:
    """What a file is about: the projects in words, the dates as they were chosen, the day it was made."""

    where: str
    since: date | None
    until: date | None
    made: date


def rows(report: Report, words: Mapping[str, str], about: About) -> Iterator[Row]:
    """One row for each number; `words` are the names of kinds of activity and of stages by code."""
    yield from _about(report, about)
    yield from _whole(report)
    yield from _chance(report)
    for bar in report.bars:
        of = f"{bar.label}: {bar.title}" if bar.title else bar.label
        yield "New voices", of, "Seats", bar.seats
        yield "New voices", of, "First time in these projects", bar.new_here
        yield "New voices", of, "First time with us", bar.new_to_us
    for band in report.bands:
        yield "How often", band.words, "People", band.people
        yield "How often", band.words, "Seats", band.seats
    for ago, people in report.last_heard.items():
        yield "Last heard", ago, "People", people
    for way in report.ways:
        of = f"{words.get(way.activity or '', 'Not said')}, {plain(way.mode).lower()}"
        yield "Ways", of, "Sessions", way.sessions
        yield "Ways", of, "Seats", way.seats
    for one in report.carried:
        earlier, later = words.get(one.earlier, one.earlier), words.get(one.later, one.later)
        yield "Stages", f"{earlier} to {later}", "People of the later stage", one.size_to
        yield "Stages", f"{earlier} to {later}", "Of them in the earlier stage", one.shared
    for role, seats in report.left_out.items():
        yield "Left out", plain(role), "Seats", seats


def _whole(report: Report) -> Iterator[Row]:
    whole = {
        "People heard": report.spread.people,
        "Seats": report.spread.seats,
        "Sessions": report.sessions,
        "First time in these projects": report.new_here,
        "First time with us": report.new_to_us,
        "Took part more than once": report.spread.people_with_2_or_more,
        "Seats of the three most frequent people": report.top_three_seats,
        "Heard in other ways than meetings only": report.never_met,
        "Heard without names": report.without_names,
    }
    for measure, number in whole.items():
        yield "All", "", measure, number
    if report.tested:
        yield "All", "", "Could have been asked", report.tested.pool.people


def _about(report: Report, about: About) -> Iterator[Row]:
    """So that whoever opens the file a year later knows of what it speaks."""
    told = {
        "Project": about.where,
        "From": about.since or "The beginning",
        "To": about.until or about.made,
        "First session": report.days[0] if report.days else "None",
        "Last session": report.days[1] if report.days else "None",
        "Made on": about.made,
    }
    for measure, said in told.items():
        yield "About", "", measure, said.isoformat() if isinstance(said, date) else said


def _chance(report: Report) -> Iterator[Row]:
    """The two tests, as the page has them, or why they were not made."""
    if report.tested is not None:
        yield from _tests(report.tested)
    elif report.sessions:
        yield "Chance", "", "What it says", "Compared in each project apart: choose one"


def _tests(tested: Tested) -> Iterator[Row]:
    breadth, balance = tested.breadth, tested.balance
    if breadth is None or balance is None:
        yield "Chance", "", "What it says", _NOT_TESTED[tested.says]
        return
    says = _BREADTH.get(breadth.verdict, "As many as chance would bring")
    yield "Chance", _NEW_PEOPLE, "What it says", says
    yield (
        "Chance",
        _NEW_PEOPLE,
        "People that a draw by lot would have brought",
        round(breadth.expected_distinct),
    )
    yield "Chance", _NEW_PEOPLE, "Small pool", "Yes" if breadth.small_pool else "No"
    says = _BALANCE.get(balance.verdict, "Shared about as a draw by lot would share them")
    yield "Chance", _SHARED_OUT, "What it says", says

"""The voices report as rows of a spreadsheet: the numbers of the page, and no others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tracker.reports.catalogue.voices import Report
from tracker.tables import Row
from tracker.web.filters import plain

HEADINGS = ("Part", "Of what", "Measure", "Number")


def rows(report: Report, words: Mapping[str, str]) -> Iterator[Row]:
    """One row for each number; `words` are the names of kinds of activity and of stages by code."""
    yield from _whole(report)
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

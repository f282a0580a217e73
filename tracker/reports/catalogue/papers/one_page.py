"""The manager's one page: is it the same few, who is not heard, what is done about it."""

from __future__ import annotations

from dataclasses import replace

from tracker.diversity.published import published
from tracker.reports import parts
from tracker.reports.asked import Asked
from tracker.reports.catalogue import voices
from tracker.reports.catalogue.voices import Report
from tracker.reports.paper import Figure, Paper, Part
from tracker.web.filters import counted, percent_of

KIND = "one-page"
NAME = "One page for a manager"
MEANING = "Who is heard and how often, who is not, and what you will do about it."
ALL = True


def build(asked: Asked) -> Paper:
    """The page. What leads is repetition; who is missing follows where there is a table to read."""
    report = voices.build(asked.choice, on=asked.on, project=asked.project)
    if not report.spread.people:
        return Paper(
            title="Nobody was heard in this time",
            lead="As soon as a register says that somebody came, they are counted.",
            parts=[parts.reached(asked), parts.will_do(asked)],
        )
    found = published(asked.project_id, asked.until)
    missing, communities = parts.who_is_missing(found), parts.reached(asked)
    order = [missing, communities] if parts.is_printed(found) else [communities, missing]
    answered = parts.how_many_answered(found)
    return Paper(
        title=title(report),
        layout="compact",
        figures=figures(report),
        parts=[
            _same_few(asked, report),
            *order,
            *([answered] if answered else []),
            parts.fees_not_taken(asked),
            parts.will_do(asked),
        ],
    )


def _same_few(asked: Asked, report: Report) -> Part:
    """How often people came, how evenly they shared the seats, and what chance says."""
    said = [_shared_out(report), *parts.beside_chance(asked, report)]
    return replace(parts.how_often(report), sentences=said)


def title(report: Report) -> str:
    """The answer in a sentence."""
    heard = f"We heard from {parts.people_of(report.spread.people)} in {counted(report.sessions, 'session')}"
    if report.spread.people <= 3:
        return heard
    return (
        f"{heard}; three of them held {percent_of(report.top_three_seats, report.spread.seats)} of the seats"
    )


def figures(report: Report) -> list[Figure]:
    """The numbers at the top."""
    seats = report.spread.seats
    return [
        Figure(f"{report.spread.people:,}", "people heard"),
        Figure(f"{report.new_to_us:,}", "of them for the first time"),
        Figure(f"{report.top_three_seats:,} of {seats:,}", "seats held by the three most frequent"),
        parts.ways_figure(report),
    ]


def _shared_out(report: Report) -> str:
    """How evenly seats were shared, in plain words."""
    people = report.spread.people
    if people <= 3 or not report.spread.hill_q2:
        return "With three people or fewer, shares say nothing."
    return (
        f"Had everybody come equally often, three people would hold {percent_of(3, people)} of the seats. "
        f"It is as if {report.spread.hill_q2:.1f} people had spoken equally."
    )

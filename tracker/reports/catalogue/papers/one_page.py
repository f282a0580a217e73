"""The manager's one page: is it the same few, who is not heard, what is done about it."""

from __future__ import annotations

from dataclasses import replace

from tracker.diversity.published import published
from tracker.reports import inside_parts, parts
from tracker.reports.asked import Asked
from tracker.reports.catalogue import voices
from tracker.reports.catalogue.voices import Report
from tracker.reports.paper import Figure, Paper, Part
from tracker.web.filters import counted, day, percent_of

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
            lead="As soon as a register says that somebody came, they are counted. Who came after "
            f"{day(asked.until)} is in the next report, and on the page of voices already.",
            parts=[parts.reached(asked), parts.will_do(asked)],
        )
    found, among = published(asked.project_id, asked.until), parts.in_projects(asked)
    missing, communities = parts.who_is_missing(found), parts.reached(asked)
    order = [missing, communities] if parts.is_printed(found) else [communities, missing]
    answered = parts.how_many_answered(found)
    return Paper(
        title=title(report, among),
        layout="compact",
        figures=figures(report),
        parts=[
            _same_few(report, among),
            *order,
            inside_parts.new_people(report),
            inside_parts.coming_back(asked, report),
            *([answered] if answered else []),
            parts.fees_not_taken(asked),
            parts.will_do(asked),
        ],
    )


def _same_few(report: Report, among: str) -> Part:
    """How often people came, how evenly they shared the seats, and what chance says."""
    said = [_shared_out(report), parts.beside_chance(report, among)]
    return replace(parts.how_often(report), sentences=[*said, *inside_parts.beside_a_draw(report.tested)])


def title(report: Report, among: str) -> str:
    """The answer in a sentence: of all projects in how many it is the same few, of one how few they are."""
    heard = f"We heard from {parts.people_of(report.spread.people)} in {counted(report.sessions, 'session')}"
    if among:
        return parts.with_where(heard, among)
    if report.spread.people <= 3:
        return heard
    return (
        f"{heard}; three of them held {percent_of(report.top_three_seats, report.spread.seats)} of the seats"
    )


def figures(report: Report) -> list[Figure]:
    """The numbers at the top."""
    seats = report.spread.seats
    # Of three people or fewer that is everything, and says nothing.
    held = Figure(f"{report.top_three_seats:,} of {seats:,}", "seats held by the three most frequent")
    return [
        Figure(f"{report.spread.people:,}", "people heard"),
        Figure(f"{report.new_to_us:,}", "of them for the first time"),
        held if report.spread.people > 3 else Figure(f"{seats:,}", "seats"),
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

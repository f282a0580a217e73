"""Evidence for a bid or contract review: one page on how people shaped one project or service."""

from __future__ import annotations

from tracker.projects import queries as projects
from tracker.reports import parts, public_parts
from tracker.reports.asked import Asked
from tracker.reports.catalogue import voices
from tracker.reports.paper import Figure, Paper, Part
from tracker.reports.public_parts import about, sessions_of

KIND = "bid-evidence"
NAME = "Evidence for a bid or contract review"
MEANING = "How many people shaped one project or service, at which stages, what changed, what it cost."
ALL = False
_MOST_CHANGES = 5
_COUNTED = (
    "From registers: who came and spoke for themselves.",
    "Staff, supporters, interpreters and observers are left out.",
    "Numbers of people are rounded to the nearest five.",
)


def build(asked: Asked) -> Paper:
    """The page, for the one project that was chosen."""
    report = voices.build(asked.choice, on=asked.on, project=asked.project)
    if not report.spread.people:
        return Paper(
            title=f"Nobody was heard in {asked.where} in this time",
            lead="Choose another quarter, or take the registers of its sessions first.",
        )
    people = about(report.spread.people)
    words = {word.code: word.label for word in projects.words("activity")}
    return Paper(
        title=f"{people.capitalize()} people shaped {asked.where} in {sessions_of(report)}",
        figures=[
            Figure(people, "people heard"),
            Figure(about(report.new_to_us), "of them for the first time with us"),
            Figure(f"{report.sessions:,}", "sessions"),
            parts.ways_figure(report),
        ],
        parts=[
            public_parts.stages(asked),
            public_parts.ways(report, words),
            public_parts.what_changed(asked, _MOST_CHANGES),
            public_parts.what_it_cost(asked),
            parts.reached(asked),
            Part(
                heading="How this is counted",
                sentences=_COUNTED,
            ),
        ],
    )

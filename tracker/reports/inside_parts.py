"""Parts of the manager's page alone, in exact numbers of attendance: whoever reads it works there."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.projects import queries as projects
from tracker.reports.asked import Asked
from tracker.reports.catalogue.voices import LONG_AGO, Report
from tracker.reports.paper import Part, Table
from tracker.reports.tested import Tested
from tracker.web.filters import counted, day

# Of stages, the last pairs; the page of voices has all.
MOST_PAIRS = 2


def beside_a_draw(tested: Tested | None) -> list[str]:
    """How many different people a draw by lot would have brought, and how many came."""
    if tested is None or tested.breadth is None:
        return []
    expected, heard = round(tested.breadth.expected_distinct), tested.breadth.observed_distinct
    return [f"Such a draw would have brought about {expected:,} different people; {heard:,} were heard."]


def new_people(report: Report) -> Part:
    """Whether new people come: seats by quarter, with the first times among them."""
    rows = [
        (bar.label, f"{bar.seats:,}", f"{bar.new_here:,}", f"{bar.been_before:,}") for bar in report.quarters
    ]
    return Part(
        heading="Do new people come?",
        sentences=[f"{report.new_here:,} of {report.spread.seats:,} seats went to somebody new here."],
        table=Table(
            "Seats by quarter, and first times", ("Quarter", "Seats", "First time", "Been before"), rows
        ),
    )


def coming_back(asked: Asked, report: Report) -> Part:
    """Who was not heard for long, who judges what they helped to make, and invitations over a cap."""
    return Part(heading="Who comes back?", items=list(_coming_back(asked, report)))


def _coming_back(asked: Asked, report: Report) -> Iterator[str]:
    quiet, people = report.last_heard[LONG_AGO], report.spread.people
    if quiet:
        yield (
            f"{quiet:,} of {counted(people, 'person', 'people')} heard were last heard more than six months "
            f"before {day(report.as_of)}."
        )
    else:
        yield f"Everybody heard was heard in the six months before {day(report.as_of)}."
    if asked.project:
        words = {word.code: word.label for word in projects.words("stage")}
        alike = [one for one in report.carried if one.mostly_the_same]
        for one in alike[-MOST_PAIRS:]:
            later, earlier = (words.get(code, code) for code in (one.later, one.earlier))
            yield f"{one.shared} of the {one.size_to} heard in {later} had been in {earlier}."
    over = report.over_caps
    if over.invitations:
        whose = "the project" if asked.project else "a project"
        yield (
            f"{counted(over.invitations, 'invitation')} went over the number that {whose} set itself "
            f"for one person, {over.with_reason} with a note of why that was right."
        )

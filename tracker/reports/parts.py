"""Parts that several reports to give have in common: repetition, who is missing, communities, fees, plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from textwrap import shorten
from typing import Any

from tracker.diversity import communities
from tracker.diversity.disclosure import LEAST_SHOWN
from tracker.diversity.published import PUBLIC, Published
from tracker.diversity.question_set import question_set
from tracker.diversity.representation import Status, Tier
from tracker.reports.asked import Asked
from tracker.reports.bars import Bar, Chart
from tracker.reports.catalogue import by_project
from tracker.reports.catalogue.voices import Report
from tracker.reports.fees import Fees, Took, fees
from tracker.reports.paper import Figure, Part, Table
from tracker.reports.plans import plans
from tracker.reports.shares import STATES, answer, expected_percent, percent
from tracker.reports.tested import Says, Tested
from tracker.web.filters import counted, day, percent_of

# More rows than these do not fit on one page.
_MOST_PROJECTS, _MOST_GAPS, _MOST_COMMUNITIES = 4, 4, 4
# What was said the time before is cut here.
_BEFORE = 100
_NOT_TESTED = {
    Says.ON_PURPOSE: "This is a standing panel: the same people meet again on purpose.",
    Says.TOO_EARLY: "It is too early to say whether this is more than chance.",
    Says.TOO_MANY: "There are too many sessions to hold them against chance.",
}


def people_of(number: int) -> str:
    """1 person, 2 people."""
    return counted(number, "person", "people")


def ways_figure(report: Report) -> Figure:
    """In how many ways people took part."""
    many = len(report.ways)
    return Figure(f"{many:,}", "way of taking part" if many == 1 else "ways of taking part")


def with_where(heard: str, among: str) -> str:
    """A title that says how many were heard, and then in how many projects it is the same few."""
    return f"{heard}; {among[0].lower()}{among[1:]}"


def how_often(report: Report) -> Part:
    """Whether it is the same few: how often people came, in bands, and what chance says."""
    bands = [
        Bar(words=band.words, said=counted(band.seats, "seat"), whole=band.seats) for band in report.bands
    ]
    once = report.spread.people - report.spread.people_with_2_or_more
    chart = Chart(
        code="often",
        title="Seats by how often people took part",
        sentence=f"{once} of {people_of(report.spread.people)} took part once. The table says the same.",
        bars=bands,
    )
    rows = [(band.words, f"{band.people:,}", f"{band.seats:,}") for band in report.bands]
    return Part(
        heading="Is it the same few?",
        chart=chart,
        table=Table("People and seats by how often people took part", ("Took part", "People", "Seats"), rows),
    )


def beside_chance(report: Report, among: str) -> str:
    """What chance would have brought, in a sentence without a measure; `among` says it of all projects."""
    if report.tested is not None:
        return _tested(report.tested)
    return f"{among or 'No project can be held against chance yet'}."


def in_projects(asked: Asked) -> str:
    """In how many projects it is the same few, of those held against chance; empty where none can be.

    Empty for a report of one project too, of which `beside_chance` speaks.
    """
    if asked.project:
        return ""
    return by_project.same_few(by_project.build(asked.choice, asked.projects))


def _tested(tested: Tested) -> str:
    if tested.breadth is None:
        return _NOT_TESTED[tested.says]
    small = tested.breadth.small_pool
    if tested.flags:
        said = "That is more often the same people than a draw by lot from all who could be asked."
        # The others of a small pool are there and were heard, but less.
        helped = " Few people could be asked: who comes less could be helped to come."
        return said + (helped if small and not tested.breadth.flag else "")
    if small:
        return "Few people could be asked, so chance alone brings most of them back. More to ask would help."
    if tested.watched:
        return "That is somewhat more often the same people than a draw by lot from all who could be asked."
    return "That is about what a draw by lot from all who could be asked would bring."


def is_printed(found: Published | None) -> bool:
    """Whether any table of a frozen report is there to be read."""
    questions = found.content["questions"].values() if found else ()
    return any(held[PUBLIC]["printed"] for held in questions)


def who_is_missing(found: Published | None, *, most: int | None = _MOST_GAPS) -> Part:
    """Who is not heard, as the frozen report's public tables say it, and `most` of the gaps they show."""
    heading = "Who is not heard?"
    if found is None:
        none = "No report on who is missing was made for this time. Whoever keeps the answers can make one."
        return Part(heading=heading, sentences=[none])
    rows = [row for code in _asked_in(found) for row in _gaps(found.content, code)]
    cut = most is not None and len(rows) > most
    more = f" The table has {most} of {len(rows)}; the pack for a funder has all." if cut else ""
    caption = "Groups with fewer people than expected"
    headings = ("Group", "Share", "Expected", "What it says")
    return Part(
        heading=heading,
        sentences=[f"{answer(found.content, Tier.PUBLIC)}.{more}"],
        table=Table(caption, headings, rows[:most]) if rows else None,
    )


def _gaps(content: Mapping[str, Any], code: str) -> list[tuple[str, ...]]:
    dimension = question_set(content["question_set"]).dimensions[code]
    table = content["questions"][code][PUBLIC]
    return [
        (
            f"{group['name']} ({dimension.label.lower()})",
            f"{percent(group['share'])}%",
            f"{expected_percent(group)}%",
            " ".join(reversed(STATES[group["status"]][:2])),
        )
        for group in table["groups"]
        if group["status"] in {Status.CLEAR_GAP, Status.POSSIBLE_GAP} and group["name"] != dimension.rest
    ]


def _asked_in(found: Published) -> list[str]:
    """The questions of a frozen report in their order."""
    return [
        code
        for code in question_set(found.content["question_set"]).dimensions
        if code in found.content["questions"]
    ]


def how_many_answered(found: Published | None) -> Part | None:
    """For each question about how many answered, of about how many; None where nothing was asked."""
    if found is None or not found.content["questions"]:
        return None
    dimensions = question_set(found.content["question_set"]).dimensions
    days = f"{day(found.since)} to {day(found.until)}"
    said = []
    for code in _asked_in(found):
        table = found.content["questions"][code][PUBLIC]
        said.append(f"{dimensions[code].label}: about {table['known']} of about {table['base']}")
    return Part(
        heading="How many answered?",
        sentences=[f"{'; '.join(said)}."],
        notes=[f"{days}, frozen on {day(found.made_at)}. Rounded to five; small numbers are hidden."],
    )


def reached(asked: Asked) -> Part:
    """The communities that were to be reached: those that were by then, those since, those not yet."""
    listed = communities.communities([asked.project.id] if asked.project else None)
    heading = "Communities we set out to reach"
    if not listed:
        return Part(heading=heading, sentences=["None is named yet."])
    done = sum(1 for one in listed if one.reached_on and one.reached_on <= asked.until)
    waiting = sorted(listed, key=lambda one: one.reached_on is not None)
    items = [
        _community(one.name, one.partner, one.reached_on, asked.until) for one in waiting[:_MOST_COMMUNITIES]
    ]
    return Part(
        heading=heading, sentences=[f"{done} of {len(listed)} reached by {day(asked.until)}."], items=items
    )


def _community(name: str, partner: str | None, reached_on: date | None, until: date) -> str:
    whom = f"{name}, with {partner}" if partner else name
    if reached_on is None:
        return f"{whom}: not yet"
    return f"{whom}: reached{'' if reached_on <= until else ' since'}, {day(reached_on)}"


def fees_not_taken(asked: Asked) -> Part:
    """The share of fees that people took less of, or nothing, by project; no row for few people."""
    enough = [one for one in fees(asked.choice) if one.enough]
    heading = "Do people go without their fee?"
    if not enough:
        return Part(heading=heading, sentences=["Too few people answered an offer to say."])
    rows = [(one.project, f"{one.answered:,}", _went_without(one)) for one in enough]
    headings = ("Project", "Fees answered", "Took less, or none")
    return Part(
        heading=heading,
        table=Table("Fees that people took less of, or none", headings, rows[:_MOST_PROJECTS]),
        notes=["If many go without in one project, ask why. It is each person’s own choice."],
    )


def _went_without(one: Fees) -> str:
    """The share of a project's fees in whole percent; what few people did is only called few."""
    without = (Took.LESS, Took.NONE)
    people = one.people(without)
    if people == 0:
        return "none"
    return "few people" if people < LEAST_SHOWN else percent_of(one.number(without), one.answered)


def will_do(asked: Asked) -> Part:
    """What the people answerable wrote that they will do, and what they wrote the time before."""
    written = plans(asked.project_id, asked.until)
    now = next((plan for plan in written if plan.until == asked.until), None)
    before = next((plan for plan in written if plan.until < asked.until), None)
    notes: Sequence[str] = ()
    if before:
        said = shorten(" ".join(before.lines), _BEFORE, placeholder=" …")
        notes = [f"Last time we said, on {day(before.written_at)}: {said}"]
    if now is None:
        return Part(heading="What we will do", sentences=["Nothing is written down yet."], notes=notes)
    by = f"Written by {now.written_by} on {day(now.written_at)}."
    return Part(heading="What we will do", items=now.lines, notes=[by, *notes])

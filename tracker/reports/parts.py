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
from tracker.diversity.representation import State, Status, Tier
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
_MOST_PROJECTS, _MOST_GAPS, _MOST_COMMUNITIES = 4, 5, 4
# What was said the time before is cut here.
_BEFORE = 150


def people_of(number: int) -> str:
    """1 person, 2 people."""
    return counted(number, "person", "people")


def ways_figure(report: Report) -> Figure:
    """In how many ways people took part."""
    many = len(report.ways)
    return Figure(f"{many:,}", "way of taking part" if many == 1 else "ways of taking part")


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


def beside_chance(asked: Asked, report: Report) -> list[str]:
    """What chance would have brought, in sentences without a measure."""
    if asked.project is not None and report.tested is not None:
        return [_tested(report.tested)]
    lines = [line for line in by_project.build(asked.choice, asked.projects) if line.tested]
    flagged = sum(1 for line in lines if line.tested and line.tested.flags)
    if not flagged:
        return ["In no project is it more often the same people than chance explains."]
    projects = counted(len(lines), "project")
    return [f"In {flagged} of {projects} it is more often the same people than chance explains."]


def _tested(tested: Tested) -> str:
    if tested.says is Says.ON_PURPOSE:
        return "This is a standing panel: the same people meet again on purpose."
    if tested.says is Says.TOO_EARLY:
        return "It is too early to say whether this is more than chance."
    if tested.breadth is None or tested.balance is None:
        return "There are too many sessions to hold them against chance."
    return _beside_a_draw(
        small_pool=tested.breadth.small_pool, a_few_hold_most=tested.balance.flag, flags=tested.flags
    )


def _beside_a_draw(*, small_pool: bool, a_few_hold_most: bool, flags: bool) -> str:
    few = "Few people could be asked, so chance alone brings most of them back."
    if small_pool and a_few_hold_most:
        # More people to ask would not help: the others are there, and are heard less.
        held = "All the same, a few hold more of the seats than chance explains."
        return f"{few} {held} Who could be helped to come?"
    if small_pool:
        return f"{few} More to ask would help."
    if flags:
        return (
            "The same people came more often than a draw by lot from all who could be asked would bring them."
        )
    return "Who came is about what a draw by lot from all who could be asked would bring."


def is_printed(found: Published | None) -> bool:
    """Whether any table of a frozen report is there to be read."""
    questions = found.content["questions"].values() if found else ()
    return any(held[PUBLIC]["printed"] for held in questions)


def who_is_missing(found: Published | None) -> Part:
    """Who is not heard, as the frozen report's public tables say it; with the gaps that they show."""
    heading = "Who is not heard?"
    if found is None:
        none = "No report on who is missing was made for this time. Whoever keeps the answers can make one."
        return Part(heading=heading, sentences=[none])
    rows = [row for code in _asked_in(found) for row in _gaps(found.content, code)]
    left = len(rows) - _MOST_GAPS
    more = f" {counted(left, 'more is', 'more are')} in the full report." if left > 0 else ""
    caption = "Groups with fewer people than expected"
    headings = ("Group", "Share", "Expected", "What it says")
    return Part(
        heading=heading,
        sentences=[f"{answer(found.content, Tier.PUBLIC)}.{more}"],
        table=Table(caption, headings, rows[:_MOST_GAPS]) if rows else None,
    )


def _gaps(content: Mapping[str, Any], code: str) -> list[tuple[str, ...]]:
    label = question_set(content["question_set"]).dimensions[code].label
    table = content["questions"][code][PUBLIC]
    return [
        (
            f"{group['name']} ({label.lower()})",
            f"{percent(group['share'])}%",
            f"{expected_percent(group, table)}%",
            " ".join(reversed(STATES[group["status"]][:2])),
        )
        for group in table["groups"]
        if group["state"] == State.SHOWN and group["status"] in {Status.CLEAR_GAP, Status.POSSIBLE_GAP}
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
    """The communities that were to be reached: those that were, and those that were not yet."""
    listed = communities.communities([asked.project.id] if asked.project else None)
    heading = "Communities we set out to reach"
    if not listed:
        return Part(heading=heading, sentences=["None is named yet."])
    done = sum(1 for one in listed if one.reached_on)
    waiting = sorted(listed, key=lambda one: one.reached_on is not None)
    items = [_community(one.name, one.partner, one.reached_on) for one in waiting[:_MOST_COMMUNITIES]]
    return Part(heading=heading, sentences=[f"{done} of {len(listed)} reached."], items=items)


def _community(name: str, partner: str | None, reached_on: date | None) -> str:
    whom = f"{name}, with {partner}" if partner else name
    return f"{whom}: {f'reached, {day(reached_on)}' if reached_on else 'not yet'}"


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

"""The funder pack: rounded numbers, each question's shares, and how all of it is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tracker.diversity.benchmark import ATTRIBUTION
from tracker.diversity.disclosure import rounded
from tracker.diversity.published import Published, published
from tracker.diversity.question_set import question_set
from tracker.reports import parts, public_fees, public_parts
from tracker.reports.asked import Asked
from tracker.reports.catalogue import voices
from tracker.reports.catalogue.voices import Report
from tracker.reports.open_keys import cells
from tracker.reports.paper import Figure, File, Paper, Part
from tracker.reports.public_parts import about, sessions_of, share_of_three

KIND = "funder-pack"
NAME = "Pack for a funder or commissioner"
MEANING = "Rounded numbers only, with a page on how they are made, and a spreadsheet with open keys."
ALL = True
_METHOD = (
    (
        "Somebody is heard when a register says that they came and spoke for themselves. Staff, "
        "supporters, interpreters and observers are left out."
    ),
    "A seat is one person at one session. “For the first time” means for the first time with us.",
    "Numbers of people are rounded to the nearest five; one to four are only called few.",
    "Percentages stand on 25 people at least and are whole; what three people held is to the nearest five.",
    "How often people came is told in bands, each wide enough to hold five people or more.",
    (
        "What people said about themselves is theirs to give and to take back. Nobody here can open it. A "
        "report counts it once and is frozen."
    ),
    (
        "Small groups are hidden, and others so that they cannot be worked out. Where half of a table "
        "would be hidden, there is no table."
    ),
    (
        "Clear gap: fewer than four fifths of what the comparison has, and chance does not explain it. "
        "Possible gap: fewer than four fifths. Too few to say: nobody at all would be no surprise. “Could "
        "be” is the range in which chance alone may move a number (Wilson’s interval, 95%)."
    ),
    (
        "Chance means a draw by lot, each time, from everybody who could have been asked. The chance of "
        "so few different people is counted out exactly; the finer measures are on the page of method."
    ),
    (
        "Each offer of a fee is counted by its last answer. Taking less or nothing is a person’s choice, "
        "and is never counted by what they said about themselves. A project where fewer than ten people "
        "answered is left out, and what fewer than five did is hidden among other answers."
    ),
    (
        "The spreadsheet uses the keys of the open diversity-data standard, in one row. There, employees "
        "means people heard, and undisclosed those who gave no answer."
    ),
)


def build(asked: Asked) -> Paper:
    """The pack. Its numbers are those of a frozen report and of the registers, to the nearest five."""
    report = voices.build(asked.choice, on=asked.on, project=asked.project)
    found, among = published(asked.project_id, asked.until), parts.in_projects(asked)
    if not report.spread.people:
        return Paper(
            title="Nobody was heard in this time", parts=[parts.reached(asked)], method=_method(found)
        )
    return Paper(
        title=title(report, among),
        figures=[
            Figure(about(report.spread.people), "people heard"),
            Figure(about(report.new_to_us), "of them for the first time"),
            Figure(f"{report.sessions:,}", "sessions"),
            parts.ways_figure(report),
        ],
        parts=list(_parts(asked, report, found, among)),
        method=_method(found),
        file=_file(asked, found) if found else None,
    )


def _parts(asked: Asked, report: Report, found: Published | None, among: str) -> Iterator[Part]:
    often = public_parts.how_often(report)
    yield replace(often, sentences=[*often.sentences, parts.beside_chance(report, among)])
    yield public_parts.stages(asked)
    # Across projects, stages belong to work that has nothing to do with one another.
    carried = public_parts.carried_over(report) if asked.project else None
    if carried:
        yield carried
    yield parts.reached(asked)
    yield parts.who_is_missing(found, most=None)
    if found:
        yield from public_parts.shares(found)
    yield public_fees.how_paid(asked)
    yield public_fees.fees_taken(asked)
    yield parts.will_do(asked)


def title(report: Report, among: str) -> str:
    """The answer in a sentence, in rounded numbers."""
    people = about(report.spread.people)
    heard = f"We heard from {people} people in {sessions_of(report)}"
    if among:
        return parts.with_where(heard, among)
    held = share_of_three(report)
    return f"{heard}; three of them held {held} of the seats" if held else heard


def _method(found: Published | None) -> list[Part]:
    """How the numbers are made, and whose the census is."""
    made = Part(heading="How these numbers are made", items=_METHOD)
    if found is None:
        return [made]
    dimensions = question_set(found.content["question_set"]).dimensions
    # By question: "base = residents aged 16 and over" says nothing without what it is of.
    notes = {
        dimensions[code].label: [note for note in held["benchmark"]["notes"] if note != ATTRIBUTION]
        for code, held in found.content["questions"].items()
        if ATTRIBUTION in held["benchmark"]["notes"]
    }
    if not notes:
        return [made]
    items = [
        f"{label}: {'. '.join(note.removesuffix('.') for note in said)}." for label, said in notes.items()
    ]
    return [made, Part(heading="Whom we compare with", sentences=[ATTRIBUTION], items=items)]


def _file(asked: Asked, found: Published) -> File:
    columns = {
        "published": found.made_at.date().isoformat(),
        "organisation": asked.organisation,
        "organisation_division": asked.project.name if asked.project else "",
        "employees": str(rounded(found.content["people"])),
        **dict(cells(found.content)),
    }
    return File(headings=list(columns), rows=[list(columns.values())])

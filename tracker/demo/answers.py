"""Answers of the panel's people about themselves, typed in from paper, and the report made of them."""

from __future__ import annotations

from datetime import date
from itertools import islice

from tracker.demo.staff import KEEPER
from tracker.demo.stage import Stage
from tracker.diversity import answers, asked, communities, comparing, snapshots
from tracker.diversity.answers import Answer
from tracker.diversity.models import CompareWith
from tracker.diversity.question_set import NonAnswer, question_set
from tracker.people import queries as people
from tracker.permissions import Actor, Permission
from tracker.projects import queries as projects
from tracker.projects.models import Project
from tracker.reports.queries import Choice
from tracker.reports.seats import quarter_ends, seats_by_person, twelve_months_to

# In days after the last one of the year.
_ASKED, _TYPED_IN, _REPORTED = -45, -40, -12
_WHY = {
    "age": "Younger people told us that our panel feels like their grandparents' club. We want to know.",
    "disability": "We plan rooms, breaks and formats by it.",
}
_LIVE_HERE = "The services that the panel looks at are for everybody who lives in the city."
_ANSWERS = 34
_BLANK = 7


def plan(stage: Stage) -> None:
    """The panel asks two questions, most of its people answer, and the keeper of answers makes a report."""
    stage.plan(_ASKED, KEEPER, _ask)
    stage.plan(_TYPED_IN, KEEPER, _type_in)
    stage.plan(_REPORTED, KEEPER, _report)


def _panel(actor: Actor) -> Project | None:
    """The panel, unless another story is told alone."""
    return next((one for one in projects.projects(actor, Permission.DIVERSITY) if one.ref == "PANEL"), None)


def _ask(actor: Actor, on: date) -> None:
    panel = _panel(actor)
    if panel is None:
        return
    asked.set_questions(actor=actor, project_id=panel.id, reasons=_WHY)
    for code, question in asked.questions_of(panel.id).items():
        comparing.set_comparison(
            actor=actor,
            question=question,
            dimension=question_set().dimensions[code],
            compare_with=CompareWith.BIRMINGHAM,
            why=_LIVE_HERE,
        )
    reached = communities.add(
        actor=actor, project=panel, name="Families on the canal boats", partner="The Waterside Trust"
    )
    communities.set_reached(actor=actor, on=on, one=reached, reached=True)
    communities.add(actor=actor, project=panel, name="Deaf people who sign", partner="The Signing Club")


def _type_in(actor: Actor, on: date) -> None:
    panel = _panel(actor)
    if panel is None:
        return
    listed = people.matching(actor, panel.id, permission=Permission.DIVERSITY)
    for number, person in enumerate(islice(people.page(listed, None, size=_ANSWERS).rows, _ANSWERS)):
        age = ("65-74", "75+", "55-64")[number % 3]
        disability = ("no-condition", "a-little", "no-condition", "not-at-all")[number % 4]
        said = Answer(NonAnswer.PREFER_NOT_TO_SAY if number % _BLANK == 1 else disability)
        answers.key_in(actor=actor, on=on, participant=person, given={"age": Answer(age), "disability": said})


def _report(actor: Actor, on: date) -> None:
    panel = _panel(actor)
    if panel is None:
        return
    until = quarter_ends(on)[0]
    since = twelve_months_to(until)
    choice = Choice(projects=frozenset({panel.id}), since=since, until=until)
    snapshots.make(
        actor=actor, project_id=panel.id, since=since, until=until, weights=seats_by_person(choice)
    )

"""Answers of one group's people about themselves, typed in from paper, and the report made of them."""

from __future__ import annotations

from datetime import date

from tracker.demo.staff import KEEPER
from tracker.demo.stage import Stage
from tracker.diversity import answers, asked, communities, comparing, snapshots
from tracker.diversity.answers import Answer
from tracker.diversity.models import CompareWith
from tracker.diversity.question_set import question_set
from tracker.people import queries as people
from tracker.permissions import Actor, Permission
from tracker.projects import queries as projects
from tracker.projects.models import Project
from tracker.reports.queries import Choice
from tracker.reports.seats import quarter_ends, seats_by_person, twelve_months_to

# In days after the last one of the year.
_ASKED, _TYPED_IN, _REPORTED = -45, -40, -12
_WHY = {
    "age": "Younger people told us that they are never asked. We want to know.",
    "disability": "We plan rooms, breaks and formats by it.",
    "main-language": "We book interpreters, and look for whom we miss, by it.",
}
# So many of those who were heard: more than half, so that something can be said.
_ANSWERED = 60
_LIVE_HERE = "What the group works on is for everybody who lives in the city."


def plan(stage: Stage) -> None:
    """The group asks three questions, most of its people answer, and the keeper of answers makes a report."""
    stage.plan(_ASKED, KEEPER, _ask)
    stage.plan(_TYPED_IN, KEEPER, _type_in)
    stage.plan(_REPORTED, KEEPER, _report)


def _group(actor: Actor) -> Project | None:
    """The group, unless other stories are told alone."""
    return next((one for one in projects.projects(actor, Permission.DIVERSITY) if one.ref == "SALT"), None)


def _ask(actor: Actor, on: date) -> None:
    group = _group(actor)
    if group is None:
        return
    asked.set_questions(actor=actor, project_id=group.id, reasons=_WHY)
    for code, question in asked.questions_of(group.id).items():
        comparing.set_comparison(
            actor=actor,
            question=question,
            dimension=question_set().dimensions[code],
            compare_with=CompareWith.BIRMINGHAM,
            why=_LIVE_HERE,
        )
    reached = communities.set_out_to_reach(
        actor=actor, project=group, name="Families on the canal boats", partner="The Waterside Trust"
    )
    communities.set_reached(actor=actor, on=on, one=reached, reached=True)
    communities.set_out_to_reach(
        actor=actor, project=group, name="Deaf people who sign", partner="The Signing Club"
    )


def _type_in(actor: Actor, on: date) -> None:
    group = _group(actor)
    if group is None:
        return
    heard = seats_by_person(Choice(projects=frozenset({group.id}), until=on))
    for number, participant_id in enumerate(sorted(heard)[:_ANSWERED]):
        said = {
            "age": ("25-34", "35-44", "35-44", "45-54")[number % 4],
            "disability": ("no-condition", "a-little")[number % 2],
            "main-language": ("english", "english", "other", "other")[number % 4],
        }
        answers.key_in(
            actor=actor,
            on=on,
            participant=people.participant(actor, participant_id, Permission.DIVERSITY),
            given={code: Answer(answer) for code, answer in said.items()},
        )


def _report(actor: Actor, on: date) -> None:
    group = _group(actor)
    if group is None:
        return
    until = quarter_ends(on)[0]
    since = twelve_months_to(until)
    choice = Choice(projects=frozenset({group.id}), since=since, until=until)
    snapshots.make(
        actor=actor, project_id=group.id, since=since, until=until, weights=seats_by_person(choice)
    )

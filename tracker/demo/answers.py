"""Answers of one group's people about themselves, the report made of them, and what the manager will do."""

from __future__ import annotations

from datetime import date

from tracker.demo.staff import KEEPER, MANAGER
from tracker.demo.stage import Stage
from tracker.diversity import answers, asked, communities, comparing, snapshots
from tracker.diversity.answers import Answer
from tracker.diversity.models import CompareWith
from tracker.diversity.question_set import question_set
from tracker.people import queries as people
from tracker.permissions import Actor, Permission
from tracker.projects import queries as projects
from tracker.projects.models import Project
from tracker.reports import plans
from tracker.reports.queries import Choice
from tracker.reports.seats import quarter_ends, seats_by_person, twelve_months_to

# In days after the last one of the year.
_ASKED, _TYPED_IN, _REPORTED, _ANSWERED_FOR = -45, -40, -12, -9
_WHY = {
    "age": "Younger people told us that they are never asked. We want to know.",
    "disability": "We plan rooms, breaks and formats by it.",
    "main-language": "We book interpreters, and look for whom we miss, by it.",
}
_FOR_THE_GROUP = """We meet at the youth club in January: nobody under 25 has been heard.
The Signing Club holds the next round with us, with an interpreter."""
_FOR_ALL = """Half of the places on each panel go to somebody new from April.
Leads ask first whoever has not been heard for six months."""
# So many of those who were heard: more than half, so that something can be said.
_ANSWERED = 60
# What they said, handed round: few are old, nobody is under 25.
_AGES = (
    "35-44",
    "25-34",
    "35-44",
    "45-54",
    "35-44",
    "25-34",
    "55-64",
    "35-44",
    "45-54",
    "25-34",
    "65-74",
    "35-44",
)
_DISABILITY = (
    "no-condition",
    "a-little",
    "no-condition",
    "no-condition",
    "a-lot",
    "no-condition",
    "not-at-all",
)
_LANGUAGES = ["english", "english", "other", "english", "english"]
_LIVE_HERE = "What the group works on is for everybody who lives in the city."


def plan(stage: Stage) -> None:
    """The group asks three questions, most of its people answer, and the keeper of answers makes a report."""
    stage.plan(_ASKED, KEEPER, _ask)
    stage.plan(_TYPED_IN, KEEPER, _type_in)
    stage.plan(_REPORTED, KEEPER, _report)
    stage.plan(_ANSWERED_FOR, MANAGER, _say_what_is_done)


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
            "age": _AGES[number % len(_AGES)],
            "disability": _DISABILITY[number % len(_DISABILITY)],
            "main-language": _LANGUAGES[number % len(_LANGUAGES)],
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


def _say_what_is_done(actor: Actor, on: date) -> None:
    group = next((one for one in projects.projects(actor) if one.ref == "SALT"), None)
    until = quarter_ends(on)[0]
    if group is not None:
        plans.write_plan(actor=actor, project_id=group.id, until=until, says=_FOR_THE_GROUP)
    plans.write_plan(actor=actor, project_id=None, until=until, says=_FOR_ALL)

"""Participants for tests. Every name is invented."""

from itertools import count
from typing import Any

from tests.factories.projects import member
from tests.factories.saving import saved
from tracker import clock
from tracker.people import services
from tracker.people.models import Participant
from tracker.permissions import SYSTEM, Actor
from tracker.projects.models import Project

_numbers = count(1)
_FIRST = ("Amina", "Brendan", "Chidi", "Dilys", "Ewa", "Farid", "Grace", "Hamish")


@saved()
def participant(of: Project | None = None, *, actor: Actor = SYSTEM, **values: Any) -> Participant:
    """A person, a member of a project where one is named."""
    number = next(_numbers)
    given = {"name": f"{_FIRST[number % len(_FIRST)]} Example {number}"} | values
    person = services.create_participant(actor=actor, on=clock.today(), **given)
    if of is not None:
        member(of, person)
    return person

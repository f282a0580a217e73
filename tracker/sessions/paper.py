"""Key in a sheet that people signed on paper: who came, whole or not at all, and nobody guessed.

Somebody new is added with only a name. A place whose outcome is recorded already is never overwritten here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.db import db
from tracker.errors import Invalid
from tracker.people import queries as people
from tracker.people import services as people_services
from tracker.people.models import Participant
from tracker.permissions import Actor
from tracker.sessions import register
from tracker.sessions.models import Attendance, InvolvementSession, Outcome
from tracker.sessions.paper_matching import Known
from tracker.sessions.queries import attendances
from tracker.sessions.services import invite_all


@dataclass(frozen=True)
class Signed:
    """One line of the sheet: a person of ours, or the name of somebody new. `key` ends its fields' names."""

    key: str
    outcome: Outcome
    minutes: int | None
    person_id: int | None = None
    new_name: str | None = None


def known_people(viewer: Actor, involvement: InvolvementSession) -> list[Known]:
    """Everybody whom the sheet can name: the project's people, by name, and whoever else has a place."""
    asked = people.matching(viewer, involvement.project_id).with_only_columns(
        Participant.id, Participant.ref, Participant.name, Participant.known_as, Participant.email
    )
    found = {row.id: Known(*row) for row in db.session.execute(asked)}
    for place in attendances(involvement.id):
        one = people.standing(place.participant)
        found.setdefault(one.id, Known(one.id, one.ref, one.name, one.known_as, one.email))
    return list(found.values())


def key_in(
    *, actor: Actor, on: date, involvement: InvolvementSession, lines: Sequence[Signed], others_absent: bool
) -> int:
    """Record these lines; returns how many. `others_absent`: whoever else is on the register did not come.

    Raises Invalid, naming the field of the line at fault.
    """
    if not lines:
        raise Invalid("Type at least one name.", field="who_0")
    _refuse_twice(lines)
    persons = _persons(actor, on, lines)
    placed = {people.standing(place.participant).id: place for place in attendances(involvement.id)}
    _refuse_recorded(lines, persons, placed)
    places = invite_all(
        actor=actor, on=on, involvement=involvement, participants=[persons[line.key] for line in lines]
    )
    rows = [_row(line, place) for line, place in zip(lines, places, strict=True)]
    register.take_register(actor=actor, on=on, rows=rows)
    if others_absent:
        _record_absent(actor, on, placed.values(), {place.id for place in places})
    return len(lines)


def _refuse_twice(lines: Sequence[Signed]) -> None:
    seen: dict[object, str] = {}
    for line in lines:
        who = line.person_id or people.match_name(line.new_name or "")
        if who in seen:
            raise Invalid(
                f"Row {int(line.key) + 1} names the same person as row {int(seen[who]) + 1}. "
                "Empty one of the two.",
                field=f"who_{line.key}",
            )
        seen[who] = line.key


def _persons(actor: Actor, on: date, lines: Sequence[Signed]) -> Mapping[str, Participant]:
    """The person of each line, by its key; who is new is added."""
    ids = [line.person_id for line in lines if line.person_id is not None]
    found = {
        person.id: person for person in db.session.scalars(select(Participant).where(Participant.id.in_(ids)))
    }
    return {
        line.key: found[line.person_id]
        if line.person_id is not None
        else people_services.create_participant(actor=actor, on=on, name=line.new_name or "")
        for line in lines
    }


def _refuse_recorded(
    lines: Sequence[Signed], persons: Mapping[str, Participant], placed: Mapping[int, Attendance]
) -> None:
    for line in lines:
        person = persons[line.key]
        place = placed.get(person.id)
        if place is None or place.outcome is None:
            continue
        if place.outcome != line.outcome or line.minutes not in {None, place.minutes}:
            raise Invalid(
                f"{person.name} is on the register already, and what became of their place is recorded. "
                "Empty this row, and change the register instead.",
                field=f"who_{line.key}",
            )


def _row(line: Signed, place: Attendance) -> register.Row:
    return register.Row(
        attendance=place,
        key=line.key,
        version=place.version,
        outcome=line.outcome,
        minutes=place.minutes if line.minutes is None else line.minutes,
        preparation_minutes=place.preparation_minutes,
        role=place.role,
    )


def _record_absent(actor: Actor, on: date, places: Collection[Attendance], came: Collection[int]) -> None:
    rows = [
        register.Row(
            attendance=place,
            key="",
            version=place.version,
            outcome=Outcome.DID_NOT_ATTEND,
            minutes=None,
            preparation_minutes=None,
            role=place.role,
        )
        for place in places
        if place.outcome is None and place.id not in came
    ]
    register.take_register(actor=actor, on=on, rows=rows)

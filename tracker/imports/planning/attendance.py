"""Rows of attendance: a place in a session, what became of it, and the fee that was offered for it."""

from __future__ import annotations

from typing import Any

from tracker.db import random_id
from tracker.errors import Invalid
from tracker.imports.headers import Record, Table
from tracker.imports.planning import fees
from tracker.imports.planning.book import Book
from tracker.imports.planning.plan import Fate
from tracker.imports.planning.states import Person, Place, SessionState
from tracker.sessions.models import HEARD, Outcome

# Nobody can have come, or failed to come, to what has not happened yet.
_AFTERWARDS = (*HEARD, Outcome.DID_NOT_ATTEND)


def plan(book: Book, table: Table) -> None:
    """Plan every row of a sheet of attendance."""
    book.each(table, lambda record: _plan_row(book, record))


def _plan_row(book: Book, record: Record) -> tuple[Fate, str]:
    """What becomes of one row. Raises Invalid, naming the column at fault."""
    involvement = book.session_of(record.get("session_ref"))
    person = book.person_of(record.get("person_ref"))
    if record.get("outcome") in _AFTERWARDS and involvement.held_on > book.on:
        raise Invalid("The session has not taken place yet: bring in who came afterwards.", field="outcome")
    role = book.list_word("role", record.get("role"))
    place = book.places.get((involvement.id, person.id))
    if place is not None and place.row is not None:
        raise Invalid(
            f"Row {place.row} is about the same person and session. Keep one of the two.",
            field="person_ref",
        )
    said = f"{person.name}, {involvement.title}"
    if place is None:
        outcome = record.get("outcome")
        place = give_place(
            book, involvement, person, outcome, minutes=record.get("minutes"), role=role or "participant"
        )
        fate, sentence = Fate.CREATED, f"{said}: {_said(outcome)}."
    elif changes := _changes(place, involvement, record, role):
        _change(book, place, changes)
        fate, sentence = Fate.UPDATED, f"{said}: {', '.join(changes)} would change."
    else:
        fate, sentence = Fate.MATCHED, f"{said}: there already."
    place.row = record.row
    told = fees.plan(book, record, involvement, person, place, changed=fate != Fate.MATCHED)
    if told is None:
        return fate, sentence
    changed = fate == Fate.MATCHED and told.changes
    return Fate.UPDATED if changed else fate, f"{sentence} {told.sentence}"


def give_place(
    book: Book,
    involvement: SessionState,
    person: Person,
    outcome: Outcome | None,
    *,
    minutes: int | None = None,
    role: str = "participant",
) -> Place:
    """Plan a new place, and the membership that goes with it."""
    place = Place(
        random_id(),
        outcome,
        _minutes_there(involvement, outcome, minutes),
        role,
        involvement.preparation_minutes if outcome in HEARD else None,
    )
    book.places[involvement.id, person.id] = place
    book.join(person, involvement.project, min(book.on, involvement.held_on))
    book.plan.rows["attendance"].append(
        {
            "id": place.id,
            "involvement_session_id": involvement.id,
            "participant_id": person.id,
            "role": role,
            "outcome": outcome,
            "minutes": place.minutes,
            "preparation_minutes": place.preparation_minutes,
            "recorded_by_id": book.actor.user_id if outcome is not None else None,
            "import_batch_id": book.batch_id,
        }
    )
    return place


def _minutes_there(involvement: SessionState, outcome: Outcome | None, minutes: int | None) -> int | None:
    """Minutes not given are the session's for those who attended, unknown for those who came in part."""
    if outcome is not None and outcome not in HEARD:
        return None
    return involvement.minutes if minutes is None and outcome == Outcome.ATTENDED else minutes


def _changes(place: Place, involvement: SessionState, record: Record, role: str | None) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    outcome = record.get("outcome")
    if outcome is not None and outcome != place.outcome:
        changes["outcome"] = outcome
        changes["minutes"] = _minutes_there(involvement, outcome, record.get("minutes"))
        changes["preparation_minutes"] = involvement.preparation_minutes if outcome in HEARD else None
    elif record.get("minutes") is not None and (place.outcome is None or place.outcome in HEARD):
        changes["minutes"] = record.get("minutes")
    if role is not None and role != place.role:
        changes["role"] = role
    return {name: value for name, value in changes.items() if value != getattr(place, name)}


def _change(book: Book, place: Place, changes: dict[str, Any]) -> None:
    money = [name for name in ("outcome", "minutes") if name in changes]
    if money and place.id in book.fees:
        raise Invalid(
            "Money rests on this, so it cannot change here. Correct the claim first.", field=money[0]
        )
    for name, value in changes.items():
        setattr(place, name, value)
    book.plan.changes["attendance", place.id] = {**changes, "recorded_by_id": book.actor.user_id}


def _said(outcome: Outcome | None) -> str:
    return outcome.value.replace("-", " ") if outcome is not None else "no register yet"

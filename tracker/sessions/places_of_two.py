"""What sessions two records of one person have, before they are put together."""

from __future__ import annotations

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from tracker.db import db, within
from tracker.people.merging import Preview, Row
from tracker.people.models import Participant
from tracker.permissions import Actor, Permission
from tracker.sessions.models import HEARD, Attendance, InvolvementSession
from tracker.web.filters import day

_NAMED = 10


def preview(viewer: Actor, stays: Participant, joins: Participant) -> Preview:
    """How many places each has and came to, in the viewer's projects, and where both have one."""
    if not viewer.may(Permission.SEE_SESSIONS):
        return Preview()
    mine, theirs = _counts(viewer, stays), _counts(viewer, joins)
    both = _both(viewer, stays, joins)
    came = sum(first.outcome in HEARD and second.outcome in HEARD for first, second in both)
    notes = [_note(first) for first, _ in both[:_NAMED]]
    if len(both) > _NAMED:
        notes.append(f"The same holds for {len(both) - _NAMED} more sessions.")
    return Preview(
        [
            Row("Places in sessions", str(mine[0]), str(theirs[0]), str(mine[0] + theirs[0] - len(both))),
            Row("Sessions they came to", str(mine[1]), str(theirs[1]), str(mine[1] + theirs[1] - came)),
        ],
        notes,
    )


def _note(place: Attendance) -> str:
    involvement = place.involvement
    return f"Both have a place at {involvement.title} on {day(involvement.held_on)}: one is counted there."


def _counts(viewer: Actor, person: Participant) -> tuple[int, int]:
    came = func.count().filter(Attendance.outcome.in_(HEARD))
    row = db.session.execute(
        select(func.count(), came)
        .join(Attendance.involvement)
        .where(Attendance.participant_id == person.id, _seen(viewer))
    ).one()
    return row[0], row[1]


def _seen(viewer: Actor) -> ColumnElement[bool]:
    return within(InvolvementSession.project_id, viewer.projects(Permission.SEE_SESSIONS))


def _both(viewer: Actor, stays: Participant, joins: Participant) -> list[tuple[Attendance, Attendance]]:
    other = aliased(Attendance)
    rows = db.session.execute(
        select(Attendance, other)
        .join(other, other.involvement_session_id == Attendance.involvement_session_id)
        .join(Attendance.involvement)
        .where(Attendance.participant_id == stays.id, other.participant_id == joins.id, _seen(viewer))
        .order_by(InvolvementSession.held_on, InvolvementSession.id)
    )
    return [(first, second) for first, second in rows]

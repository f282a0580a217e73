"""Read whom a session may still invite: the project's people without a place in it, and when last heard."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select

from tracker.db import db, within
from tracker.people import queries as people
from tracker.people.models import Participant
from tracker.permissions import Actor, Permission
from tracker.projects import queries as projects
from tracker.projects.models import ProjectPerson
from tracker.projects.one_person import any_of, of_people, stands_for
from tracker.sessions.heard import was_heard
from tracker.sessions.models import Attendance, InvolvementSession
from tracker.web.pagination import Page

# Whoever was not heard for so long is a voice that a lead may have missed.
QUIET_FOR = timedelta(days=183)

# So many people are invited at once; a longer list is narrowed first.
MOST_AT_ONCE = 1000


@dataclass(frozen=True)
class Asked:
    """Which of the project's people a page shows: those that a search finds, all or only the quiet ones."""

    search: str = ""
    quiet: bool = False


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be invited, their membership, and the last day they were heard, as far as seen."""

    participant: Participant
    membership: ProjectPerson | None
    last_heard: date | None


def page(
    viewer: Actor, involvement: InvolvementSession, on: date, asked: Asked, after: str | None
) -> Page[Candidate]:
    """A page of candidates by name."""
    found = people.page(_candidates(viewer, involvement, on, asked), after)
    ids = [participant.id for participant in found.rows]
    joined = projects.members(involvement.project_id, ids, on)
    heard = last_heard(viewer, ids)
    rows = [Candidate(one, joined.get(one.id), heard.get(one.id)) for one in found.rows]
    return Page(rows, found.next_cursor)


def everybody(
    viewer: Actor, involvement: InvolvementSession, on: date, asked: Asked
) -> Sequence[Participant]:
    """All the candidates that a list holds, by name: at most MOST_AT_ONCE and one."""
    return db.session.scalars(_candidates(viewer, involvement, on, asked).limit(MOST_AT_ONCE + 1)).all()


def count(viewer: Actor, involvement: InvolvementSession, on: date, asked: Asked) -> int:
    """How many that list holds; MOST_AT_ONCE and one means more than can be invited at once."""
    some = _candidates(viewer, involvement, on, asked).order_by(None).limit(MOST_AT_ONCE + 1)
    return db.session.scalar(select(func.count()).select_from(some.subquery())) or 0


def ids(viewer: Actor, involvement: InvolvementSession, on: date, asked: Asked) -> Select[int]:
    """The ids of all whom that list holds, for another statement to narrow itself to."""
    return _candidates(viewer, involvement, on, asked).with_only_columns(Participant.id).order_by(None)


def _candidates(
    viewer: Actor, involvement: InvolvementSession, on: date, asked: Asked
) -> Select[Participant]:
    placed = select(Attendance.id).where(Attendance.involvement_session_id == involvement.id)
    found = people.matching(viewer, involvement.project_id, asked.search).where(
        ~any_of(placed, Attendance.participant_id, Participant.id),
        or_(Participant.until.is_(None), Participant.until >= on),
    )
    if asked.quiet:
        lately = select(Attendance.id).join(Attendance.involvement)
        lately = lately.where(*_heard(viewer, since=on - QUIET_FOR))
        found = found.where(~any_of(lately, Attendance.participant_id, Participant.id))
    return found


def last_heard(viewer: Actor, participant_ids: Collection[int]) -> Mapping[int, date]:
    """The last day that each person was heard, in the projects whose sessions the viewer sees."""
    person = stands_for(Attendance.participant_id)
    rows = db.session.execute(
        select(person, func.max(InvolvementSession.held_on))
        .join(Attendance.involvement)
        .where(of_people(Attendance.participant_id, participant_ids), *_heard(viewer))
        .group_by(person)
    )
    return dict(rows.all())


def _heard(viewer: Actor, since: date | None = None) -> Sequence[ColumnElement[bool]]:
    """Of places: whoever has it was heard there as themselves."""
    conditions = [
        *was_heard(),
        within(InvolvementSession.project_id, viewer.projects(Permission.SEE_SESSIONS)),
    ]
    return [*conditions, InvolvementSession.held_on >= since] if since else conditions

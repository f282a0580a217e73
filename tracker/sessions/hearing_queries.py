"""Read what came of sessions, and which of them still owe people that. `viewer` is the scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select, tuple_
from sqlalchemy.orm import joinedload

from tracker.db import db, within
from tracker.errors import NotFound
from tracker.permissions import Actor, Permission
from tracker.projects.one_person import of_person
from tracker.sessions.models import HEARD, NOT_VOICES, Attendance, Feedback, InvolvementSession
from tracker.web.pagination import PAGE_SIZE, Page, cursor_day, page_of


def feedback(involvement_id: int) -> Sequence[Feedback]:
    """What came of a session, in the order in which it was written."""
    return db.session.scalars(
        select(Feedback)
        .where(Feedback.involvement_session_id == involvement_id)
        .order_by(Feedback.recorded_on, Feedback.id)
    ).all()


def entry(involvement_id: int, feedback_id: int) -> Feedback:
    """One entry of this session. Raises NotFound."""
    found = db.session.get(Feedback, feedback_id)
    if found is None or found.involvement_session_id != involvement_id:
        raise NotFound("There is no such entry.")
    return found


def heard_back(entries: Sequence[Feedback]) -> bool:
    """Whether people have heard back: there is something to tell, and all of it was told."""
    return bool(entries) and all(one.told_on is not None for one in entries)


def _owing(viewer: Actor, on: date, project_id: int | None) -> Select[InvolvementSession]:
    """Sessions before a day at which somebody was heard and that are not closed, the oldest first."""
    somebody = select(Attendance.id).where(
        Attendance.involvement_session_id == InvolvementSession.id,
        Attendance.outcome.in_(HEARD),
        Attendance.role.not_in(NOT_VOICES),
    )
    asked = (
        select(InvolvementSession)
        .options(joinedload(InvolvementSession.project))
        .where(
            InvolvementSession.closed_on.is_(None),
            InvolvementSession.held_on < on,
            or_(InvolvementSession.heard_without_names > 0, somebody.exists()),
            within(InvolvementSession.project_id, viewer.projects(Permission.SEE_SESSIONS)),
        )
        .order_by(InvolvementSession.held_on, InvolvementSession.id)
    )
    return asked if project_id is None else asked.where(InvolvementSession.project_id == project_id)


def owing(
    viewer: Actor,
    on: date,
    *,
    project_id: int | None = None,
    after: str | None = None,
    size: int = PAGE_SIZE,
) -> Page[InvolvementSession]:
    """A page of the sessions whose people have not heard back, the oldest first."""
    asked = _owing(viewer, on, project_id)
    if start := cursor_day(after):
        asked = asked.where(tuple_(InvolvementSession.held_on, InvolvementSession.id) > start)
    rows = db.session.scalars(asked.limit(size + 1)).all()
    return page_of(rows, lambda row: (row.held_on.isoformat(), str(row.id)), size)


def owing_count(viewer: Actor, on: date) -> int:
    """How many sessions of the viewer's projects still owe people an answer."""
    asked = _owing(viewer, on, None).options().order_by(None)
    return db.session.scalar(select(func.count()).select_from(asked.subquery())) or 0


@dataclass(frozen=True)
class Written:
    """How many entries a session has, and of how many of them people were told."""

    entries: int
    told: int


def written(involvement_ids: Sequence[int]) -> dict[int, Written]:
    """For each of these sessions that has entries: how many, and how many were told."""
    rows = db.session.execute(
        select(Feedback.involvement_session_id, func.count(), func.count(Feedback.told_on))
        .where(Feedback.involvement_session_id.in_(list(involvement_ids)))
        .group_by(Feedback.involvement_session_id)
    )
    return {row[0]: Written(row[1], row[2]) for row in rows}


def came_of(
    viewer: Actor, participant_id: int, *, most: int = 10
) -> Sequence[tuple[InvolvementSession, Feedback]]:
    """What came of the last sessions that a person was heard in, in the viewer's projects."""
    rows = db.session.execute(
        select(InvolvementSession, Feedback)
        .join(Feedback, Feedback.involvement_session_id == InvolvementSession.id)
        .join(Attendance, Attendance.involvement_session_id == InvolvementSession.id)
        .where(
            of_person(Attendance.participant_id, participant_id),
            Attendance.outcome.in_(HEARD),
            within(InvolvementSession.project_id, viewer.projects(Permission.SEE_SESSIONS)),
        )
        .order_by(InvolvementSession.held_on.desc(), InvolvementSession.id, Feedback.recorded_on, Feedback.id)
        .limit(most)
    )
    return [(involvement, one) for involvement, one in rows]

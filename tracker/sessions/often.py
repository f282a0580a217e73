"""Who would be heard more often than a project wishes to be told of: a flag for whoever invites, no bar.

Counted in this project alone: places that became attendance, and those still to come. Who is there to help
others is not counted.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select

from tracker.accounts.editing import save_changes
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid
from tracker.people.models import Participant
from tracker.permissions import Actor
from tracker.projects.models import Project
from tracker.sessions.heard import person
from tracker.sessions.invitations import invite_all
from tracker.sessions.models import HEARD, NOT_VOICES, Attendance, InvolvementSession
from tracker.sessions.often_models import OverCap, RollingCap
from tracker.sessions.queries import twice
from tracker.values import line, whole

MOST_SESSIONS, MOST_MONTHS = 100, 36


def cap_of(project_id: int) -> RollingCap | None:
    """The number that a project set itself, if it did."""
    return db.session.scalars(select(RollingCap).where(RollingCap.project_id == project_id)).one_or_none()


def set_cap(
    *, actor: Actor, project: Project, version: int | None, sessions: int | None, months: int | None
) -> RollingCap | None:
    """Set, change or, with both empty, take away a project's number. Raises Invalid, StaleVersion."""
    whole(sessions, field="sessions", least=1, most=MOST_SESSIONS)
    whole(months, field="months", least=1, most=MOST_MONTHS)
    held = cap_of(project.id)
    if sessions is None and months is None:
        if held is not None:
            db.session.delete(held)
            record(actor, "took-cap-away", project)
        return None
    values = {name: _needed(value, name) for name, value in (("sessions", sessions), ("months", months))}
    if held is not None:
        save_changes(actor, held, version=version, values=values)
        return held
    cap = RollingCap(project_id=project.id, **values)
    db.session.add(cap)
    db.session.flush()
    record(actor, "set-cap", cap)
    return cap


def _needed(value: int | None, field: str) -> int:
    """One half of a number that is set. Raises Invalid: one half says nothing without the other."""
    if value is None:
        raise Invalid("Enter both numbers, or leave both empty.", field=field)
    return value


def over(involvement: InvolvementSession, people: Collection[int] | Select[int]) -> Mapping[int, int]:
    """Of these people those whom a place here takes over the project's number: how many sessions, with it."""
    cap = cap_of(involvement.project_id)
    if cap is None:
        return {}
    held, who = InvolvementSession.held_on, person()
    rows = db.session.execute(
        select(who, func.count())
        .join(InvolvementSession, InvolvementSession.id == Attendance.involvement_session_id)
        .where(
            who.in_(people),
            InvolvementSession.project_id == involvement.project_id,
            InvolvementSession.id != involvement.id,
            held > months_before(involvement.held_on, cap.months),
            held <= involvement.held_on,
            _counts(),
            ~twice(),
        )
        .group_by(who)
        .having(func.count() >= cap.sessions)
    )
    return {number: sessions + 1 for number, sessions in rows}


def _counts() -> ColumnElement[bool]:
    """Of places: whoever has it was heard there, or is still expected."""
    return or_(Attendance.outcome.in_(HEARD), Attendance.outcome.is_(None)) & Attendance.role.not_in(
        NOT_VOICES
    )


def invite_and_flag(
    *,
    actor: Actor,
    on: date,
    involvement: InvolvementSession,
    participants: Sequence[Participant],
    role: str,
    because: str | None,
) -> int:
    """Invite people, and write down which places went over the number and why that is right; how many."""
    counted = over(involvement, [participant.id for participant in participants])
    places = invite_all(actor=actor, on=on, involvement=involvement, participants=participants, role=role)
    _keep(actor, on, involvement, places, counted=counted, because=because)
    return len(places)


def _keep(
    actor: Actor,
    on: date,
    involvement: InvolvementSession,
    places: Sequence[Attendance],
    *,
    counted: Mapping[int, int],
    because: str | None,
) -> None:
    reason = line(because, field="because", longest=200)
    cap = cap_of(involvement.project_id)
    for place in places:
        if cap is None or place.participant_id not in counted or place.role in NOT_VOICES:
            continue
        kept = OverCap(
            attendance_id=place.id,
            sessions=cap.sessions,
            months=cap.months,
            counted=counted[place.participant_id],
            because=reason,
            invited_on=on,
        )
        db.session.add(kept)
        db.session.flush()
        record(actor, "invited-over-cap", kept, values={"number": kept.counted})


def went_over(involvement_id: int) -> Mapping[int, OverCap]:
    """The invitations to a session that went over the number, with what was noted, by place."""
    rows = db.session.scalars(
        select(OverCap)
        .join(Attendance, Attendance.id == OverCap.attendance_id)
        .where(Attendance.involvement_session_id == involvement_id)
    )
    return {kept.attendance_id: kept for kept in rows}


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last of a month that is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

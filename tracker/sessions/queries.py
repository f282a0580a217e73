"""Read sessions and attendance. `viewer` is the scope: another project's session does not exist."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, CompoundSelect, Select, func, or_, select, tuple_, union_all
from sqlalchemy.orm import aliased, contains_eager, joinedload

from tracker.db import db
from tracker.errors import NotFound
from tracker.people.models import Participant
from tracker.permissions import Actor, Permission
from tracker.projects.models import Project
from tracker.projects.one_person import also_at, of_person
from tracker.sessions.models import HEARD, NOT_VOICES, Attendance, InvolvementSession
from tracker.values import searched
from tracker.web.pagination import PAGE_SIZE, Page, cursor_day, page_of

# Past this a union of projects grows longer than SQLite takes (500 terms), and sorting costs no more.
MANY_PROJECTS = 100


def involvement(
    viewer: Actor, session_id: int, permission: Permission = Permission.SEE_SESSIONS
) -> InvolvementSession:
    """A session in whose project the viewer holds `permission`. Raises NotFound."""
    found = db.session.get(InvolvementSession, session_id)
    if found is None or not viewer.may(permission, found.project_id):
        raise NotFound("There is no such session.")
    return found


def sessions(
    viewer: Actor,
    project_id: int | None = None,
    after: str | None = None,
    *,
    search: str | None = None,
    size: int = PAGE_SIZE,
) -> Page[InvolvementSession]:
    """A page of sessions, the newest first; `search` is part of a title or the start of a reference."""
    conditions: list[ColumnElement[bool]] = []
    if search and (wanted := searched(search)):
        title = InvolvementSession.title.icontains(wanted, autoescape=True)
        conditions.append(or_(title, InvolvementSession.ref.istartswith(wanted, autoescape=True)))
    if last := cursor_day(after):
        conditions.append(tuple_(InvolvementSession.held_on, InvolvementSession.id) < last)
    newest = _newest(conditions, _asked_for(viewer, project_id), size + 1).subquery()
    rows = db.session.scalars(
        select(InvolvementSession)
        .join(newest, newest.c.id == InvolvementSession.id)
        .options(joinedload(InvolvementSession.project))
        .order_by(InvolvementSession.held_on.desc(), InvolvementSession.id.desc())
        .limit(size + 1)
    ).all()
    return page_of(rows, lambda row: (row.held_on.isoformat(), str(row.id)), size)


def _asked_for(viewer: Actor, project_id: int | None) -> frozenset[int] | None:
    """The projects to look in: the one asked for, if the viewer sees it, or all that they see."""
    scope = viewer.projects(Permission.SEE_SESSIONS)
    if project_id is None:
        return scope
    return frozenset({project_id} if scope is None or project_id in scope else ())


def _newest(
    conditions: Sequence[ColumnElement[bool]], projects: frozenset[int] | None, most: int
) -> Select[int, date] | CompoundSelect[int, date]:
    """The ids of the newest sessions that meet the conditions; every project, if `projects` is None.

    Each project is asked by itself, since its index holds its sessions in order. Asked for several in one
    go, the database fetches all of them to sort them.
    """
    newest = (
        select(InvolvementSession.id, InvolvementSession.held_on)
        .where(*conditions)
        .order_by(InvolvementSession.held_on.desc(), InvolvementSession.id.desc())
        .limit(most)
    )
    if projects is None:
        return newest
    if not 0 < len(projects) <= MANY_PROJECTS:
        return newest.where(InvolvementSession.project_id.in_(sorted(projects)))
    each = [newest.where(InvolvementSession.project_id == one).subquery() for one in sorted(projects)]
    return union_all(*(select(one.c.id, one.c.held_on) for one in each))


def by_ref(ref: str) -> InvolvementSession | None:
    """The session with this reference, whoever asks; for imports, which check the scope themselves."""
    return db.session.scalars(select(InvolvementSession).where(InvolvementSession.ref == ref)).one_or_none()


def attendances(involvement_id: int) -> Sequence[Attendance]:
    """Everybody's place in a session, by name."""
    return db.session.scalars(
        select(Attendance)
        .join(Attendance.participant)
        .options(contains_eager(Attendance.participant))
        .where(Attendance.involvement_session_id == involvement_id)
        .order_by(Participant.match_name, Participant.id)
    ).all()


def attendance(involvement_id: int, attendance_id: int) -> Attendance:
    """One place in this session. Raises NotFound."""
    found = db.session.get(Attendance, attendance_id)
    if found is None or found.involvement_session_id != involvement_id:
        raise NotFound("There is no such place in this session.")
    return found


def place(viewer: Actor, attendance_id: int, permission: Permission) -> Attendance:
    """A place in a session of a project where the viewer holds the permission. Raises NotFound."""
    found = db.session.get(Attendance, attendance_id)
    if found is None or not viewer.may(permission, found.involvement.project_id):
        raise NotFound("There is no such place in a session.")
    return found


def register_counts(involvement_ids: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    """For each session: how many have a place, how many came in any measure, how many are not recorded.

    Of somebody with a place under two records one is counted.
    """
    rows = db.session.execute(
        select(
            Attendance.involvement_session_id,
            func.count(),
            func.count().filter(Attendance.outcome.in_(HEARD)),
            func.count().filter(Attendance.outcome.is_(None)),
        )
        .where(Attendance.involvement_session_id.in_(list(involvement_ids)), ~twice())
        .group_by(Attendance.involvement_session_id)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def twice(*heard: str) -> ColumnElement[bool]:
    """Of places: whether another record of the same person has one in that session, which counts instead.

    With outcomes in `heard`, only a place of theirs where they came as a voice does.
    """
    other = aliased(Attendance)
    asked = select(other.id).where(other.involvement_session_id == Attendance.involvement_session_id)
    if heard:
        asked = asked.where(other.outcome.in_(heard), other.role.not_in(NOT_VOICES))
    return also_at(asked, Attendance.participant_id, other.participant_id)


def without_register(viewer: Actor, on: date, *, most: int = 50) -> Sequence[InvolvementSession]:
    """Sessions held before a day whose register is not complete, the oldest first.

    Not complete: somebody's outcome is unknown, or nobody is on it and nobody was counted without a name.
    """
    anybody = select(Attendance.id).where(Attendance.involvement_session_id == InvolvementSession.id)
    asked = (
        select(InvolvementSession)
        .join(Project, InvolvementSession.project_id == Project.id)
        .options(contains_eager(InvolvementSession.project))
        .where(
            InvolvementSession.held_on < on,
            or_(
                anybody.where(Attendance.outcome.is_(None)).exists(),
                (InvolvementSession.heard_without_names == 0) & ~anybody.exists(),
            ),
        )
        .order_by(InvolvementSession.held_on, InvolvementSession.id)
        .limit(most)
    )
    scope = viewer.projects(Permission.LOG_SESSIONS)
    if scope is not None:
        asked = asked.where(InvolvementSession.project_id.in_(sorted(scope)))
    return db.session.scalars(asked).all()


def places_of_person(viewer: Actor, participant_id: int, *, most: int = 10) -> Sequence[Attendance]:
    """A person's last places, in sessions of the projects whose sessions the viewer sees."""
    asked = (
        select(Attendance)
        .join(Attendance.involvement)
        .options(contains_eager(Attendance.involvement).joinedload(InvolvementSession.project))
        .where(of_person(Attendance.participant_id, participant_id))
        .order_by(InvolvementSession.held_on.desc(), InvolvementSession.id.desc())
        .limit(most)
    )
    scope = viewer.projects(Permission.SEE_SESSIONS)
    if scope is not None:
        asked = asked.where(InvolvementSession.project_id.in_(sorted(scope)))
    return db.session.scalars(asked).all()

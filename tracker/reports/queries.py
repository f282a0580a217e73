"""What the voices report reads: who was heard at each session, and the sessions themselves.

Every heard attendance is read, also those outside the choice: whether somebody is new depends on what came
before. It is read once; `counting` makes numbers of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, String, and_, case, func, select, true, type_coerce
from sqlalchemy.sql.elements import ColumnElement

from tracker.db import db
from tracker.projects.one_person import put_together
from tracker.reports.counting import Heard, Sitting, counted
from tracker.reports.elements import DayNumber, Listed, ReadThrough
from tracker.sessions.heard import helps, is_meeting, once, was_heard
from tracker.sessions.models import HEARD, Attendance, InvolvementSession

# More stages than this make a list that nobody reads: the first to begin are compared.
MOST_STAGES = 8


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a report is about: these projects (None: all), between these dates, both included."""

    projects: Collection[int] | None = None
    since: date | None = None
    until: date | None = None

    def in_projects(self) -> ColumnElement[bool]:
        """Whether a session is in the chosen projects."""
        return true() if self.projects is None else InvolvementSession.project_id.in_(self.projects)

    def holds(self) -> ColumnElement[bool]:
        """Whether a session is in the chosen projects and dates."""
        return and_(self.in_projects(), self.in_dates(InvolvementSession.held_on))

    def not_over(self, day: Any) -> ColumnElement[bool]:
        """Whether a day is before the chosen dates or in them."""
        return true() if self.until is None else day <= self.until

    def in_dates(self, day: Any) -> ColumnElement[bool]:
        """Whether a day is between the chosen dates."""
        wanted: list[ColumnElement[bool]] = [true()]
        if self.since:
            wanted.append(day >= self.since)
        if self.until:
            wanted.append(day <= self.until)
        return and_(*wanted)


def without_names(choice: Choice) -> tuple[int, int]:
    """Headcounts taken without names: of how many people, at how many sessions."""
    counted = InvolvementSession.heard_without_names
    row = db.session.execute(
        select(func.coalesce(func.sum(counted), 0), func.count()).where(choice.holds(), counted > 0)
    ).one()
    return int(row[0]), row[1]


def stages_in(choice: Choice) -> list[str]:
    """The stages of the chosen sessions, those that began first; whether anybody came is not looked at."""
    began = func.min(InvolvementSession.held_on)
    asked = (
        select(InvolvementSession.stage)
        .where(choice.holds(), InvolvementSession.stage.is_not(None))
        .group_by(InvolvementSession.stage)
        .order_by(began, InvolvementSession.stage)
        .limit(MOST_STAGES)
    )
    return [stage for stage in db.session.scalars(asked) if stage is not None]


def titles(session_ids: Collection[int]) -> dict[int, str]:
    """The titles of a few sessions by id."""
    rows = db.session.execute(
        select(InvolvementSession.id, InvolvementSession.title).where(InvolvementSession.id.in_(session_ids))
    )
    return dict(rows.all())


def heard(choice: Choice, stages: Sequence[str] = ()) -> Heard:
    """Seats, people and new voices of a choice; of these stages, who took part in which together."""
    merged = {str(record): str(stands) for record, stands in put_together().items()}
    found = counted(_sittings(choice), stages, merged)
    found.left_out.update(dict(db.session.execute(helpers_statement(choice)).all()))
    return found


def _sittings(choice: Choice) -> Iterator[Sitting]:
    """Every session until the end of the choice at which somebody was heard, in order, with whoever was."""
    heard_at = dict(db.session.execute(people_statement()).all())
    for session in db.session.execute(sessions_statement(choice)):
        listed = heard_at.get(session[0])
        if listed is not None:
            yield Sitting._make((*session, listed.split(",")))


def people_statement() -> Select[int, str]:
    """The records of the voices of each session, as one text.

    Attendance is read once and straight through. A text for each session costs less to hand over than a row
    for each attendance, and less than it takes a database to find the first and the last day of everybody.
    """
    session = ReadThrough(Attendance.involvement_session_id).label("session_id")
    # No role beside it, which would have a million texts sorted.
    return select(session, Listed(Attendance.participant_id)).where(*was_heard()).group_by("session_id")


def sessions_statement(choice: Choice) -> Select[Any]:
    """Every session until the end of the choice, in order: apart from its people, whose texts sort slowly."""
    held_on = InvolvementSession.held_on
    return (
        select(
            InvolvementSession.id,
            DayNumber(held_on),
            # As its text: looking a member up for each of many sessions takes longer than reading them.
            type_coerce(InvolvementSession.mode, String),
            InvolvementSession.activity,
            InvolvementSession.stage,
            case((choice.holds(), 1), else_=0).label("here"),
            case((choice.in_projects(), 1), else_=0).label("ours"),
            case((is_meeting(), 1), else_=0).label("met"),
        )
        .where(choice.not_over(held_on))
        .order_by(held_on, InvolvementSession.start.nulls_first(), InvolvementSession.id)
    )


def helpers_statement(choice: Choice) -> Select[str, int]:
    """The seats of helpers at the sessions of the choice, by their role."""
    return (
        select(Attendance.role, func.count())
        .join(InvolvementSession, InvolvementSession.id == Attendance.involvement_session_id)
        .where(Attendance.outcome.in_(HEARD), *helps(), once(), choice.holds())
        .group_by(Attendance.role)
    )

"""Aggregates over attendance, computed where the rows are: what comes back is a handful of numbers.

The voices queries read every heard attendance, also those outside the choice: whether somebody is new depends
on what came before. Nothing they return can be traced to a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    Select,
    and_,
    case,
    cast,
    extract,
    func,
    select,
    true,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import CTE

from tracker.db import db
from tracker.projects.one_person import stands_for
from tracker.sessions.models import HEARD, NOT_VOICES, Attendance, InvolvementSession
from tracker.sessions.queries import twice

# A session's key is its day, as 20261123, followed by its place in the order of all sessions.
PLACES = 10**8


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
        wanted = [self.in_projects()]
        if self.since:
            wanted.append(InvolvementSession.held_on >= self.since)
        if self.until:
            wanted.append(InvolvementSession.held_on <= self.until)
        return and_(*wanted)


@dataclass(frozen=True)
class Heard:
    """What was counted. `seats`, `new_here` and `new_to_us` are by session key, `left_out` by role."""

    people_by_seats: Counter[int] = field(default_factory=Counter)
    seats: Counter[int] = field(default_factory=Counter)
    new_here: Counter[int] = field(default_factory=Counter)
    new_to_us: Counter[int] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)


def without_names(choice: Choice) -> tuple[int, int]:
    """Headcounts taken without names: of how many people, at how many sessions."""
    counted = InvolvementSession.heard_without_names
    row = db.session.execute(
        select(func.coalesce(func.sum(counted), 0), func.count()).where(choice.holds(), counted > 0)
    ).one()
    return int(row[0]), row[1]


def titles(choice: Choice, keys: Collection[int]) -> dict[int, str]:
    """The titles of a few sessions by key."""
    sessions = _sessions(choice)
    rows = db.session.execute(
        select(sessions.c.key, InvolvementSession.title)
        .join(sessions, sessions.c.id == InvolvementSession.id)
        .where(sessions.c.key.in_(keys))
    )
    return {row.key: row.title for row in rows}


def heard(choice: Choice) -> Heard:
    """Seats, people and new voices of a choice."""
    found = Heard()
    for seats, key, new_here, new_to_us, people in db.session.execute(people_statement(choice)):
        found.people_by_seats[seats] += people
        found.new_here[key] += people * new_here
        found.new_to_us[key] += people * new_to_us
    for key, role, seats in db.session.execute(seats_statement(choice)):
        if role:
            found.left_out[role] += seats
        else:
            found.seats[key] += seats
    return found


def people_statement(choice: Choice) -> Select[Any]:
    """How many people hold so many seats, and came first to which session, new there or not."""
    sessions = _sessions(choice)
    person = (
        _attendance(sessions, func.sum(sessions.c.here).label("seats"))
        .add_columns(
            func.min(case((sessions.c.here == 1, sessions.c.key))).label("key"),
            func.min(case((sessions.c.ours == 1, sessions.c.key))).label("first_here"),
            func.min(sessions.c.key).label("first_ever"),
        )
        .where(Attendance.role.not_in(NOT_VOICES))
        # No plain column: SQLite would walk its index and fetch a million rows out of order.
        .group_by(stands_for(Attendance.participant_id))
        .having(func.sum(sessions.c.here) > 0)
        .subquery("person")
    )
    return select(
        person.c.seats,
        person.c.key,
        case((person.c.key == person.c.first_here, 1), else_=0).label("new_here"),
        case((person.c.key == person.c.first_ever, 1), else_=0).label("new_to_us"),
        func.count(),
    ).group_by("seats", "key", "new_here", "new_to_us")


def seats_statement(choice: Choice) -> Select[Any]:
    """The seats of each session: those of voices under an empty role, those of helpers under theirs."""
    sessions = _sessions(choice)
    role = case((Attendance.role.in_(NOT_VOICES), Attendance.role), else_="").label("helper")
    return (
        _attendance(sessions, sessions.c.key, role, func.sum(sessions.c.here))
        .group_by(sessions.c.key, "helper")
        .having(func.sum(sessions.c.here) > 0)
    )


def _attendance(sessions: CTE, *columns: Any) -> Select[Any]:
    """Every heard attendance with its session; of two places of one person there, one.

    The outer join, and conditions on sessions only after grouping, make SQLite read attendance straight
    through; jumping into it session by session takes three times as long.
    """
    return (
        select(*columns)
        .select_from(Attendance)
        .outerjoin(sessions, sessions.c.id == Attendance.involvement_session_id)
        .where(Attendance.outcome.in_(HEARD), ~twice(*HEARD))
    )


def _sessions(choice: Choice) -> CTE:
    """Every session with its key, and whether it is in the choice (`here`) and its projects (`ours`)."""
    held_on = InvolvementSession.held_on
    year, month, day = (cast(extract(part, held_on), BigInteger) for part in ("year", "month", "day"))
    order = func.row_number().over(
        order_by=(held_on, InvolvementSession.start.nulls_first(), InvolvementSession.id)
    )
    return (
        select(
            InvolvementSession.id,
            (((year * 100 + month) * 100 + day) * PLACES + order).label("key"),
            case((choice.holds(), 1), else_=0).label("here"),
            case((choice.in_projects(), 1), else_=0).label("ours"),
        )
        .cte("sessions")
        .prefix_with("MATERIALIZED")
    )

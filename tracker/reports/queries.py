"""Aggregates over attendance, computed where the rows are: what comes back is a handful of numbers.

The voices query reads every heard attendance once, also those outside the choice: whether somebody is new
depends on what came before. Nothing it returns can be traced to a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    CompoundSelect,
    Integer,
    Select,
    and_,
    case,
    cast,
    extract,
    func,
    literal,
    select,
    true,
    union_all,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import CTE

from tracker.db import db
from tracker.sessions.models import HEARD, NOT_VOICES, Attendance, InvolvementSession

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
    for kind, role, seats, key, new_here, new_to_us, number in db.session.execute(heard_statement(choice)):
        if kind == "people":
            found.people_by_seats[seats] += number
            found.new_here[key] += number * new_here
            found.new_to_us[key] += number * new_to_us
        elif role:
            found.left_out[role] += number
        else:
            found.seats[key] += number
    return found


def heard_statement(choice: Choice) -> CompoundSelect[Any]:
    """The one statement behind `heard`: people by seats and first session; seats by session and role."""
    places = _places(choice)
    person = (
        select(
            func.sum(places.c.here).label("seats"),
            func.min(case((places.c.here == 1, places.c.key))).label("first"),
            func.min(case((places.c.ours == 1, places.c.key))).label("first_here"),
            func.min(places.c.key).label("first_ever"),
        )
        .where(places.c.role == "")
        .group_by(places.c.person)
        .having(func.sum(places.c.here) > 0)
        .subquery("person")
    )
    people = select(
        literal("people").label("kind"),
        literal("").label("role"),
        person.c.seats,
        person.c.first.label("key"),
        case((person.c.first == person.c.first_here, 1), else_=0).label("new_here"),
        case((person.c.first == person.c.first_ever, 1), else_=0).label("new_to_us"),
        func.count().label("number"),
    ).group_by("seats", "key", "new_here", "new_to_us")
    nought = literal(0, Integer)
    seats = (
        select(literal("seats"), places.c.role, nought, places.c.key, nought, nought, func.count())
        .where(places.c.here == 1)
        .group_by(places.c.role, places.c.key)
    )
    return union_all(people, seats)


def _places(choice: Choice) -> CTE:
    """Every heard attendance: whose, in which session, whether chosen; helpers keep their role, voices none.

    The outer join makes SQLite read attendance straight through instead of jumping into it session by
    session, which takes three times as long.
    """
    sessions = _sessions(choice)
    places: Select[Any] = (
        select(
            Attendance.participant_id.label("person"),
            case((Attendance.role.in_(NOT_VOICES), Attendance.role), else_="").label("role"),
            sessions.c.key,
            sessions.c.here,
            sessions.c.ours,
        )
        .outerjoin(sessions, sessions.c.id == Attendance.involvement_session_id)
        .where(Attendance.outcome.in_(HEARD))
    )
    return places.cte("places").prefix_with("MATERIALIZED")


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

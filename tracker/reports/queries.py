"""Aggregates over attendance, computed where the rows are: what comes back is a handful of numbers.

The voices queries read every heard attendance, also those outside the choice: whether somebody is new depends
on what came before. Nothing they return can be traced to a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    CompoundSelect,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
    true,
    type_coerce,
    union_all,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import CTE, Subquery

from tracker.db import db
from tracker.projects.one_person import stands_for
from tracker.reports.elements import AnyBits, DayNumber, ReadThrough
from tracker.sessions.heard import is_meeting, once, was_heard
from tracker.sessions.models import HEARD, NOT_VOICES, Attendance, InvolvementSession

# More stages than this make a list that nobody reads: the first to begin are compared.
MOST_STAGES = 8

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
        return and_(self.in_projects(), self.in_dates(InvolvementSession.held_on))

    def in_dates(self, day: Any) -> ColumnElement[bool]:
        """Whether a day is between the chosen dates."""
        wanted: list[ColumnElement[bool]] = [true()]
        if self.since:
            wanted.append(day >= self.since)
        if self.until:
            wanted.append(day <= self.until)
        return and_(*wanted)


@dataclass(frozen=True)
class Heard:
    """What was counted. `seats`, `new_here` and `new_to_us` are by session key, `left_out` by role.

    `last_heard` is people by the last day in the choice on which they were heard, as 20261123; `met` whether
    they came to a meeting; `stages` the stages that they took part in, a bit for each; `began` the first
    day on which somebody came, by stage, as 20261123.
    """

    people_by_seats: Counter[int] = field(default_factory=Counter)
    seats: Counter[int] = field(default_factory=Counter)
    new_here: Counter[int] = field(default_factory=Counter)
    new_to_us: Counter[int] = field(default_factory=Counter)
    last_heard: Counter[int] = field(default_factory=Counter)
    met: Counter[bool] = field(default_factory=Counter)
    stages: Counter[int] = field(default_factory=Counter)
    began: dict[str, int] = field(default_factory=dict)
    ids: dict[int, int] = field(default_factory=dict)
    sessions_by_way: Counter[tuple[str, str | None]] = field(default_factory=Counter)
    seats_by_way: Counter[tuple[str, str | None]] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)


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
    found = Heard()
    for number, mode, activity, stage, key, seats, *rest in db.session.execute(statement(choice, stages)):
        if number is None:
            _add_people(found, key, seats, rest)
            continue
        found.seats[key], found.ids[key] = seats, number
        way = mode, activity
        found.sessions_by_way[way] += 1
        found.seats_by_way[way] += seats
        if stage is not None:
            day = key // PLACES
            found.began[stage] = min(day, found.began.get(stage, day))
    found.left_out.update(dict(db.session.execute(helpers_statement(choice)).all()))
    return found


def _add_people(found: Heard, key: int, seats: int, rest: Sequence[int]) -> None:
    """People who came first to one session and hold so many seats; the rest is as `_people` has it."""
    new_here, new_to_us, last_day, met, took_part, people = rest
    found.people_by_seats[seats] += people
    found.new_here[key] += people * new_here
    found.new_to_us[key] += people * new_to_us
    found.last_heard[last_day] += people
    found.met[bool(met)] += people
    found.stages[took_part] += people


def statement(choice: Choice, stages: Sequence[str] = ()) -> CompoundSelect[Any]:
    """Sessions with the seats of voices, by id, and after them, without an id, people as they were counted.

    One statement, so that sessions are put in order once, and both halves see the same of them.
    """
    sessions = _sessions(choice, stages)
    return union_all(_seats(sessions), _people(choice, sessions, stages))


def _people(choice: Choice, sessions: CTE, stages: Sequence[str]) -> Select[Any]:
    """How many people hold so many seats, and came first to which session, new there or not."""
    here, ours = sessions.c.here == 1, sessions.c.ours == 1
    whole = choice.since is None and choice.until is None
    # Each aggregate is paid for on every attendance: none is asked for that another gives already.
    first_ever = func.min(sessions.c.key)
    first_here = first_ever if choice.projects is None else func.min(case((ours, sessions.c.key)))
    first_chosen = first_here if whole else func.min(case((here, sessions.c.key)))
    record = (
        select(
            ReadThrough(Attendance.participant_id).label("record"),
            func.sum(sessions.c.here).label("seats"),
            first_chosen.label("key"),
            first_here.label("first_here"),
            first_ever.label("first_ever"),
            func.max(case((here, sessions.c.key))).label("last"),
            func.max(sessions.c.met).label("met"),
            # Of one stage alone nothing is carried over.
            (AnyBits(sessions.c.stage_bit) if len(stages) > 1 else literal(0)).label("stages"),
        )
        .select_from(Attendance)
        # The outer join, and conditions on sessions only after grouping, make SQLite read attendance straight
        # through; jumping into it session by session takes three times as long.
        .outerjoin(sessions, sessions.c.id == Attendance.involvement_session_id)
        .where(*was_heard(), once())
        .group_by("record")
        .subquery("record")
    )
    one = _by_person(record, len(stages))
    return select(
        null(),
        null(),
        null(),
        null(),
        one.c.key,
        one.c.seats,
        case((one.c.key == one.c.first_here, 1), else_=0).label("new_here"),
        case((one.c.key == one.c.first_ever, 1), else_=0).label("new_to_us"),
        (one.c.last // PLACES).label("last_day"),
        one.c.met,
        one.c.stages,
        func.count(),
    ).group_by("seats", "key", "new_here", "new_to_us", "last_day", one.c.met, one.c.stages)


def _by_person(record: Subquery, stages: int) -> Subquery:
    """What was counted of records, of people: to ask of each attendance whose it is would take longer."""
    took = [func.max(record.c.stages.op("&")(1 << place)) for place in range(stages)]
    return (
        select(
            cast(func.sum(record.c.seats), BigInteger).label("seats"),
            *(func.min(record.c[name]).label(name) for name in ("key", "first_here", "first_ever")),
            *(func.max(record.c[name]).label(name) for name in ("last", "met")),
            sum(took, literal(0)).label("stages"),
        )
        .group_by(stands_for(record.c.record))
        .having(func.sum(record.c.seats) > 0)
        .subquery("person")
    )


def _seats(sessions: CTE) -> Select[Any]:
    """The seats of voices at each session of the choice that had any."""
    counted = (
        # No role beside it, which would have a million texts sorted.
        select(
            ReadThrough(Attendance.involvement_session_id).label("session_id"), func.count().label("seats")
        )
        .where(*was_heard(), once())
        .group_by("session_id")
        .subquery("counted")
    )
    return (
        select(
            sessions.c.id,
            sessions.c.mode,
            sessions.c.activity,
            sessions.c.stage,
            sessions.c.key,
            counted.c.seats,
            *(null() for _ in range(6)),
        )
        .select_from(counted)
        .join(sessions, sessions.c.id == counted.c.session_id)
        # Not "= 1", of which PostgreSQL would expect next to none, and look at them all for each session.
        .where(sessions.c.here > 0)
    )


def helpers_statement(choice: Choice) -> Select[str, int]:
    """The seats of helpers at the sessions of the choice, by their role."""
    return (
        select(Attendance.role, func.count())
        .join(InvolvementSession, InvolvementSession.id == Attendance.involvement_session_id)
        .where(Attendance.outcome.in_(HEARD), Attendance.role.in_(NOT_VOICES), once(), choice.holds())
        .group_by(Attendance.role)
    )


def _sessions(choice: Choice, stages: Sequence[str] = ()) -> CTE:
    """Every session with its key, and whether it is in the choice (`here`) and its projects (`ours`)."""
    bits = [
        (and_(choice.holds(), InvolvementSession.stage == stage), 1 << place)
        for place, stage in enumerate(stages)
    ]
    held_on = InvolvementSession.held_on
    order = func.row_number().over(
        order_by=(held_on, InvolvementSession.start.nulls_first(), InvolvementSession.id)
    )
    return (
        select(
            InvolvementSession.id,
            (DayNumber(held_on) * PLACES + order).label("key"),
            case((choice.holds(), 1), else_=0).label("here"),
            case((choice.in_projects(), 1), else_=0).label("ours"),
            cast(case((and_(choice.holds(), is_meeting()), 1), else_=0), Integer).label("met"),
            # As its text: looking a member up for each of many sessions takes longer than reading them.
            type_coerce(InvolvementSession.mode, String).label("mode"),
            InvolvementSession.activity,
            InvolvementSession.stage,
            (case(*bits, else_=0) if bits else literal(0)).label("stage_bit"),
        )
        .cte("sessions")
        .prefix_with("MATERIALIZED", dialect="sqlite")
        .prefix_with("NOT MATERIALIZED", dialect="postgresql")
    )

"""How many people were heard and how many for the first time, without the rest of the voices report.

Reads only the sessions in question and, of whoever was heard there, whether they came before: a home page is
opened many times a day, and must not read every attendance for it. The numbers are those of the report.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from tracker.db import db
from tracker.projects.one_person import any_of
from tracker.reports.queries import Choice
from tracker.reports.statistics import top_seats
from tracker.sessions.heard import once, was_heard
from tracker.sessions.heard import person as person_of
from tracker.sessions.models import Attendance, InvolvementSession


@dataclass(frozen=True)
class Glance:
    """People, seats and sessions of a choice; `top_three` are the seats of its three most frequent people."""

    people: int
    seats: int
    sessions: int
    new_to_us: int
    top_three: int


def glance(choice: Choice) -> Glance:
    """The first numbers of a choice of projects and dates."""
    by_seats: Counter[int] = Counter()
    new_to_us = 0
    for seats, is_new, people in _people(choice):
        by_seats[seats] += people
        new_to_us += people if is_new else 0
    return Glance(
        people=by_seats.total(),
        seats=sum(seats * people for seats, people in by_seats.items()),
        sessions=_sessions(choice),
        new_to_us=new_to_us,
        top_three=top_seats(by_seats, 3),
    )


def _people(choice: Choice) -> list[tuple[int, int, int]]:
    """How many people hold so many seats, new to us or not."""
    who = person_of(Attendance)
    person = (
        select(
            who.label("id"),
            func.count().label("seats"),
            func.min(InvolvementSession.held_on).label("first"),
        )
        .join(InvolvementSession, InvolvementSession.id == Attendance.involvement_session_id)
        .where(choice.holds(), *was_heard(Attendance), once())
        .group_by(who)
        .subquery("person")
    )
    before, its_session = aliased(Attendance), aliased(InvolvementSession)
    came_before = (
        select(before.id)
        .join(its_session, its_session.id == before.involvement_session_id)
        .where(its_session.held_on < person.c.first, *was_heard(before))
    )
    known = any_of(came_before, before.participant_id, person.c.id)
    is_new = case((known, 0), else_=1).label("is_new")
    rows = db.session.execute(select(person.c.seats, is_new, func.count()).group_by(person.c.seats, "is_new"))
    return [(seats, new, people) for seats, new, people in rows]


def _sessions(choice: Choice) -> int:
    somebody = (
        select(Attendance.id)
        .where(Attendance.involvement_session_id == InvolvementSession.id, *was_heard(Attendance))
        .exists()
    )
    return db.session.scalar(select(func.count()).where(choice.holds(), somebody)) or 0

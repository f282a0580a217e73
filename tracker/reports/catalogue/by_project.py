"""Voices project by project: how many were heard in each, and what chance says of it.

Projects ask different people, so that chance is compared in each apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from tracker.db import db
from tracker.projects.models import Project
from tracker.reports.pools import Pool, counted
from tracker.reports.queries import Choice
from tracker.reports.statistics import top_seats
from tracker.reports.tested import Says, Tested, tested
from tracker.sessions.heard import once, person, was_heard
from tracker.sessions.models import Attendance, InvolvementSession
from tracker.web.filters import counted as in_words


@dataclass(frozen=True, kw_only=True)
class Line:
    """One project's numbers; `tested` is None where nobody was heard."""

    project: Project
    people: int
    seats: int
    sessions: int
    top_three_seats: int
    tested: Tested | None


def build(choice: Choice, projects: Sequence[Project]) -> list[Line]:
    """A line for each of these projects, those with most sessions first."""
    people_by_seats, sizes = _people(choice), _sizes(choice)
    pools = counted(choice)
    lines = [
        _line(project, people_by_seats[project.id], sizes[project.id], pools.get(project.id, 0))
        for project in projects
    ]
    return sorted(lines, key=lambda line: (-line.sessions, line.project.name))


def same_few(lines: Iterable[Line]) -> str:
    """In how many projects it is the same few, of those held against chance; empty where none can be."""
    tests = [line.tested for line in lines if line.tested and line.tested.says is Says.TESTED]
    flagged = sum(1 for one in tests if one.flags)
    if not tests:
        return ""
    where = f"{flagged} of {in_words(len(tests), 'project')}" if flagged else "no project"
    return f"In {where} it is more often the same people than chance explains"


def _line(project: Project, people_by_seats: Counter[int], sizes: Sequence[int], pool: int) -> Line:
    people = people_by_seats.total()
    stated = project.pool is not None and project.pool >= people
    asked = Pool(project.pool if stated and project.pool else pool, stated=stated)
    return Line(
        project=project,
        people=people,
        seats=sum(sizes),
        sessions=len(sizes),
        top_three_seats=top_seats(people_by_seats, 3),
        tested=tested(project.design, asked, sizes, people_by_seats) if people else None,
    )


def _people(choice: Choice) -> defaultdict[int, Counter[int]]:
    """By project, how many people hold so many seats."""
    one = (
        select(InvolvementSession.project_id.label("project"), func.count().label("seats"))
        .select_from(Attendance)
        .join(InvolvementSession, InvolvementSession.id == Attendance.involvement_session_id)
        .where(choice.holds(), *was_heard(), once())
        .group_by(InvolvementSession.project_id, person())
        .subquery("one")
    )
    found: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for project, seats, people in db.session.execute(
        select(one.c.project, one.c.seats, func.count()).group_by(one.c.project, one.c.seats)
    ):
        found[project][seats] += people
    return found


def _sizes(choice: Choice) -> defaultdict[int, list[int]]:
    """By project, the seats of each of its sessions."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for project, _, seats in db.session.execute(
        select(InvolvementSession.project_id, InvolvementSession.id, func.count())
        .join(Attendance, InvolvementSession.id == Attendance.involvement_session_id)
        .where(choice.holds(), *was_heard(), once())
        .group_by(InvolvementSession.project_id, InvolvementSession.id)
    ):
        found[project].append(seats)
    return found

"""How many people could have been asked: what chance is compared with.

A project may say it. Where it does not, everybody counts who belonged to it in the time, and everybody heard.
A pool that is too small makes chance expect more repeats, so an unknown one errs towards saying nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, or_, select, union

from tracker.db import db, within
from tracker.projects.models import Project, ProjectPerson
from tracker.projects.one_person import stands_for
from tracker.reports.queries import Choice
from tracker.sessions.heard import person, was_heard
from tracker.sessions.models import Attendance, InvolvementSession


@dataclass(frozen=True)
class Pool:
    """How many people could have been asked, and whether somebody said so or they were counted."""

    people: int
    stated: bool


def pool_of(project: Project, choice: Choice, heard: int) -> Pool:
    """The pool of one project: as it says, or as its people are counted; never fewer than were heard."""
    if project.pool is not None and project.pool >= heard:
        return Pool(project.pool, stated=True)
    return Pool(counted(choice).get(project.id, heard), stated=False)


def counted(choice: Choice) -> Mapping[int, int]:
    """By project, how many people belonged to it in the time chosen or were heard in it."""
    belonged = select(
        ProjectPerson.project_id.label("project"), stands_for(ProjectPerson.participant_id).label("person")
    )
    belonged = belonged.where(within(ProjectPerson.project_id, choice.projects))
    if choice.until:
        belonged = belonged.where(ProjectPerson.since <= choice.until)
    if choice.since:
        belonged = belonged.where(or_(ProjectPerson.until.is_(None), ProjectPerson.until >= choice.since))
    came = (
        select(InvolvementSession.project_id.label("project"), person().label("person"))
        .join(InvolvementSession, InvolvementSession.id == Attendance.involvement_session_id)
        .where(choice.holds(), *was_heard())
    )
    everybody = union(belonged, came).subquery("everybody")
    rows = db.session.execute(select(everybody.c.project, func.count()).group_by(everybody.c.project))
    return dict(rows.all())

"""How many of the fees that were offered people took less of, or nothing: by project, never by anything else.

It is shown to notice where people feel that they should go without. Few of a project are not shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from tracker.db import db
from tracker.money import ZERO
from tracker.payments.models import Offer
from tracker.projects.models import Project
from tracker.reports.queries import Choice
from tracker.sessions.models import Attendance, InvolvementSession


@dataclass(frozen=True)
class Fees:
    """Of one project, the fees that were answered, and those of which people took less or nothing."""

    project: str
    answered: int
    less: int


def fees(choice: Choice) -> list[Fees]:
    """By project, those with most answers first. Of several offers of one place the last one counts."""
    later = aliased(Offer)
    superseded = select(later.id).where(
        later.attendance_id == Offer.attendance_id,
        later.number > Offer.number,
        later.answer.is_not(None),
    )
    less = func.sum(case((Offer.agreed_pence < Offer.pence, 1), else_=0))
    rows = db.session.execute(
        select(Project.name, func.count(), less)
        .select_from(Offer)
        .join(Attendance, Attendance.id == Offer.attendance_id)
        .join(InvolvementSession, InvolvementSession.id == Attendance.involvement_session_id)
        .join(Project, Project.id == InvolvementSession.project_id)
        .where(choice.holds(), Offer.answer.is_not(None), Offer.pence > ZERO, ~superseded.exists())
        .group_by(Project.id, Project.name)
    )
    found = [Fees(name, answered, int(fewer or 0)) for name, answered, fewer in rows]
    return sorted(found, key=lambda one: (-one.answered, one.project))

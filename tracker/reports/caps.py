"""How many invitations went over the number that a project set itself, and for how many it is said why."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from tracker.db import db
from tracker.reports.elements import ReadThrough
from tracker.reports.queries import Choice
from tracker.sessions.models import Attendance, InvolvementSession
from tracker.sessions.often_models import OverCap


@dataclass(frozen=True)
class OverCaps:
    """Invitations to the sessions of a choice, and those of them with a note of why that is right."""

    invitations: int
    with_reason: int


def over_caps(choice: Choice) -> OverCaps:
    """Counted as they were when people were invited; the notes themselves stay with the session."""
    row = db.session.execute(
        select(func.count(), func.count(OverCap.because))
        .select_from(OverCap)
        # Not the column itself, or SQLite would look from every attendance whether there is a note.
        .join(Attendance, Attendance.id == ReadThrough(OverCap.attendance_id))
        .join(InvolvementSession, InvolvementSession.id == Attendance.involvement_session_id)
        .where(choice.holds())
    ).one()
    return OverCaps(row[0], row[1])

"""Who was heard lately, as the package of answers must ask: it deletes what people long unheard had said."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from tracker import clock
from tracker.diversity import forgetting
from tracker.projects.one_person import any_of, stands_for
from tracker.sessions.heard import was_heard
from tracker.sessions.models import Attendance, InvolvementSession


def forget_old_answers(now: datetime) -> None:
    """Each hour: delete the answers of people who were neither heard nor answered for 24 months."""
    del now
    forgetting.forget_unheard(clock.today(), heard_after)


def heard_after(day: date, record: Any) -> ColumnElement[bool]:
    """Whether the person of a record was heard after a day, under whichever of their records."""
    asked = (
        select(Attendance.id)
        .join(InvolvementSession, InvolvementSession.id == Attendance.involvement_session_id)
        .where(InvolvementSession.held_on > day, *was_heard())
    )
    return any_of(asked, Attendance.participant_id, stands_for(record))

"""How many people took part at which stage of the work, and in how many sessions."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from tracker.db import db
from tracker.projects import queries as projects
from tracker.reports.queries import Choice
from tracker.sessions.heard import once, person, was_heard
from tracker.sessions.models import Attendance, InvolvementSession


@dataclass(frozen=True)
class AtStage:
    """A stage in the organisation's words, with its people and sessions."""

    name: str
    people: int
    sessions: int


def by_stage(choice: Choice) -> list[AtStage]:
    """The stages of a choice, in the order in which they began."""
    began = func.min(InvolvementSession.held_on)
    rows = db.session.execute(
        select(
            InvolvementSession.stage,
            func.count(person().distinct()),
            func.count(InvolvementSession.id.distinct()),
        )
        .select_from(Attendance)
        .join(InvolvementSession, InvolvementSession.id == Attendance.involvement_session_id)
        .where(choice.holds(), *was_heard(), once())
        .group_by(InvolvementSession.stage)
        .order_by(began, InvolvementSession.stage)
    )
    words = {word.code: word.label for word in projects.words("stage")}
    return [AtStage(words.get(code, code) if code else "Not said", *numbers) for code, *numbers in rows]

"""The table of advances: money given before a cost is known. What becomes of it stands in the ledger."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker import clock
from tracker.db import Base, HasId, Identity, Pence, UtcDateTime, choice
from tracker.money import Money
from tracker.payments.models import Method
from tracker.people.models import Participant
from tracker.projects.models import Project
from tracker.sessions.models import InvolvementSession


class Advance(HasId, Base):
    """Who was given how much, by whom, when and towards which cost. Never changed: see `LedgerEntry`."""

    __tablename__ = "advance"
    __table_args__ = (
        UniqueConstraint("ref"),
        CheckConstraint("pence > 0", name="pence_more_than_nothing"),
        Index(None, "participant_id"),
        Index(None, "project_id"),
    )

    ref: Mapped[str] = mapped_column(String(20))
    participant_id: Mapped[int] = mapped_column(Identity, ForeignKey("participant.id"))
    participant: Mapped[Participant] = relationship()
    project_id: Mapped[int] = mapped_column(Identity, ForeignKey("project.id"))
    project: Mapped[Project] = relationship()
    # The session that it is for, where it is for one.
    involvement_session_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("involvement_session.id"))
    involvement: Mapped[InvolvementSession | None] = relationship()
    pence: Mapped[Money] = mapped_column(Pence)
    # What it is for: a code of the organisation's list of expenses, and in words.
    category: Mapped[str] = mapped_column(String(40))
    purpose: Mapped[str] = mapped_column(String(200))
    method: Mapped[Method] = mapped_column(choice(Method))
    given_on: Mapped[date]
    given_by: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str | None] = mapped_column(String(60))
    recorded_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

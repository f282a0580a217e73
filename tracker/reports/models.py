"""What is to be done about who is heard, as the people answerable for it wrote it down."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.db import Base, HasId, Identity, UtcDateTime


class VoicesPlan(HasId, Base):
    """What we will do, beside the report of a project (none: all) up to a day. A new wording is a new row."""

    __tablename__ = "voices_plan"
    __table_args__ = (Index(None, "project_id", "until"),)

    project_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("project.id"))
    until: Mapped[date]
    says: Mapped[str] = mapped_column(String(2000))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    written_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))

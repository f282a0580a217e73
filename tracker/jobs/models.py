"""The table of background work."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.db import Base, HasId, Identity, JsonText, UtcDateTime, choice


class JobState(StrEnum):
    """How far a job has got."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(HasId, Base):
    """One piece of background work: what is asked (`kind`, `arguments`), how much is done of how much."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("done >= 0 AND total >= 0", name="counts_not_negative"),
        Index(None, "state", "created_at"),
    )

    kind: Mapped[str] = mapped_column(String(60))
    arguments: Mapped[dict[str, Any]] = mapped_column(JsonText)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    state: Mapped[JobState] = mapped_column(choice(JobState), default=JobState.WAITING)
    problem: Mapped[str | None] = mapped_column(String(400))
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    heartbeat: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # What came of it, where its page has more to say than that it is done.
    result: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    asked_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))

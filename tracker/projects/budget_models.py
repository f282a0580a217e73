"""The table of budgets: what a project, or one of its cost codes, may spend in a stretch of days."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker import clock
from tracker.db import Base, HasId, Identity, Pence, UtcDateTime
from tracker.money import Money
from tracker.projects.models import Project


class Budget(HasId, Base):
    """One version of a budget; a change is a new version, the old ones stay.

    `cost_code` is empty for the whole project. `pence` is None where the budget was taken away: no budget is
    not a budget of nought.
    """

    __tablename__ = "budget"
    __table_args__ = (
        UniqueConstraint("project_id", "cost_code", "starts_on", "ends_on", "number"),
        CheckConstraint("pence IS NULL OR pence >= 0", name="pence_not_negative"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
    )

    project_id: Mapped[int] = mapped_column(Identity, ForeignKey("project.id"))
    project: Mapped[Project] = relationship()
    cost_code: Mapped[str] = mapped_column(String(40), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    number: Mapped[int] = mapped_column(default=1)
    pence: Mapped[Money | None] = mapped_column(Pence)
    reason: Mapped[str | None] = mapped_column(String(400))
    set_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

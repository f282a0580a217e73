"""The tables of samples of payments, and of what was decided about employment status."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker import clock
from tracker.db import Base, HasId, Identity, JsonText, UtcDateTime, choice
from tracker.projects.models import Project


class Way(StrEnum):
    """How the payments of a sample were found."""

    DRAWN = "drawn"
    CHOSEN = "chosen"


class Status(StrEnum):
    """What a role was decided to be for tax and employment."""

    VOLUNTEER = "volunteer"
    OTHER_INCOME = "other-income"
    SELF_EMPLOYED = "self-employed"
    PAYROLL = "payroll"


class StatusDecision(HasId, Base):
    """What somebody decided about a role, in one project or in all, and the evidence for it.

    The decision is made outside this program, which only keeps it. A later one is a new row.
    """

    __tablename__ = "status_decision"
    __table_args__ = (UniqueConstraint("number"),)

    number: Mapped[int]
    role: Mapped[str] = mapped_column(String(60))
    project_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("project.id"))
    project: Mapped[Project | None] = relationship()
    status: Mapped[Status] = mapped_column(choice(Status))
    decided_by: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[date]
    evidence: Mapped[str] = mapped_column(String(400))
    review_on: Mapped[date | None]
    recorded_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class AuditSample(HasId, Base):
    """Some payments that left in a period, drawn by lot with a seed or chosen by reference.

    `items` are in their order: each payment's id and reference and, of one that was drawn, its lot.
    `pool_sha256` is of the references that could be drawn, sorted, a line each: so a draw can be repeated.
    """

    __tablename__ = "audit_sample"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("(way = 'drawn') = (seed IS NOT NULL)", name="drawn_with_a_seed"),
    )

    number: Mapped[int]
    way: Mapped[Way] = mapped_column(choice(Way))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    method: Mapped[str | None] = mapped_column(String(40))
    seed: Mapped[str | None] = mapped_column(String(100))
    # Whether somebody gave the seed; otherwise it was made at random.
    seed_given: Mapped[bool]
    pool: Mapped[int]
    pool_sha256: Mapped[str] = mapped_column(String(64))
    items: Mapped[list[dict[str, Any]]] = mapped_column(JsonText)
    taken_on: Mapped[date]
    taken_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    # The bundle, once it was made, until it is forgotten.
    file_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("stored_file.sha256"))
    file_made_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

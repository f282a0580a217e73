"""The table of payees as the finance system knows them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, HasId, Identity, UtcDateTime


class Supplier(HasId, Base):
    """A payee that the finance system is told of, and the number it gave back.

    `participant_id` is None for a charity; `named` is empty for the person themselves, else the charity, or
    whoever gets money for the person. `payee_version_id` is what the system was last told to pay to.
    """

    __tablename__ = "supplier"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("number"),
        UniqueConstraint("participant_id", "named"),
        CheckConstraint("participant_id IS NOT NULL OR named <> ''", name="is_somebody"),
        Index(None, "named"),
    )

    ref: Mapped[str] = mapped_column(String(40))
    participant_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("participant.id"))
    named: Mapped[str] = mapped_column(String(200), default="")
    number: Mapped[str | None] = mapped_column(String(40))
    payee_version_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("payee_version.id"))
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    numbered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    numbered_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))

"""The table of how far the books are closed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.db import Base, HasId, Identity, UtcDateTime


class BooksClosed(HasId, Base):
    """Up to which day the books are closed from then on; the newest row stands, the older ones stay.

    `through` is None where they are open altogether.
    """

    __tablename__ = "books_closed"
    __table_args__ = (
        Index(None, "number", unique=True),
        CheckConstraint("through IS NOT NULL OR reason IS NOT NULL", name="opened_for_a_reason"),
    )

    number: Mapped[int]
    through: Mapped[date | None]
    # Why they were opened again; None where they were closed.
    reason: Mapped[str | None] = mapped_column(String(400))
    set_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

"""The table of the organisation's cost codes, as its finance system lists them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.db import Base, HasId, Identity, UtcDateTime


class CostCode(HasId, Base):
    """A code of the imported list; it pays for work from the day it opens to the day it closes, both in it.

    A day that is not given sets no bound. A code never leaves the list, since claims rest on it: it closes.
    """

    __tablename__ = "cost_code"
    __table_args__ = (
        UniqueConstraint("code"),
        CheckConstraint(
            "opens_on IS NULL OR closes_on IS NULL OR closes_on >= opens_on", name="closes_after_opening"
        ),
    )

    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(200))
    opens_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    changed_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    def is_open(self, on: date) -> bool:
        """Whether it pays for work of that day."""
        return (self.opens_on is None or self.opens_on <= on) and (
            self.closes_on is None or on <= self.closes_on
        )

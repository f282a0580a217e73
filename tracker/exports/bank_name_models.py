"""The table of names as banks carry them, which somebody confirmed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.db import Base, HasId, Identity, Sealed, UtcDateTime


class BankName(HasId, Base):
    """How one name on an account is written in a bank's file of a width; the newest counts.

    `name` is the name on the account for which it was confirmed: of another, it is asked again.
    """

    __tablename__ = "bank_name"
    __table_args__ = (
        UniqueConstraint("participant_id", "number"),
        CheckConstraint("width > 0", name="some_width"),
    )

    participant_id: Mapped[int] = mapped_column(Identity, ForeignKey("participant.id"))
    number: Mapped[int]
    width: Mapped[int]
    name: Mapped[str] = mapped_column(Sealed)
    carried: Mapped[str] = mapped_column(Sealed)
    confirmed_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

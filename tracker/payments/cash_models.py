"""Tables of cash floats: money that a member of staff holds to pay people in cash, and its movements."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker import clock
from tracker.accounts.models import User
from tracker.db import Base, HasId, Identity, Pence, UtcDateTime, Versioned, choice
from tracker.money import Money


class FloatMove(StrEnum):
    """What happened to money of a float. What is missing is less than nothing where too much was counted."""

    ISSUED = "issued"
    TOPPED_UP = "topped-up"
    PAID_OUT = "paid-out"
    HANDED_BACK = "handed-back"
    MISSING = "missing"


class CashFloat(HasId, Versioned, Base):
    """Cash that somebody holds, from the day it was issued to the day it was counted and handed back."""

    __tablename__ = "cash_float"
    __table_args__ = (UniqueConstraint("ref"),)

    ref: Mapped[str] = mapped_column(String(20))
    holder_id: Mapped[int] = mapped_column(Identity, ForeignKey("user.id"))
    holder: Mapped[User] = relationship()
    issued_on: Mapped[date]
    closed_on: Mapped[date | None]

    __mapper_args__ = {"version_id_col": Versioned.version}


class FloatEntry(HasId, Base):
    """One movement of a float, never changed and never deleted (the database refuses it too)."""

    __tablename__ = "float_entry"
    __table_args__ = (
        Index(None, "float_id"),
        Index(None, "payment_id"),
        Index(None, "advance_id"),
        UniqueConstraint("reverses_id"),
        CheckConstraint(
            "kind <> 'paid-out' OR payment_id IS NOT NULL OR advance_id IS NOT NULL",
            name="paid_out_for_something",
        ),
    )

    float_id: Mapped[int] = mapped_column(Identity, ForeignKey("cash_float.id"))
    kind: Mapped[FloatMove] = mapped_column(choice(FloatMove))
    pence: Mapped[Money] = mapped_column(Pence)
    on_date: Mapped[date]
    payment_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("payment.id"))
    advance_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("advance.id"))
    reason: Mapped[str | None] = mapped_column(String(400))
    reverses_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("float_entry.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    recorded_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))

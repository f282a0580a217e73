"""The table of payments that wait because a bank says that the account holder has died."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, HasId, Identity, Versioned, choice
from tracker.people.models import Participant


class Decided(StrEnum):
    """What a manager says is to be done."""

    MISTAKEN = "mistaken"
    ESTATE = "estate"
    NOTHING = "nothing"


class PaymentFreeze(HasId, Versioned, Base):
    """A person to whom nothing is paid, and nobody writes, until a manager says what is to be done."""

    __tablename__ = "payment_freeze"
    __table_args__ = (
        UniqueConstraint("payment_id"),
        Index(None, "participant_id"),
        CheckConstraint("(decision IS NULL) = (decided_on IS NULL)", name="decision_with_its_day"),
    )

    participant_id: Mapped[int] = mapped_column(Identity, ForeignKey("participant.id"))
    participant: Mapped[Participant] = relationship()
    payment_id: Mapped[int] = mapped_column(Identity, ForeignKey("payment.id"))
    frozen_on: Mapped[date]
    decision: Mapped[Decided | None] = mapped_column(choice(Decided))
    reason: Mapped[str | None] = mapped_column(String(400))
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))

    __mapper_args__ = {"version_id_col": Versioned.version}

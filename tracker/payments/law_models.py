"""The table of figures of law that were entered on a screen and wait for, or had, a second person."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, HasId, Identity, JsonText, Versioned, choice


class EnteredState(StrEnum):
    """Where an entry has got to: only a confirmed one has any say in a check."""

    WAITS = "waits"
    CONFIRMED = "confirmed"
    SENT_BACK = "sent-back"


class EnteredFigures(HasId, Versioned, Base):
    """The figures of one benefit from one day on, as one person read them and another confirmed them.

    `figures` are numbers as text by the figure's name, in its unit: pounds, minutes, days or a rate.
    """

    __tablename__ = "entered_figures"
    __table_args__ = (
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> entered_by_id", name="two_people"),
        Index(None, "state"),
    )
    __mapper_args__ = {"version_id_col": Versioned.version}

    benefit: Mapped[str] = mapped_column(String(40))
    starts_on: Mapped[date]
    figures: Mapped[dict[str, str]] = mapped_column(JsonText)
    source_title: Mapped[str] = mapped_column(String(200))
    source_link: Mapped[str] = mapped_column(String(400))
    known_to: Mapped[date]
    review_by: Mapped[date]
    state: Mapped[EnteredState] = mapped_column(choice(EnteredState), default=EnteredState.WAITS)
    entered_by_id: Mapped[int] = mapped_column(Identity, ForeignKey("user.id"))
    entered_on: Mapped[date]
    decided_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    decided_on: Mapped[date | None]
    # Of the file that the confirmation wrote.
    sha256: Mapped[str | None] = mapped_column(String(64))

"""Tables of what was said of records: two are one person, two are not, what else a person goes by."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.db import Base, HasId, Identity, UtcDateTime
from tracker.projects.models import Imported


class PersonMerge(HasId, Base):
    """That one record was put together with another, by whom and why; and that it was taken apart again."""

    __tablename__ = "person_merge"
    __table_args__ = (CheckConstraint("participant_id <> into_id", name="two_records"),)

    participant_id: Mapped[int] = mapped_column(Identity, ForeignKey("participant.id"), index=True)
    into_id: Mapped[int] = mapped_column(Identity, ForeignKey("participant.id"))
    reason: Mapped[str] = mapped_column(String(500))
    # The number of the last bank details of the record that stands: later ones are for the whole person.
    payees_before: Mapped[int]
    merged_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    merged_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    undone_reason: Mapped[str | None] = mapped_column(String(500))
    undone_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TwoPeople(HasId, Base):
    """That two records which look alike are two people, so that nobody is asked again."""

    __tablename__ = "two_people"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="in_order"),
    )

    first_id: Mapped[int] = mapped_column(Identity, ForeignKey("participant.id"))
    second_id: Mapped[int] = mapped_column(Identity, ForeignKey("participant.id"))
    said_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    said_on: Mapped[date]


class GoesBy(HasId, Imported, Base):
    """Another reference or name by which somebody's sheets call a person, so that they are matched again."""

    __tablename__ = "goes_by"
    __table_args__ = (
        UniqueConstraint("ref"),
        UniqueConstraint("participant_id", "match_name"),
        CheckConstraint("ref IS NOT NULL OR match_name IS NOT NULL", name="ref_or_name"),
    )

    participant_id: Mapped[int] = mapped_column(Identity, ForeignKey("participant.id"))
    ref: Mapped[str | None] = mapped_column(String(40))
    name: Mapped[str | None] = mapped_column(String(200))
    match_name: Mapped[str | None] = mapped_column(String(200), index=True)
    said_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    said_on: Mapped[date]

"""Tables of an advisory number of sessions in a stretch of time, and of invitations that went over it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, HasId, Identity, Versioned


class RollingCap(HasId, Versioned, Base):
    """What a project wishes to be told of: more than `sessions` in any `months` for one person.

    It stops nobody. A project without a row is told of nothing.
    """

    __tablename__ = "rolling_cap"
    __table_args__ = (
        UniqueConstraint("project_id"),
        CheckConstraint("sessions > 0", name="sessions_positive"),
        CheckConstraint("months > 0", name="months_positive"),
    )

    project_id: Mapped[int] = mapped_column(Identity, ForeignKey("project.id"))
    sessions: Mapped[int]
    months: Mapped[int]

    __mapper_args__ = {"version_id_col": Versioned.version}


class OverCap(HasId, Base):
    """An invitation that went over the number, as it stood when the invitation was made.

    `counted` are the person's sessions of that stretch, this one included. A place that is taken off takes
    its row along.
    """

    __tablename__ = "over_cap"
    __table_args__ = (
        UniqueConstraint("attendance_id"),
        CheckConstraint("counted > sessions", name="counted_over_sessions"),
    )

    attendance_id: Mapped[int] = mapped_column(Identity, ForeignKey("attendance.id", ondelete="CASCADE"))
    sessions: Mapped[int]
    months: Mapped[int]
    counted: Mapped[int]
    # "Ok because": why it is right all the same, in the words of whoever invited.
    because: Mapped[str | None] = mapped_column(String(200))
    invited_on: Mapped[date]

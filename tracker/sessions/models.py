"""Tables of sessions and attendance."""

from __future__ import annotations

from datetime import date, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, HasId, Identity, Versioned, choice
from tracker.people.models import Participant
from tracker.projects.models import Imported, Project


class Mode(StrEnum):
    """Where people take part."""

    IN_PERSON = "in-person"
    ONLINE = "online"
    HYBRID = "hybrid"
    OWN_TIME = "own-time"


class Outcome(StrEnum):
    """What became of a person's place; which of these pay is a rule on the rate card."""

    ATTENDED = "attended"
    PART = "part"
    CANCELLED_BY_US = "cancelled-by-us"
    CANCELLED_BY_THEM = "cancelled-by-them"
    DID_NOT_ATTEND = "did-not-attend"


# Present, in any measure, is heard.
HEARD = (Outcome.ATTENDED, Outcome.PART)

# Roles that are there to help others take part: never counted as voices.
NOT_VOICES = ("staff", "supporter", "interpreter", "observer")


class InvolvementSession(HasId, Versioned, Imported, Base):
    """One piece of involvement: a meeting, a document read at home. Times are local wall times."""

    __tablename__ = "involvement_session"
    __table_args__ = (
        UniqueConstraint("ref"),
        Index(None, "project_id", "held_on", "id"),
        Index(None, "held_on", "id"),
        CheckConstraint("minutes IS NULL OR minutes > 0", name="minutes_positive"),
        CheckConstraint("preparation_minutes >= 0", name="preparation_not_negative"),
        CheckConstraint("heard_without_names >= 0", name="heard_without_names_not_negative"),
    )

    ref: Mapped[str] = mapped_column(String(40))
    project_id: Mapped[int] = mapped_column(Identity, ForeignKey("project.id"))
    project: Mapped[Project] = relationship()
    held_on: Mapped[date]
    start: Mapped[time | None]
    end: Mapped[time | None]
    minutes: Mapped[int | None]
    preparation_minutes: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(200))
    stage: Mapped[str | None] = mapped_column(String(60))
    mode: Mapped[Mode] = mapped_column(choice(Mode), default=Mode.IN_PERSON)
    level: Mapped[str | None] = mapped_column(String(60))
    venue: Mapped[str | None] = mapped_column(String(200))
    # Three-valued: yes, no, not asked. It matters in law and is never guessed.
    service_user_activity: Mapped[bool | None]
    heard_without_names: Mapped[int] = mapped_column(default=0)
    logged_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))

    __mapper_args__ = {"version_id_col": Versioned.version}


class Attendance(HasId, Versioned, Imported, Base):
    """A person's place in a session. `outcome` is unknown until the register is taken."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("involvement_session_id", "participant_id"),
        Index(None, "participant_id"),
        CheckConstraint("minutes IS NULL OR minutes >= 0", name="minutes_not_negative"),
    )

    involvement_session_id: Mapped[int] = mapped_column(Identity, ForeignKey("involvement_session.id"))
    participant_id: Mapped[int] = mapped_column(Identity, ForeignKey("participant.id"))
    involvement: Mapped[InvolvementSession] = relationship()
    participant: Mapped[Participant] = relationship()
    role: Mapped[str] = mapped_column(String(60), default="participant")
    outcome: Mapped[Outcome | None] = mapped_column(choice(Outcome))
    minutes: Mapped[int | None]
    preparation_minutes: Mapped[int | None]
    recorded_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))

    __mapper_args__ = {"version_id_col": Versioned.version}

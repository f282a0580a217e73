"""Tables of sessions and attendance."""

from __future__ import annotations

from datetime import date, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, HasId, Identity, JsonText, Pence, Versioned, choice
from tracker.money import Money
from tracker.people.models import Participant
from tracker.periods import Period
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
    PREPARATION_ONLY = "preparation-only"


# Present, in any measure, is heard.
HEARD = (Outcome.ATTENDED, Outcome.PART)

# The role of whoever is there for nothing but to say what they think.
TAKES_PART = "participant"
_NO_PARTICIPANT = text(f"role <> '{TAKES_PART}'")
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
        CheckConstraint("expected_people IS NULL OR expected_people > 0", name="expected_people_positive"),
        CheckConstraint("budget_pence IS NULL OR budget_pence >= 0", name="budget_pence_not_negative"),
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
    # Which limb of the legal test the answer rests on, as `consultation.LIMBS` names them.
    consulted_by: Mapped[str | None] = mapped_column(String(40))
    # Of each role that was asked of: whether those in it are consulted here; null is not known.
    capacities: Mapped[dict[str, bool | None]] = mapped_column(JsonText, default=dict, server_default="{}")
    heard_without_names: Mapped[int] = mapped_column(default=0)
    # What kind of thing it was: a meeting, a survey, a one-to-one call; a list that may be extended.
    activity: Mapped[str | None] = mapped_column(String(60))
    # No fee is offered to anybody here, and whoever is invited is told so.
    unpaid: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Three-valued, as recorded: a letter says that people may withdraw only where the answer is yes.
    free_to_withdraw: Mapped[bool | None]
    expected_people: Mapped[int | None]
    budget_pence: Mapped[Money | None] = mapped_column(Pence)
    # It closes once people have heard back, or with the reason why they have not.
    closed_on: Mapped[date | None]
    closed_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    not_heard_back_reason: Mapped[str | None] = mapped_column(String(400))
    # A fee here is for the days from this one on to `held_on`, and not for one piece of work.
    fee_covers_from: Mapped[date | None] = mapped_column(index=True)
    logged_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))

    __mapper_args__ = {"version_id_col": Versioned.version}

    @property
    def fee_covers(self) -> Period | None:
        """The days that a fee here is for; None where it is for a piece of work."""
        return None if self.fee_covers_from is None else Period(self.fee_covers_from, self.held_on)

    def service_user_as(self, role: str) -> bool | None:
        """Whether somebody in this role takes part as a service user in law; None where it is not known.

        Who takes part and nothing else is consulted. Others may be at work there, so each role is asked of.
        """
        activity = self.service_user_activity
        if role == TAKES_PART or activity is False:
            return activity
        consulted = self.capacities.get(role)
        return activity if consulted else consulted


class Attendance(HasId, Versioned, Imported, Base):
    """A person's place in a session. `outcome` is unknown until the register is taken."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("involvement_session_id", "participant_id"),
        Index(None, "participant_id"),
        Index(None, "role", sqlite_where=_NO_PARTICIPANT, postgresql_where=_NO_PARTICIPANT),
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


class CostKind(StrEnum):
    """What a session is planned to cost, besides the fees that its offers promise."""

    FEE = "fee"
    PREPARATION = "preparation"
    FARES = "fares"
    CHILDCARE = "childcare"
    INTERPRETER = "interpreter"
    SUPPORT = "support"
    OTHER = "other"


class PlannedCost(HasId, Base):
    """One expected cost of a session: an amount each for so many people, or once for all."""

    __tablename__ = "planned_cost"
    __table_args__ = (
        Index(None, "involvement_session_id"),
        CheckConstraint("pence >= 0", name="pence_not_negative"),
        CheckConstraint("people IS NULL OR people > 0", name="people_positive"),
    )

    involvement_session_id: Mapped[int] = mapped_column(Identity, ForeignKey("involvement_session.id"))
    kind: Mapped[CostKind] = mapped_column(choice(CostKind))
    pence: Mapped[Money] = mapped_column(Pence)
    # None: once for the whole session, whoever comes.
    people: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(String(200))


class Feedback(HasId, Versioned, Base):
    """You said, we did: what people said in a session, what changed because of it, and how they were told."""

    __tablename__ = "feedback"
    __table_args__ = (
        Index(None, "involvement_session_id"),
        CheckConstraint("told_on IS NULL OR told_how IS NOT NULL", name="told_in_some_way"),
    )

    involvement_session_id: Mapped[int] = mapped_column(Identity, ForeignKey("involvement_session.id"))
    you_said: Mapped[str] = mapped_column(String(2000))
    we_did: Mapped[str] = mapped_column(String(2000))
    # By when it is done, where it is still to be done.
    due_on: Mapped[date | None]
    # Who tells people, and how; the day is empty until they were told.
    told_by: Mapped[str | None] = mapped_column(String(200))
    told_on: Mapped[date | None]
    told_how: Mapped[str | None] = mapped_column(String(200))
    recorded_on: Mapped[date]
    recorded_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))

    __mapper_args__ = {"version_id_col": Versioned.version}

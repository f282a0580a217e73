"""Tables of checks against benefits and limits, and of the conversations that they ask for."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.db import Base, HasId, Identity, JsonText, UtcDateTime, choice


class CheckStage(StrEnum):
    """When a check was made."""

    OFFER = "offer"
    APPROVAL = "approval"
    PAY_RUN = "pay-run"
    PAID = "paid"


class Check(HasId, Base):
    """One stored check: what went in, what came out, by which rules. Never recomputed, never changed."""

    __tablename__ = "check"
    __table_args__ = (
        Index(None, "participant_id", "made_at"),
        Index(None, "claim_id"),
        Index(None, "offer_id"),
    )

    participant_id: Mapped[int] = mapped_column(Identity, ForeignKey("participant.id"))
    project_id: Mapped[int] = mapped_column(Identity, ForeignKey("project.id"))
    offer_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("offer.id"))
    claim_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("claim.id"))
    stage: Mapped[CheckStage] = mapped_column(choice(CheckStage))
    outcome: Mapped[str] = mapped_column(String(20))
    # Whether the outcome asks for a conversation with the benefit contact.
    talk: Mapped[bool]
    if_paid_on: Mapped[date]
    facts: Mapped[dict[str, Any]] = mapped_column(JsonText)
    assessment: Mapped[dict[str, Any]] = mapped_column(JsonText)
    rulebook: Mapped[str] = mapped_column(String(80))
    made_on: Mapped[date]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    made_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))


class Conversation(HasId, Base):
    """The benefit contact talked with a person about a check; what was said is never kept."""

    __tablename__ = "conversation"
    __table_args__ = (Index(None, "participant_id"),)

    participant_id: Mapped[int] = mapped_column(Identity, ForeignKey("participant.id"))
    check_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("check.id"))
    held_on: Mapped[date]
    # A later check asks again; checks made before this instant were talked about.
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    by_id: Mapped[int] = mapped_column(Identity, ForeignKey("user.id"))

"""Tables of who agreed to be asked, and of draws by lot."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.db import Base, HasId, Identity, JsonText
from tracker.sessions.models import InvolvementSession


class AskingAgreement(HasId, Base):
    """Somebody agreed, on a day, to be contacted and asked to take part; `until` once they took it back."""

    __tablename__ = "asking_agreement"
    __table_args__ = (
        UniqueConstraint("participant_id", "agreed_on"),
        CheckConstraint("until IS NULL OR until >= agreed_on", name="until_after_agreed_on"),
    )

    participant_id: Mapped[int] = mapped_column(Identity, ForeignKey("participant.id"))
    agreed_on: Mapped[date]
    until: Mapped[date | None]
    recorded_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))


class InvitationDraw(HasId, Base):
    """A draw by lot for a session, kept whole and never changed: its seed, and everybody in it by reference.

    `lots` is a list of the reference, the tickets, the lot and whether it was drawn, the lowest lot first.
    """

    __tablename__ = "invitation_draw"
    __table_args__ = (
        UniqueConstraint("involvement_session_id", "number"),
        CheckConstraint("places > 0", name="places_positive"),
    )

    involvement_session_id: Mapped[int] = mapped_column(
        Identity, ForeignKey("involvement_session.id", ondelete="CASCADE")
    )
    involvement: Mapped[InvolvementSession] = relationship()
    # The first, second, third draw for this session: nobody can draw again until they like it, unseen.
    number: Mapped[int]
    method: Mapped[str] = mapped_column(String(40))
    seed: Mapped[str] = mapped_column(String(100))
    # Given by somebody, as from a public lottery, or made here of random bits.
    seed_given: Mapped[bool]
    weighted: Mapped[bool]
    places: Mapped[int]
    lots: Mapped[list[dict[str, Any]]] = mapped_column(JsonText)
    sha256: Mapped[str] = mapped_column(String(64))
    drawn_on: Mapped[date]
    drawn_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))

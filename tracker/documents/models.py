"""The table of issued documents."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker import clock
from tracker.db import Base, HasId, Identity, JsonText, UtcDateTime
from tracker.payments.run_models import Payment
from tracker.people.models import Participant


class Document(HasId, Base):
    """One issued paper: its frozen content and, once drawn, the stored bytes. Never re-rendered."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("kind", "number"),
        UniqueConstraint("replaces_id"),
        Index(None, "participant_id"),
        Index(None, "payment_id"),
        Index(None, "project_id"),
        Index(None, "offer_id"),
        Index(None, "claim_id"),
        Index(None, "involvement_session_id"),
    )

    kind: Mapped[str] = mapped_column(String(40))
    number: Mapped[str] = mapped_column(String(20))
    participant_id: Mapped[int] = mapped_column(Identity, ForeignKey("participant.id"))
    participant: Mapped[Participant] = relationship()
    payment_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("payment.id"))
    payment: Mapped[Payment | None] = relationship()
    # Null: the paper speaks of every project, and only those who see all may open it.
    project_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("project.id"))
    offer_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("offer.id"))
    claim_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("claim.id"))
    involvement_session_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("involvement_session.id"))
    # The earlier paper that this one was issued in place of; that one stays as it was.
    replaces_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("document.id"))
    content: Mapped[dict[str, Any]] = mapped_column(JsonText)
    language: Mapped[str] = mapped_column(String(60))
    format: Mapped[str] = mapped_column(String(20))
    sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("stored_file.sha256"))
    # Why the PDF could not be drawn, as a sentence for staff; empty once it is.
    problem: Mapped[str | None] = mapped_column(String(400))
    void_on: Mapped[date | None]
    issued_on: Mapped[date]
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    issued_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))

    @property
    def matter(self) -> tuple[int | None, int | None, int | None]:
        """What it is about, as `Subject.matter` of a paper to be issued in its place."""
        return self.project_id, self.involvement_session_id, self.claim_id

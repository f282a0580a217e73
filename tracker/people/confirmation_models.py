"""That a person confirmed a change of bank details: asked by somebody else than entered it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, HasId, Identity, choice


class AskedBy(StrEnum):
    """How a person was reached: by what was held of them before the change, never by what came with it."""

    PHONE = "by-phone"
    EMAIL = "by-email"
    POST = "by-post"
    IN_PERSON = "in-person"


class PayeeConfirmation(HasId, Base):
    """What a person said of new bank details: that they are theirs, or that they did not give them.

    Written once for a version. Where one person of a small team did both, a second name and the reason stay.
    """

    __tablename__ = "payee_confirmation"
    __table_args__ = (UniqueConstraint("payee_version_id"),)

    payee_version_id: Mapped[int] = mapped_column(Identity, ForeignKey("payee_version.id"))
    theirs: Mapped[bool]
    asked_by: Mapped[AskedBy] = mapped_column(choice(AskedBy))
    confirmed_on: Mapped[date]
    confirmed_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    second_person: Mapped[str | None] = mapped_column(String(200))
    small_team_reason: Mapped[str | None] = mapped_column(String(400))

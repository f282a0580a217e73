"""The table that joins a person to a token: used only inside `link.py`, which a contract of imports holds.

The token is encrypted with the instance's keys, which no backup holds.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, HasId, Identity, Sealed, UtcDateTime


class DiversityLink(HasId, Base):
    """Whose answers stand under which token, and how that person alone gets at them.

    A code is given on paper and kept as its hash. At its first use the person sets a PIN, without which it
    then opens nothing. Answers that came on paper have neither. A visit is one browser's stay on the page.
    """

    __tablename__ = "diversity_link"
    __table_args__ = (
        UniqueConstraint("participant_id"),
        UniqueConstraint("code_sha256"),
        UniqueConstraint("visit_sha256"),
    )

    participant_id: Mapped[int] = mapped_column(Identity, ForeignKey("participant.id"))
    token: Mapped[str] = mapped_column(Sealed)
    given_on: Mapped[date]
    # The last day on which the person answered; until then, nothing.
    answered_on: Mapped[date | None]
    code_sha256: Mapped[str | None] = mapped_column(String(64))
    pin_hash: Mapped[str | None] = mapped_column(String(200))
    wrong_pins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    visit_sha256: Mapped[str | None] = mapped_column(String(64))
    visit_until: Mapped[datetime | None] = mapped_column(UtcDateTime)

"""The table of files made from pay runs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from tracker import clock
from tracker.db import Base, HasId, Identity, Pence, Sealed, UtcDateTime
from tracker.money import Money


class PayRunExport(HasId, Base):
    """A file made from a run, kept as it was first made: asked for again, it is the same bytes.

    Not a `StoredFile`, because it holds account numbers, and those are sealed at rest wherever they stand.
    `sha256` is of the file itself, as the audit names it.
    """

    __tablename__ = "pay_run_export"
    __table_args__ = (
        UniqueConstraint("run_id", "format"),
        CheckConstraint("rows > 0", name="some_rows"),
    )

    run_id: Mapped[int] = mapped_column(Identity, ForeignKey("pay_run.id"))
    format: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(String(64))
    rows: Mapped[int]
    pence: Mapped[Money] = mapped_column(Pence)
    # The bytes in base 85, since a sealed column holds text.
    sealed: Mapped[str] = deferred(mapped_column(Sealed, nullable=False))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    made_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))

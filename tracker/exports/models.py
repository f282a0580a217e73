"""The tables of files made from pay runs, and of what is set up for them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from tracker import clock
from tracker.db import Base, HasId, Identity, Pence, Sealed, UtcDateTime, choice
from tracker.exports.setup import SetupKind
from tracker.money import Money


class PayRunExport(HasId, Base):
    """A file made from a run, kept as it was first made: asked for again, it is the same bytes.

    Not a `StoredFile`, because it holds account numbers, and those are sealed at rest wherever they stand.
    `sha256` is of the file itself, as the audit names it.
    """

    __tablename__ = "pay_run_export"
    __table_args__ = (
        UniqueConstraint("run_id", "format", "setup"),
        CheckConstraint("rows > 0", name="some_rows"),
    )

    run_id: Mapped[int] = mapped_column(Identity, ForeignKey("pay_run.id"))
    format: Mapped[str] = mapped_column(String(40))
    # The versions of what was set up for it, like account-2: under another it is another file.
    setup: Mapped[str] = mapped_column(String(60), default="", server_default="")
    sha256: Mapped[str] = mapped_column(String(64))
    rows: Mapped[int]
    pence: Mapped[Money] = mapped_column(Pence)
    # The bytes in base 85, since a sealed column holds text.
    sealed: Mapped[str] = deferred(mapped_column(Sealed, nullable=False))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    made_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))


class ExportSetup(HasId, Base):
    """One version of what is set up for files; a change is a new version, the old ones stay.

    `sealed` is JSON, closed like bank details, since it may hold the organisation's own account.
    """

    __tablename__ = "export_setup"
    __table_args__ = (UniqueConstraint("kind", "number"),)

    kind: Mapped[SetupKind] = mapped_column(choice(SetupKind))
    number: Mapped[int]
    sealed: Mapped[str] = mapped_column(Sealed)
    set_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

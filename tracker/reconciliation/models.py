"""The table of files that the bank or the finance system gave back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, deferred, mapped_column

from tracker import clock
from tracker.db import Base, HasId, Identity, JsonText, Sealed, UtcDateTime, Versioned, choice
from tracker.reconciliation.matching import FileKind


class ReadFile(HasId, Versioned, Base):
    """A file that was read back. Its rows are sealed, since a statement names others' money too.

    They are emptied once the file is carried out, or after `services.KEPT_DAYS`; the counts stay.
    """

    __tablename__ = "read_file"
    __table_args__ = (Index(None, "read_at"), Index(None, "sha256"))

    kind: Mapped[FileKind] = mapped_column(choice(FileKind))
    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    # A digest of the headings, by which the next file alike is read as this one was.
    alike: Mapped[str] = mapped_column(String(64))
    rows: Mapped[int]
    sealed: Mapped[str | None] = deferred(mapped_column(Sealed))
    # Which column says what, by number, and the usual reason where one was chosen.
    mapping: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)
    read_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    read_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    carried_out_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    carried_out_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    # How many payments it changed, and of which runs: no names, no cells.
    summary: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)

    __mapper_args__ = {"version_id_col": Versioned.version}

"""The table of files that wait between upload and import."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from tracker import clock
from tracker.db import Base, HasId, Identity, JsonText, UtcDateTime, Versioned


class Upload(HasId, Versioned, Base):
    """A file that somebody is about to bring in, and what they said of its columns so far.

    Only they see it. It is deleted with the import, or after `services.KEPT_DAYS`.
    """

    __tablename__ = "upload"
    __table_args__ = (Index(None, "uploaded_by_id"), Index(None, "uploaded_at"))

    file_name: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(Integer)
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    # Empty until the columns are said: {"columns": ..., "project": ..., "project_name": ...}.
    mapping: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)
    uploaded_by_id: Mapped[int] = mapped_column(Identity, ForeignKey("user.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    __mapper_args__ = {"version_id_col": Versioned.version}


class UploadPart(HasId, Base):
    """What was made of a file that waits: its rows as they were read, or a copy of it with our remarks.

    It is as private as the file, and goes with it.
    """

    __tablename__ = "upload_part"
    __table_args__ = (UniqueConstraint("upload_id", "name"),)

    upload_id: Mapped[int] = mapped_column(Identity, ForeignKey("upload.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(20))
    content: Mapped[bytes] = mapped_column(LargeBinary)

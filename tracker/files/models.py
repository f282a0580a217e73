"""The table of stored bytes, so that one transaction and one backup hold everything."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, deferred, mapped_column

from tracker import clock
from tracker.db import Base, UtcDateTime

LARGEST_BYTES = 10 * 1024 * 1024


class StoredFile(Base):
    """Some bytes under their SHA-256; never changed, deleted only where a retention rule says so."""

    __tablename__ = "stored_file"
    __table_args__ = (CheckConstraint("size >= 0", name="size_not_negative"),)

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(Integer)
    # Said again, because `deferred` hides from the mapping that it is never empty.
    bytes: Mapped[bytes] = deferred(mapped_column(LargeBinary, nullable=False))
    stored_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

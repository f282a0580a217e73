"""The tables of modulus checking: the published files that an administrator gave, and what came of checks."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.db import Base, HasId, Identity, UtcDateTime, choice
from tracker.people.modulus import Result


class ModulusTable(HasId, Base):
    """One version of the published tables, as it was uploaded; the newest is in force, the old ones stay.

    `version` and `published_on` are what its publisher says of it; the files are stored under their hashes.
    """

    __tablename__ = "modulus_table"
    __table_args__ = (UniqueConstraint("number"),)

    number: Mapped[int]
    version: Mapped[str] = mapped_column(String(40))
    published_on: Mapped[date]
    weights_sha256: Mapped[str] = mapped_column(String(64), ForeignKey("stored_file.sha256"))
    substitutions_sha256: Mapped[str | None] = mapped_column(String(64), ForeignKey("stored_file.sha256"))
    rows: Mapped[int]
    uploaded_by_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class ModulusCheck(HasId, Base):
    """What a version of bank details came to by a version of the tables, when the details were entered."""

    __tablename__ = "modulus_check"
    __table_args__ = (UniqueConstraint("payee_version_id", "table_id"),)

    payee_version_id: Mapped[int] = mapped_column(Identity, ForeignKey("payee_version.id"))
    table_id: Mapped[int] = mapped_column(Identity, ForeignKey("modulus_table.id"))
    result: Mapped[Result] = mapped_column(choice(Result))
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

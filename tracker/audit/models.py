"""The audit chain's two tables; both refuse UPDATE and DELETE of what is written, by trigger."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db import Base, Identity, JsonText, UtcDateTime


class AuditEvent(Base):
    """One act: actor, instant, verb, the record it concerned and which of its fields changed."""

    __tablename__ = "audit_event"
    __table_args__ = (Index(None, "kind", "record_id"),)

    position: Mapped[int] = mapped_column(Identity, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("user.id"))
    verb: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(60))
    record_id: Mapped[int | None] = mapped_column(Identity)
    fields: Mapped[list[str]] = mapped_column(JsonText)
    values: Mapped[dict[str, Any]] = mapped_column(JsonText)
    digest: Mapped[str] = mapped_column(String(64))
    chain: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The end of the chain: one row, locked last in every transaction that writes."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    position: Mapped[int] = mapped_column(Identity, default=0)
    chain: Mapped[str] = mapped_column(String(64), default="")

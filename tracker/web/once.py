"""One-use keys: a creating form sent twice makes one thing, and the repeat lands on the first result."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import String, delete
from sqlalchemy.orm import Mapped, mapped_column

from tracker import clock
from tracker.db import Base, UtcDateTime, db
from tracker.values import unprintable

_LENGTH = 64

KEPT = timedelta(days=30)


class FormKey(Base):
    """A form that has been carried out, and where its result stands."""

    __tablename__ = "form_key"

    key: Mapped[str] = mapped_column(String(_LENGTH), primary_key=True)
    location: Mapped[str] = mapped_column(String(400), default="")
    used_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class AlreadyDone(Exception):
    """The form was carried out before; `location` is where its result stands."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


def new_key() -> str:
    """A key for a freshly shown form."""
    return secrets.token_urlsafe(18)


def readable(key: str | None) -> str | None:
    """The key that came with a form, if it is one that can be kept."""
    return None if not key or unprintable(key) else key[:_LENGTH]


def used_at(key: str) -> str | None:
    """Where the result of a form with this key stands, or None if it has not been carried out."""
    used = db.session.get(FormKey, key)
    return used.location if used else None


def claim(key: str) -> FormKey:
    """Use the key up, inside `writing()`. Raises AlreadyDone for a repeat.

    On PostgreSQL a twin request waits here for the first to commit and is then refused by the primary key.
    """
    location = used_at(key)
    if location is not None:
        raise AlreadyDone(location)
    used = FormKey(key=key)
    db.session.add(used)
    db.session.flush()
    return used


def forget_old_keys(now: datetime) -> None:
    """Delete the keys of forms that were carried out so long ago that no browser still shows them."""
    db.session.execute(delete(FormKey).where(FormKey.used_at < now - KEPT))

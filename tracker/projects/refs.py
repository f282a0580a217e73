"""References that we number ourselves, like P-000123, for records that came without one."""

from __future__ import annotations

from sqlalchemy import func, select, text
from sqlalchemy.orm import InstrumentedAttribute

from tracker.db import db

_DIGITS = 6
# Any number will do, so long as nothing else in the product takes a lock under it.
_LOCK = 7_240_001


def next_ref(column: InstrumentedAttribute[str], prefix: str) -> str:
    """The reference after the highest of ours in this column; references of other shapes are left alone.

    Call while writing. SQLite has one writer; on PostgreSQL writers of references wait here for each other.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    first, last = f"{prefix}-{'0' * _DIGITS}", f"{prefix}-{'9' * _DIGITS}"
    highest = db.session.scalars(
        select(column)
        .where(column.between(first, last), func.length(column) == len(first))
        .order_by(column.desc())
        .limit(50)
    )
    numbers = (ref.removeprefix(f"{prefix}-") for ref in highest)
    number = next((int(digits) for digits in numbers if digits.isdecimal() and digits.isascii()), 0)
    return f"{prefix}-{number + 1:0{_DIGITS}d}"

"""References that we number ourselves, like P-000123, for records that came without one."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select, text
from sqlalchemy.orm import InstrumentedAttribute

from tracker.db import db
from tracker.errors import Refused

_DIGITS = 6
_LAST = 10**_DIGITS - 1
_AT_ONCE = 50
# Any number will do, so long as nothing else in the product takes a lock under it.
_LOCK = 7_240_001


def next_ref(column: InstrumentedAttribute[str], prefix: str) -> str:
    """The reference after the highest of ours in this column; references of other shapes are left alone.

    One that somebody typed at the very end, like P-999999, leaves no number after it: then the numbers go on
    below it. Call while writing. SQLite has one writer; on PostgreSQL writers of references wait here for
    each other.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    taken = _LAST + 1
    for number in _numbers_downwards(column, prefix):
        if number + 1 < taken:
            return _ref(prefix, number + 1)
        taken = number
    if taken <= 1:
        raise Refused(f"Every reference from {_ref(prefix, 1)} to {_ref(prefix, _LAST)} is taken: type one.")
    return _ref(prefix, 1)


def _numbers_downwards(column: InstrumentedAttribute[str], prefix: str) -> Iterator[int]:
    """The numbers of ours in a column, the highest first; read a few at a time, since few are wanted."""
    first, last = _ref(prefix, 0), _ref(prefix, _LAST)
    below = column <= last
    while True:
        refs = db.session.scalars(
            select(column)
            .where(column >= first, below, func.length(column) == len(first))
            .order_by(column.desc())
            .limit(_AT_ONCE)
        ).all()
        numbers = (ref.removeprefix(f"{prefix}-") for ref in refs)
        yield from (int(digits) for digits in numbers if digits.isdecimal() and digits.isascii())
        if len(refs) < _AT_ONCE:
            return
        below = column < refs[-1]


def _ref(prefix: str, number: int) -> str:
    return f"{prefix}-{number:0{_DIGITS}d}"

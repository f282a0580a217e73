"""Keyset pages: the next page starts after the last row shown, so page 1 of a million costs what any does.

No exact total is counted. A cursor is the sort key of the last row, as text that only `Page` reads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Generic, TypeVar

from tracker.values import unprintable

Row = TypeVar("Row")
Key = TypeVar("Key")

PAGE_SIZE = 50
_ID_DIGITS = 19


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One screenful of rows; `next_cursor` is None on the last page."""

    rows: Sequence[Row]
    next_cursor: str | None


def cursor_parts(cursor: str | None, count: int) -> tuple[str, ...] | None:
    """The sort key held by a cursor, or None at the start and for a cursor nobody gave out."""
    if not cursor or unprintable(cursor):
        return None
    parts = tuple(cursor.split("~"))
    return parts if len(parts) == count else None


def cursor_id(text: str) -> int | None:
    """The record id inside a cursor, or None for what no cursor of ours holds."""
    if not (text.isascii() and text.isdecimal()) or len(text) > _ID_DIGITS or int(text) >= 2**63:
        return None
    return int(text)


def cursor_day(cursor: str | None) -> tuple[date, int] | None:
    """The day and the id inside a cursor of rows that are sorted by both, or None as above."""
    return _with_id(cursor, date.fromisoformat)


def cursor_moment(cursor: str | None) -> tuple[datetime, int] | None:
    """The instant and the id inside a cursor of rows that are sorted by both, or None as above."""
    return _with_id(cursor, _moment)


def cursor_day_and_text(cursor: str | None) -> tuple[date, str] | None:
    """The day and the text inside a cursor of rows that are sorted by both, or None as above."""
    parts = cursor_parts(cursor, 2)
    try:
        return (date.fromisoformat(parts[0]), parts[1]) if parts else None
    except ValueError:
        return None


def _with_id(cursor: str | None, read: Callable[[str], Key]) -> tuple[Key, int] | None:
    parts = cursor_parts(cursor, 2)
    number = cursor_id(parts[1]) if parts else None
    if parts is None or number is None:
        return None
    try:
        return read(parts[0]), number
    except (ValueError, OverflowError):
        return None


def _moment(text: str) -> datetime:
    """An instant in UTC. Raises ValueError without a zone, OverflowError past the ends of the calendar."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return at.astimezone(UTC)


def page_of(rows: Sequence[Row], key: Callable[[Row], tuple[str, ...]], size: int = PAGE_SIZE) -> Page[Row]:
    """Make a page from up to `size + 1` rows; the extra row only tells that there is more."""
    shown = rows[:size]
    more = len(rows) > size
    return Page(shown, "~".join(key(shown[-1])) if more else None)

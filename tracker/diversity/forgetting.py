"""Answers are deleted, unread, 24 months after the person was last heard or last answered.

What is held longer describes people who are long gone. Reports that were made stay: they name nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement

from tracker.audit.services import record
from tracker.diversity import link
from tracker.diversity.access import ABOUT
from tracker.permissions import SYSTEM

YEARS_KEPT = 2


def forget_unheard(on: date, heard_after: Callable[[date, Any], ColumnElement[bool]]) -> int:
    """Delete what is due on a day; returns of how many people, which is all that is put on the record.

    `heard_after` is as `link.forget_since` has it.
    """
    forgotten = link.forget_since(years_before(on), heard_after)
    if forgotten:
        record(SYSTEM, "forgot-old-answers", ABOUT, values={"rows": forgotten})
    return forgotten


def years_before(on: date) -> date:
    """The day 24 months before; what was last touched then or earlier is due."""
    if (on.month, on.day) == (2, 29):
        on -= timedelta(days=1)
    return on.replace(year=on.year - YEARS_KEPT)

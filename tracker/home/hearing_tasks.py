"""What waits for leads and managers alike: sessions whose people have not heard back."""

from __future__ import annotations

from datetime import date

from flask import url_for

from tracker.home.queries import MOST
from tracker.home.task import Item, Task
from tracker.permissions import Actor
from tracker.sessions import hearing_queries
from tracker.web.filters import counted, day


def owing(viewer: Actor, on: date) -> Task:
    """Sessions still owing people an answer, the longest wait first."""
    rows = hearing_queries.owing(viewer, on, size=MOST).rows
    items = [
        Item(
            url_for("sessions.show", session_id=one.id, _anchor="hearing-back"),
            one.title,
            f"{day(one.held_on)}, {one.project.name}: {counted((on - one.held_on).days, 'day')} ago",
        )
        for one in rows
    ]
    total = hearing_queries.owing_count(viewer, on) if len(rows) == MOST else len(rows)
    return Task("Still to hear back", items, total, "everybody has heard back", url_for("sessions.owing"))

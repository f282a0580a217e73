"""The few numbers that a manager looks at first, of the last twelve months."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median_low

from tracker.home import queries
from tracker.permissions import Actor, Permission
from tracker.reports.catalogue import voices
from tracker.reports.queries import Choice

_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Figures:
    """Who was heard, and how long the money took. `days_to_pay` is None while nothing has been paid."""

    since: date
    voices: voices.Report
    days_to_pay: int | None
    slowest: int | None
    late: int


def figures(viewer: Actor, on: date) -> Figures:
    """The figures of the projects whose voices the viewer sees, for the year up to a day."""
    since = on - _YEAR
    choice = Choice(projects=viewer.projects(Permission.SEE_VOICES), since=since, until=on)
    days = queries.days_to_pay(viewer, Permission.SEE_VOICES, since)
    return Figures(
        since=since,
        voices=voices.build(choice),
        days_to_pay=_median(days),
        slowest=max(days) if days else None,
        late=queries.late(viewer, Permission.SEE_VOICES, on),
    )


def _median(days: Counter[int]) -> int | None:
    return median_low(days.elements()) if days else None

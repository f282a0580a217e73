"""What a manager looks at first: who was heard, how long the money took, and what is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.accounts import queries as accounts
from tracker.home import queries
from tracker.home.pace import Pace, pace
from tracker.payments.models import Claim
from tracker.permissions import Actor, Permission
from tracker.reports.at_a_glance import Glance, glance
from tracker.reports.queries import Choice

_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Figures:
    """The last twelve months, and the claims that are late today; `pace` is None while nothing was paid."""

    since: date
    heard: Glance
    pace: Pace | None
    promised_days: int
    late: int
    latest: Sequence[Claim]


def figures(viewer: Actor, on: date) -> Figures:
    """The figures of the projects whose voices the viewer sees, for the year up to a day."""
    since = on - _YEAR
    choice = Choice(projects=viewer.projects(Permission.SEE_VOICES), since=since, until=on)
    promised = accounts.organisation().promised_days
    late = queries.late(viewer, Permission.SEE_VOICES, on)
    return Figures(
        since=since,
        heard=glance(choice),
        pace=pace(queries.ways_to_pay(viewer, Permission.SEE_VOICES, since), promised),
        promised_days=promised,
        late=late.total,
        latest=late.rows,
    )

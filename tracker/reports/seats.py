"""Who was heard, and in how many seats: handed to the package of answers, and to nothing that is shown."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import func, select

from tracker.db import db
from tracker.reports.queries import Choice
from tracker.sessions.heard import once, person, was_heard
from tracker.sessions.models import Attendance, InvolvementSession

# So many quarters back a report may still be made for.
QUARTERS = 8


def seats_by_person(choice: Choice) -> dict[int, int]:
    """The seats of everybody heard in a choice of projects and days, by the record that stands for them."""
    who = person()
    rows = db.session.execute(
        select(who, func.count())
        .join(InvolvementSession, InvolvementSession.id == Attendance.involvement_session_id)
        .where(choice.holds(), *was_heard(), once())
        .group_by(who)
    )
    return dict(rows.all())


def quarter_ends(on: date) -> list[date]:
    """The last days of the quarters that are over on a day, the newest first."""
    ends = []
    year, quarter = on.year, (on.month - 1) // 3
    for _ in range(QUARTERS):
        ends.append(date(year, quarter * 3 + 1, 1) - timedelta(days=1))
        year, quarter = (year, quarter - 1) if quarter else (year - 1, 3)
    return ends


def twelve_months_to(until: date) -> date:
    """The first day of the twelve months that end on the last day of a quarter."""
    first = until + timedelta(days=1)
    return first.replace(year=first.year - 1)

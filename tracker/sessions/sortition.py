"""The two files that sortition software reads: people by contact id, and the features to choose among.

Features rest on attendance alone. What somebody said of themselves for monitoring may not be used to pick
them, so that nothing of it could be here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from tracker.audit.services import record
from tracker.db import db, within
from tracker.permissions import Actor, Permission
from tracker.sessions import candidates, draws
from tracker.sessions.heard import once, person, was_heard
from tracker.sessions.models import Attendance, InvolvementSession
from tracker.tables import Row, to_csv

PEOPLE, FEATURES = "people", "features"
HEADINGS = {
    PEOPLE: ("contact_id", "heard_before", "last_heard"),
    FEATURES: ("feature", "value", "min", "max"),
}

# How often somebody was heard, and how long ago, in values that one file lists and the other counts.
_OFTEN = ("never", "1-2-times", "3-5-times", "6-or-more-times")
_AGO = ("never", "within-six-months", "longer-ago")


def file(actor: Actor, involvement: InvolvementSession, on: date, which: str) -> bytes:
    """One of the two files, for a machine: no mark before it, nothing that a spreadsheet would run."""
    people = _people(actor, involvement, on)
    record(actor, "took-sortition-file", involvement, values={"rows": len(people), "format": which})
    rows: Sequence[Row] = people if which == PEOPLE else _features(people)
    return to_csv(HEADINGS[which], rows, guard=False, bom=False)


def _people(actor: Actor, involvement: InvolvementSession, on: date) -> list[tuple[str, str, str]]:
    pool = draws.could_be_drawn(actor, involvement, on)
    ids = [one.id for one in pool.values()]
    last, times = candidates.last_heard(actor, ids), _times(actor, ids)
    return [(ref, _often(times[one.id]), _ago(last.get(one.id), on)) for ref, one in pool.items()]


def _times(actor: Actor, ids: Sequence[int]) -> Counter[int]:
    """How often each was heard, in the projects whose sessions the viewer sees."""
    who = person()
    rows = db.session.execute(
        select(who, func.count())
        .join(InvolvementSession, InvolvementSession.id == Attendance.involvement_session_id)
        .where(
            who.in_(list(ids)),
            within(InvolvementSession.project_id, actor.projects(Permission.SEE_SESSIONS)),
            *was_heard(),
            once(),
        )
        .group_by(who)
    )
    return Counter(dict(rows.all()))


def _features(people: Sequence[tuple[str, str, str]]) -> list[Row]:
    """Every value that somebody has, from none of them to all of them: quotas are set in that software."""
    rows: list[Row] = []
    for column, name in enumerate(HEADINGS[PEOPLE][1:], start=1):
        found = Counter(row[column] for row in people)
        known = _OFTEN if column == 1 else _AGO
        rows += [(name, value, 0, found[value]) for value in known if found[value]]
    return rows


def _often(times: int) -> str:
    return _OFTEN[0 if not times else 1 if times < 3 else 2 if times < 6 else 3]


def _ago(last_heard: date | None, on: date) -> str:
    if last_heard is None:
        return _AGO[0]
    return _AGO[1] if on - last_heard < candidates.QUIET_FOR else _AGO[2]

"""The voices report over its bare aggregates: what people, chance, stages and new voices cost besides.

The bare queries count what the report cannot do without: of each person the seats and the first day, and of
each session the seats. They know no choice of projects, nobody who was entered twice, and no order within a
day. They are written so that both databases read attendance straight through, which is their quickest way.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select, update

from bench.instance import instance
from bench.ratio import Ratio, paired
from tracker import clock
from tracker.db import db
from tracker.people.models import Participant
from tracker.reports.catalogue import voices
from tracker.reports.elements import ReadThrough
from tracker.reports.queries import Choice
from tracker.sessions.heard import was_heard
from tracker.sessions.models import Attendance, InvolvementSession
from tracker.web.transaction import writing

SENTENCE = "the voices report over {rows:,} attendances, over its bare aggregates, on SQLite"
LIMIT = 2.0
ROUNDS = 5
# So many of the people have a second record, whose seats are theirs.
_TWICE = 40


def measure(rows: int) -> Ratio:
    """Build an instance on SQLite and ask it."""
    with tempfile.TemporaryDirectory() as folder:
        app = instance(Path(folder) / "large", rows, paid=False)
        return asked(app)


def asked(app: Flask) -> Ratio:
    """The report of everything, and the bare queries, in turn."""
    with app.app_context():
        with writing():
            ids = db.session.scalars(select(Participant.id).order_by(Participant.id).limit(2 * _TWICE)).all()
            for one, into in zip(ids[::2], ids[1::2], strict=True):
                db.session.execute(
                    update(Participant).where(Participant.id == one).values(merged_into_id=into)
                )
        ratio = paired(_report, _bare, ROUNDS)
        db.session.remove()
        db.engine.dispose()
        return ratio


def _report() -> None:
    db.session.rollback()
    voices.build(Choice(), on=clock.today())


def _bare() -> None:
    db.session.rollback()
    person = ReadThrough(Attendance.participant_id).label("person")
    session = ReadThrough(Attendance.involvement_session_id).label("session")
    db.session.execute(
        select(person, func.count(), func.min(InvolvementSession.held_on))
        .outerjoin(InvolvementSession, InvolvementSession.id == Attendance.involvement_session_id)
        .where(*was_heard())
        .group_by("person")
    ).all()
    db.session.execute(select(session, func.count()).where(*was_heard()).group_by("session")).all()

"""Read jobs: for the person who asked for them, and for the workers that look for something to do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, and_, or_, select

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.db import db
from tracker.errors import NotFound, Refused
from tracker.jobs.models import Job, JobState
from tracker.permissions import Actor, Permission

UNFINISHED = frozenset({JobState.WAITING, JobState.RUNNING})
SHOWN = 100
# Without a sign of life for so long, a running job's worker is taken to be dead.
STALE_AFTER = timedelta(minutes=3)
# A job that failed by accident (a full disk, a busy database) rests before the next attempt.
RETRY_AFTER = timedelta(minutes=1)


def job(viewer: Actor, job_id: int) -> Job:
    """A job that the viewer asked for, or any for whoever sets the instance up. Raises NotFound."""
    found = db.session.get(Job, job_id)
    if found is None or not (
        Permission.SET_UP in viewer.everywhere
        or (found.asked_by_id is not None and found.asked_by_id == viewer.user_id)
    ):
        raise NotFound("There is no such work.")
    return found


def jobs(viewer: Actor) -> Sequence[Job]:
    """The newest work that the viewer asked for, or all of it for whoever sets the instance up."""
    query = select(Job).order_by(Job.created_at.desc(), Job.id).limit(SHOWN)
    if Permission.SET_UP not in viewer.everywhere:
        query = query.where(Job.asked_by_id == viewer.user_id)
    return db.session.scalars(query).all()


def unfinished(kind: str, *, asked_by_id: int | None) -> Sequence[Job]:
    """The work of a kind that somebody asked for and that is not over."""
    return db.session.scalars(
        select(Job).where(Job.kind == kind, Job.asked_by_id == asked_by_id, Job.state.in_(UNFINISHED))
    ).all()


def asked_by(job: Job) -> Actor:
    """Whoever asked, with what they may do today. Raises Refused once they can no longer sign in."""
    user = accounts.user(job.asked_by_id or 0)
    if user.until is not None and user.until < clock.today():
        raise Refused("Whoever asked for this can no longer sign in, so nothing was done.")
    return user.actor()


def due(now: datetime) -> Select[Job]:
    """The jobs that a worker may take at this instant, the oldest first."""
    rested = or_(Job.heartbeat.is_(None), Job.heartbeat <= now - RETRY_AFTER)
    return (
        select(Job)
        .where(
            or_(
                and_(Job.state == JobState.WAITING, rested),
                and_(Job.state == JobState.RUNNING, Job.heartbeat <= now - STALE_AFTER),
            )
        )
        .order_by(Job.created_at, Job.id)
    )

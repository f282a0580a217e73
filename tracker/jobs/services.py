"""Ask for background work, carry it on, stop it. A job's life: waiting > running > done, failed or cancelled.

A feature registers a handler under a name and asks for work by that name. The handler is called in an
application context, outside any write, and writes each item in its own `writing()`, where it also calls
`advance`: that says how far it is, keeps the job alive, and stops it when somebody has cancelled. A worker
may die at any instant and another begins the same job again, so a handler skips what is already done.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from tracker import clock
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Refused
from tracker.jobs import queries
from tracker.jobs.models import Job, JobState
from tracker.permissions import Actor

Handler = Callable[[Job], None]
Chore = Callable[[datetime], None]

handlers: dict[str, Handler] = {}
titles: dict[str, str] = {}
# Kinds of work that are done whole or not at all: stopped half-way, they leave nothing.
whole: set[str] = set()
chores: list[Chore] = []

# In a session's `info`: this write asks for work, so wake a worker once it is committed.
ASKED = "tracker_jobs_asked"

MOST_ATTEMPTS = 3


class Stopped(Exception):
    """The job is no longer to be carried on: it was cancelled, or another worker finished it."""


def register(kind: str, handler: Handler, *, title: str | None = None, all_or_nothing: bool = False) -> None:
    """Name the handler of a kind of job; `title` is what its page calls it, like "Making receipts".

    `all_or_nothing` says that it leaves nothing when it is stopped half-way.
    """
    if handlers.get(kind, handler) is not handler:
        raise ValueError(f"two handlers claim the kind of job {kind!r}")
    handlers[kind] = handler
    if all_or_nothing:
        whole.add(kind)
    titles[kind] = title or kind.replace("-", " ").capitalize()


def each_hour(chore: Chore) -> None:
    """Have a worker do a small chore every hour, such as deleting what is kept for some days only.

    It runs in a write of its own and is given the present instant; doing it twice must do no harm.
    """
    if chore not in chores:
        chores.append(chore)


def enqueue(*, actor: Actor, kind: str, arguments: dict[str, Any], total: int = 0) -> Job:
    """Ask for work within the current write: it is committed with what asks for it, or not at all.

    `total` is the number of items where that is known. `arguments["page"]`, if given, is the path of the
    page to go on to when the work is done. Raises KeyError for a kind that no feature has registered.
    """
    if kind not in handlers:
        raise KeyError(f"no handler is registered for the kind of job {kind!r}")
    job = Job(kind=kind, arguments=arguments, total=total, asked_by_id=actor.user_id)
    db.session.add(job)
    db.session.flush()
    record(actor, "asked-for-work", job)
    db.session().info[ASKED] = True
    return job


def claim_next() -> Job | None:
    """Take the oldest job that is waiting or whose worker has died, within the current write.

    Two workers never take one job: on SQLite the write lock is held, on PostgreSQL the row.
    """
    oldest = queries.due(clock.now()).limit(1).with_for_update(skip_locked=True)
    while (job := db.session.scalars(oldest).first()) is not None:
        if job.attempts < MOST_ATTEMPTS:
            job.state, job.heartbeat, job.attempts = JobState.RUNNING, clock.now(), job.attempts + 1
            db.session.flush()
            return job
        _give_up(job)
    return None


def advance(job: Job, done: int, *, total: int | None = None) -> None:
    """Note within the current write that `done` items stand. Raises Stopped if the job was cancelled."""
    if job.state is not JobState.RUNNING:
        raise Stopped
    job.done, job.heartbeat = done, clock.now()
    if total is not None:
        job.total = total
    db.session.flush()


def show_life(job_id: int) -> None:
    """Note within the current write that a job is worked on, unless it is over or another write holds it."""
    running = select(Job).where(Job.id == job_id, Job.state == JobState.RUNNING)
    job = db.session.scalars(running.with_for_update(skip_locked=True)).one_or_none()
    if job is not None:
        job.heartbeat = clock.now()
        db.session.flush()


def finish(job: Job) -> None:
    """The handler came to its end."""
    if job.state is JobState.RUNNING:
        job.state, job.problem = JobState.DONE, None
        db.session.flush()


def fail(job: Job, sentence: str) -> None:
    """The handler was refused; the sentence says why and what to do."""
    job.state, job.problem = JobState.FAILED, sentence[:400]
    db.session.flush()


def rest(job: Job) -> None:
    """The handler broke off by accident: leave the job for another attempt, or give up after the last."""
    if job.state is not JobState.RUNNING:
        return
    if job.attempts >= MOST_ATTEMPTS:
        _give_up(job)
        return
    job.state, job.heartbeat = JobState.WAITING, clock.now()
    db.session.flush()


def hand_back(job: Job) -> None:
    """The worker itself is told to stop: the job waits for the next one, and this attempt does not count."""
    if job.state is JobState.RUNNING:
        job.state, job.heartbeat, job.attempts = JobState.WAITING, None, job.attempts - 1
        db.session.flush()


def cancel(*, actor: Actor, job: Job) -> Job:
    """Stop a job; items already done stay done. Raises Refused when it is over."""
    _lock(job)
    if job.state not in queries.UNFINISHED:
        raise Refused("This work is already over, so there is nothing to stop.")
    job.state = JobState.CANCELLED
    db.session.flush()
    record(actor, "cancelled-work", job, values={"state": job.state.value})
    return job


def try_again(*, actor: Actor, job: Job) -> Job:
    """Begin a failed or cancelled job again; what it had done already is not done twice."""
    _lock(job)
    if job.state not in {JobState.FAILED, JobState.CANCELLED}:
        raise Refused("This work did not stop, so it need not be begun again.")
    job.state, job.problem, job.attempts, job.heartbeat = JobState.WAITING, None, 0, None
    db.session.flush()
    record(actor, "restarted-work", job, values={"state": job.state.value})
    db.session().info[ASKED] = True
    return job


def _lock(job: Job) -> None:
    db.session.scalars(
        select(Job).where(Job.id == job.id).with_for_update().execution_options(populate_existing=True)
    ).one()


def _give_up(job: Job) -> None:
    fail(
        job,
        f"This stopped {MOST_ATTEMPTS} times without finishing. What was done is kept. Try again, and if it "
        "stops once more, tell your administrator when it happened.",
    )

"""Who does the work: a process beside the server, woken by huey when a job is committed.

The table `job` is the truth, huey only the bell. A write that asked for work rings it after its commit; a
ring that is lost costs at most a minute, because each worker also looks at the table every minute, when it
starts, and for jobs whose worker has died. So any ring means "look now", and any number of workers may look
at once: each job is claimed by one.

`tracker serve` and `tracker demo` call `start_worker(app)` before they serve. It starts one process of its
own (drawing a PDF would hold up pages served by the same one), which forks a worker for each of two cores
and ends when the server ends, however that happens: the server holds the other end of its standard input.

The bell is a small SQLite file in the instance folder, with PostgreSQL too: it is heard on one machine, and
where several machines share one database, the others see the work at their next look at the table.

Under test nothing rings; a test says `drain(app)`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from typing import Any

from flask import Flask, current_app, has_app_context
from huey import SqliteHuey, crontab
from sqlalchemy import event
from sqlalchemy.orm import Session

from tracker import clock
from tracker.db import db
from tracker.errors import TrackerError
from tracker.jobs import queries, services
from tracker.jobs.alive import kept_alive
from tracker.jobs.models import Job
from tracker.web.transaction import writing

BELL = "bell.sqlite"
_WORKERS = 2


def drain(app: Flask) -> int:
    """Carry out every job that is due, one after another; returns how many."""
    count = 0
    while True:
        # A context for each job, so that no job sees rows that another had read.
        with app.app_context():
            job = _claimed()
            if job is None:
                return count
            with kept_alive(app, job.id):
                _carry_out(job)
        count += 1


def tidy(app: Flask) -> None:
    """Do the hourly chores, each in a write of its own: one that fails spoils no other."""
    for chore in services.chores:
        with app.app_context():
            try:
                with writing():
                    chore(clock.now())
            except Exception:
                current_app.logger.exception("a chore broke off")


def _claimed() -> Job | None:
    # Looked at first without the write lock: most looks find nothing.
    if db.session.scalars(queries.due(clock.now()).limit(1)).first() is None:
        return None
    with writing():
        return services.claim_next()


def _carry_out(job: Job) -> None:
    try:
        services.handlers[job.kind](job)
    except services.Stopped:
        return
    except TrackerError as error:
        sentence = error.message
        with writing():
            services.fail(job, sentence)
    except Exception:
        current_app.logger.exception("a job broke off")
        with writing():
            services.rest(job)
    except BaseException:
        # The worker was told to stop: the next one goes on at once.
        with writing():
            services.hand_back(job)
        raise
    else:
        with writing():
            services.finish(job)


# --- the bell ---------------------------------------------------------------------------------------------


@event.listens_for(Session, "after_commit")
def _ring(session: Session) -> None:
    if session.in_nested_transaction() or not session.info.pop(services.ASKED, False):
        return
    if has_app_context() and not current_app.testing:
        try:
            bell(current_app).look()
        except Exception:
            # The work is committed all the same, and will be seen within a minute.
            current_app.logger.warning("the workers could not be woken", exc_info=True)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(services.ASKED, None)


class Bell:
    """An instance's huey and its tasks: look now, look every minute, and tidy every hour."""

    def __init__(self, app: Flask) -> None:
        self.huey = SqliteHuey("jobs", filename=str(app.config["TRACKER"].instance / BELL), results=False)

        def look() -> None:
            drain(app)

        self.look = self.huey.task(name="look")(look)
        self.look_each_minute = self.huey.periodic_task(crontab(), name="look_each_minute")(look)
        self.tidy_each_hour = self.huey.periodic_task(crontab(minute="7"), name="tidy_each_hour")(
            lambda: tidy(app)
        )


def bell(app: Flask) -> Bell:
    """The app's bell, made when it is first needed: most commands never ring."""
    if "jobs_bell" not in app.extensions:
        app.extensions["jobs_bell"] = Bell(app)
    made: Bell = app.extensions["jobs_bell"]
    return made


# --- the process ------------------------------------------------------------------------------------------


def start_worker(app: Flask) -> subprocess.Popen[bytes]:
    """Start the worker process of an instance; it ends by itself when this process does."""
    settings = app.config["TRACKER"]
    environment = dict(
        os.environ, TRACKER_INSTANCE=str(settings.instance), DATABASE_URL=settings.database_url
    )
    if settings.today is not None:
        environment["TRACKER_TODAY"] = settings.today.isoformat()
    command = [sys.executable, "-m", "flask", "--app", "tracker:create_app", "jobs", "work"]
    # A session of its own: Ctrl-C reaches the server, and the worker learns from its closing input.
    process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment, start_new_session=True)  # noqa: S603
    # Held by the app: a process object that is thrown away would close that input.
    app.extensions["jobs_worker"] = process
    return process


def work(app: Flask) -> None:
    """Be the worker process: work until standard input closes or a signal says stop."""
    ring = bell(app)
    ring.look()
    # The forks below must not share a connection, neither the bell's nor the database's.
    ring.huey.storage.close()
    with app.app_context():
        db.engine.dispose()
    consumer = ring.huey.create_consumer(workers=_WORKERS, worker_type="process", max_delay=1.0)
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    consumer.run()


def _end_with_the_server() -> Any:
    # Read as bytes from the descriptor: nothing of this process may wait on a lock of sys.stdin.
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)

"""The worker as a process of its own, killed where it stands: nothing half-done, nothing done twice."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.conftest import close
from tests.factories import payments as made
from tracker import clock, create_app
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.documents.models import Document
from tracker.jobs.models import Job, JobState
from tracker.jobs.worker import drain, start_worker

NAMES = ("Amina Yusuf", "Ben Okoro", "Cai Morgan", "Dee Shah", "Eve Bright", "Farid Khan")
# Far beyond what a start takes on a busy machine: reached only when the worker does nothing at all.
PATIENCE = timedelta(minutes=2)


@pytest.fixture
def served(fresh_app: Flask) -> Iterator[Flask]:
    """The application as `tracker serve` has it, on a database that only this test has."""
    settings = replace(fresh_app.config["TRACKER"], testing=False, today=None)
    application = create_app(settings)
    clock.fix_today(fresh_app.config["TRACKER"].today)
    yield application
    close(application)


@pytest.fixture
def beside(served: Flask) -> Iterator[subprocess.Popen[bytes]]:
    """Its worker process, ended with the test whatever happened."""
    process = start_worker(served)
    yield process
    assert process.stdin is not None
    process.stdin.close()
    process.wait(timeout=60)


def wait_until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE.total_seconds()
    while not true():
        assert time.monotonic() < deadline, "the worker did nothing"
        time.sleep(0.05)


def drawn() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Document.sha256))) or 0


def job_state() -> JobState:
    db.session.rollback()
    return db.session.scalars(select(Job.state)).one()


def test_a_worker_killed_half_way_leaves_each_receipt_made_once_when_the_next_goes_on(
    served: Flask, beside: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    with served.app_context():
        on_stage = made.stage()
        for name in NAMES:
            made.approved(on_stage, name)
        made.paid_run(on_stage)
        wait_until(lambda: drawn() > 0)
        os.killpg(beside.pid, signal.SIGKILL)
        beside.wait()
        before = dict(iter(db.session.execute(select(Document.id, Document.sha256)).all()))
        later = clock.now() + timedelta(hours=1)
        monkeypatch.setattr(clock, "now", lambda: later)
        db.session.rollback()
        drain(served)
        assert job_state() is JobState.DONE
        after = dict(iter(db.session.execute(select(Document.id, Document.sha256)).all()))
        assert all(after.values())
        assert {key: after[key] for key in before if before[key]} == {
            key: sha256 for key, sha256 in before.items() if sha256
        }
        events = db.session.scalars(select(AuditEvent.record_id).where(AuditEvent.verb == "drew-document"))
        assert sorted(events) == sorted(after)


def test_the_worker_ends_when_the_server_that_started_it_ends(
    served: Flask, beside: subprocess.Popen[bytes]
) -> None:
    with served.app_context():
        on_stage = made.stage()
        made.approved(on_stage, NAMES[0])
        made.paid_run(on_stage)
        wait_until(lambda: job_state() is JobState.DONE)
    # What the operating system does with the pipe when the server dies, however it dies.
    assert beside.stdin is not None
    beside.stdin.close()
    assert beside.wait(timeout=60) is not None

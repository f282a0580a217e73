"""A handler that works on one thing for long is not taken for dead."""

import time
from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask

from tracker.db import db
from tracker.jobs import alive, services
from tracker.jobs.models import Job, JobState
from tracker.jobs.worker import drain
from tracker.permissions import SYSTEM
from tracker.web.transaction import writing

KIND = "read-for-long"
_SECONDS = 20


@pytest.fixture
def seen() -> Iterator[list[datetime | None]]:
    """The signs of life of a job whose handler has one thing to do, until there is another than the first."""
    signs: list[datetime | None] = []

    def handler(job: Job) -> None:
        job_id, until = job.id, time.monotonic() + _SECONDS
        while len(set(signs)) < 2 and time.monotonic() < until:
            db.session.rollback()
            signs.append(db.session.get_one(Job, job_id).heartbeat)
            time.sleep(0.02)

    services.register(KIND, handler)
    yield signs
    services.handlers.pop(KIND)
    services.titles.pop(KIND)


def ask() -> int:
    with writing():
        return services.enqueue(actor=SYSTEM, kind=KIND, arguments={}).id


def test_a_job_with_one_long_item_shows_signs_of_life(
    fresh_app: Flask, seen: list[datetime | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alive, "EVERY_SECONDS", 0.05)
    with fresh_app.app_context():
        job_id = ask()
    assert drain(fresh_app) == 1
    first, last = seen[0], seen[-1]
    assert first is not None
    assert last is not None
    assert last > first
    with fresh_app.app_context():
        assert db.session.get_one(Job, job_id).state is JobState.DONE


def test_a_job_that_nobody_works_on_shows_none(fresh_app: Flask, seen: list[datetime | None]) -> None:
    with fresh_app.app_context():
        job_id = ask()
        with writing():
            services.show_life(job_id)
        assert db.session.get_one(Job, job_id).heartbeat is None

"""Hourly chores: what is kept for some days only goes, also on an instance that nobody uses."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.factories.staff import staff
from tracker import clock
from tracker.accounts.models import FailedSignIn
from tracker.db import db
from tracker.imports.models import Upload
from tracker.jobs import services, worker
from tracker.web.once import FormKey
from tracker.web.transaction import writing


def count(model: type) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def uploaded_by(user_id: int, at: datetime) -> Upload:
    return Upload(
        file_name="list.csv", content=b"a", size=1, sha256="0" * 64, uploaded_by_id=user_id, uploaded_at=at
    )


def test_old_uploads_keys_and_failures_go_and_fresh_ones_stay(app: Flask) -> None:
    with app.app_context():
        lead = staff("lead").id
        for age in (timedelta(), timedelta(days=40)):
            with writing() as session:
                session.add(FormKey(key=f"key {age.days}", used_at=clock.now() - age))
                session.add(FailedSignIn(email="a@example.org", at=clock.now() - age))
                session.add(uploaded_by(lead, clock.now() - age))
    worker.tidy(app)
    with app.app_context():
        assert [count(model) for model in (FormKey, FailedSignIn, Upload)] == [1, 1, 1]


def test_a_chore_that_fails_spoils_no_other(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[datetime] = []

    def breaks(now: datetime) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(services, "chores", [breaks, done.append])
    worker.tidy(app)
    assert len(done) == 1

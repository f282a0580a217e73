"""What a dry run planned is carried out as it stands, unless anything was written since."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.factories import projects
from tests.imports.sheets import EVERYBODY, bring_in, dry_run, long_register, seed
from tracker import clock
from tracker.db import db
from tracker.imports import engine, services
from tracker.imports.planning.book import Book
from tracker.sessions.models import Attendance
from tracker.web.transaction import writing


@pytest.fixture
def planned(app: Flask) -> Book:
    with app.app_context():
        seed()
        projects.project(ref="EYP", name="Early years panel")
        return dry_run(long_register("meeting"))


def carried_out(planned: Book) -> bool:
    """Whether the import is the one that was planned, and no other."""
    with writing():
        batch = services.bring_in(
            actor=EVERYBODY, on=clock.today(), source=long_register("meeting"), planned=planned
        )
    return batch is not None and batch.id == planned.batch_id


def test_a_plan_is_carried_out_without_another_while_nothing_was_written(
    app: Flask, planned: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    def again(*_given: object, **_named: object) -> Book:
        raise AssertionError("it was planned again")

    with app.app_context():
        monkeypatch.setattr(engine, "dry_run", again)
        assert carried_out(planned)


def test_a_plan_that_others_wrote_after_is_made_again(app: Flask, planned: Book) -> None:
    with app.app_context():
        bring_in(long_register("meeting"))
        there = db.session.scalar(select(func.count()).select_from(Attendance))
        assert not carried_out(planned)
        assert db.session.scalar(select(func.count()).select_from(Attendance)) == there

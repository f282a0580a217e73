"""A line of the ledger that was posted stays: the database refuses every change of it."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests.factories import payments as make
from tracker.db import db
from tracker.money import Money
from tracker.payments.run_models import LedgerEntry
from tracker.web.transaction import writing


def entries() -> list[int]:
    return [one.pence.pence for one in db.session.scalars(select(LedgerEntry).order_by(LedgerEntry.id))]


@pytest.mark.parametrize("statement", ["UPDATE ledger_entry SET pence = 1", "DELETE FROM ledger_entry"])
def test_no_statement_changes_what_was_posted(fresh_app: Flask, statement: str) -> None:
    with fresh_app.app_context():
        stage = make.stage()
        make.approved(stage, "Ada Example")
        make.paid_run(stage)
        before = entries()
        assert before
        db.session.remove()
        with pytest.raises(DBAPIError, match="append-only"), db.engine.begin() as connection:
            connection.execute(text(statement))
        assert entries() == before


def test_no_object_changes_what_was_posted(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        stage = make.stage()
        make.approved(stage, "Ada Example")
        make.paid_run(stage)
        before = entries()
        with pytest.raises(DBAPIError, match="append-only"), writing():
            db.session.scalars(select(LedgerEntry)).first().pence = Money(1)  # type: ignore[union-attr]
        assert entries() == before

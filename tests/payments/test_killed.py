"""The server is killed while a run is marked as paid: none of it has happened, and it can be done again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.factories import payments as make
from tracker.audit.queries import broken_at
from tracker.db import db
from tracker.documents.models import Document
from tracker.jobs.models import Job
from tracker.payments import services
from tracker.payments.models import Claim
from tracker.payments.run_models import EntryKind, LedgerEntry, Payment, PayRun, RunState
from tracker.web.transaction import writing

# What a process of its own does: it is killed, unasked, after so many of the run's receipts are frozen.
PROGRAM = """
import os, signal, sys
from datetime import date
from tracker import create_app
from tracker.accounts.models import User
from tracker.documents import services as documents
from tracker.payments import paying
from tracker.payments.run_models import PayRun
from tracker.web.transaction import writing

run_id, user_id, receipts = map(int, sys.argv[1:])
app = create_app()
seen = []

def issue_and_die(*args, **kwargs):
    seen.append(issue(*args, **kwargs))
    if len(seen) == receipts:
        os.kill(os.getpid(), signal.SIGKILL)
    return seen[-1]

issue, documents.issue = documents.issue, issue_and_die
with app.app_context(), writing() as session:
    day = date(2026, 11, 23)
    paying.mark_paid(
        actor=session.get_one(User, user_id).actor(), on=day, run=session.get_one(PayRun, run_id),
        paid_on=day, bank_reference="BACS 1",
    )
"""


def standing() -> list[int]:
    """How much of a payment there is: payments paid, entries, receipts, jobs, claims paid."""
    db.session.rollback()
    counts = (
        select(func.count(Payment.id)).where(Payment.receipt_number.is_not(None)),
        select(func.count(LedgerEntry.id)).where(LedgerEntry.kind == EntryKind.PAID),
        select(func.count(Document.id)),
        select(func.count(Job.id)),
        select(func.count(Claim.id)).where(Claim.state == "paid"),
    )
    return [db.session.scalar(query) or 0 for query in counts]


@pytest.mark.parametrize("receipts", [1, 2])
def test_a_server_killed_while_marking_a_run_paid_leaves_nothing_half_done(
    fresh_app: Flask, receipts: int
) -> None:
    kept = fresh_app.config["TRACKER"]
    with fresh_app.app_context():
        stage = make.stage()
        for name in ("Ann Example", "Bob Example"):
            make.approved(stage, name)
        run_id, finance_id = make.released_run(stage).id, stage.cast.finance.id
        db.session.rollback()
        killed = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(run_id), str(finance_id), str(receipts)],
            env={**os.environ, "TRACKER_INSTANCE": str(kept.instance), "DATABASE_URL": kept.database_url},
            check=False,
            capture_output=True,
            timeout=120,
        )
        assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
        assert standing() == [0, 0, 0, 0, 0]
        run = db.session.get_one(PayRun, run_id)
        assert run.state == RunState.RELEASED
        with writing():
            services.mark_paid(
                actor=stage.as_("finance"), on=TODAY, run=run, paid_on=TODAY, bank_reference="BACS 1"
            )
        assert sorted(db.session.scalars(select(Document.number))) == ["2026-000001", "2026-000002"]
        assert broken_at() is None

"""Two people take a run's file, a sample or its bundle at the same moment: one of each, no number twice."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.contracts.at_once import actor, at_once, count, saving
from tests.factories import payments as made
from tracker.audit.models import AuditEvent
from tracker.audit.queries import broken_at
from tracker.db import db
from tracker.evidence import bundling, samples
from tracker.evidence.models import AuditSample
from tracker.exports import services as exports
from tracker.exports.models import PayRunExport
from tracker.files.models import StoredFile
from tracker.payments.run_models import PayRun


def test_one_file_is_made_of_a_run_that_two_people_take_out(fresh_app: Flask, on_stage: made.Stage) -> None:
    made.approved(on_stage, "Ann")
    run = (PayRun, made.released_run(on_stage).id)
    takes = [
        saving(exports.export, actor=actor(on_stage, who), run=run, format_code="payment-list-csv")
        for who in ("finance", "releaser")
    ]
    outcomes = at_once(fresh_app, *takes)
    assert (len(outcomes.done), outcomes.refused) == (2, [])
    assert count(select(func.count(PayRunExport.id))) == 1
    assert count(select(func.count()).where(AuditEvent.verb == "exported")) == 2


def test_two_samples_drawn_at_once_never_share_a_number(fresh_app: Flask, on_stage: made.Stage) -> None:
    made.approved(on_stage, "Ann")
    made.paid_run(on_stage)
    draws = [
        saving(samples.draw_sample, actor=actor(on_stage, who), on=TODAY, start=TODAY, end=TODAY, size=1)
        for who in ("finance", "releaser")
    ]
    outcomes = at_once(fresh_app, *draws)
    assert len(outcomes.done) + len(outcomes.refused) == 2
    db.session.rollback()
    numbers = sorted(db.session.scalars(select(AuditSample.number)))
    assert numbers == list(range(1, len(outcomes.done) + 1))
    assert broken_at() is None


def test_a_bundle_made_by_two_people_at_once_is_kept_once(fresh_app: Flask, on_stage: made.Stage) -> None:
    made.approved(on_stage, "Ann")
    made.paid_run(on_stage)
    finance = actor(on_stage, "finance")
    saving(samples.draw_sample, actor=finance, on=TODAY, start=TODAY, end=TODAY, size=1)()
    kept = db.session.scalars(select(AuditSample)).one()
    sample, content = (AuditSample, kept.id), bundling.made_now(finance, kept)
    db.session.rollback()
    keep = saving(bundling.keep, actor=finance, kept=sample, content=content)
    outcomes = at_once(fresh_app, keep, keep)
    assert outcomes.done
    assert count(select(func.count(StoredFile.sha256)).where(StoredFile.media_type == bundling.ZIP)) == 1

"""Two people say at one moment that two records are one person's, one way or the other: it holds once."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.contracts.at_once import actor, at_once, saving
from tests.factories import payments as made
from tracker.db import db
from tracker.people import merging
from tracker.people.models import Participant
from tracker.people.record_models import PersonMerge, TwoPeople


def merged() -> int:
    held = Participant.merged_into_id.is_not(None)
    return db.session.scalar(select(func.count()).select_from(Participant).where(held)) or 0


def test_a_pair_put_together_twice_and_both_ways_is_put_together_once(
    fresh_app: Flask, on_stage: made.Stage
) -> None:
    lead = actor(on_stage, "lead")
    one, other = (made.person(on_stage, name).id for name in ("Anna Rees", "Ann Rees"))
    db.session.rollback()
    ways = [(one, other), (other, one), (one, other)]
    deeds = [
        saving(
            merging.merge,
            actor=lead,
            on=TODAY,
            participant=(Participant, joins),
            into=(Participant, stays),
            reason="She told me.",
        )
        for joins, stays in ways
    ]
    outcomes = at_once(fresh_app, *deeds)
    assert len(outcomes.refused) == 2
    assert merged() == 1
    assert db.session.scalar(select(func.count()).select_from(PersonMerge)) == 1


def test_three_put_together_in_a_ring_at_once_leave_no_ring(fresh_app: Flask, on_stage: made.Stage) -> None:
    lead = actor(on_stage, "lead")
    ids = [made.person(on_stage, name).id for name in ("Anna Rees", "Ann Rees", "Anne Rees")]
    db.session.rollback()
    deeds = [
        saving(
            merging.merge,
            actor=lead,
            on=TODAY,
            participant=(Participant, joins),
            into=(Participant, stays),
            reason="She told me.",
        )
        for joins, stays in zip(ids, [*ids[1:], ids[0]], strict=True)
    ]
    at_once(fresh_app, *deeds)
    into = dict(db.session.execute(select(Participant.id, Participant.merged_into_id)).all())
    assert merged() >= 1
    assert all(into[stays] is None for stays in into.values() if stays is not None)


def test_one_and_two_people_said_at_once_do_not_both_hold(fresh_app: Flask, on_stage: made.Stage) -> None:
    lead = actor(on_stage, "lead")
    one, other = (made.person(on_stage, name).id for name in ("Anna Rees", "Ann Rees"))
    db.session.rollback()
    outcomes = at_once(
        fresh_app,
        saving(
            merging.merge,
            actor=lead,
            on=TODAY,
            participant=(Participant, one),
            into=(Participant, other),
            reason="She told me.",
        ),
        saving(
            merging.two_people,
            actor=lead,
            on=TODAY,
            one=(Participant, one),
            other=(Participant, other),
        ),
    )
    assert len(outcomes.refused) == 1
    said = db.session.scalar(select(func.count()).select_from(TwoPeople)) or 0
    assert merged() + said == 1

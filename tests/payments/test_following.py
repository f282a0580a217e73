"""Money follows the register: a change is put right, approved again, or refused, never left beside it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.conftest import TODAY
from tests.factories import day_sheets as sheets
from tests.factories import payments as make
from tracker.db import db
from tracker.errors import Refused
from tracker.money import ZERO, Money
from tracker.payments import ledger, queries, services
from tracker.payments.check_models import Check
from tracker.payments.models import Answer, Claim, ClaimState
from tracker.payments.run_models import EntryKind
from tracker.permissions import SYSTEM
from tracker.projects import services as projects
from tracker.projects.models import Unit
from tracker.sessions import services as sessions
from tracker.sessions.models import Attendance, Outcome
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")

LATER = make.HELD_ON + timedelta(days=3)


@pytest.fixture
def stage() -> make.Stage:
    """A stage on which a part is paid by the time."""
    stage = make.stage()
    with writing():
        stage.rate = projects.add_rate(
            actor=SYSTEM,
            card=stage.rate.card,
            label="By the time",
            unit=Unit.HALF_DAY,
            pence=Money(7500),
            since=date(2026, 4, 1),
            part_in_proportion=True,
        )
    return stage


def place_of(claim: Claim) -> Attendance:
    return db.session.get_one(Attendance, claim.lines[0].attendance_id)


def recorded(stage: make.Stage, place: Attendance, outcome: Outcome, minutes: int | None = None) -> None:
    with writing():
        sessions.record_attendance(
            actor=stage.as_("lead"), on=TODAY, attendance=place, outcome=outcome, minutes=minutes
        )


def changed(stage: make.Stage, **values: Any) -> None:
    with writing():
        sessions.update_session(
            actor=stage.as_("lead"),
            on=TODAY,
            involvement=stage.involvement,
            version=stage.involvement.version,
            values=values,
        )


# --- what nobody approved is put right ----------------------------------------------------------------------


def test_a_draft_follows_a_register_that_pays_less(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    recorded(stage, place_of(claim), Outcome.PART, 90)
    assert [(line.pence, line.minutes) for line in claim.lines] == [(Money(3750), 90)]


def test_a_draft_of_nothing_but_a_fee_that_is_not_due_is_withdrawn(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    place = place_of(claim)
    recorded(stage, place, Outcome.DID_NOT_ATTEND)
    assert (claim.state, claim.lines) == (ClaimState.WITHDRAWN, [])
    recorded(stage, place, Outcome.ATTENDED, 180)
    with writing():
        (again,) = services.draft_claims(actor=stage.as_("lead"), on=TODAY, involvement=stage.involvement)
    assert again.total == Money(7500)


def test_costs_beside_a_fee_that_is_not_due_stay(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    place = place_of(claim)
    with writing():
        services.add_expense(
            actor=stage.as_("lead"),
            on=TODAY,
            claim=claim,
            category="public-transport",
            worked_on=make.HELD_ON,
            pence=Money(320),
            receipt_seen=True,
        )
    recorded(stage, place, Outcome.DID_NOT_ATTEND)
    assert (claim.state, claim.total) == (ClaimState.DRAFT, Money(320))


def test_who_chose_to_take_less_takes_no_more_than_is_due(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    with writing():
        services.choose(
            actor=stage.as_("lead"), on=TODAY, line=claim.lines[0], answer=Answer.LESS, pence=Money(5000)
        )
    recorded(stage, place_of(claim), Outcome.PART, 90)
    assert (claim.lines[0].pence, claim.lines[0].offered_pence) == (Money(3750), Money(3750))


def test_a_session_that_moves_takes_the_day_worked_along_and_its_fees_are_checked_anew(
    stage: make.Stage,
) -> None:
    claim = make.submitted(stage, "Ada Example")
    before = len(db.session.scalars(select(Check)).all())
    changed(stage, held_on=LATER)
    assert claim.lines[0].worked_on == LATER
    newest = db.session.scalars(select(Check).order_by(Check.made_at.desc())).first()
    assert len(db.session.scalars(select(Check)).all()) > before
    assert newest is not None
    assert newest.claim_id == claim.id


# --- what was approved is looked at again -------------------------------------------------------------------


def test_an_approved_claim_whose_register_changed_waits_for_a_new_approval(stage: make.Stage) -> None:
    claim = make.approved(stage, "Ada Example")
    recorded(stage, place_of(claim), Outcome.PART, 90)
    assert (claim.state, claim.approval_hash, claim.total) == (ClaimState.SUBMITTED, None, Money(3750))
    assert ledger.balance([claim.id])[EntryKind.SANCTIONED] == ZERO


def test_an_approved_claim_whose_session_moved_waits_for_a_new_approval(stage: make.Stage) -> None:
    claim = make.approved(stage, "Ada Example")
    changed(stage, held_on=LATER)
    assert (claim.state, claim.lines[0].worked_on) == (ClaimState.SUBMITTED, LATER)


def test_a_change_that_touches_no_fee_leaves_an_approval_as_it_is(stage: make.Stage) -> None:
    claim = make.approved(stage, "Ada Example")
    recorded(stage, place_of(claim), Outcome.ATTENDED, 170)
    changed(stage, title="Design workshop, part one")
    assert claim.state == ClaimState.APPROVED


# --- what is on its way or paid refuses ---------------------------------------------------------------------


@pytest.mark.parametrize("change", ["register", "date"])
@pytest.mark.parametrize(
    ("far", "sentence"),
    [("prepared_run", "take claim .* out of the run first"), ("paid_run", "was paid for this session")],
)
def test_money_on_its_way_or_paid_refuses_the_change(
    stage: make.Stage, far: str, sentence: str, change: str
) -> None:
    claim = make.approved(stage, "Ada Example")
    place = place_of(claim)
    getattr(make, far)(stage)
    with pytest.raises(Refused, match=sentence):
        if change == "date":
            changed(stage, held_on=LATER)
        else:
            recorded(stage, place, Outcome.DID_NOT_ATTEND)
    db.session.refresh(place)
    db.session.refresh(stage.involvement)
    assert (place.outcome, stage.involvement.held_on) == (Outcome.ATTENDED, make.HELD_ON)


def test_minutes_that_change_no_fee_can_be_put_right_after_it_was_paid(stage: make.Stage) -> None:
    claim = make.approved(stage, "Ada Example")
    place = place_of(claim)
    make.paid_run(stage)
    recorded(stage, place, Outcome.ATTENDED, 170)
    assert place.minutes == 170


def test_a_session_does_not_move_while_money_is_out_for_its_day(stage: make.Stage) -> None:
    place = sheets.to_come(stage, "Cass Cash")
    sheet = sheets.sanctioned(stage, sheets.entry(place))
    with pytest.raises(Refused, match=f"Day sheet {sheet.ref} is sanctioned for the day of this session"):
        changed(stage, held_on=date(2026, 11, 19))
    db.session.refresh(stage.involvement)
    assert stage.involvement.held_on == make.HELD_ON


def test_an_offer_of_a_session_that_moves_is_checked_anew(stage: make.Stage) -> None:
    place = make.invited(stage, make.person(stage, "Ada Example"))
    with writing():
        offer = services.make_offer(
            actor=stage.as_("lead"), on=TODAY, attendance=place, pence=Money(7500), rate=stage.rate
        )
    changed(stage, held_on=LATER)
    checks = db.session.scalars(select(Check).where(Check.offer_id == offer.id)).all()
    assert len(checks) == 2
    assert queries.offers_of_session(stage.involvement.id) == {place.id: offer}

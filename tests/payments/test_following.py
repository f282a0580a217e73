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
from tracker.errors import Invalid, Refused
from tracker.money import ZERO, Money
from tracker.payments import ledger, queries, services, stops
from tracker.payments.check_models import Check
from tracker.payments.fee_lines import fee_lines
from tracker.payments.models import Answer, Claim, ClaimLine, ClaimState, Method
from tracker.payments.run_models import EntryKind, Payment
from tracker.people import services as people
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


@pytest.mark.parametrize("meanwhile", [Outcome.PART, Outcome.DID_NOT_ATTEND])
@pytest.mark.parametrize(
    ("answer", "taken"), [(Answer.LESS, Money(2000)), (Answer.NONE, ZERO), (Answer.FULL, Money(7500))]
)
def test_what_somebody_chose_stands_though_the_register_is_corrected_to_and_fro(
    stage: make.Stage, answer: Answer, taken: Money, meanwhile: Outcome
) -> None:
    claim = make.drafted(stage, "Ada Example")
    lead, place = stage.as_("lead"), place_of(claim)
    fare = {"category": "public-transport", "worked_on": make.HELD_ON, "pence": Money(320)}
    with writing():
        services.add_expense(actor=lead, on=TODAY, claim=claim, receipt_seen=True, **fare)
        services.choose(
            actor=lead,
            on=TODAY,
            line=claim.lines[0],
            answer=answer,
            pence=taken if answer == Answer.LESS else None,
        )
    recorded(stage, place, meanwhile, 40 if meanwhile == Outcome.PART else None)
    recorded(stage, place, Outcome.ATTENDED, 180)
    with writing():
        services.draft_claims(actor=lead, on=TODAY, involvement=stage.involvement)
    db.session.expire_all()
    assert claim.total == Money(320) + taken


def test_a_fee_given_away_is_drafted_for_the_charity_again(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    lead, place = stage.as_("lead"), place_of(claim)
    with writing():
        services.choose(
            actor=lead, on=TODAY, line=claim.lines[0], answer=Answer.TO_CHARITY, charity="Harbour Hospice"
        )
    recorded(stage, place, Outcome.DID_NOT_ATTEND)
    recorded(stage, place, Outcome.ATTENDED, 180)
    with writing():
        (again,) = services.draft_claims(actor=lead, on=TODAY, involvement=stage.involvement)
    assert (again.method, again.recipient, again.total) == (
        Method.TO_CHARITY,
        "Harbour Hospice",
        Money(7500),
    )


def test_a_fee_that_nobody_takes_moves_with_its_session_and_stays_on_its_claim(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    lead = stage.as_("lead")
    with writing():
        services.add_expense(
            actor=lead,
            on=TODAY,
            claim=claim,
            category="public-transport",
            worked_on=make.HELD_ON,
            pence=Money(320),
            receipt_seen=True,
        )
        services.choose(actor=lead, on=TODAY, line=claim.lines[0], answer=Answer.NONE)
    changed(stage, held_on=LATER)
    fee = next(line for line in claim.lines if line.attendance_id)
    assert (fee.pence, fee.offered_pence, fee.worked_on) == (ZERO, Money(7500), LATER)


def fees(place: Attendance) -> list[ClaimLine]:
    return fee_lines([place.id])[place.id]


@pytest.mark.parametrize(
    ("change", "sums"),
    [
        ({"held_on": LATER}, [4000, 3500]),
        ((Outcome.PART, 90), [3750]),
        ((Outcome.PART, 120), [4000, 1000]),
        ((Outcome.DID_NOT_ATTEND, None), []),
    ],
)
def test_a_fee_in_two_parts_comes_to_what_is_due_and_never_to_more(
    stage: make.Stage, change: Any, sums: list[int]
) -> None:
    place = sheets.to_come(stage, "Cass Cash")
    sheet = sheets.sanctioned(stage, sheets.entry(place, fee=4000, expenses=0))
    sheets.came(stage, place)
    sheets.keyed(stage, sheet, sheets.row(sheet, place, fee=Money(4000)))
    sheets.closed(stage, sheet)
    (payment,) = db.session.scalars(select(Payment))
    with writing():
        services.end_payment(
            actor=stage.as_("finance"), on=TODAY, payment=payment, ended_on=TODAY, code="not-collected"
        )
    if isinstance(change, dict):
        changed(stage, **change)
    else:
        recorded(stage, place, *change)
    lines = fees(place)
    assert [line.pence for line in lines] == [Money(pence) for pence in sums]
    assert {line.worked_on for line in lines} <= {stage.involvement.held_on}


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


def test_minutes_that_change_no_fee_are_the_fees_minutes_too(stage: make.Stage) -> None:
    claim = make.approved(stage, "Ada Example")
    recorded(stage, place_of(claim), Outcome.ATTENDED, 960)
    assert (claim.state, claim.lines[0].minutes) == (ClaimState.APPROVED, 960)
    changed(stage, preparation_minutes=30)
    recorded(stage, place_of(claim), Outcome.ATTENDED, 170)
    assert claim.lines[0].minutes == 170 + 30


def test_more_hours_than_somebody_may_work_stop_the_fee_when_the_register_says_so(stage: make.Stage) -> None:
    bea = make.person(stage, "Bea Bound")
    with writing():
        people.record_circumstances(
            actor=stage.as_("contact"),
            on=TODAY,
            participant=bea,
            values={"work_permission": "weekly-hours-limit", "weekly_minutes_limit": 600},
            consent_on=TODAY,
        )
    claim = make.approved_for(stage, bea, pence=7500)
    assert stops.left_out([claim]) == []
    recorded(stage, place_of(claim), Outcome.ATTENDED, 960)
    assert [one.code for one in stops.left_out([claim])] == ["with-the-project"]


def test_a_session_that_somebody_came_to_is_not_moved_to_a_day_to_come(stage: make.Stage) -> None:
    make.approved(stage, "Ada Example")
    with pytest.raises(Invalid, match="a day that is still to come"):
        changed(stage, held_on=TODAY + timedelta(days=1))


def test_no_fee_stays_promised_for_a_day_before_the_work(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    with writing():
        claim.pay_by = make.HELD_ON + timedelta(days=1)
    place = make.invited(stage, make.person(stage, "Bea Example"))
    with writing():
        offer = services.make_offer(
            actor=stage.as_("lead"),
            on=TODAY,
            attendance=place,
            pence=Money(7500),
            rate=stage.rate,
            pay_by=make.HELD_ON + timedelta(days=1),
        )
    changed(stage, held_on=LATER)
    assert claim.pay_by == offer.pay_by == LATER + timedelta(days=14)


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

"""What a check is told of a payment: when it was due, for which days it is, and what stands behind it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.conftest import TODAY
from tests.factories import payments as make
from tracker.db import db
from tracker.money import Money
from tracker.payments import check_subjects, checks, claims, facts, services
from tracker.payments.check_models import Check, CheckStage
from tracker.payments.models import Claim, ClaimLine, LineKind
from tracker.people import services as people
from tracker.people.models import Participant, WorkPermission
from tracker.sessions import services as sessions
from tracker.sessions.consultation import activity_of, roles_to_ask, say_capacities
from tracker.sessions.contributions import log_contribution
from tracker.sessions.models import InvolvementSession, Mode
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def stage() -> make.Stage:
    return make.stage()


def fact_of(claim: Claim, kind: LineKind, paid_on: date) -> dict[str, Any]:
    line = next(line for line in claim.lines if line.kind == kind)
    return facts.of_line(line, claim, state="paid", paid_on=paid_on)


def test_money_paid_after_the_promised_day_was_due_on_that_day(stage: make.Stage) -> None:
    claim = make.submitted(stage, "Ada Example")
    assert claim.pay_by is not None
    late, early = date(2027, 1, 20), date(2026, 11, 20)
    assert fact_of(claim, LineKind.FEE, late)["due_on"] == claim.pay_by.isoformat()
    assert fact_of(claim, LineKind.FEE, early)["due_on"] == early.isoformat()


def spent(stage: make.Stage, claim: Claim, **values: Any) -> ClaimLine:
    line = ClaimLine(
        claim_id=claim.id,
        kind=LineKind.EXPENSE,
        category="travel",
        description="Bus",
        pence=Money(420),
        worked_on=claim.lines[0].worked_on,
        **values,
    )
    with writing():
        claim.lines.append(line)
    return line


@pytest.mark.parametrize(
    ("values", "actual"),
    [
        ({"receipt_seen": True}, True),
        ({"no_receipt_reason": "Lost"}, None),
        ({"receipt_seen": True, "tenths_of_miles": 120, "vehicle": "car"}, None),
    ],
)
def test_an_expense_is_its_actual_cost_by_its_receipt_and_a_rate_a_mile_never_surely(
    stage: make.Stage, values: dict[str, Any], actual: bool | None
) -> None:
    claim = make.drafted(stage, "Ada Example")
    spent(stage, claim, **values)
    fact = fact_of(claim, LineKind.EXPENSE, TODAY)
    assert (fact["actual_cost"], fact["worked"]) == (actual, [])
    assert fact_of(claim, LineKind.FEE, TODAY)["actual_cost"] is False


def consulted(stage: make.Stage, limb: str | None) -> InvolvementSession:
    with writing():
        sessions.update_session(
            actor=stage.as_("lead"),
            on=TODAY,
            involvement=stage.involvement,
            version=stage.involvement.version,
            values={"consulted_by": limb, "service_user_activity": activity_of(limb)},
        )
    return stage.involvement


def in_role(stage: make.Stage, role: str, answer: bool | None) -> Claim:
    participant = make.person(stage, "Ada Example")
    place = make.invited(stage, participant)
    with writing():
        place.role = role
    if role in roles_to_ask(stage.involvement):
        with writing():
            say_capacities(
                actor=stage.as_("lead"),
                on=TODAY,
                involvement=stage.involvement,
                version=stage.involvement.version,
                consulted={role: answer},
            )
    with writing():
        return claims.claim_for(
            actor=stage.as_("lead"),
            on=TODAY,
            participant=participant,
            project=stage.project,
            involvement=stage.involvement,
        )


@pytest.mark.parametrize(
    ("limb", "role", "answer", "status"),
    [
        ("duty", "participant", None, True),
        ("research", "chair", None, None),
        ("research", "chair", True, True),
        ("social-security", "chair", False, False),
        ("none", "chair", None, False),
        (None, "chair", True, None),
        (None, "chair", False, False),
        (None, "participant", None, None),
    ],
)
def test_service_user_status_is_of_the_activity_and_of_the_role(
    stage: make.Stage, limb: str | None, role: str, answer: bool | None, status: bool | None
) -> None:
    consulted(stage, limb)
    claim = in_role(stage, role, answer)
    spent_on = ClaimLine(
        claim_id=claim.id,
        kind=LineKind.EXPENSE,
        category="travel",
        description="Bus",
        pence=Money(420),
        worked_on=stage.involvement.held_on,
    )
    with writing():
        claim.lines.append(spent_on)
    assert fact_of(claim, LineKind.EXPENSE, TODAY)["service_user_activity"] is status
    subject = check_subjects.of_claim(claim, CheckStage.APPROVAL, [TODAY])
    assert checks.tried(on=TODAY, subject=subject).facts["payments"][0]["service_user_activity"] is status


def test_an_imported_answer_that_contradicts_the_limb_lets_go_of_it(stage: make.Stage) -> None:
    consulted(stage, "duty")
    with writing():
        sessions.update_session(
            actor=stage.as_("lead"),
            on=TODAY,
            involvement=stage.involvement,
            version=stage.involvement.version,
            values={"service_user_activity": False},
        )
    assert stage.involvement.consulted_by is None


def test_saying_who_is_consulted_checks_again_what_rests_on_it(stage: make.Stage) -> None:
    claim = make.submitted(stage, "Ada Example")
    consulted(stage, "none")
    found = db.session.scalars(db.select(Check).where(Check.claim_id == claim.id)).all()
    assert [check.stage for check in found] == [CheckStage.APPROVAL]


def test_a_fee_for_a_month_is_a_payment_for_a_period_whose_days_of_work_are_not_known(
    stage: make.Stage,
) -> None:
    participant = make.person(stage, "Ada Example")
    with writing():
        (place,) = log_contribution(
            actor=stage.as_("lead"),
            on=TODAY,
            project=stage.project,
            participants=[participant],
            activity="reading",
            title="Reading for the board",
            held_on=date(2026, 11, 20),
            minutes=600,
            mode=Mode.OWN_TIME,
            unpaid=False,
            fee_covers_from=date(2026, 10, 21),
        )
    fact = facts.of_fee(
        1, place.involvement, Money(10000), state="proposed", method="bank", paid_on=TODAY, minutes=600
    )
    assert fact["covers"] == {"from": "2026-10-21", "to": "2026-11-20"}
    assert fact["worked"] is None


CARER = {
    "week_ends_on": "sunday",
    "care_costs_per_week": "0.00",
    "pension_per_week": "0.00",
    "other_earnings": "0.00",
    "other_earnings_per": "week",
}


def carer(stage: make.Stage) -> Participant:
    participant = make.person(stage, "Ada Carer")
    with writing():
        people.declare_benefit(
            actor=stage.as_("contact"),
            on=TODAY,
            participant=participant,
            benefit="carers-allowance",
            since=date(2025, 1, 1),
            facts=CARER,
        )
    return participant


def checked(stage: make.Stage, participant: Participant, pence: int) -> dict[str, Any]:
    """What the check before its offer finds of one more fee, in the week of another session."""
    other = make.stage_in(stage, "Second workshop")
    place = make.invited(other, participant)
    with writing():
        offer = services.prepare_offer(
            actor=stage.as_("lead"),
            on=TODAY,
            attendance=place,
            pence=Money(pence),
            rate=stage.rate,
        )
    check = db.session.scalars(db.select(Check).where(Check.offer_id == offer.id)).one()
    (found,) = (one for one in check.assessment["findings"] if one["period"]["from"] == "2026-11-09")
    return dict(found)


def test_a_check_sees_what_was_due_in_the_week_and_paid_long_after(stage: make.Stage) -> None:
    participant = carer(stage)
    claim = make.approved_for(stage, participant, pence=15000)
    make.paid_run(stage)
    with writing():
        claim.pay_by = stage.involvement.held_on
    found = checked(stage, participant, 15000)
    assert (found["outcome"], found["counted"]) == ("above", "300.00")


def test_a_check_sees_a_fee_for_months_whose_day_lies_weeks_before(stage: make.Stage) -> None:
    participant = carer(stage)
    with writing():
        (place,) = log_contribution(
            actor=stage.as_("lead"),
            on=TODAY,
            project=stage.project,
            participants=[participant],
            activity="reading",
            title="Reading for the board",
            held_on=date(2026, 9, 30),
            minutes=600,
            mode=Mode.OWN_TIME,
            unpaid=False,
            fee_covers_from=date(2026, 7, 1),
        )
        offer = services.prepare_offer(
            actor=stage.as_("lead"),
            on=TODAY,
            attendance=place,
            pence=Money(260000),
            rate=None,
            pay_by=date(2026, 10, 5),
        )
        services.make_prepared_offer(actor=stage.as_("lead"), on=TODAY, offer=offer)
    found = checked(stage, participant, 15000)
    assert found["outcome"] == "above"
    assert float(found["counted"]) > 300


@pytest.mark.parametrize(
    ("permission", "minutes", "sent"),
    [
        (WorkPermission.WEEKLY_HOURS_LIMIT, 1200, {"status": "unknown", "weekly_hours": 20}),
        (WorkPermission.CAN_BE_PAID, None, {"status": "unrestricted", "weekly_hours": None}),
    ],
)
def test_a_limit_of_hours_goes_to_the_rules_without_a_status_behind_it(
    stage: make.Stage, permission: WorkPermission, minutes: int | None, sent: dict[str, Any]
) -> None:
    person = make.person(stage, "Ada Example")
    with writing():
        kept = people.record_circumstances(
            actor=stage.as_("contact"),
            on=TODAY,
            participant=person,
            values={"work_permission": permission, "weekly_minutes_limit": minutes},
            consent_on=TODAY,
        )
    found = facts.of_person(person, facts.Told(kept), [])["immigration"]
    assert {name: found[name] for name in sent} == sent


@pytest.mark.parametrize(("first", "outcome"), [(date(2026, 11, 1), "cannot_tell"), (None, "within")])
def test_work_of_a_stretch_of_days_may_be_of_the_week_that_a_limit_of_hours_looks_at(
    stage: make.Stage, first: date | None, outcome: str
) -> None:
    person = make.person(stage, "Ada Example")
    lead = stage.as_("lead")
    with writing():
        people.record_circumstances(
            actor=stage.as_("contact"),
            on=TODAY,
            participant=person,
            values={"work_permission": WorkPermission.WEEKLY_HOURS_LIMIT, "weekly_minutes_limit": 1200},
            consent_on=TODAY,
        )
        (place,) = log_contribution(
            actor=lead,
            on=TODAY,
            project=stage.project,
            participants=[person],
            activity="reading",
            title="Reading for the board",
            held_on=date(2026, 11, 20),
            minutes=600,
            mode=Mode.OWN_TIME,
            unpaid=False,
            fee_covers_from=first,
        )
        offer = services.prepare_offer(
            actor=lead, on=TODAY, attendance=place, pence=Money(10000), rate=None, pay_by=date(2026, 12, 4)
        )
        services.make_prepared_offer(actor=lead, on=TODAY, offer=offer)
    asked = make.invited(make.stage_in(stage, "Second workshop"), person)
    with writing():
        another = services.prepare_offer(
            actor=lead, on=TODAY, attendance=asked, pence=Money(5000), rate=stage.rate
        )
    check = db.session.scalars(db.select(Check).where(Check.offer_id == another.id)).one()
    assert check.outcome == outcome

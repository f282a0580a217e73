"""A statement counts what reached the person within its days, fee and expenses apart, and marks the rest."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from tests.conftest import TODAY
from tests.factories import payments as made
from tests.factories import projects as other_projects
from tracker.db import db
from tracker.documents.asked import Asked
from tracker.documents.kinds import statement
from tracker.money import Money
from tracker.payments import ledger
from tracker.payments import services as payments
from tracker.payments.models import Answer, Claim, LineKind, Method, PaidTo
from tracker.payments.run_models import Payment, PaymentState
from tracker.people.models import Participant
from tracker.periods import Period, tax_year
from tracker.web.transaction import writing

Db = scoped_session[Session]


def said(on_stage: made.Stage, person: Participant, period: Period | None = None, about: int = 0) -> Any:
    subject = statement.subjects(on_stage.as_("finance"), person)[about]
    return statement.content(Asked(participant=person, subject=subject, period=period, on=TODAY))


def paid_with_costs(on_stage: made.Stage) -> Claim:
    """A fee of £75 with a bus fare of £4.20, and a taxi that we paid ourselves."""
    claim = made.drafted(on_stage, "Amina Yusuf")
    lead = on_stage.as_("lead")
    common: dict[str, Any] = {"actor": lead, "on": TODAY, "claim": claim, "worked_on": date(2026, 11, 11)}
    with writing():
        payments.add_expense(
            category="public-transport",
            pence=Money(420),
            description="Bus",
            receipt_seen=True,
            **common,
        )
        payments.add_expense(
            category="taxi",
            pence=Money(1450),
            description="Home",
            paid_to=PaidTo.PROVIDER,
            paid_to_name="City Cabs",
            **common,
        )
        payments.submit(actor=lead, on=TODAY, claim=claim)
    with writing():
        payments.approve(
            actor=on_stage.as_("approver"), on=TODAY, claim=claim, shown_hash=payments.current_hash(claim)
        )
    made.paid_run(on_stage)
    return claim


def test_each_payment_stands_under_its_day_with_the_days_worked_and_fee_and_expenses_apart(
    db_session: Db,
) -> None:
    on_stage = made.stage()
    person = paid_with_costs(on_stage).participant
    found = said(on_stage, person)
    [payment] = found["payments"]
    assert (payment["paid_on"], payment["method"], payment["receipt"]) == (
        "2026-11-23",
        "bank",
        "2026-000001",
    )
    bus = {"what": "Bus, train, tram or underground", "pence": 420, "passed_to": None}
    workshop = {"what": "Design workshop", "minutes": None, "fee": 0, "expenses": 0, "items": []}
    assert payment["rows"] == [
        workshop | {"worked_on": "2026-11-11", "expenses": 420, "items": [bus]},
        workshop | {"worked_on": "2026-11-12", "fee": 7500, "minutes": 180},
    ]
    assert (found["fee_total"], found["expense_total"], found["total"]) == (7500, 420, 7920)


def test_a_payment_counts_by_the_day_it_was_paid_and_not_by_the_day_worked(db_session: Db) -> None:
    on_stage = made.stage()
    person = paid_with_costs(on_stage).participant
    before, day = (
        Period(date(2026, 11, 1), date(2026, 11, 22)),
        Period(date(2026, 11, 23), date(2026, 11, 23)),
    )
    assert said(on_stage, person, before)["payments"] == []
    assert said(on_stage, person, day)["total"] == 7920


def test_days_to_come_are_left_off_and_the_usual_days_are_the_tax_year_so_far(db_session: Db) -> None:
    on_stage = made.stage()
    person = made.person(on_stage, "Amina Yusuf")
    assert said(on_stage, person)["period"] == {"from": "2026-04-06", "to": "2026-11-23"}
    last = tax_year(date(2025, 6, 1))
    assert said(on_stage, person, last)["period"] == {"from": "2025-04-06", "to": "2026-04-05"}
    ahead = Period(date(2027, 1, 1), date(2027, 2, 1))
    assert said(on_stage, person, ahead)["period"] == {"from": "2027-01-01", "to": "2027-01-01"}


@pytest.mark.parametrize("state", [PaymentState.RETURNED, PaymentState.FAILED])
def test_a_payment_that_came_back_is_listed_and_not_counted(db_session: Db, state: PaymentState) -> None:
    on_stage = made.stage()
    person = paid_with_costs(on_stage).participant
    with writing() as session:
        payment = session.scalars(select(Payment)).one()
        payment.state, payment.ended_on = state, TODAY
    found = said(on_stage, person)
    assert (found["payments"], found["total"]) == ([], 0)
    assert found["came_back"] == [
        {
            "paid_on": "2026-11-23",
            "ended_on": "2026-11-23",
            "receipt": "2026-000001",
            "fee": 7500,
            "expenses": 420,
        }
    ]


def test_what_went_to_a_charity_is_listed_and_not_counted_as_paid_to_the_person(db_session: Db) -> None:
    on_stage = made.stage()
    person = made.approved(on_stage, "Amina Yusuf", answer=Answer.TO_CHARITY).participant
    made.paid_run(on_stage)
    found = said(on_stage, person)
    assert (found["payments"], found["total"]) == ([], 0)
    assert [(gift["charity"], gift["fee"]) for gift in found["given"]] == [("A charity", 7500)]


def test_what_was_not_paid_yet_is_not_on_it(db_session: Db) -> None:
    on_stage = made.stage()
    person = made.approved(on_stage, "Amina Yusuf").participant
    made.released_run(on_stage)
    assert said(on_stage, person)["payments"] == []


def test_payments_made_before_this_system_count_and_are_marked(db_session: Db) -> None:
    on_stage = made.stage()
    person = made.person(on_stage, "Amina Yusuf")
    lead = on_stage.as_("lead")
    common: dict[str, Any] = {"actor": lead, "participant": person, "method": Method.CASH}
    with writing():
        ledger.paid_elsewhere(
            on_date=date(2026, 5, 4),
            pence=Money(2000),
            kind=LineKind.FEE,
            involvement=on_stage.involvement,
            minutes=60,
            **common,
        )
        ledger.paid_elsewhere(on_date=date(2026, 5, 5), pence=Money(310), kind=LineKind.EXPENSE, **common)
    found = said(on_stage, person)
    known, unknown = found["payments"]
    assert [known["before"], unknown["before"]] == [True, True]
    assert (known["rows"][0]["worked_on"], known["rows"][0]["what"]) == ("2026-11-12", "Design workshop")
    assert (unknown["rows"][0]["worked_on"], unknown["receipt"]) == (None, None)
    assert (found["fee_total"], found["expense_total"]) == (2000, 310)
    only = said(on_stage, person, about=1)
    assert [payment["paid_on"] for payment in only["payments"]] == ["2026-05-04"]


def test_one_of_a_single_project_leaves_out_what_another_project_paid(db_session: Db) -> None:
    on_stage = made.stage()
    person = made.person(on_stage, "Amina Yusuf")
    made.approved_for(on_stage, person, pence=7500)
    claim = made.approved_for(made.stage_in(on_stage, "Reading group"), person, pence=2500)
    other = other_projects.project(name="Another")
    made.paid_run(on_stage)
    with writing():
        claim.project_id = other.id
    everything, one = said(on_stage, person), said(on_stage, person, about=1)
    assert (everything["project"], everything["total"]) == (None, 10_000)
    assert (one["project"], one["total"]) == ("Pain clinic", 7500)
    assert [row["what"] for row in one["payments"][0]["rows"]] == ["Design workshop"]


def test_another_person_s_payments_are_never_on_it(db_session: Db) -> None:
    on_stage = made.stage()
    paid_with_costs(on_stage)
    stranger = made.person(on_stage, "Ben Okoro")
    assert said(on_stage, stranger)["payments"] == []
    assert len(db.session.scalars(select(Payment)).all()) == 1

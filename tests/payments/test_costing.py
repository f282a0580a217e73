"""What a session costs: planned, offered, and against its budget."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.staff import sign_in, staff
from tracker.money import Money
from tracker.payments import services
from tracker.payments.costing import Costing, costing
from tracker.payments.models import Answer
from tracker.sessions.costs import Cost, plan_costs
from tracker.sessions.models import CostKind
from tracker.web.ids import encode
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


def plan(stage: make.Stage, *costs: Cost, people: int | None = 10, budget: int | None = None) -> None:
    with writing():
        plan_costs(
            actor=stage.as_("lead"),
            involvement=stage.involvement,
            version=stage.involvement.version,
            expected_people=people,
            budget=None if budget is None else Money(budget),
            costs=costs,
        )


def fee(pence: int, people: int | None = None) -> Cost:
    return Cost(CostKind.FEE, Money(pence), people)


def offer(stage: make.Stage, pence: int, answer: Answer | None = None, taken: Money | None = None) -> None:
    place = make.invited(stage, make.person(stage, f"Person of {pence}"))
    with writing():
        made = services.make_offer(actor=stage.as_("lead"), on=TODAY, attendance=place, pence=Money(pence))
        if answer is not None:
            services.answer_offer(
                actor=stage.as_("lead"),
                on=TODAY,
                offer=made,
                answer=answer,
                pence=taken,
                charity="A charity" if answer == Answer.TO_CHARITY else None,
            )


def shown(stage: make.Stage) -> Costing:
    return costing(stage.involvement, places=0)


def test_before_any_offer_the_plan_alone_counts() -> None:
    stage = make.stage()
    plan(stage, fee(7500), Cost(CostKind.INTERPRETER, Money(12_000)), Cost(CostKind.FARES, Money(550), 8))
    found = shown(stage)
    assert [(kind.kind, kind.sum.pence) for kind in found.kinds] == [
        (CostKind.FEE, 75_000),
        (CostKind.FARES, 4_400),
        (CostKind.INTERPRETER, 12_000),
    ]
    assert (found.sum, found.each) == (Money(91_400), Money(9_140))
    assert (found.left, found.over) == (None, None)


def test_each_offer_stands_in_place_of_a_planned_fee_the_smallest_first() -> None:
    stage = make.stage()
    plan(stage, fee(15_000, 1), fee(7500, 3))
    offer(stage, 8000)
    offer(stage, 7000)
    (fees,) = shown(stage).kinds
    assert [(part.pence.pence, part.people, part.offered) for part in fees.parts] == [
        (8000, 1, True),
        (7000, 1, True),
        (15_000, 1, False),
        (7500, 1, False),
    ]


def test_an_offer_counts_at_what_the_person_takes() -> None:
    stage = make.stage()
    offer(stage, 7500, Answer.LESS, Money(2000))
    offer(stage, 8000, Answer.NONE)
    offer(stage, 9000, Answer.TO_CHARITY)
    assert shown(stage).sum == Money(11_000)


def test_more_offers_than_were_planned_leave_no_fee_expected() -> None:
    stage = make.stage()
    plan(stage, fee(7500, 1))
    offer(stage, 5000)
    offer(stage, 6000)
    assert shown(stage).sum == Money(11_000)


@pytest.mark.parametrize(
    ("budget", "left", "over"),
    [(80_000, 5_000, None), (71_000, -4_000, 4_000), (75_000, 0, None), (0, -75_000, 75_000)],
)
def test_the_budget_is_held_against_it(budget: int, left: int, over: int | None) -> None:
    stage = make.stage()
    plan(stage, fee(7500), budget=budget)
    found = shown(stage)
    assert found.left == Money(left)
    assert found.over == (None if over is None else Money(over))


def test_without_anybody_expected_the_cost_per_head_is_not_known() -> None:
    stage = make.stage()
    plan(stage, Cost(CostKind.OTHER, Money(100)), people=None)
    assert shown(stage).each is None
    assert costing(stage.involvement, places=3).each == Money(33)


def test_the_page_shows_the_cost_to_those_who_spend_and_to_nobody_else(client: FlaskClient) -> None:
    stage = make.stage()
    plan(stage, fee(7500), budget=71_000)
    path = f"/sessions/{encode(stage.involvement.id)}"
    sign_in(client, stage.cast.lead.email)
    page = client.get(path).text
    for words in ("each for 10 people", "£750.00", "£40.00</bdi> over its budget", "For each of 10 people"):
        assert words in page
    manager = client.application.test_client()
    sign_in(manager, staff("manager").email)
    assert "What it costs" not in manager.get(path).text

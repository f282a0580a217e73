"""Planning what a session costs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories import sessions
from tracker.money import Money
from tracker.sessions.costs import planned
from tracker.sessions.models import CostKind, InvolvementSession
from tracker.web.ids import encode

As = Callable[..., FlaskClient]


class Plan:
    """A session, and how a browser fills in what it costs."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            self.id = sessions.involvement().id
        self.path = f"/sessions/{encode(self.id)}/costs"

    def kept(self) -> list[tuple[CostKind, int, int | None, str | None]]:
        with self.app.app_context():
            return [(cost.kind, cost.pence.pence, cost.people, cost.note) for cost in planned(self.id)]

    def session(self) -> Any:
        from tracker.db import db

        return db.session.get_one(InvolvementSession, self.id)


@pytest.fixture
def plan(app: Flask) -> Plan:
    return Plan(app)


FILLED = {
    "version": "1",
    "expected_people": "12",
    "budget": "1,000",
    "kind_0": "fee",
    "pence_0": "75",
    "kind_4": "interpreter",
    "pence_4": "120",
    "note_4": "Somali",
    "kind_7": "fee",
    "pence_7": "150",
    "people_7": "1",
}


def test_a_lead_plans_what_a_session_costs_and_changes_it(app: Flask, as_: As, plan: Plan) -> None:
    lead = as_("lead")
    answer = lead.post(plan.path, data=FILLED, follow_redirects=True)
    assert "The plan is saved." in answer.text
    assert plan.kept() == [
        (CostKind.FEE, 15_000, 1, None),
        (CostKind.FEE, 7500, 12, None),
        (CostKind.INTERPRETER, 12_000, None, "Somali"),
    ]
    with app.app_context():
        kept = plan.session()
        assert (kept.expected_people, kept.budget_pence) == (12, Money(100_000))
        version = kept.version
    again = FILLED | {"version": str(version), "pence_4": "", "note_4": "", "budget": ""}
    lead.post(plan.path, data=again)
    assert [cost[0] for cost in plan.kept()] == [CostKind.FEE, CostKind.FEE]


def test_two_people_planning_at_once_are_shown_it_and_the_second_saves_nothing(as_: As, plan: Plan) -> None:
    lead = as_("lead")
    lead.post(plan.path, data=FILLED)
    answer = lead.post(plan.path, data=FILLED | {"pence_0": "80", "expected_people": "20"})
    assert "Saved by somebody else meanwhile" in answer.text
    assert 'value="80"' in answer.text
    assert (CostKind.FEE, 7500, 12, None) in plan.kept()


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"expected_people": "0"}, "Enter a whole number from 1"),
        ({"expected_people": "", "people_0": ""}, "Fees: Enter for how many people"),
        ({"budget": "-5"}, "Enter an amount of nought or more."),
        ({"budget": "12.345"}, "no more than two numbers after the point"),
        ({"pence_0": "a\0b"}, "Fees: Enter an amount in pounds"),
        ({"pence_0": "9" * 40}, "Fees: The amount is too large"),
        ({"people_0": "-1"}, "Fees: Enter a whole number from 0"),
        ({"people_0": "0"}, "Fees: Enter a whole number from 1"),
        ({"note_4": "x" * 201}, "Interpreter: Make this 200 letters or fewer"),
        ({"pence_4": ""}, "Interpreter: Enter an amount, or empty the row."),
        ({"kind_7": ""}, "Another cost, row 8: Choose what it is for."),
        ({"kind_0": "bribe"}, "Fees: Choose one from the list."),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    as_: As, plan: Plan, values: dict[str, str], sentence: str
) -> None:
    answer = as_("lead").post(plan.path, data=FILLED | values)
    assert answer.status_code == 200
    assert sentence in answer.text
    assert plan.kept() == []


def test_only_those_who_log_sessions_plan_them(as_: As, plan: Plan) -> None:
    assert as_("approver").get(plan.path).status_code == 403

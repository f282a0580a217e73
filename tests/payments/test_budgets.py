"""A budget tells paid, committed, claimed and offered apart, and an approval that goes over it says why."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.staff import sign_in, staff
from tracker.accounts.models import Organisation, OverBudget
from tracker.errors import Invalid, NotFound, Refused
from tracker.money import ZERO, Money
from tracker.payments import budgets, services
from tracker.payments.models import Answer, Claim, ClaimState
from tracker.projects import budgets as kept_budgets
from tracker.projects.budget_models import Budget
from tracker.web.ids import encode
from tracker.web.transaction import writing

APRIL, MARCH = date(2026, 4, 1), date(2027, 3, 31)


def budget(stage: make.Stage, pence: int, **other: object) -> Budget:
    days = {"starts_on": APRIL, "ends_on": MARCH} | other
    with writing():
        return kept_budgets.set_budget(
            actor=stage.as_("finance"), project=stage.project, pence=Money(pence), **days
        )


def standing(stage: make.Stage) -> budgets.Standing:
    [one] = budgets.standings([stage.project.id])
    return one


def approve(stage: make.Stage, claim: Claim, reason: str | None = None) -> Claim:
    with writing():
        return services.approve(
            actor=stage.as_("approver"),
            on=TODAY,
            claim=claim,
            shown_hash=services.current_hash(claim),
            over_budget_reason=reason,
        )


def pence(one: budgets.Standing) -> tuple[int, ...]:
    return tuple(
        money.pence for money in (one.paid, one.committed, one.claimed, one.offered, one.remaining, one.free)
    )


# --- what is spent ----------------------------------------------------------------------------------------


def test_each_pound_stands_in_one_place_from_the_offer_to_the_payment(db_session: object) -> None:
    stage = make.stage()
    budget(stage, 100_000)
    make.attended(stage, "Ofa Offered")
    assert pence(standing(stage)) == (0, 0, 0, 7500, 100_000, 92_500)
    make.submitted(stage, "Sue Submitted")
    # The draft of the first was made beside it.
    assert pence(standing(stage)) == (0, 0, 15_000, 0, 100_000, 85_000)
    make.approved(stage, "Al Approved")
    assert pence(standing(stage)) == (0, 7500, 15_000, 0, 92_500, 77_500)
    run = make.released_run(stage)
    assert pence(standing(stage)) == (0, 7500, 15_000, 0, 92_500, 77_500)
    with writing():
        services.mark_paid(actor=stage.as_("finance"), on=TODAY, run=run, paid_on=TODAY, bank_reference="B")
    assert pence(standing(stage)) == (7500, 0, 15_000, 0, 92_500, 77_500)
    with writing():
        services.end_payment(
            actor=stage.as_("finance"), on=TODAY, payment=run.payments[0], code="arucs-c", ended_on=TODAY
        )
    assert pence(standing(stage)) == (0, 7500, 15_000, 0, 92_500, 77_500)


def test_what_was_declined_and_what_nobody_came_for_is_not_counted(db_session: object) -> None:
    stage = make.stage()
    budget(stage, 100_000)
    make.attended(stage, "Deb Declined", answer=Answer.NONE)
    claim = make.submitted(stage, "Wes Withdrawn")
    with writing():
        services.withdraw(actor=stage.as_("lead"), claim=claim, reason="Recorded twice.")
    assert pence(standing(stage))[:3] == (0, 0, 0)


def test_work_outside_the_days_or_under_another_code_is_not_of_a_budget(db_session: object) -> None:
    stage = make.stage(cost_code="CC-100")
    make.approved(stage, "Al Approved")
    before = budget(stage, 1000, ends_on=date(2026, 11, 11))
    on_the_day = budget(stage, 1000, starts_on=date(2026, 11, 12), ends_on=date(2026, 11, 12))
    other_code = budget(stage, 1000, cost_code="CC-200")
    own_code = budget(stage, 1000, cost_code="CC-100")
    committed = {one.budget.id: one.committed.pence for one in budgets.standings([stage.project.id])}
    assert committed == {before.id: 0, on_the_day.id: 7500, other_code.id: 0, own_code.id: 7500}


def test_no_budget_is_not_a_budget_of_nought(db_session: object) -> None:
    stage = make.stage()
    assert make.approved(stage, "Al Approved").state == ClaimState.APPROVED
    nought = budget(stage, 0)
    with pytest.raises(Invalid, match=r"goes £75\.00 over the budget"):
        approve(stage, make.submitted(stage, "Sue Submitted"))
    with writing():
        kept_budgets.change_budget(
            actor=stage.as_("finance"), budget=nought, pence=None, reason="It was never agreed."
        )
    assert budgets.standings([stage.project.id]) == []
    assert make.approved(stage, "Una Unlimited").state == ClaimState.APPROVED


# --- setting one ------------------------------------------------------------------------------------------


def test_a_change_is_a_new_version_and_the_old_one_stays_and_cannot_be_changed(db_session: object) -> None:
    stage = make.stage()
    first = budget(stage, 1000)
    with writing():
        second = kept_budgets.change_budget(
            actor=stage.as_("finance"), budget=first, pence=Money(2000), reason="More was granted."
        )
    assert (first.pence, second.pence, second.number) == (Money(1000), Money(2000), 2)
    assert standing(stage).budget is second
    with pytest.raises(NotFound, match="was changed"):
        kept_budgets.budget(stage.as_("finance"), first.id)
    with pytest.raises(Invalid, match="Say why"), writing():
        kept_budgets.change_budget(actor=stage.as_("finance"), budget=second, pence=Money(1), reason="")


def test_two_budgets_of_one_code_do_not_share_a_day(db_session: object) -> None:
    stage = make.stage()
    budget(stage, 1000)
    with pytest.raises(Invalid, match="some of these days already"):
        budget(stage, 1000, starts_on=MARCH, ends_on=date(2028, 3, 31))
    budget(stage, 1000, starts_on=date(2027, 4, 1), ends_on=date(2028, 3, 31))
    with pytest.raises(Invalid, match="not before the first"):
        budget(stage, 1000, starts_on=MARCH, ends_on=APRIL)


# --- approvals --------------------------------------------------------------------------------------------


def test_an_approval_to_the_last_penny_needs_no_reason_and_a_penny_more_does(db_session: object) -> None:
    stage = make.stage()
    first = budget(stage, 7500)
    claim = approve(stage, make.submitted(stage, "Sue Submitted"))
    assert (claim.over_budget_reason, standing(stage).remaining) == (None, ZERO)
    with writing():
        kept_budgets.change_budget(
            actor=stage.as_("finance"), budget=first, pence=Money(14_999), reason="More."
        )
    another = make.submitted(stage, "Ann Another")
    with pytest.raises(Invalid, match=r"goes £0\.01 over the budget of PAIN") as refused:
        approve(stage, another)
    assert (refused.value.field, another.state) == ("over_budget_reason", ClaimState.SUBMITTED)
    approve(stage, another, "The funder agreed on the phone.")
    assert another.over_budget_reason == "The funder agreed on the phone."
    assert standing(stage).remaining == Money(-1)


def test_a_reason_tells_nothing_of_benefits(db_session: object) -> None:
    stage = make.stage()
    budget(stage, 0)
    with pytest.raises(Invalid, match="Finance reads this"):
        approve(stage, make.submitted(stage, "Sue Submitted"), "Her Universal Credit stopped")


def test_an_organisation_may_let_nothing_over_a_budget(db_session: object) -> None:
    stage = make.stage()
    budget(stage, 7499)
    with writing() as session:
        kept = session.get(Organisation, 1) or Organisation(id=1)
        kept.over_budget = OverBudget.STOP
        session.add(kept)
    with pytest.raises(Refused, match="ask finance to change it") as refused:
        approve(stage, make.submitted(stage, "Sue Submitted"), "It is agreed.")
    assert refused.value.code == "over-budget"


# --- the pages --------------------------------------------------------------------------------------------


def test_finance_sets_a_budget_and_the_approver_is_told_and_says_why(
    app: Flask, client: FlaskClient, db_session: object
) -> None:
    stage = make.stage()
    claim = make.submitted(stage, "Sue Submitted")
    claim_page, project_page = f"/approvals/{encode(claim.id)}", f"/projects/{encode(stage.project.id)}"
    sign_in(client, stage.cast.finance.email)
    assert "Projects without a budget" in client.get("/budgets").text
    days = {"starts_on": ["1", "4", "2026"], "ends_on": ["31", "3", "2027"]}
    answer = client.post(f"{project_page}/budgets/new", data={"pence": "50", "once": "a", **days})
    assert answer.status_code == 302
    assert "£50.00" in client.get("/budgets").text
    client = app.test_client()
    sign_in(client, stage.cast.approver.email)
    assert "£50.00" in client.get(project_page).text
    page = client.get(claim_page).text
    assert "This goes £25.00 over the budget of PAIN, 1 April 2026 to 31 March 2027" in page
    data = {"shown_hash": services.current_hash(claim), "once": "b"}
    page = client.post(f"{claim_page}/approve", data=data).text
    assert "Say why it is approved all the same." in page
    answer = client.post(f"{claim_page}/approve", data={**data, "over_budget_reason": "Agreed.", "once": "c"})
    assert answer.status_code == 302
    assert "Approved over the budget: Agreed." in client.get(f"/claims/{encode(claim.id)}").text


def test_a_manager_who_sees_no_claims_sees_no_budget(
    app: Flask, client: FlaskClient, db_session: object
) -> None:
    stage = make.stage()
    budget(stage, 123_400)
    path = f"/projects/{encode(stage.project.id)}"
    sign_in(client, staff("manager").email)
    assert "1,234.00" not in client.get(path).text
    assert client.get("/budgets").status_code == 403

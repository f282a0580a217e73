"""Accruals: worked by a day and not paid by it, whatever has happened since; what is not known is said."""

import csv
import io
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.projects import project
from tests.factories.staff import sign_in, staff
from tracker.money import Money
from tracker.payments import accruals, endings, services
from tracker.payments.models import PaidTo
from tracker.payments.run_models import Payment
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")
FEE = Money(7500)
BEFORE = make.HELD_ON - timedelta(days=1)


@pytest.fixture
def stage() -> make.Stage:
    return make.stage()


def owed(stage: make.Stage, on: date) -> list[tuple[str | None, int, int, int]]:
    """Cost code, fees, expenses and unclaimed fees of each row, in pence."""
    rows = accruals.accruals(stage.as_("finance"), on).rows
    return [(row.cost_code, row.fees.pence, row.expenses.pence, row.unclaimed.pence) for row in rows]


def test_work_is_owed_from_the_day_it_was_done_until_the_day_it_is_paid(stage: make.Stage) -> None:
    make.approved(stage, "Ada Example")
    make.paid_run(stage)
    assert owed(stage, BEFORE) == []
    assert owed(stage, make.HELD_ON) == [("CC-100", 7500, 0, 0)]
    assert owed(stage, TODAY - timedelta(days=1)) == [("CC-100", 7500, 0, 0)]
    assert owed(stage, TODAY) == []


@pytest.mark.parametrize("step", ["drafted", "submitted", "approved"])
def test_how_far_a_claim_has_got_makes_no_difference(stage: make.Stage, step: str) -> None:
    getattr(make, step)(stage, "Ada Example")
    assert owed(stage, TODAY) == [("CC-100", 7500, 0, 0)]


def test_a_fee_on_no_claim_yet_is_owed_and_told_apart(stage: make.Stage) -> None:
    make.attended(stage, "Ada Example")
    assert owed(stage, TODAY) == [("CC-100", 7500, 0, 7500)]


def test_expenses_stand_apart_and_what_a_provider_is_paid_direct_is_not_owed_here(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ada Example")
    spent = {"actor": stage.as_("lead"), "on": TODAY, "claim": claim, "worked_on": make.HELD_ON}
    with writing():
        for pence, paid_to in ((320, PaidTo.PERSON), (2400, PaidTo.PROVIDER)):
            services.add_expense(
                **spent,
                category="public-transport",
                pence=Money(pence),
                receipt_seen=True,
                paid_to=paid_to,
                paid_to_name="Harbour Cars" if paid_to == PaidTo.PROVIDER else None,
            )
    assert owed(stage, TODAY) == [("CC-100", 7500, 320, 0)]


def test_a_claim_withdrawn_since_is_owed_on_no_day(stage: make.Stage) -> None:
    claim = make.submitted(stage, "Ada Example")
    with writing():
        services.withdraw(actor=stage.as_("lead"), claim=claim, reason="Logged twice")
    assert owed(stage, TODAY) == []


def test_money_that_came_back_is_owed_again_from_the_day_it_came_back(stage: make.Stage) -> None:
    make.approved(stage, "Ada Example")
    payment: Payment = make.paid_run(stage).payments[0]
    with writing():
        endings.end_payment(
            actor=stage.as_("finance"), on=TODAY, payment=payment, code="arucs-c", ended_on=TODAY
        )
    assert owed(stage, TODAY) == [("CC-100", 7500, 0, 0)]


def test_a_register_not_taken_is_said_and_not_counted_as_nothing(stage: make.Stage) -> None:
    place = make.invited(stage, make.person(stage, "Ada Example"))
    with writing():
        services.make_offer(actor=stage.as_("lead"), on=BEFORE, attendance=place, pence=FEE, rate=stage.rate)
    found = accruals.accruals(stage.as_("finance"), TODAY)
    assert list(found.rows) == []
    assert (found.places_unknown, found.unknown_up_to) == (1, FEE)


def test_finance_of_another_project_sees_nothing_of_it(stage: make.Stage) -> None:
    make.approved(stage, "Ada Example")
    elsewhere = staff("finance", project_id=project().id).actor()
    assert list(accruals.accruals(elsewhere, TODAY).rows) == []


def test_the_page_and_the_file_say_the_same(stage: make.Stage, client: FlaskClient) -> None:
    make.approved(stage, "Ada Example")
    sign_in(client, stage.cast.finance.email)
    page = client.get("/accruals").text
    assert "£75.00" in page
    file = client.get("/accruals/file?on=12&on=11&on=2026").data.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(file))
    assert (row["Worked up to"], row["Cost code"], row["Fees"], row["Total"]) == (
        "2026-11-12",
        "CC-100",
        "75.00",
        "75.00",
    )
    assert "Nothing was owed" in client.get("/accruals?on=11&on=11&on=2026").text
    assert "There is a problem" in client.get("/accruals/file?on=31&on=2&on=2026").text
    assert "Enter a day up to today" in client.get("/accruals?on=24&on=11&on=2026").text

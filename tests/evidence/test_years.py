"""A tax year by person, the fields of a notice return, spend by funder and month, mileage to top up."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.projects import project
from tests.factories.staff import staff
from tracker.db import db
from tracker.evidence import spend, tax_years, top_ups
from tracker.money import Money
from tracker.payments import endings, ledger, services
from tracker.payments.models import Answer, Claim, LineKind, Method
from tracker.payments.run_models import Payment
from tracker.people import merging
from tracker.permissions import SYSTEM
from tracker.projects import rates
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")
As = Callable[..., FlaskClient]


@pytest.fixture
def stage() -> make.Stage:
    return make.stage()


def elsewhere(stage: make.Stage, claim: Claim, on: date, method: Method, pence: int) -> None:
    with writing():
        ledger.paid_elsewhere(
            actor=stage.as_("finance"),
            on_date=on,
            participant=claim.participant,
            pence=Money(pence),
            kind=LineKind.FEE,
            method=method,
        )


def with_expense(stage: make.Stage, name: str, **given: object) -> Claim:
    """An approved claim of a fee and what was spent."""
    claim = make.drafted(stage, name)
    with writing():
        services.add_expense(actor=stage.as_("lead"), on=TODAY, claim=claim, worked_on=make.HELD_ON, **given)
        services.submit(actor=stage.as_("lead"), on=TODAY, claim=claim)
    with writing():
        shown = services.current_hash(claim)
        return services.approve(actor=stage.as_("approver"), on=TODAY, claim=claim, shown_hash=shown)


def sums(paid: tax_years.Paid) -> dict[str, int]:
    return {name: getattr(paid, name).pence for name in tax_years.AMOUNTS if getattr(paid, name)}


def test_fees_vouchers_payroll_and_expenses_stand_apart_by_the_day_the_money_left(stage: make.Stage) -> None:
    claim = with_expense(stage, "Ann Able", category="public-transport", pence=Money(320), receipt_seen=True)
    make.paid_run(stage)
    elsewhere(stage, claim, date(2026, 4, 6), Method.VOUCHER, 2500)
    elsewhere(stage, claim, date(2026, 5, 1), Method.PAYROLL, 9000)
    elsewhere(stage, claim, date(2026, 4, 5), Method.VOUCHER, 1000)
    finance = stage.as_("finance")
    [this_year] = tax_years.paid_in(finance, 2026).rows
    assert sums(this_year) == {
        "fees": 7500,
        "vouchers": 2500,
        "payroll": 9000,
        "expenses": 320,
        "total": 19_320,
    }
    assert this_year.gross == Money(10_000)
    [last_year] = tax_years.paid_in(finance, 2025).rows
    assert sums(last_year) == {"vouchers": 1000, "total": 1000}
    assert tax_years.paid_in(finance, 2027).rows == []


def test_a_payment_that_came_back_was_not_paid(stage: make.Stage) -> None:
    make.approved(stage, "Ann Able")
    payment = make.paid_run(stage).payments[0]
    with writing():
        endings.end_payment(
            actor=stage.as_("finance"), on=TODAY, payment=payment, code="arucs-c", ended_on=TODAY
        )
    assert tax_years.paid_in(stage.as_("finance"), 2026).rows == []


def test_a_fee_given_to_a_charity_is_told_apart_and_in_no_return(stage: make.Stage) -> None:
    make.approved(stage, "Gia Giver", answer=Answer.TO_CHARITY)
    make.paid_run(stage)
    found = tax_years.paid_in(stage.as_("finance"), 2026)
    assert sums(found.rows[0]) == {"charity": 7500, "total": 7500}
    assert list(found.notice("Us")) == []


def test_two_records_of_one_person_are_one_row(stage: make.Stage) -> None:
    stays, joins = (make.approved(stage, name).participant for name in ("Ann Able", "Anne Able"))
    make.paid_run(stage)
    with writing():
        merging.merge(actor=stage.as_("lead"), on=TODAY, participant=joins, into=stays, reason="She said so.")
    [row] = tax_years.paid_in(stage.as_("finance"), 2026).rows
    assert (row.person.id, row.fees) == (stays.id, Money(15_000))


def test_the_files_of_a_tax_year_open_as_text_and_hold_no_more_than_is_asked(
    stage: make.Stage, as_: As
) -> None:
    make.approved(stage, "=cmd|' /C calc'!A0")
    make.paid_run(stage)
    finance = as_("finance")
    assert "Tax year 2026/2027" in finance.get("/tax-years").text
    assert "Enter a whole number from 2000" in finance.get("/tax-years?year=12").text
    rows = {}
    for which in ("file", "notice"):
        content = finance.get(f"/tax-years/{which}?year=2026").data.decode("utf-8-sig")
        [rows[which]] = csv.DictReader(io.StringIO(content))
    assert rows["file"]["Name"].startswith("'=cmd")
    notice = rows["notice"]
    assert notice["Recipient name"].startswith("'=cmd")
    assert (notice["Gross amount"], notice["Tax year"], notice["Currency code"]) == ("75.00", "2026/2027", "")


def test_spend_is_told_by_funder_code_and_month_and_what_came_back_is_taken_off(
    stage: make.Stage, as_: As
) -> None:
    with writing():
        stage.project.funder = "The Trust"
    claims = [make.approved(stage, name).id for name in ("Ann", "Ben")]
    payment = make.paid_run(stage).payments[0]
    later = TODAY + timedelta(days=10)
    with writing():
        kept = db.session.get_one(Payment, payment.id)
        endings.end_payment(
            actor=stage.as_("finance"), on=later, payment=kept, code="arucs-c", ended_on=later
        )
    found = spend.spent(stage.as_("finance"), date(2026, 11, 1), date(2026, 12, 31))
    told = [(row.month, row.cost_code, row.fees.pence, row.expenses.pence) for row in found.rows]
    assert told == [(date(2026, 11, 1), "CC-100", 15_000, 0), (date(2026, 12, 1), "CC-100", -7500, 0)]
    assert spend.by_funder(found) == {"The Trust": Money(7500)}
    assert len(claims) == 2
    days = "start=1&start=11&start=2026&end=23&end=11&end=2026"
    finance = as_("finance")
    assert "The Trust" in finance.get(f"/spend?{days}").text
    [row] = csv.DictReader(io.StringIO(finance.get(f"/spend/file?{days}").data.decode("utf-8-sig")))
    assert (row["Month"], row["Funder"], row["Total"]) == ("2026-11", "The Trust", "150.00")


def raised(vehicle: str, pence: int, since: date) -> None:
    with writing():
        rates.add_mileage_rate(
            actor=SYSTEM,
            vehicle=vehicle,
            pence_per_mile=Money(pence),
            since=since,
            source="HMRC, published late",
        )


def test_a_rate_published_late_lists_what_each_line_is_short_of_and_changes_none(
    stage: make.Stage, as_: As
) -> None:
    claim = with_expense(stage, "Ann Able", category="mileage", miles=Decimal("10.5"), vehicle="car")
    finance = stage.as_("finance")
    assert top_ups.top_ups(finance) == []
    raised("car", 65, make.HELD_ON)
    raised("car", 99, make.HELD_ON + timedelta(days=1))
    [found] = top_ups.top_ups(finance)
    # 10.5 miles at 65p are £6.83, at 55p £5.78: each rounded as a line is.
    assert (found.short, found.line.pence) == (Money(105), Money(578))
    assert found.line.claim_id == claim.id
    assert top_ups.top_ups(staff("auditor", project_id=project().id).actor()) == []
    client = as_("finance")
    assert "£1.05" in client.get("/mileage-to-top-up").text
    [row] = csv.DictReader(io.StringIO(client.get("/mileage-to-top-up/file").data.decode("utf-8-sig")))
    assert (row["Miles"], row["Short by"], row["Source"]) == ("10.5", "1.05", "HMRC, published late")


def test_mileage_that_nobody_approved_yet_is_put_right_on_its_claim_and_not_listed(stage: make.Stage) -> None:
    claim = make.drafted(stage, "Ann Able")
    with writing():
        services.add_expense(
            actor=stage.as_("lead"),
            on=TODAY,
            claim=claim,
            category="mileage",
            worked_on=make.HELD_ON,
            miles=Decimal(10),
            vehicle="car",
        )
    raised("car", 65, make.HELD_ON)
    assert top_ups.top_ups(stage.as_("finance")) == []

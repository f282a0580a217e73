"""Everything behind a payment: from the offer to the bank reference, and nothing of another project."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.staff import sign_in, staff
from tracker.db import db
from tracker.errors import Invalid, NotFound, Refused
from tracker.exports import services as exports
from tracker.money import Money
from tracker.payments import endings, evidence, gifts, services
from tracker.payments.models import Answer
from tracker.payments.run_models import Payment
from tracker.people import services as people
from tracker.web.ids import encode
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def stage() -> make.Stage:
    return make.stage()


def unpadded(page: str) -> str:
    """The page without the marks that keep amounts left to right."""
    return page.replace('<bdi dir="ltr">', "").replace("</bdi>", "")


def paid(stage: make.Stage, name: str, answer: Answer = Answer.FULL) -> Payment:
    make.approved(stage, name, answer=answer)
    return make.paid_run(stage).payments[0]


def test_one_page_leads_from_the_offer_to_the_bank_reference(stage: make.Stage, client: FlaskClient) -> None:
    payment = paid(stage, "Ada Example")
    sign_in(client, stage.cast.finance.email)
    page = client.get(f"/payments/{encode(payment.id)}").text
    for step in ("made on 23 November 2026", "the whole fee", "Attended", "Submitted on", "BACS 1"):
        assert step in page
    assert "What is recorded is what was approved." in page
    assert "2026-000001" in page


def test_it_names_who_recorded_the_answer_and_who_marked_the_run_as_paid(stage: make.Stage) -> None:
    payment = paid(stage, "Ada Example")
    found = evidence.evidence(stage.as_("finance"), payment.id)
    (offer,) = found.parts[0].offers
    assert found.names[found.answered_by[offer.id] or 0] == stage.cast.lead.name
    assert found.names[found.marked_paid_by or 0] == stage.cast.finance.name


def test_it_shows_the_file_with_its_hash_the_masked_account_and_every_act_in_order(
    stage: make.Stage, client: FlaskClient
) -> None:
    make.approved(stage, "Ada Example")
    run = make.released_run(stage)
    with writing():
        file = exports.make(actor=stage.as_("finance"), run=run, format_code="payment-list-csv")
        sha256 = file.sha256
    with writing():
        services.mark_paid(
            actor=stage.as_("finance"), on=TODAY, run=run, paid_on=TODAY, bank_reference="BACS 1"
        )
    sign_in(client, stage.cast.finance.email)
    page = client.get(f"/payments/{encode(run.payments[0].id)}").text
    assert sha256 in page.replace("<wbr>", "")
    assert "**-**-56 ****5678, version 1" in page
    assert "12345678" not in page
    for kind in ("sanctioned", "paid"):
        assert f"£75.00, fee, {kind}, cost code CC-100" in unpadded(page)
    order = (
        "Made offer",
        "Answered offer",
        "Submitted claim",
        "Approved claim",
        "Released run",
        "Marked paid",
    )
    places = [page.index(f": {did}, ") for did in order]
    assert places == sorted(places)


def test_of_checks_it_says_that_they_were_made_and_nothing_of_what_they_found(
    stage: make.Stage, client: FlaskClient
) -> None:
    person = make.person(stage, "Tia Told")
    with writing():
        people.record_circumstances(
            actor=stage.as_("contact"),
            on=TODAY,
            participant=person,
            values={"nation": "england"},
            consent_on=TODAY,
        )
        people.declare_benefit(
            actor=stage.as_("contact"),
            on=TODAY,
            participant=person,
            benefit="carers-allowance",
            since=date(2025, 1, 6),
            facts={"week_ends_on": "sunday"},
        )
    make.approved_for(stage, person, pence=90_000)
    told = make.paid_run(stage).payments[0]
    plain = paid(stage, "Ada Example")
    checks = [
        [made.step for made in evidence.evidence(stage.as_("finance"), one.id).parts[0].checks]
        for one in (told, plain)
    ]
    assert checks == [["Before the offer", "At approval"]] * 2
    sign_in(client, staff("auditor").email)
    page = client.get(f"/payments/{encode(told.id)}").text
    assert "Before the offer, on 23 November 2026" in page
    assert not re.search(r"carer|above|limit|talk to", page, re.IGNORECASE)


def test_a_payment_that_came_back_shows_every_try(stage: make.Stage, client: FlaskClient) -> None:
    payment = paid(stage, "Ada Example")
    with writing():
        endings.end_payment(
            actor=stage.as_("finance"), on=TODAY, payment=payment, code="arucs-c", ended_on=TODAY
        )
    make.paid_run(stage)
    again = db.session.scalars(db.select(Payment).where(Payment.replaces_id == payment.id)).one()
    found = evidence.evidence(stage.as_("finance"), again.id)
    assert [one.id for one in found.chain] == [payment.id, again.id]
    sign_in(client, stage.cast.finance.email)
    assert "we knew that it did not arrive" in client.get(f"/payments/{encode(payment.id)}").text


def test_a_viewer_of_no_claim_of_it_does_not_find_it(stage: make.Stage) -> None:
    payment = paid(stage, "Ada Example")
    with pytest.raises(NotFound):
        evidence.evidence(staff("manager").actor(), payment.id)
    assert evidence.evidence(stage.as_("lead"), payment.id).sum == Money(7500)


def test_finance_adds_the_charitys_confirmation_later(stage: make.Stage, client: FlaskClient) -> None:
    payment = paid(stage, "Ada Example", Answer.TO_CHARITY)
    sign_in(client, stage.cast.finance.email)
    address = f"/payments/{encode(payment.id)}"
    sent = {"confirmed_on": ["23", "11", "2026"], "confirmation": "Letter <4711>"}
    saved = client.post(f"{address}/confirmation", data=sent)
    assert "Letter &lt;4711&gt;, 23 November 2026" in client.get(saved.location).text


def test_only_a_gift_that_was_paid_is_confirmed_and_not_before(stage: make.Stage) -> None:
    gift = paid(stage, "Ada Example", Answer.TO_CHARITY)
    finance = stage.as_("finance")
    with pytest.raises(Invalid, match="from the day it was paid"), writing():
        gifts.confirm(
            actor=finance,
            on=TODAY,
            payment=gift,
            confirmed_on=TODAY - timedelta(days=1),
            confirmation="Letter",
        )
    other = paid(stage, "Bo Example")
    with pytest.raises(Refused, match="Only a gift"), writing():
        gifts.confirm(actor=finance, on=TODAY, payment=other, confirmed_on=TODAY, confirmation="Letter")

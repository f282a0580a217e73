"""A payroll's result marks as paid, keeps net pay and the day reported, and the checks count by them."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.staff import sign_in
from tests.payments.test_checks import told
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.documents.models import Document
from tracker.errors import Refused
from tracker.exports import freezing
from tracker.exports.formats import payroll_input_csv
from tracker.money import ZERO, Money
from tracker.payments import check_subjects, checks, ledger, payroll_net, payroll_results
from tracker.payments import services as payments
from tracker.payments.check_models import Check, CheckStage
from tracker.payments.models import ClaimLine, ClaimState, LineKind, Method
from tracker.payments.recorded import Reach, other_payments
from tracker.payments.run_models import Payment, PaymentState, PayRun, RunState
from tracker.people.models import Participant, PaymentRoute
from tracker.reconciliation import services
from tracker.reconciliation import table as tables
from tracker.reconciliation.matching import Fate, FileKind, Finding
from tracker.reconciliation.models import ReadFile
from tracker.web.ids import encode
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")

HEAD = "Payment ref,Gross pay,Net pay,Date paid,Reported to HMRC\n"
BEFORE = TODAY - timedelta(days=3)


@pytest.fixture
def stage() -> make.Stage:
    return make.stage()


def somebody(stage: make.Stage, name: str, route: PaymentRoute = PaymentRoute.PAYROLL) -> Participant:
    person = make.person(stage, name)
    with writing():
        person.payment_route = route
    return person


def released(stage: make.Stage, *people: Participant) -> PayRun:
    """A run of 75.00 to each, released three days ago."""
    for person in people:
        make.approved_for(stage, person, pence=7500)
    run = make.released_run(stage)
    with writing():
        run.released_on = BEFORE
    return run


def of(run: PayRun, method: Method) -> Payment:
    return next(payment for payment in run.payments if payment.method == method)


def row(
    payment: Payment | str,
    *,
    gross: str = "75.00",
    net: str = "60.00",
    paid: date = TODAY,
    reported: date = BEFORE,
) -> str:
    reference = payment if isinstance(payment, str) else payment.reference
    return f"{reference},{gross},{net},{paid:%d/%m/%Y},{reported:%d/%m/%Y}\n"


def kept_of(stage: make.Stage, text: str) -> ReadFile:
    table = tables.read(text.encode(), "payroll.csv")
    with writing():
        return services.keep(
            actor=stage.as_("finance"),
            kind=FileKind.PAYROLL,
            file_name="payroll.csv",
            content=text.encode(),
            table=table,
        )


def tried(stage: make.Stage, kept: ReadFile) -> list[Finding]:
    return services.dry_run(stage.as_("finance"), kept, TODAY)


def carry_out(stage: make.Stage, kept: ReadFile) -> int:
    shown = services.digest(tried(stage, kept))
    with writing():
        return services.carry_out(actor=stage.as_("finance"), on=TODAY, kept=kept, shown=shown)


def read_back(stage: make.Stage, *rows: str) -> int:
    return carry_out(stage, kept_of(stage, HEAD + "".join(rows)))


# --- the whole step ---------------------------------------------------------------------------------------


def test_what_payroll_was_given_comes_back_with_net_pay_and_closes_the_claim(stage: make.Stage) -> None:
    run = released(stage, somebody(stage, "Ada Example"), somebody(stage, "Bo Example", PaymentRoute.BANK))
    asked = payroll_input_csv.build(freezing.frozen(run, on=TODAY))
    [given] = list(csv.DictReader(io.StringIO(asked.content.decode("utf-8-sig"))))
    text = row(given["payment_ref"], gross=given["pay"])
    assert read_back(stage, text) == 1
    by_payroll, by_bank = of(run, Method.PAYROLL), of(run, Method.BANK)
    assert (by_payroll.net, by_payroll.reported_to_hmrc_on) == (Money(6000), BEFORE)
    assert (by_payroll.state, by_payroll.paid_on) == (PaymentState.PAID, TODAY)
    assert (by_payroll.claims[0].state, by_bank.state) == (ClaimState.PAID, PaymentState.RELEASED)
    assert (run.state, by_bank.net) == (RunState.RELEASED, None)
    position = ledger.position([by_payroll.claims[0].id])
    assert (position.outstanding, position.paid) == (ZERO, Money(7500))
    assert db.session.scalars(select(Document.number)).all() == [by_payroll.receipt_number]
    verbs = db.session.scalars(select(AuditEvent.verb)).all()
    assert {"kept-payroll-result", "marked-paid", "carried-out-file-of-payroll"} <= set(verbs)


def test_the_same_file_again_changes_nothing_and_other_numbers_are_refused(stage: make.Stage) -> None:
    run = released(stage, somebody(stage, "Ada Example"))
    [payment] = run.payments
    read_back(stage, row(payment))
    again = kept_of(stage, HEAD + row(payment))
    assert [one.fate for one in tried(stage, again)] == [Fate.DONE]
    with pytest.raises(Refused, match="Nothing in this file changes anything"):
        carry_out(stage, again)
    other = kept_of(stage, HEAD + row(payment, net="61.00"))
    assert [one.sentence for one in tried(stage, other)] == [
        f"Other numbers are kept already: net pay £60.00, reported on {BEFORE.day} {BEFORE:%B %Y}."
    ]
    assert payment.net == Money(6000)


def test_what_was_marked_as_paid_by_hand_gets_its_net_pay_and_no_second_receipt(stage: make.Stage) -> None:
    run = released(stage, somebody(stage, "Ada Example"))
    with writing():
        payments.mark_paid(
            actor=stage.as_("finance"), on=TODAY, run=run, paid_on=TODAY, bank_reference="PAYROLL"
        )
    [payment] = run.payments
    number = payment.receipt_number
    assert read_back(stage, row(payment)) == 1
    assert (payment.net, payment.receipt_number) == (Money(6000), number)
    assert len(db.session.scalars(select(Document.id)).all()) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"gross": "74.99"},
        {"net": "75.01"},
        {"net": "-1.00"},
        {"net": "60.001"},
        {"paid": TODAY + timedelta(days=1)},
        {"paid": BEFORE - timedelta(days=1)},
        {"reported": TODAY + timedelta(days=1)},
        {"reported": BEFORE - timedelta(days=1)},
    ],
)
def test_one_row_in_the_way_keeps_nothing_of_the_file(stage: make.Stage, wrong: dict[str, Any]) -> None:
    run = released(stage, somebody(stage, "Ada Example"), somebody(stage, "Bo Example"))
    first, second = run.payments
    kept = kept_of(stage, HEAD + row(first) + row(second, **wrong))
    assert not services.can_be_done(kept.kind, tried(stage, kept))
    with pytest.raises(Refused, match="so nothing of the file is"):
        carry_out(stage, kept)
    assert {(one.state, one.net) for one in run.payments} == {(PaymentState.RELEASED, None)}


def test_payments_of_another_way_and_of_a_run_that_waits_and_unknown_ones_stop_the_file(
    stage: make.Stage,
) -> None:
    run = released(stage, somebody(stage, "Ada Example"), somebody(stage, "Bo Example", PaymentRoute.BANK))
    by_payroll, by_bank = of(run, Method.PAYROLL), of(run, Method.BANK)
    make.approved_for(make.stage_in(stage, "Another day"), somebody(stage, "Cy Example"), pence=7500)
    waiting = make.prepared_run(stage)
    unknown = row(f"{waiting.ref}-0001") + row("R26-0099-0001")
    kept = kept_of(stage, HEAD + row(by_payroll) + row(by_bank) + unknown)
    assert {one.sentence for one in tried(stage, kept)} == {
        "Will be kept, and marked as paid.",
        "It is not paid through payroll but another way: bank.",
        f"{waiting.ref} is not released yet, so nothing of it can have been paid.",
        "There is no payment R26-0099-0001 here.",
    }
    with pytest.raises(Refused, match="so nothing of the file is"):
        carry_out(stage, kept)
    assert by_payroll.state == PaymentState.RELEASED


def test_a_net_pay_is_kept_once_and_never_beyond_the_gross(stage: make.Stage) -> None:
    run = released(stage, somebody(stage, "Ada Example"), somebody(stage, "Bo Example", PaymentRoute.BANK))
    by_payroll, by_bank = of(run, Method.PAYROLL), of(run, Method.BANK)

    def keep(payment: Payment, pence: int, reported_on: date = TODAY) -> None:
        with writing():
            payroll_results.keep_result(
                actor=stage.as_("finance"),
                on=TODAY,
                payment=payment,
                net=Money(pence),
                reported_on=reported_on,
            )

    for payment, pence, reported_on, sentence in (
        (by_payroll, 7501, TODAY, "from £0.00 up to £75.00"),
        (by_payroll, 100, TODAY + timedelta(days=1), "up to today"),
        (by_bank, 100, TODAY, "not paid through payroll"),
    ):
        with pytest.raises(Exception, match=sentence):
            keep(payment, pence, reported_on)
    keep(by_payroll, 0)
    with pytest.raises(Refused, match="is kept already"):
        keep(by_payroll, 1)


# --- what the checks see ----------------------------------------------------------------------------------


def test_the_checks_count_net_pay_and_know_the_day_it_was_reported(stage: make.Stage) -> None:
    person = somebody(stage, "Ada Example")
    run = released(stage, person)
    [payment] = run.payments
    [claim] = payment.claims
    with writing():
        claim.lines.append(
            ClaimLine(
                kind=LineKind.EXPENSE,
                category="travel",
                description="Bus",
                pence=Money(1000),
                worked_on=claim.lines[0].worked_on,
            )
        )
        payment.pence = Money(8500)
    read_back(stage, row(payment, gross="85.00", net="70.00"))
    facts = [known.fact for known in other_payments([person.id], Reach(date(2026, 11, 1), TODAY))[person.id]]
    assert {(fact["kind"], fact["amount"], fact["net"], fact["reported_to_hmrc_on"]) for fact in facts} == {
        ("fee", "75.00", "60.00", BEFORE.isoformat()),
        ("expense", "10.00", "10.00", BEFORE.isoformat()),
    }
    subject = check_subjects.of_claim(claim, CheckStage.PAID, [TODAY])
    seen = checks.tried(on=TODAY, subject=subject).facts["payments"]
    assert {(fact["kind"], fact["net"]) for fact in seen} == {("fee", "60.00"), ("expense", "10.00")}


def test_what_is_still_to_move_is_checked_again_with_the_net_pay(stage: make.Stage) -> None:
    person = somebody(stage, "Ada Example")
    told(stage, person, "universal-credit", assessment_period_starts_on_day=1)
    run = released(stage, person)
    later = make.stage_in(stage, "Another day")
    waits = make.approved_for(later, person, pence=2000)
    [payment] = run.payments
    before = db.session.scalars(select(Check.id).where(Check.claim_id == waits.id)).all()
    read_back(stage, row(payment))
    again = db.session.scalars(select(Check).where(Check.claim_id == waits.id, Check.id.not_in(before))).one()
    assert {fact["net"] for fact in again.facts["payments"]} == {None, "60.00"}


def test_what_came_back_has_no_net_pay_for_the_checks(stage: make.Stage) -> None:
    run = released(stage, somebody(stage, "Ada Example"))
    [payment] = run.payments
    read_back(stage, row(payment))
    with writing():
        payments.end_payment(
            actor=stage.as_("finance"), on=TODAY, payment=payment, code="sent-back", ended_on=TODAY, note=""
        )
    assert payroll_net.deducted_of(payment.claims) == {}


# --- the pages --------------------------------------------------------------------------------------------


def test_finance_sees_each_row_as_understood_and_then_the_evidence(
    app: Flask, client: FlaskClient, stage: make.Stage
) -> None:
    run = released(stage, somebody(stage, "Ada Example"))
    [payment] = run.payments
    sign_in(client, stage.cast.finance.email)
    page = client.get(f"/pay-runs/{encode(run.id)}").get_data(as_text=True)
    assert "/pay-runs/read-back?kind=payroll" in page
    text = HEAD + row(payment) + "E123,900.00,800.00,20/11/2026,20/11/2026\n"
    answer = client.post(
        "/pay-runs/read-back",
        data={"kind": "payroll", "file": (io.BytesIO(text.encode()), "payroll.csv"), "once": "a"},
    )
    page = client.get(answer.location).get_data(as_text=True)
    for said in ("Will be kept: 1", "£60.00", "Reported to HMRC", "Keep what the payroll paid of 1 payment"):
        assert said in page
    kept = db.session.scalars(select(ReadFile)).one()
    shown = services.digest(tried(stage, kept))
    client.post(f"{answer.location}/carry-out", data={"shown": shown, "once": "b"})
    assert "kept with the net pay" in client.get(answer.location).get_data(as_text=True)
    page = client.get(f"/payments/{encode(payment.id)}").get_data(as_text=True)
    assert "Net pay, by the payroll" in page
    assert "£60.00" in page


def test_a_file_with_a_row_in_the_way_has_no_button(
    app: Flask, client: FlaskClient, stage: make.Stage
) -> None:
    run = released(stage, somebody(stage, "Ada Example"))
    kept = kept_of(stage, HEAD + row(run.payments[0]) + row("R26-0099-0001"))
    sign_in(client, stage.cast.finance.email)
    page = client.get(f"/pay-runs/read-back/{encode(kept.id)}").get_data(as_text=True)
    assert "kept whole or not at all" in page
    assert "There is no payment R26-0099-0001 here." in page
    assert "Keep what the payroll paid" not in page

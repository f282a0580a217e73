"""A payment fails or comes back: it stays, its receipt is void, and what it paid is owed and paid again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.projects import project
from tests.factories.staff import sign_in, staff
from tracker.db import db
from tracker.documents.models import Document
from tracker.errors import Invalid, NotFound, Refused
from tracker.exports.freezing import frozen
from tracker.exports.payment_list import rows
from tracker.money import ZERO, Money
from tracker.payments import ledger, new_details, recorded, run_queries, runs, services, stops
from tracker.payments.end_reasons import REASONS, for_method
from tracker.payments.models import Claim, ClaimState, Method
from tracker.payments.run_models import Payment, PaymentState, PayRun, RunState
from tracker.people.models import PayeeVersion
from tracker.people.services import set_payee
from tracker.web.ids import encode
from tracker.web.transaction import writing


def end(
    stage: make.Stage, payment: Payment, code: str = "arucs-c", *, on: date = TODAY, note: str = ""
) -> list[Claim]:
    """Finance records that a payment did not arrive."""
    with writing():
        return services.end_payment(
            actor=stage.as_("finance"), on=TODAY, payment=payment, code=code, ended_on=on, note=note
        )


def paid(stage: make.Stage, name: str = "Ada Example") -> tuple[Claim, Payment]:
    """A claim and the payment that paid it."""
    claim = make.approved(stage, name)
    return claim, make.paid_run(stage).payments[0]


def new_account(stage: make.Stage, claim: Claim) -> PayeeVersion:
    """The person's new bank details."""
    with writing():
        return set_payee(
            actor=stage.as_("finance"),
            on=TODAY,
            participant=claim.participant,
            account_name="Ada",
            sort_code="400000",
            account_number="87654321",
        )


def receipts() -> list[tuple[str, date | None]]:
    rows = db.session.execute(select(Document.number, Document.void_on).order_by(Document.number))
    return [(number, void_on) for number, void_on in rows]


# --- what becomes of the money ------------------------------------------------------------------------------


def test_what_came_back_is_owed_again_as_it_was_approved(db_session: object) -> None:
    stage = make.stage()
    claim, payment = paid(stage)
    assert end(stage, payment) == [claim]
    assert (payment.state, payment.ended_on) == (PaymentState.RETURNED, TODAY)
    assert (claim.state, claim.pay_run_id) == (ClaimState.APPROVED, None)
    position = ledger.position([claim.id])
    assert (position.sanctioned, position.paid, position.outstanding) == (claim.total, ZERO, claim.total)


def test_the_receipt_of_what_came_back_keeps_its_number_and_is_void(db_session: object) -> None:
    stage = make.stage()
    _, payment = paid(stage)
    content = db.session.scalars(select(Document.content)).one()
    end(stage, payment)
    assert receipts() == [("2026-000001", TODAY)]
    assert payment.receipt_number == "2026-000001"
    assert db.session.scalars(select(Document.content)).one() == content


def test_what_is_paid_again_is_a_new_payment_linked_to_the_old_with_the_next_number(
    db_session: object,
) -> None:
    stage = make.stage()
    claim, first = paid(stage)
    end(stage, first)
    second = make.paid_run(stage).payments[0]
    assert (second.replaces_id, second.claims, second.pence) == (first.id, [claim], first.pence)
    assert receipts() == [("2026-000001", TODAY), ("2026-000002", None)]
    position = ledger.position([claim.id])
    assert (position.paid, position.outstanding) == (claim.total, ZERO)


def test_what_came_back_twice_links_each_try_to_the_one_before(db_session: object) -> None:
    stage = make.stage()
    _, first = paid(stage)
    end(stage, first)
    second = make.paid_run(stage).payments[0]
    end(stage, second)
    third = make.paid_run(stage).payments[0]
    assert (second.replaces_id, third.replaces_id) == (first.id, second.id)


def test_no_more_is_paid_again_than_came_back(db_session: object) -> None:
    """A claim that was made larger behind the program's back is not as approved, and goes into no run."""
    stage = make.stage()
    claim, first = paid(stage)
    end(stage, first)
    assert claim.total == first.pence
    with writing():
        claim.lines[0].pence = Money(first.pence.pence + 1)
    assert [one.code for one in stops.left_out([claim])] == ["changed"]
    with pytest.raises(Refused, match="No approved claim is ready"):
        make.prepared_run(stage)


def test_what_we_asked_back_may_be_paid_to_the_same_account(db_session: object) -> None:
    stage = make.stage()
    claim, first = paid(stage)
    end(stage, first, "arucs-c")
    assert stops.left_out([claim]) == []
    assert make.paid_run(stage).payments[0].payee_version_id == first.payee_version_id


def test_what_is_paid_again_is_not_put_together_with_what_is_paid_first(db_session: object) -> None:
    stage = make.stage()
    claim, first = paid(stage)
    end(stage, first)
    later = make.stage_in(stage, "Another day")
    other = make.approved_for(later, claim.participant, pence=2000)
    run = make.paid_run(stage)
    assert {(payment.replaces_id, tuple(payment.claims)) for payment in run.payments} == {
        (first.id, (claim,)),
        (None, (other,)),
    }


def test_a_claim_whose_bank_details_changed_since_is_approved_again_first(db_session: object) -> None:
    stage = make.stage()
    claim, payment = paid(stage)
    new_account(stage, claim)
    end(stage, payment)
    assert (claim.state, claim.approval_hash) == (ClaimState.SUBMITTED, None)
    position = ledger.position([claim.id])
    assert (position.sanctioned, position.paid) == (ZERO, ZERO)


@pytest.mark.parametrize("code", ["arucs-0", "arucs-3", "arucs-5", "arucs-b", "refused-details"])
def test_an_account_that_a_bank_sent_money_back_from_is_not_paid_again(db_session: object, code: str) -> None:
    stage = make.stage()
    claim, first = paid(stage)
    end(stage, first, code)
    [stopped] = stops.left_out([claim])
    assert stopped.code == "details-refused"
    assert REASONS[code].words in stopped.reason
    new = new_account(stage, claim)
    assert [one.code for one in stops.left_out([claim])] == ["changed"]
    with writing():
        runs.send_back_changed(actor=stage.as_("finance"), on=TODAY)
    with writing():
        services.approve(
            actor=stage.as_("approver"), on=TODAY, claim=claim, shown_hash=services.current_hash(claim)
        )
    [waits] = stops.left_out([claim])
    assert (waits.code, waits.reason) == ("details-unconfirmed", new_details.TO_CONFIRM)
    make.confirmed(stage, new)
    second = make.paid_run(stage).payments[0]
    assert second.replaces_id == first.id
    assert second.payee_version_id == new.id


def test_another_claim_is_not_paid_to_the_account_that_money_came_back_from(db_session: object) -> None:
    stage = make.stage()
    claim, payment = paid(stage)
    end(stage, payment, "arucs-b")
    later = make.stage_in(stage, "Another day")
    other = make.approved_for(later, claim.participant, pence=2000)
    assert [one.code for one in stops.left_out([other])] == ["details-refused"]


def test_a_run_has_failed_when_none_of_its_payments_arrived(db_session: object) -> None:
    stage = make.stage()
    for name in ("Ada Example", "Bob Example"):
        make.approved(stage, name)
    run = make.paid_run(stage)
    end(stage, run.payments[0], "refused")
    assert run.state == RunState.PAID
    end(stage, run.payments[1])
    assert run.state == RunState.FAILED
    totals = run_queries.run_totals([run.id])[run.id]
    assert (totals.claims, totals.pence) == (2, Money(15000))


# --- what is refused ----------------------------------------------------------------------------------------


def test_a_payment_ends_once(db_session: object) -> None:
    stage = make.stage()
    claim, payment = paid(stage)
    end(stage, payment)
    with pytest.raises(Refused, match="recorded as returned already"):
        end(stage, payment)
    assert ledger.position([claim.id]).paid == ZERO


def test_a_payment_that_is_not_marked_as_paid_does_not_end(db_session: object) -> None:
    stage = make.stage()
    make.approved(stage, "Ada Example")
    run = make.released_run(stage)
    with pytest.raises(Refused, match="not marked as paid yet"):
        end(stage, run.payments[0])


@pytest.mark.parametrize("days", [-1, 1])
def test_a_payment_ends_between_the_day_it_was_paid_and_today(db_session: object, days: int) -> None:
    stage = make.stage()
    _, payment = paid(stage)
    with pytest.raises(Invalid, match="from the day it was paid up to today"):
        end(stage, payment, on=TODAY + timedelta(days=days))


@pytest.mark.parametrize(
    ("code", "note", "sentence"),
    [
        ("not-cashed", "", "Choose what happened from the list"),
        ("made-up", "", "Choose what happened from the list"),
        ("other", "", "Write down what happened"),
        ("other", "Her Universal Credit stopped", "Finance reads this"),
        ("arucs-b", "Ask the DWP", "Finance reads this"),
    ],
)
def test_a_reason_is_one_of_the_method_s_and_tells_nothing_of_benefits(
    db_session: object, code: str, note: str, sentence: str
) -> None:
    stage = make.stage()
    _, payment = paid(stage)
    with pytest.raises(Invalid, match=sentence):
        end(stage, payment, code, note=note)
    assert payment.state == PaymentState.PAID


@pytest.mark.parametrize("method", Method)
def test_every_way_of_paying_has_a_reason_that_asks_what_happened(method: Method) -> None:
    reasons = for_method(method)
    assert {reason.code for reason in reasons if reason.needs_note} - {"not-taken"} == {"other"}
    assert len(reasons) >= 3


# --- what was refused before it left ------------------------------------------------------------------------


def test_what_was_refused_before_it_left_is_owed_again_without_a_receipt_and_the_rest_stands(
    db_session: object,
) -> None:
    stage = make.stage()
    refused, other = (make.approved(stage, name) for name in ("Ada Example", "Bo Example"))
    run = make.released_run(stage)
    [payment] = [one for one in run.payments if one.claims == [refused]]
    assert end(stage, payment, "not-taken", note="No such supplier") == [refused]
    assert (payment.state, payment.paid_on, payment.receipt_number) == (PaymentState.FAILED, None, None)
    assert (refused.state, other.state) == (ClaimState.APPROVED, ClaimState.IN_PAY_RUN)
    position = ledger.position([refused.id])
    assert (position.paid, position.outstanding) == (ZERO, refused.total)
    assert run.state == RunState.RELEASED
    with writing():
        services.mark_paid(actor=stage.as_("finance"), on=TODAY, run=run, paid_on=TODAY, bank_reference="B")
    assert (run.state, refused.state, other.state) == (RunState.PAID, ClaimState.APPROVED, ClaimState.PAID)
    assert receipts() == [("2026-000001", None)]
    again = make.paid_run(stage).payments[0]
    assert (again.replaces_id, again.claims) == (payment.id, [refused])


def test_a_run_whose_last_waiting_payment_is_refused_is_paid_and_one_refused_whole_has_failed(
    db_session: object,
) -> None:
    stage = make.stage()
    for name in ("Ada Example", "Bo Example"):
        make.approved(stage, name)
    run = make.released_run(stage)
    first, last = run.payments
    with writing():
        services.mark_paid(
            actor=stage.as_("finance"),
            on=TODAY,
            run=run,
            paid_on=TODAY,
            bank_reference="B",
            only={first.id: "OWN REF"},
        )
    assert (run.state, first.bank_reference, last.bank_reference) == (RunState.RELEASED, "OWN REF", None)
    end(stage, last, "refused")
    assert run.state == RunState.PAID
    whole = make.released_run(stage)
    end(stage, whole.payments[0], "refused-details")
    assert whole.state == RunState.FAILED


def test_a_payment_that_is_paid_already_is_not_marked_as_paid_among_some(db_session: object) -> None:
    stage = make.stage()
    for name in ("Ada Example", "Bo Example"):
        make.approved(stage, name)
    run = make.released_run(stage)
    some = {"actor": stage.as_("finance"), "on": TODAY, "paid_on": TODAY, "bank_reference": "B"}
    with writing():
        services.mark_paid(run=run, only={run.payments[0].id: "B"}, **some)
    with pytest.raises(Refused, match="not on their way any more"), writing():
        services.mark_paid(run=run, only={one.id: "B" for one in run.payments}, **some)
    assert [one.state for one in run.payments] == [PaymentState.PAID, PaymentState.RELEASED]


# --- nothing counts as paid but what stands -----------------------------------------------------------------


def facts_of(claim: Claim) -> list[tuple[str, str]]:
    reach = recorded.Reach(TODAY - timedelta(days=60), TODAY + timedelta(days=60))
    found = recorded.other_payments([claim.participant_id], reach)[claim.participant_id]
    return [(known.fact["state"], known.fact["amount"]) for known in found]


def test_a_check_counts_what_came_back_as_still_to_be_paid_and_what_was_paid_again_once(
    db_session: object,
) -> None:
    stage = make.stage()
    claim, payment = paid(stage)
    assert facts_of(claim) == [("paid", "75.00")]
    end(stage, payment)
    assert facts_of(claim) == [("planned", "75.00")]
    make.paid_run(stage)
    assert facts_of(claim) == [("paid", "75.00")]


def test_the_payment_list_keeps_what_did_not_arrive_and_says_so(db_session: object) -> None:
    stage = make.stage()
    for name in ("Ada Example", "Bob Example"):
        make.approved(stage, name)
    run = make.paid_run(stage)
    gone = run.payments[0]
    new_account(stage, gone.claims[0])
    end(stage, gone)
    made = frozen(run, on=TODAY)
    assert (len(made.payments), made.total) == (2, Money(15000))
    assert str(rows(made)[0][-1]).startswith("It did not arrive: recorded for 23 November 2026.")
    assert rows(made)[1][-1] is None


def test_the_payment_list_says_what_a_row_is_paid_in_place_of(db_session: object) -> None:
    stage = make.stage()
    _, first = paid(stage)
    end(stage, first)
    again = make.released_run(stage)
    assert rows(frozen(again, on=TODAY))[0][-1] == f"In place of {first.run.ref}-0001, which did not arrive."


def test_finance_of_the_project_still_sees_the_run_whose_money_came_back(db_session: object) -> None:
    stage = make.stage()
    _, payment = paid(stage)
    run = payment.run
    theirs = staff("finance", project_id=stage.project.id).actor()
    elsewhere = staff("finance", project_id=project().id).actor()
    end(stage, payment)
    assert run_queries.run(theirs, run.id) == run
    with pytest.raises(NotFound):
        run_queries.run(elsewhere, run.id)


def test_whoever_recorded_a_return_may_approve_the_claim_again(db_session: object) -> None:
    stage = make.stage()
    claim, payment = paid(stage)
    both = staff("finance", "approver").actor()
    new_account(stage, claim)
    with writing():
        services.end_payment(actor=both, on=TODAY, payment=payment, code="arucs-b", ended_on=TODAY)
    with writing():
        services.approve(actor=both, on=TODAY, claim=claim, shown_hash=services.current_hash(claim))
    assert claim.state == ClaimState.APPROVED


# --- on the screen ------------------------------------------------------------------------------------------


def test_finance_records_on_the_screen_that_a_payment_came_back(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        stage = make.stage()
        claim, payment = paid(stage)
        bound = app.url_map.bind("localhost")
        page = bound.build("payments.end_payment", {"payment_id": payment.id})
        run_page = bound.build("payments.run", {"run_id": payment.run_id})
        claim_page = bound.build("payments.claim", {"claim_id": claim.id})
        receipt = bound.build("documents.of_payment", {"payment_id": payment.id})
        sign_in(client, stage.cast.finance.email)
    assert "It did not arrive" in client.get(run_page).text
    assert "becomes void and keeps its number" in client.get(page).text
    sent = {"code": "arucs-b", "ended_on": ["23", "11", "2026"]}
    answer = client.post(page, data=sent, follow_redirects=True).text
    assert "Receipt 2026-000001 is void. Ask the person for their new details" in answer
    assert "The account is closed" in answer
    assert "None of its payments arrived" in answer
    assert "Not paid again yet" in client.get(page).text
    assert "£0.00</bdi> paid" in client.get(claim_page).text
    assert "Void since 23 November 2026" in client.get(receipt, follow_redirects=True).text
    assert "did not arrive. The account is closed" in client.get("/pay-runs").text


def test_a_return_recorded_a_second_time_is_a_sentence(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        stage = make.stage()
        _, payment = paid(stage)
        page = app.url_map.bind("localhost").build("payments.end_payment", {"payment_id": payment.id})
        sign_in(client, stage.cast.finance.email)
    sent = {"code": "arucs-c", "ended_on": ["23", "11", "2026"]}
    assert client.post(page, data=sent).status_code == 302
    answer = client.post(page, data=sent)
    assert "recorded as returned already" in answer.text
    with app.app_context():
        assert db.session.scalars(select(PayRun.state)).all() == [RunState.FAILED]


def test_details_that_the_bank_refused_while_in_a_run_are_not_paid_into(db_session: object) -> None:
    stage = make.stage()
    first = make.approved(stage, "Ada Example")
    payment = make.paid_run(stage).payments[0]
    second = make.approved_for(make.stage_in(stage, "Another workshop"), first.participant, pence=2500)
    run = make.prepared_run(stage)
    end(stage, payment, "arucs-b")
    with writing():
        (leaving,) = services.release(actor=stage.as_("releaser"), on=TODAY, run=run)
    assert (leaving.claim, leaving.code) == (second, "details-refused")
    assert (run.state, second.state, second.pay_run_id) == (RunState.PREPARED, ClaimState.APPROVED, None)


def test_money_did_not_leave_before_its_run_was_released(db_session: object) -> None:
    stage = make.stage()
    make.approved(stage, "Ada Example")
    run = make.prepared_run(stage)
    tomorrow = TODAY + timedelta(days=1)
    with writing():
        services.release(actor=stage.as_("releaser"), on=tomorrow, run=run)
    with pytest.raises(Invalid, match="from the day the run was released"), writing():
        services.mark_paid(
            actor=stage.as_("finance"), on=tomorrow, run=run, paid_on=TODAY, bank_reference="BACS 1"
        )


def test_the_pages_of_what_was_refused_before_it_left_say_that_it_never_left(
    app: Flask, client: FlaskClient, db_session: object
) -> None:
    stage = make.stage()
    claim = make.approved(stage, "Ada Example")
    run = make.released_run(stage)
    [payment] = run.payments
    path, run_path = f"/payments/{encode(payment.id)}", f"/pay-runs/{encode(run.id)}"
    sign_in(client, stage.cast.finance.email)
    assert "It was refused" in client.get(run_path).text
    data = {"code": "refused", "ended_on": ["23", "11", "2026"], "once": "a"}
    assert client.post(f"{path}/did-not-arrive", data=data).status_code == 302
    assert "It never left" in client.get(path).text
    assert "It never left" in client.get(f"{path}/did-not-arrive").text
    assert "Refused before it left, in pay run" in client.get(f"/claims/{encode(claim.id)}").text

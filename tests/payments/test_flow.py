"""One payment's whole way, and the moves that are refused on it."""

from __future__ import annotations

import pytest

from tests.conftest import TODAY
from tests.factories import payments as make
from tracker.db import db
from tracker.errors import Refused
from tracker.money import Money
from tracker.payments import ledger, services
from tracker.payments.check_models import Check, CheckStage
from tracker.payments.models import ClaimState
from tracker.payments.run_models import EntryKind, PaymentState, RunState
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


def test_a_fee_travels_from_attendance_to_a_numbered_receipt() -> None:
    stage = make.stage()
    claim = make.approved(stage, "Ada Example")
    run = make.paid_run(stage)
    payment = run.payments[0]
    assert (claim.state, run.state, payment.state) == (ClaimState.PAID, RunState.PAID, PaymentState.PAID)
    assert payment.pence == Money(7500)
    assert payment.receipt_number == "2026-000001"
    sums = ledger.balance([claim.id])
    assert sums[EntryKind.SANCTIONED] == sums[EntryKind.PAID] == Money(7500)


def test_each_stage_stores_a_check() -> None:
    stage = make.stage()
    make.approved(stage, "Ada Example")
    make.paid_run(stage)
    stages = [check.stage for check in db.session.scalars(db.select(Check).order_by(Check.made_at))]
    assert stages == [CheckStage.OFFER, CheckStage.APPROVAL, CheckStage.PAY_RUN]


def test_who_recorded_a_claim_cannot_approve_it() -> None:
    stage = make.stage()
    claim = make.submitted(stage, "Ada Example")
    with pytest.raises(Refused, match="somebody else must approve"), writing():
        services.approve(
            actor=stage.as_("lead"), on=TODAY, claim=claim, shown_hash=services.current_hash(claim)
        )


def test_who_prepared_a_run_cannot_release_it() -> None:
    stage = make.stage()
    make.approved(stage, "Ada Example")
    run = make.prepared_run(stage)
    with pytest.raises(Refused, match="somebody else must release"), writing():
        services.release(actor=stage.as_("finance"), on=TODAY, run=run)


def test_an_approval_is_of_what_was_shown() -> None:
    stage = make.stage()
    claim = make.submitted(stage, "Ada Example")
    with pytest.raises(Refused, match="changed after you opened it"), writing():
        services.approve(actor=stage.as_("approver"), on=TODAY, claim=claim, shown_hash="0" * 64)


def test_new_bank_details_send_an_approved_claim_back_to_be_approved_again() -> None:
    from tracker.people import services as people

    stage = make.stage()
    claim = make.approved(stage, "Ada Example")
    run = make.prepared_run(stage)
    with writing():
        people.set_payee(
            actor=stage.as_("finance"),
            on=TODAY,
            participant=claim.participant,
            account_name="A Example",
            sort_code="65-43-21",
            account_number="87654321",
        )
    with writing():
        changed = services.release(actor=stage.as_("releaser"), on=TODAY, run=run)
    assert [one.claim.ref for one in changed] == [claim.ref]
    assert (claim.state, claim.approval_hash, run.state) == (ClaimState.SUBMITTED, None, RunState.PREPARED)
    assert ledger.balance([claim.id])[EntryKind.SANCTIONED] == Money(0)

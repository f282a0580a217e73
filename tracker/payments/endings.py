"""Record that a payment did not arrive: it stays as it was made, its money is owed again.

The ledger's entries are reversed, never changed; the receipt keeps its number and becomes void; the claims go
back to be paid as they were approved or, where they or the bank details changed since, to be approved again.
What a bank or a finance system refused before it left has neither entries nor a receipt.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.payments import books, for_finance, ledger, paying, run_locks, stops
from tracker.payments.end_reasons import EndReason, for_method
from tracker.payments.models import Claim, ClaimState
from tracker.payments.payment_queries import ENDED
from tracker.payments.run_models import Payment, PaymentClaim, PaymentState, PayRun, RunState
from tracker.payments.states import paid_claim_comes_back, payment_may_move, run_may_move
from tracker.permissions import Actor

# Called for each payment that did not arrive, in the same transaction: documents void the receipt here.
EndHook = Callable[[Payment, Actor, date], None]
_when_ended: list[EndHook] = []


def when_ended(hook: EndHook) -> None:
    """Let a package above act on every payment that did not arrive, without payments knowing it."""
    if hook not in _when_ended:
        _when_ended.append(hook)


def end_payment(
    *, actor: Actor, on: date, payment: Payment, code: str, ended_on: date, note: str = ""
) -> list[Claim]:
    """Record that a payment was refused, failed or came back, and return its claims, which are owed again.

    Raises Invalid for a reason that is none of this method's, or that only a paid payment can have, and for a
    day before it was paid, or released.
    """
    members = _claims_of(payment)
    run = run_locks.locked(payment.run)
    payment = _locked(payment)
    reason = _reason(payment, code, note)
    payment_may_move(payment.state, reason.state)
    since, left = payment.paid_on or run.released_on or run.prepared_on, payment.paid_on is not None
    if not since <= ended_on <= on:
        first = "paid" if left else "released"
        raise Invalid(f"Enter a day from the day it was {first} up to today.", field="ended_on")
    books.must_be_open(ended_on, field="ended_on")
    payment.state, payment.ended_on = reason.state, ended_on
    payment.end_code, payment.end_note = reason.code, note or None
    db.session.flush()
    ledger.reverse_payment(actor=actor, payment=payment, on=ended_on)
    _owe_again(actor, on, members)
    _end_run(actor, run)
    for hook in _when_ended:
        hook(payment, actor, on)
    values = {"state": reason.state.value, "reason_code": reason.code, "on": ended_on.isoformat()}
    record(actor, "ended-payment", payment, values={**values, "pence": payment.pence.pence})
    return members


def _reason(payment: Payment, code: str, note: str) -> EndReason:
    for_finance.note(note, field="note")
    found = next((reason for reason in for_method(payment.method) if reason.code == code), None)
    if found is None:
        raise Invalid("Choose what happened from the list.", field="code")
    if payment.state == PaymentState.RELEASED and not found.before_it_left:
        raise Refused(
            "This cannot be done now: the payment is on its way and not marked as paid yet.",
            code="payment-released",
        )
    if found.needs_note and not note:
        raise Invalid("Write down what happened.", field="note")
    return found


def _owe_again(actor: Actor, on: date, members: list[Claim]) -> None:
    """Claims go back to `approved`, or to `submitted` where what was approved is not what stands now."""
    for claim in members:
        paid_claim_comes_back(claim.state)
        claim.state, claim.pay_run_id = ClaimState.APPROVED, None
    db.session.flush()
    for claim in members:
        record(actor, "owed-again", claim, values={"state": claim.state.value, "on": on.isoformat()})
    stops.send_back(actor=actor, on=on, members=members)


def _end_run(actor: Actor, run: PayRun) -> None:
    """A run none of whose payments arrived has failed; one that waits for none any more is paid."""
    still = select(Payment.id).where(Payment.run_id == run.id, Payment.state.not_in(ENDED)).limit(1)
    if db.session.scalar(still) is None:
        run_may_move(run.state, RunState.FAILED)
        run.state = RunState.FAILED
        db.session.flush()
        record(actor, "run-failed", run, values={"state": run.state.value})
    elif run.state == RunState.RELEASED and not paying.still_on_its_way(run):
        run.state = RunState.PAID
        db.session.flush()
        record(actor, "run-paid", run, values={"state": run.state.value})


def _claims_of(payment: Payment) -> list[Claim]:
    """The payment's claims, locked in the order of their ids (claims are locked before their run)."""
    return list(
        db.session.scalars(
            select(Claim)
            .join(PaymentClaim, PaymentClaim.claim_id == Claim.id)
            .where(PaymentClaim.payment_id == payment.id)
            .order_by(Claim.id)
            .options(selectinload(Claim.lines))
            .with_for_update(of=Claim)
            .execution_options(populate_existing=True)
        )
    )


def _locked(payment: Payment) -> Payment:
    return db.session.scalars(
        select(Payment)
        .where(Payment.id == payment.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()

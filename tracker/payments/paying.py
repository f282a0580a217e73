"""Mark what a run pays as paid: the whole of it by hand, or those payments that a bank's file says left.

Receipts are numbered and frozen and the ledger written in one transaction. A run is paid once none of its
payments is still on its way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.payments import books, check_subjects, checks, ledger, numbering
from tracker.payments.check_models import Check, CheckStage
from tracker.payments.models import Claim, ClaimLine, ClaimState
from tracker.payments.run_locks import claims_in, locked
from tracker.payments.run_models import Payment, PaymentState, PayRun, RunState
from tracker.payments.states import run_may_move
from tracker.permissions import Actor
from tracker.sessions.models import Attendance

# Called for the payments of a run marked as paid, in the same transaction: documents freeze receipts here.
PaidHook = Callable[[Sequence[Payment], Actor, date], None]
_when_paid: list[PaidHook] = []


def when_paid(hook: PaidHook) -> None:
    """Let a package above act on all payments marked as paid, without payments knowing it."""
    if hook not in _when_paid:
        _when_paid.append(hook)


def mark_paid(
    *,
    actor: Actor,
    on: date,
    run: PayRun,
    paid_on: date,
    bank_reference: str,
    only: Mapping[int, str] | None = None,
) -> list[Payment]:
    """Mark a released run as paid, or `only` some of its payments, each with a bank reference of its own.

    Where the day differs from those checked before, each claim is checked again. Raises Refused where one of
    these is not on its way any more.
    """
    in_run = claims_in(run)
    run = locked(run)
    run_may_move(run.state, RunState.PAID)
    if not bank_reference:
        raise Invalid("Enter the reference that stands on the bank statement.", field="bank_reference")
    if paid_on > on or paid_on < (run.released_on or run.prepared_on):
        raise Invalid(
            "Enter the day the money left: from the day the run was released up to today.", field="paid_on"
        )
    books.must_be_open(paid_on, field="paid_on")
    payments = _on_their_way(run, only)
    numbers = numbering.receipt_numbers(on.year, len(payments))
    for payment, number in zip(payments, numbers, strict=True):
        payment.state, payment.paid_on, payment.receipt_number = PaymentState.PAID, paid_on, number
        own = (only or {}).get(payment.id) or bank_reference
        payment.bank_reference = payment.bank_reference or own
        ledger.pay(actor=actor, payment=payment, paid_on=paid_on)
    theirs = {claim.id for payment in payments for claim in payment.claims}
    _claims_are_paid(actor, on, run, [claim for claim in in_run if claim.id in theirs], paid_on)
    for hook in _when_paid:
        hook(payments, actor, on)
    record(actor, "marked-paid", run, values={"paid_on": paid_on.isoformat(), "lines": len(payments)})
    return payments


def _claims_are_paid(actor: Actor, on: date, run: PayRun, paid: list[Claim], paid_on: date) -> None:
    for claim in paid:
        claim.state = ClaimState.PAID
    db.session.flush()
    if not still_on_its_way(run):
        run.state = RunState.PAID
        db.session.flush()
    if unchecked := _not_checked_for(paid, paid_on):
        subjects = [check_subjects.of_claim(claim, CheckStage.PAID, [paid_on]) for claim in unchecked]
        checks.make(actor=actor, on=on, subjects=subjects)


def still_on_its_way(run: PayRun) -> bool:
    """Whether a payment of the run is neither paid nor ended."""
    waiting = select(Payment.id).where(Payment.run_id == run.id, Payment.state == PaymentState.RELEASED)
    return db.session.scalar(waiting.limit(1)) is not None


def _not_checked_for(paid: list[Claim], paid_on: date) -> list[Claim]:
    """The claims that no stored check supposed paid on that day."""
    rows = db.session.scalars(
        select(Check.claim_id).where(
            Check.claim_id.in_([claim.id for claim in paid]), Check.if_paid_on == paid_on
        )
    )
    checked = set(rows)
    return [claim for claim in paid if claim.id not in checked]


def _on_their_way(run: PayRun, only: Mapping[int, str] | None) -> list[Payment]:
    """The run's payments that are on their way, or those named, with what they pay and whom."""
    wanted = select(Payment).where(Payment.run_id == run.id, Payment.state == PaymentState.RELEASED)
    if only is not None:
        wanted = wanted.where(Payment.id.in_(list(only)))
    found = list(
        db.session.scalars(
            wanted.order_by(Payment.number).options(
                selectinload(Payment.participant),
                selectinload(Payment.claims)
                .selectinload(Claim.lines)
                .selectinload(ClaimLine.attendance)
                .joinedload(Attendance.involvement),
            )
        )
    )
    if only is not None and len(found) != len(only):
        raise Refused(
            f"Some payments of {run.ref} are not on their way any more, so nothing was marked as paid. Look "
            "again.",
            code="stale",
        )
    return found

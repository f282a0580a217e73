"""Cash floats: issued to a member of staff, topped up, paid out for cash payments, counted and handed back.

Issued and topped up is always paid out, handed back, missing and what is in it. It comes to nothing when it
is handed back: what does not add up is named, with why. What a day sheet counts out and back is the sheet's
own; its payments are put against the float like any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from tracker.accounts.models import User
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.money import ZERO, Money
from tracker.payments import amounts, books, cash_queries, for_finance, numbering
from tracker.payments.advance_models import Advance
from tracker.payments.cash_models import CashFloat, FloatEntry, FloatMove
from tracker.payments.models import Method
from tracker.payments.run_models import Payment, PaymentState
from tracker.permissions import Actor, Permission


def issue(*, actor: Actor, on: date, holder: User, pence: Money, issued_on: date) -> CashFloat:
    """Issue a float to a member of staff, who is somebody else. Raises Invalid or Refused."""
    must_be_of_all(actor)
    if pence <= ZERO:
        raise Invalid("Enter how much is issued, more than £0.00.", field="pence")
    _must_be_within(actor, pence)
    _must_be_past(issued_on, on, None, field="issued_on")
    cash = CashFloat(
        ref=numbering.cash_float_ref(on.year), holder_id=holder.id, holder=holder, issued_on=issued_on
    )
    _must_be_another(actor, cash)
    db.session.add(cash)
    db.session.flush()
    _enter(actor, cash, FloatMove.ISSUED, pence, issued_on)
    record(actor, "issued-float", cash, values={"pence": pence.pence, "on": issued_on.isoformat()})
    return cash


def must_be_of_all(actor: Actor) -> None:
    """Raise Refused to whoever pays in some projects alone: floats and vouchers are everybody's."""
    if not cash_queries.sees_all(actor):
        raise Refused("Ask somebody who prepares pay runs of every project.", code="not-of-all")


def _must_be_within(actor: Actor, pence: Money) -> None:
    amounts.must_be_within(
        actor, Permission.PREPARE_RUNS, [None], pence, what="Cash", does="issues it to the float"
    )


def top_up(*, actor: Actor, on: date, cash: CashFloat, pence: Money, topped_on: date) -> CashFloat:
    """Put more into a float that is out; whoever holds it does not."""
    cash = _locked(cash)
    _must_be_another(actor, cash)
    if pence <= ZERO:
        raise Invalid("Enter how much is put in, more than £0.00.", field="pence")
    _must_be_within(actor, pence)
    _must_be_past(topped_on, on, cash, field="topped_on")
    _enter(actor, cash, FloatMove.TOPPED_UP, pence, topped_on)
    record(actor, "topped-up-float", cash, values={"pence": pence.pence, "on": topped_on.isoformat()})
    return cash


def pay_out(
    *, actor: Actor, cash: CashFloat, payments: Sequence[Payment] = (), advances: Sequence[Advance] = ()
) -> CashFloat:
    """Put cash payments and cash advances against a float, each against one alone. Raises Refused.

    They are locked before the float, as by whoever records that a payment did not arrive.
    """
    paid, given = _locked_payments(payments), _locked_advances(advances)
    cash = _locked(cash)
    if not paid and not given:
        raise Invalid("Choose what was paid out of this float.", field="paid")
    for payment in paid:
        if payment.method != Method.CASH or payment.state != PaymentState.PAID or payment.paid_on is None:
            raise Refused(f"{payment.reference} was not paid in cash.", code="not-cash")
        _must_be_of_none(FloatEntry.payment_id == payment.id, payment.reference)
        _out(actor, cash, payment.pence, payment.paid_on, payment.reference, payment_id=payment.id)
    for advance in given:
        if advance.method != Method.CASH or cash_queries.was_not_given(advance):
            raise Refused(f"Advance {advance.ref} was not given in cash.", code="not-cash")
        _must_be_of_none(FloatEntry.advance_id == advance.id, f"Advance {advance.ref}")
        _out(actor, cash, advance.pence, advance.given_on, f"advance {advance.ref}", advance_id=advance.id)
    record(actor, "paid-out-of-float", cash, values={"lines": len(payments) + len(advances)})
    return cash


def _must_be_of_none(wanted: object, said: str) -> None:
    if cash_queries.standing_entry(wanted) is not None:  # type: ignore[arg-type]
        raise Refused(f"{said} is put against a float already.", code="paid-out-twice")


def _out(actor: Actor, cash: CashFloat, pence: Money, paid_on: date, said: str, **of: int) -> None:
    left = cash_queries.balance(cash)
    if pence > left:
        raise Refused(
            f"Only {left.pounds()} should be in {cash.ref}, and {said} is of {pence.pounds()}. Top the float "
            "up first, or put it against another.",
            code="float-too-small",
        )
    _enter(actor, cash, FloatMove.PAID_OUT, pence, paid_on, **of)


def hand_back(
    *, actor: Actor, on: date, cash: CashFloat, counted: Money, handed_on: date, reason: str | None = None
) -> CashFloat:
    """Count a float with whoever held it, and take it back whole: it comes to nothing.

    Raises Invalid where what was counted is not what should be in it and nobody says why.
    """
    cash = _locked(cash)
    _must_be_another(actor, cash)
    if counted < ZERO:
        raise Invalid("Enter how much was counted, £0.00 or more.", field="counted")
    _must_be_past(handed_on, on, cash, field="handed_on")
    missing = cash_queries.balance(cash) - counted
    if missing:
        if not reason:
            much = (
                f"{missing.pounds()} is missing" if missing > ZERO else f"{(-missing).pounds()} is too much"
            )
            raise Invalid(f"{much}. Count again, or say why.", field="reason")
        said = for_finance.reason(reason)
        _enter(actor, cash, FloatMove.MISSING, missing, handed_on, reason=said)
    _enter(actor, cash, FloatMove.HANDED_BACK, counted, handed_on)
    cash.closed_on = handed_on
    db.session.flush()
    values = {"pence": counted.pence, "on": handed_on.isoformat(), "state": "closed"}
    record(actor, "took-float-back", cash, values=values)
    return cash


def put_back_when_ended(payment: Payment, actor: Actor, on: date) -> None:
    """Money of a payment that did not arrive is in its float again, while that is out, unless it is lost."""
    if payment.end_code == "lost":
        return
    entry = cash_queries.standing_entry(FloatEntry.payment_id == payment.id)
    cash = _held(entry.float_id) if entry else None
    if entry is None or cash is None or cash.closed_on is not None:
        return
    _put_back(actor, cash, entry, on)


def put_back_not_given(advance: Advance, actor: Actor, on: date) -> None:
    """An advance that was recorded by mistake never left its float.

    Raises Refused where the float was handed back without that money: then it was given.
    """
    entry = cash_queries.standing_entry(FloatEntry.advance_id == advance.id)
    if entry is None:
        return
    cash = _held(entry.float_id)
    if cash.closed_on is not None:
        raise Refused(
            f"{cash.ref} was counted and handed back without this money, so it was given.",
            code="float-closed",
        )
    _put_back(actor, cash, entry, on)


def _put_back(actor: Actor, cash: CashFloat, entry: FloatEntry, on: date) -> None:
    of = {name: value for name in ("payment_id", "advance_id") if (value := getattr(entry, name))}
    _enter(actor, cash, entry.kind, -entry.pence, on, reverses_id=entry.id, **of)
    record(actor, "put-back-into-float", cash, values={"pence": entry.pence.pence, "on": on.isoformat()})


def _enter(
    actor: Actor, cash: CashFloat, kind: FloatMove, pence: Money, on_date: date, **more: int | str
) -> None:
    entry = FloatEntry(
        float_id=cash.id, kind=kind, pence=pence, on_date=on_date, recorded_by_id=actor.user_id, **more
    )
    db.session.add(entry)
    db.session.flush()


def _must_be_another(actor: Actor, cash: CashFloat) -> None:
    if actor.user_id is None or actor.user_id == cash.holder_id:
        raise Refused(
            f"{cash.holder.name} holds this float, so somebody else issues it, tops it up and takes it back.",
            code="same-person",
        )


def _must_be_past(day: date, on: date, cash: CashFloat | None, *, field: str) -> None:
    if day > on or (cash is not None and day < cash.issued_on):
        since = "from the day the float was issued " if cash else ""
        raise Invalid(f"Enter a day {since}up to today.", field=field)
    books.must_be_open(day, field=field)


def _locked(cash: CashFloat) -> CashFloat:
    kept = _held(cash.id)
    if kept.closed_on is not None:
        raise Refused(f"{kept.ref} was handed back, so nothing of it moves any more.", code="float-closed")
    return kept


def _held(float_id: int) -> CashFloat:
    """A float as it stands now, held until the end of the transaction."""
    return db.session.scalars(
        select(CashFloat)
        .where(CashFloat.id == float_id)
        .with_for_update(of=CashFloat)
        .execution_options(populate_existing=True)
    ).one()


def _locked_payments(payments: Sequence[Payment]) -> Sequence[Payment]:
    wanted = select(Payment).where(Payment.id.in_([one.id for one in payments])).order_by(Payment.id)
    return db.session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).all()


def _locked_advances(advances: Sequence[Advance]) -> Sequence[Advance]:
    wanted = select(Advance).where(Advance.id.in_([one.id for one in advances])).order_by(Advance.id)
    return db.session.scalars(wanted.with_for_update()).all()

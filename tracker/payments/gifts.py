"""A charity's own confirmation that a fee which somebody gave away arrived, recorded by finance later."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.payments.models import Method
from tracker.payments.run_models import Payment, PaymentState
from tracker.permissions import Actor
from tracker.values import needed_line


def confirm(
    *, actor: Actor, on: date, payment: Payment, confirmed_on: date | None, confirmation: str
) -> Payment:
    """Record that the charity confirmed a gift. Raises Refused for what is no gift that stands, Invalid."""
    payment = db.session.scalars(
        select(Payment)
        .where(Payment.id == payment.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if payment.method != Method.TO_CHARITY or payment.state != PaymentState.PAID:
        raise Refused("Only a gift that was paid to a charity is confirmed.", code="no-gift")
    if confirmed_on is None or not (payment.paid_on or on) <= confirmed_on <= on:
        raise Invalid(
            "Enter the day on the confirmation: from the day it was paid up to today.", field="confirmed_on"
        )
    payment.confirmed_on = confirmed_on
    payment.confirmation = needed_line(
        confirmation, field="confirmation", longest=200, sentence="Enter what the confirmation says."
    )
    db.session.flush()
    record(actor, "confirmed-gift", payment, values={"on": confirmed_on.isoformat()})
    return payment

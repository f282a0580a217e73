"""Keep what a payroll says that it paid out of a payment, and the day it told HMRC of it."""

from __future__ import annotations

from datetime import date

from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.money import ZERO, Money
from tracker.payments.models import Method
from tracker.payments.run_models import Payment, PaymentState
from tracker.permissions import Actor


def keep_result(*, actor: Actor, on: date, payment: Payment, net: Money, reported_on: date) -> None:
    """Keep the net pay of a payment that is on its way or paid; what is kept once is not changed.

    `net` is what the person got, pay and costs together. Raises Refused where the payment goes another way,
    did not arrive, or has another net pay already; Invalid for a sum or a day that cannot be.
    """
    if payment.method != Method.PAYROLL:
        raise Refused(f"{payment.reference} is not paid through payroll.", code="another-way")
    if payment.state not in {PaymentState.RELEASED, PaymentState.PAID}:
        raise Refused(f"{payment.reference} is recorded as not arrived.", code="ended")
    if payment.net is not None:
        raise Refused(f"The net pay of {payment.reference} is kept already.", code="kept")
    if not ZERO <= net <= payment.pence:
        raise Invalid(
            f"The net pay of {payment.reference} is from £0.00 up to {payment.pence.pounds()}.", field="net"
        )
    if not (payment.run.released_on or payment.run.prepared_on) <= reported_on <= on:
        raise Invalid(
            f"The day that {payment.reference} was reported is from the release of its run up to today.",
            field="reported_to_hmrc_on",
        )
    payment.net, payment.reported_to_hmrc_on = net, reported_on
    db.session.flush()
    record(
        actor,
        "kept-payroll-result",
        payment,
        fields=["net", "reported_to_hmrc_on"],
        values={"pence": net.pence},
    )

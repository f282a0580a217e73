"""Make a receipt void: its payment did not arrive. The number and what was issued stay as they are."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tracker.audit.services import record
from tracker.db import db
from tracker.documents.kinds import receipt
from tracker.documents.models import Document
from tracker.payments.run_models import Payment
from tracker.permissions import Actor


def void_when_ended(payment: Payment, actor: Actor, on: date) -> None:
    """The hook of `payments.endings.when_ended`: the receipt is void from the day this was recorded."""
    issued = db.session.scalars(
        select(Document)
        .where(Document.payment_id == payment.id, Document.kind == receipt.KIND)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if issued is None or issued.void_on is not None:
        return
    issued.void_on = on
    db.session.flush()
    record(actor, "voided-receipt", issued, values={"number": issued.number, "on": on.isoformat()})

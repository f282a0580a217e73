"""The receipt of a payment, for the page of everything behind that payment."""

from __future__ import annotations

from markupsafe import Markup

from tracker.documents import queries
from tracker.payments.run_models import Payment
from tracker.permissions import Actor, Permission
from tracker.web.filters import rendered


def receipt_of_payment(viewer: Actor, payment: Payment) -> Markup:
    """When the receipt was issued, whether it is void, and the SHA-256 of its PDF."""
    if payment.receipt_number is None or not viewer.may(Permission.SEE_RECEIPTS):
        return Markup()
    return rendered("documents/evidence_section.html", receipt=queries.receipt_of(viewer, payment.id))

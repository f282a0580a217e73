"""An order of vouchers and prepaid cards: a row for each payment, under a number that is ordered once.

`external_id` is the payment's reference: a provider that is given it twice makes no second voucher. Whoever
has no email address, or does not wish to be written to there, has the delivery `by-hand`. Providers want
columns of their own; these are neutral. A voucher's code never comes near this system.
"""

from __future__ import annotations

from tracker import tables
from tracker.exports.formats import Built
from tracker.exports.frozen import FrozenPayment, FrozenRun
from tracker.exports.other_ways import paid_by
from tracker.money import total
from tracker.permissions import Permission

FORMAT = "voucher-order-csv"
LABEL = "Voucher order"
FOR = "To order vouchers and prepaid cards: a row for each, by email or to be handed over."
MEDIA_TYPE = tables.CSV
EXTENSION = "csv"
PERMISSION = Permission.PREPARE_RUNS
FOR_ANOTHER_WAY = True

METHODS = frozenset({"voucher", "prepaid-card"})
HEADINGS = (
    "external_id", "recipient_ref", "recipient_name", "delivery", "email", "product", "face_value",
    "currency", "send_date", "cost_codes", "note", "order_rows", "order_total",
)  # fmt: skip
_BY_HAND = "No email address to send it to: have it sent to you, and hand it over."


def build(run: FrozenRun) -> Built:
    """The file of a run. Raises Refused where nobody is paid in vouchers or on a card."""
    payments = paid_by(run, METHODS, "in vouchers or on prepaid cards")
    pence = total(payment.pence for payment in payments)
    rows = [(*_row(run, payment), str(len(payments)), str(pence)) for payment in payments]
    return Built(tables.to_plain([HEADINGS, *rows]), len(payments), pence)


def _row(run: FrozenRun, payment: FrozenPayment) -> tuple[str, ...]:
    email = tables.harmless(payment.email or "")
    return (
        payment.reference,
        tables.harmless(payment.person),
        tables.harmless(payment.goes_to or payment.name),
        "email" if email else "by-hand",
        email,
        payment.method,
        str(payment.pence),
        "GBP",
        run.pay_on.isoformat(),
        tables.harmless(payment.cost_codes),
        "" if email else _BY_HAND,
    )

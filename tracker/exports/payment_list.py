"""The plain payment list: one row a payment, every method, and a total that is what was approved. Pure.

For people to read and to pay from by hand or by a bank's own template; the files of banks are formats of
their own. Holds what paying needs and nothing else of a person.
"""

from __future__ import annotations

from tracker.exports.frozen import FrozenPayment, FrozenRun
from tracker.tables import Row

HEADINGS = (
    "Payment",
    "Person",
    "Name",
    "How",
    "Account name",
    "Sort code",
    "Account number",
    "Roll number",
    "Amount",
    "Reference",
    "Cost codes",
    "Note",
)


def rows(run: FrozenRun) -> list[Row]:
    """The list of a run, its total at the foot."""
    foot = ("Total", *[None] * 7, run.total, None, None, None)
    return [*map(_row, run.payments), foot]


def _row(payment: FrozenPayment) -> Row:
    account = payment.account
    return (
        payment.number,
        payment.person,
        payment.name,
        payment.method.replace("-", " ").capitalize(),
        account.name if account else None,
        account.sort_code if account else None,
        account.number if account else None,
        account.roll_number if account else None,
        payment.pence,
        payment.reference,
        payment.cost_codes,
        payment.note,
    )

"""The plain payment list: one row a payment, every method, and a total that is what was approved.

For people to read and to pay from by hand or by a bank's own template; the files of banks are formats of
their own. Holds what paying needs and nothing else of a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.errors import Refused
from tracker.exports import queries
from tracker.money import Money, total
from tracker.payments import queries as claims
from tracker.payments.models import Method
from tracker.payments.run_models import Payment, PayRun
from tracker.people import queries as people
from tracker.people.models import PayeeVersion
from tracker.tables import Row
from tracker.web.filters import day

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
# The newest bank details of each person, and of whoever gets money for them.
Newest = Mapping[tuple[int, str | None], int]
NEWER_DETAILS = "Newer bank details were entered after approval. This row pays the approved ones."


@dataclass(frozen=True)
class PaymentList:
    """The rows of a run, the total at their foot included; `count` is of payments."""

    title: str
    rows: list[Row]
    count: int
    total: Money


def payment_list(run: PayRun) -> PaymentList:
    """The list of a run. Raises Refused where nothing is to be paid or the sum is not what was approved.

    What did not arrive stays on the list, with a note: its claims have gone on, and may have changed since.
    """
    payments = queries.payments(run.id)
    pence = total(payment.pence for payment in payments)
    approved = total(payment.pence if payment.ended_on else _owed(payment) for payment in payments)
    if not payments or pence != approved:
        raise Refused(
            f"The payments of {run.ref} add up to {pence.pounds()}, but {approved.pounds()} was approved. "
            "Nothing was exported: tell your administrator."
        )
    payees = queries.payees({payment.payee_version_id for payment in payments})
    newest = people.newest_payee_ids({payment.participant_id for payment in payments})
    charities = claims.charities({claim.id for payment in payments for claim in payment.claims})
    replaced = {old.id: reference(old) for old in queries.by_ids({one.replaces_id for one in payments})}
    rows = [
        _row(payment, payees.get(payment.payee_version_id), _notes(payment, newest, charities, replaced))
        for payment in payments
    ]
    foot = ("Total", *[None] * 7, pence, None, None, None)
    return PaymentList(f"Payment list {run.ref}", [*rows, foot], len(payments), pence)


def _owed(payment: Payment) -> Money:
    return total(claim.total for claim in payment.claims)


def reference(payment: Payment) -> str:
    """What stands on the person's bank statement: the run and the row, no project and no topic.

    At most 18 letters, the least that UK bank files carry.
    """
    return f"{payment.run.ref}-{payment.number:04d}"


def _notes(
    payment: Payment,
    newest: Newest,
    charities: Mapping[int, str],
    replaced: Mapping[int, str],
) -> str | None:
    """What whoever pays must know of a row: that it did not arrive, or what it is paid in place of."""
    if payment.ended_on is not None:
        return f"It did not arrive: recorded for {day(payment.ended_on)}. Do not pay this row again."
    notes = [_note(payment, newest, charities)]
    if payment.replaces_id is not None:
        notes.insert(0, f"In place of {replaced[payment.replaces_id]}, which did not arrive.")
    return " ".join(filter(None, notes)) or None


def _note(payment: Payment, newest: Newest, charities: Mapping[int, str]) -> str | None:
    """Where it goes, or that newer bank details were entered."""
    if payment.method is Method.TO_CHARITY:
        chosen = sorted({charities[claim.id] for claim in payment.claims if claim.id in charities})
        return f"Goes to: {', '.join(chosen)}" if chosen else None
    used = payment.payee_version_id if payment.method is Method.BANK else None
    standing = newest.get((payment.participant_id, payment.recipient))
    notes = [f"To {payment.recipient}, for {payment.participant.name}."] if payment.recipient else []
    notes += [NEWER_DETAILS] if used is not None and standing != used else []
    return " ".join(notes) or None


def _row(payment: Payment, payee: PayeeVersion | None, note: str | None) -> Row:
    # Only a bank transfer needs the account: for any other method the columns stay empty.
    shown = payee if payment.method is Method.BANK else None
    person = payment.participant
    return (
        payment.number,
        person.ref,
        person.name,
        payment.method.value.replace("-", " ").capitalize(),
        shown.account_name if shown else None,
        shown.sort_code if shown else None,
        shown.account_number if shown else None,
        shown.roll_number if shown else None,
        payment.pence,
        reference(payment),
        ", ".join(sorted({claim.cost_code for claim in payment.claims if claim.cost_code})),
        note,
    )

"""Write down what several people spent to come to one session: all of it at once, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.accounts import queries as accounts
from tracker.errors import Invalid
from tracker.money import Money
from tracker.payments.claims import claim_for
from tracker.payments.expenses import add_expense
from tracker.payments.models import ClaimLine
from tracker.permissions import Actor
from tracker.sessions.models import Attendance

# Where a row has one field for what the expense of a claim has two for.
_FIELDS = {"vehicle": "category", "receipt": "receipt_seen", "no_receipt_reason": "receipt_seen"}


@dataclass(frozen=True)
class Spent:
    """One row: who spent how much, or drove how far, on what. `key` ends the names of its fields."""

    key: str
    place: Attendance
    category: str
    vehicle: str | None
    pence: Money | None
    miles: Decimal | None
    receipt_seen: bool
    no_receipt_reason: str | None


def add_expenses(*, actor: Actor, on: date, rows: Sequence[Spent]) -> list[ClaimLine]:
    """Add each row to its person's draft claim for the session. Raises Invalid, naming the row's field."""
    if not rows:
        raise Invalid("Fill in at least one row.", field="who_0")
    return [_add(actor, on, row) for row in rows]


def _add(actor: Actor, on: date, row: Spent) -> ClaimLine:
    involvement = row.place.involvement
    claim = claim_for(
        actor=actor,
        on=on,
        participant=row.place.participant,
        project=involvement.project,
        involvement=involvement,
    )
    try:
        return add_expense(
            actor=actor,
            on=on,
            claim=claim,
            category=row.category,
            worked_on=involvement.held_on,
            pence=row.pence,
            miles=row.miles,
            vehicle=row.vehicle,
            receipt_seen=row.receipt_seen,
            no_receipt_reason=row.no_receipt_reason,
        )
    except Invalid as refusal:
        raise _in_its_row(refusal, row) from None


def _in_its_row(refusal: Invalid, row: Spent) -> Invalid:
    """The refusal of one expense, in the words of this page and beside its row."""
    field = _FIELDS.get(refusal.field or "", refusal.field)
    sentence = refusal.message
    if field == "receipt_seen":
        limit = accounts.organisation().receipt_needed_over_pence
        sentence = (
            "Tick that you have seen the receipt, or write why there is none. "
            f"Over {limit.pounds()} there must be one."
        )
    return Invalid(f"Row {int(row.key) + 1}: {sentence}", field=f"{field}_{row.key}")

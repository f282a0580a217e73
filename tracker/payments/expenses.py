"""Expense lines: a cost behind each, capped, mileage at the rate of the day, a receipt or why not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tracker.accounts import queries as accounts
from tracker.audit.services import record
from tracker.errors import Invalid, Refused
from tracker.files import services as files
from tracker.files.models import StoredFile
from tracker.money import ZERO, Money
from tracker.payments import claims, day_queries, for_finance, recipients
from tracker.payments.models import Claim, ClaimLine, LineKind, Method, PaidTo
from tracker.permissions import Actor
from tracker.projects import queries as projects
from tracker.projects.models import ExpenseCategory

_MOST_MILES = Decimal(2000)


def add_expense(
    *,
    actor: Actor,
    on: date,
    claim: Claim,
    category: str,
    worked_on: date,
    description: str = "",
    pence: Money | None = None,
    miles: Decimal | None = None,
    vehicle: str | None = None,
    receipt: StoredFile | None = None,
    receipt_seen: bool = False,
    no_receipt_reason: str | None = None,
    paid_to: PaidTo = PaidTo.PERSON,
    paid_to_name: str | None = None,
    import_batch_id: int | None = None,
) -> ClaimLine:
    """Add an expense: an amount, or miles by a vehicle. Raises Invalid, naming the field to put right.

    What somebody else gets for the person goes on a claim of its own, which is then the line's.
    """
    claim = _claim_of_costs(claim)
    if paid_to == PaidTo.HELPER:
        claim = recipients.claim_of_helper(actor=actor, on=on, claim=claim, name=paid_to_name)
        paid_to_name = claim.recipient
    kind = _category(category)
    if worked_on > on:
        raise Invalid("Enter the day the money was spent: it cannot be after today.", field="worked_on")
    for_finance.name(description, field="description")
    for_finance.note(no_receipt_reason or "", field="no_receipt_reason")
    line = ClaimLine(
        claim_id=claim.id,
        kind=LineKind.EXPENSE,
        category=kind.code,
        description=description or kind.label,
        worked_on=worked_on,
        receipt_sha256=receipt.sha256 if receipt else None,
        receipt_seen=receipt_seen,
        no_receipt_reason=no_receipt_reason or None,
        paid_to=paid_to,
        paid_to_name=paid_to_name or None,
        recorded_by_id=actor.user_id,
        import_batch_id=import_batch_id,
    )
    _price(line, kind, pence, miles, vehicle)
    _must_fit(line, kind)
    claim.lines.append(line)
    claims.touch(claim)
    record(actor, "added-expense", claim, values={"pence": line.pence.pence})
    return line


def _claim_of_costs(claim: Claim) -> Claim:
    """The claim, locked, if costs can be put on it now."""
    claim = claims.locked(claim)
    claims.must_be_open(claim)
    if claim.method == Method.TO_CHARITY:
        raise Refused(
            "This claim goes to a charity. Open a claim for expenses from the session's offers instead.",
            code="to-charity",
        )
    _must_not_be_out(claim)
    return claim


def _must_not_be_out(claim: Claim) -> None:
    """Refuse while the person's expenses may have been repaid on a day sheet that is still to be closed."""
    if claim.involvement_session_id is None:
        return
    ref = day_queries.expenses_out(claim.involvement_session_id).get(claim.participant_id)
    if ref is not None:
        raise Refused(
            f"Expenses of {claim.participant.name} may have been repaid on day sheet {ref}. Close that sheet "
            "first, so that nothing is paid twice.",
            code="on-day-sheet",
        )


def open_receipt(*, actor: Actor, line: ClaimLine) -> StoredFile:
    """The photo of a line's receipt, and a note of who looked at it. Raises NotFound where there is none."""
    photo = files.stored(line.receipt_sha256)
    record(actor, "opened-receipt-photo", line.claim, values={"sha256": photo.sha256})
    return photo


def mileage(vehicle: str, miles: Decimal, on: date) -> Money:
    """Miles at the rate of the day they were driven, rounded half up to the penny. Raises Invalid."""
    if miles <= 0 or miles > _MOST_MILES:
        raise Invalid(f"Enter how many miles, more than 0 and up to {_MOST_MILES}.", field="miles")
    if miles * 10 != (miles * 10).to_integral_value():
        raise Invalid("Enter miles with at most one number after the point, like 12.5.", field="miles")
    return projects.mileage_rate_on(vehicle, on).pence_per_mile.times(miles)


def _category(code: str) -> ExpenseCategory:
    for category in projects.categories():
        if category.code == code:
            return category
    raise Invalid("Choose what the money was spent on from the list.", field="category")


def _price(
    line: ClaimLine, kind: ExpenseCategory, pence: Money | None, miles: Decimal | None, vehicle: str | None
) -> None:
    if kind.by_mileage:
        _by_the_mile(line, pence, miles, vehicle)
        return
    if miles is not None or vehicle:
        raise Invalid(
            f"{kind.label} is paid as it was spent, not by the mile. Leave the miles and the vehicle empty, "
            "or choose mileage.",
            field="vehicle" if miles is None else "miles",
        )
    if pence is None or pence <= ZERO:
        raise Invalid("Enter how much was spent, more than £0.00.", field="pence")
    line.pence = pence


def _by_the_mile(line: ClaimLine, pence: Money | None, miles: Decimal | None, vehicle: str | None) -> None:
    """Price a journey; an amount beside it must be what the miles come to, or somebody expects another."""
    if miles is None:
        raise Invalid("Enter how many miles.", field="miles")
    if not vehicle:
        raise Invalid("Choose how they travelled.", field="vehicle")
    line.pence = mileage(vehicle, miles, line.worked_on)
    rate = projects.mileage_rate_on(vehicle, line.worked_on)
    if pence is not None and pence != line.pence:
        raise Invalid(
            f"{miles} miles by {vehicle} come to {line.pence.pounds()} at {rate.pence_per_mile.pence}p a "
            "mile. Leave the amount empty for mileage, or put the miles right.",
            field="pence",
        )
    line.tenths_of_miles = int(miles * 10)
    line.vehicle = vehicle
    line.rate_id, line.rate_pence = rate.id, rate.pence_per_mile
    line.rate_label = f"{vehicle}, {rate.pence_per_mile.pence}p a mile"


def _must_fit(line: ClaimLine, kind: ExpenseCategory) -> None:
    if kind.cap is not None and line.pence > kind.cap:
        raise Invalid(f"{kind.label} is paid up to {kind.cap.pounds()}. Enter that, or less.", field="pence")
    limit = accounts.organisation().receipt_needed_over_pence
    has_receipt = line.receipt_seen or line.receipt_sha256 is not None
    if not kind.receipt_wanted or has_receipt or line.paid_to == PaidTo.PROVIDER:
        return
    if line.pence > limit:
        raise Invalid(f"Add a photo of the receipt: over {limit.pounds()} one is needed.", field="receipt")
    if not line.no_receipt_reason:
        raise Invalid("Add a photo of the receipt, or say why there is none.", field="no_receipt_reason")

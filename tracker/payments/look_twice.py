"""What a claim rests on, and what its approver should look at twice, in sentences that judge nobody.

None of it comes from a benefit: that is the benefit contact's business alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.db import db
from tracker.money import total
from tracker.payments import advance_queries, claim_payees, duplicates
from tracker.payments.chosen import Choice, in_answer
from tracker.payments.models import Claim, ClaimSource, LineKind, Offer, PaidTo
from tracker.payments.owed import agreed
from tracker.permissions import Actor
from tracker.sessions.models import Attendance
from tracker.web.filters import day


@dataclass(frozen=True)
class Rests:
    """A place in a session that a fee is for, and the offer that stands for it."""

    place: Attendance
    offer: Offer | None

    @property
    def choice(self) -> Choice | None:
        """What the person chose of the offer, so far."""
        return in_answer(self.offer)


def rests_on(claim: Claim) -> Sequence[Rests]:
    """The places that the claim's fees are for, each with its newest offer."""
    ids = {line.attendance_id for line in claim.lines if line.attendance_id is not None}
    if not ids:
        return []
    offers = {
        offer.attendance_id: offer
        for offer in db.session.scalars(
            select(Offer).where(Offer.attendance_id.in_(ids)).order_by(Offer.number)
        )
    }
    places = db.session.scalars(
        select(Attendance)
        .where(Attendance.id.in_(ids))
        .options(joinedload(Attendance.involvement))
        .order_by(Attendance.id)
    )
    return [Rests(place, offers.get(place.id)) for place in places]


def sentences(viewer: Actor, claim: Claim, rests: Sequence[Rests], on: date) -> list[str]:
    """Everything this viewer should look at twice before the claim is approved, one sentence each."""
    return [
        *_of_the_fee(claim, rests),
        *_of_the_lines(claim),
        *_given_ahead(claim),
        *duplicates.sentences(viewer, claim),
        *_of_the_claim(claim, on),
    ]


def _of_the_fee(claim: Claim, rests: Sequence[Rests]) -> Iterator[str]:
    of_place = {one.place.id: one for one in rests}
    for line in claim.lines:
        stands = of_place.get(line.attendance_id or 0)
        if line.kind != LineKind.FEE or stands is None:
            continue
        if stands.offer is None or stands.offer.offered_on is None:
            yield f"No offer of {line.pence.pounds()} is recorded."
            continue
        if line.pence > agreed(stands.offer):
            yield f"The fee is {line.pence.pounds()}, and {agreed(stands.offer).pounds()} was agreed."
        if stands.offer.offered_on > stands.place.involvement.held_on:
            yield f"The offer was made on {day(stands.offer.offered_on)}, after the session."


def _of_the_lines(claim: Claim) -> Iterator[str]:
    for line in claim.lines:
        if line.kind == LineKind.ALLOWANCE:
            yield f"{line.pence.pounds()} is a round sum with no cost behind it, so it counts as a fee."
        if line.no_receipt_reason and not line.receipt_sha256 and not line.receipt_seen:
            yield f"No receipt for {line.description}, {line.pence.pounds()}: {line.no_receipt_reason}"
        if line.paid_to == PaidTo.HELPER:
            yield f"{line.pence.pounds()} goes to {line.paid_to_name or 'a helper'}."


def _given_ahead(claim: Claim) -> Iterator[str]:
    """What was given ahead and is not taken off, where there are expenses that it may have paid."""
    left = claim.total_of(LineKind.EXPENSE) - claim.advanced
    free = total(advance_queries.free_for(claim).values()) - claim.advanced
    if left.pence > 0 and free.pence > 0:
        yield (
            f"{free.pounds()} that {claim.participant.name} was given ahead is not settled, and is not set "
            "against this claim."
        )


def _of_the_claim(claim: Claim, on: date) -> Iterator[str]:
    if claim.late_reason:
        yield f"It comes later than usual: {claim.late_reason}"
    if claim.source == ClaimSource.PAPER:
        helped = f", filled in by {claim.filled_in_by}" if claim.filled_in_by else ""
        yield f"It was keyed in from paper signed on {day(claim.signed_on)}{helped}."
    if claim.recipient:
        yield f"The money goes to {claim.recipient}."
    if claim.payee_version_id is not None and claim.payee_version_id != claim_payees.payee_version_id(claim):
        yield "The bank details changed after it was submitted."
    if claim.pay_by is not None and claim.pay_by < on:
        yield f"It was promised by {day(claim.pay_by)}, which is over."

"""Look again at what stands when a person tells something new: no offer rests on what was known before."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import or_, select

from tracker.db import db
from tracker.payments import check_subjects, checks
from tracker.payments.models import Claim, ClaimState, Offer
from tracker.payments.queries import fee_claimed
from tracker.payments.recorded import superseded
from tracker.people.models import Participant
from tracker.permissions import Actor
from tracker.projects.one_person import records
from tracker.sessions.models import HEARD, Attendance

# Money that is still to move; what was paid was checked with what was known then, and stays.
_STILL_TO_MOVE = (ClaimState.DRAFT, ClaimState.SUBMITTED, ClaimState.APPROVED, ClaimState.IN_PAY_RUN)


def check_again(participant: Participant, actor: Actor, on: date) -> None:
    """Check a person's standing offers and unpaid claims anew; the earlier checks stay as they were."""
    check_all_again([participant], actor, on)


def check_all_again(participants: Collection[Participant], actor: Actor, on: date) -> None:
    """The same for several people at once."""
    ids = records({participant.id for participant in participants})
    subjects = [check_subjects.of_offer(offer) for offer in _standing_offers(ids)]
    subjects += [check_subjects.at_approval(claim, on) for claim in _unpaid_claims(ids)]
    if subjects:
        checks.make(actor=actor, on=on, subjects=subjects)


def _standing_offers(participant_ids: Collection[int]) -> list[Offer]:
    return list(
        db.session.scalars(
            select(Offer)
            .join(Attendance, Offer.attendance_id == Attendance.id)
            .where(
                Attendance.participant_id.in_(list(participant_ids)),
                or_(Attendance.outcome.is_(None), Attendance.outcome.in_(HEARD)),
                ~Offer.declined,
                ~superseded(),
                ~fee_claimed(),
            )
            .order_by(Offer.id)
        )
    )


def _unpaid_claims(participant_ids: Collection[int]) -> list[Claim]:
    found = db.session.scalars(
        select(Claim)
        .where(Claim.participant_id.in_(list(participant_ids)), Claim.state.in_(_STILL_TO_MOVE))
        .order_by(Claim.id)
    )
    return [claim for claim in found if claim.payable_lines]

"""The one outcome of a check that stops a fee: none may be paid at all. Costs that were spent go on.

Whoever is refused reads only whom to talk to, or that the project must look again: the reason is between the
person and the benefit contact.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from tracker.accounts import queries as accounts
from tracker.db import db
from tracker.money import ZERO
from tracker.payments.check_models import Check
from tracker.payments.models import Claim, LineKind, Offer

# The outcome as it is stored with a check.
BLOCKED = "blocked"
_FEES = (LineKind.FEE, LineKind.ALLOWANCE)


def offers_stopped(offer_ids: Collection[int]) -> frozenset[int]:
    """Those offers whose newest check says that no fee may be paid."""
    return _blocked(_newest(Check.offer_id, offer_ids))


def claims_stopped(members: Collection[Claim]) -> frozenset[int]:
    """The ids of those claims with a fee whose newest check says that none may be paid.

    A claim that was never checked itself stands as the offer behind its fee does.
    """
    with_fee = [claim for claim in members if claim.total_of(*_FEES) > ZERO]
    newest = _newest(Check.claim_id, [claim.id for claim in with_fee])
    places = {
        line.attendance_id: claim.id
        for claim in with_fee
        if claim.id not in newest
        for line in claim.lines
        if line.attendance_id is not None
    }
    standing = _newest_offers(places)
    behind = {places[standing[offer_id]] for offer_id in offers_stopped(standing)}
    return _blocked(newest) | behind


def stops(check: Check, claim: Claim) -> bool:
    """Whether the check of a claim that was just made stops its fee."""
    return check.outcome == BLOCKED and claim.total_of(*_FEES) > ZERO


def talk_to(project_id: int) -> str:
    """Whom to talk to before a fee is offered, by name."""
    contacts = [contact.name for contact in accounts.benefit_contacts(project_id)]
    return " or ".join(contacts) or "the benefit contact (your administrator names one)"


def _newest(about: InstrumentedAttribute[int | None], ids: Collection[int]) -> Mapping[int, str]:
    """What the newest check of each of these says; one that was never checked is left out."""
    if not ids:
        return {}
    rows = db.session.execute(
        select(about, Check.outcome)
        .where(about.in_(list(ids)))
        # Of two made in one instant the one that stops counts.
        .order_by(Check.made_at, Check.outcome == BLOCKED)
    )
    return {about_id: outcome for about_id, outcome in rows if about_id is not None}


def _blocked(newest: Mapping[int, str]) -> frozenset[int]:
    return frozenset(kept for kept, outcome in newest.items() if outcome == BLOCKED)


def _newest_offers(attendance_ids: Collection[int]) -> dict[int, int]:
    """The offer that stands for each of these places: offer ids, with the place of each."""
    if not attendance_ids:
        return {}
    rows = db.session.execute(
        select(Offer.id, Offer.attendance_id)
        .where(Offer.attendance_id.in_(list(attendance_ids)))
        .order_by(Offer.number)
    )
    standing = {row.attendance_id: row.id for row in rows}
    return {offer_id: attendance_id for attendance_id, offer_id in standing.items()}

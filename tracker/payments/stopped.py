"""The one outcome of a check that stops a fee: none may be paid at all. Costs that were spent go on.

Whoever is refused reads only whom to talk to, or that the project must look again: the reason is between the
person and the benefit contact.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

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
    return _stopped(Check.offer_id, offer_ids)


def claims_stopped(members: Collection[Claim]) -> frozenset[int]:
    """The ids of those claims with a fee whose newest check says that none may be paid.

    A claim that was never checked itself stands as the offer behind its fee does.
    """
    with_fee = [claim for claim in members if claim.total_of(*_FEES) > ZERO]
    ids = {claim.id for claim in with_fee}
    checked = frozenset(db.session.scalars(select(Check.claim_id).where(Check.claim_id.in_(ids))))
    places = {
        line.attendance_id: claim.id
        for claim in with_fee
        if claim.id not in checked
        for line in claim.lines
        if line.attendance_id is not None
    }
    newest = _newest_offers(places)
    behind = {places[newest[offer_id]] for offer_id in offers_stopped(newest)}
    return _stopped(Check.claim_id, ids) | behind


def talk_to(project_id: int) -> str:
    """Whom to talk to before a fee is offered, by name."""
    contacts = [contact.name for contact in accounts.benefit_contacts(project_id)]
    return " or ".join(contacts) or "the benefit contact (your administrator names one)"


def _stopped(about: InstrumentedAttribute[int | None], ids: Collection[int]) -> frozenset[int]:
    newer = aliased(Check)
    same: ColumnElement[bool] = getattr(newer, about.key) == about
    rows = db.session.scalars(
        select(about).where(
            about.in_(list(ids)),
            Check.outcome == BLOCKED,
            ~exists().where(same, newer.made_at > Check.made_at),
        )
    )
    return frozenset(kept for kept in rows if kept is not None)


def _newest_offers(attendance_ids: Collection[int]) -> dict[int, int]:
    """The offer that stands for each of these places: offer ids, with the place of each."""
    rows = db.session.execute(
        select(Offer.id, Offer.attendance_id)
        .where(Offer.attendance_id.in_(list(attendance_ids)))
        .order_by(Offer.number)
    )
    standing = {row.attendance_id: row.id for row in rows}
    return {offer_id: attendance_id for attendance_id, offer_id in standing.items()}

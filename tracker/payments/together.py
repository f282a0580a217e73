"""Offers of one session that are made in one go, and what they usually are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from tracker.money import Money
from tracker.payments import stopped, talk_queries
from tracker.payments.models import Offer
from tracker.payments.offers import make_prepared_offer
from tracker.people import queries as people
from tracker.permissions import Actor
from tracker.projects.models import Rate
from tracker.sessions.costs import planned
from tracker.sessions.models import CostKind, InvolvementSession


def can_be_made(offers: Collection[Offer]) -> list[Offer]:
    """The prepared offers that nothing stands in the way of: nobody to talk to first, advice offered."""
    waiting = [offer for offer in offers if offer.offered_on is None]
    ids = [offer.id for offer in waiting]
    first = talk_queries.talks_wanted(offer_ids=ids) | stopped.offers_stopped(ids)
    advised = people.advised({offer.attendance.participant_id for offer in waiting})
    return [
        offer
        for offer in waiting
        if offer.id not in first and (not offer.pence or offer.attendance.participant_id in advised)
    ]


def make_all(*, actor: Actor, on: date, offers: Collection[Offer]) -> list[Offer]:
    """Note that those of these offers that can be made were made; the others wait. Returns those made."""
    return [make_prepared_offer(actor=actor, on=on, offer=offer) for offer in can_be_made(offers)]


def usual_offer(involvement: InvolvementSession, rates: Sequence[Rate]) -> Rate | Money | None:
    """What the plan of a session offers everybody: the rate of its one planned fee, or that amount.

    Without a plan the only rate there is; None where there are several.
    """
    fees = {cost.pence for cost in planned(involvement.id) if cost.kind == CostKind.FEE}
    if len(fees) == 1:
        (amount,) = fees
        return next((rate for rate in rates if rate.pence == amount), amount)
    return rates[0] if not fees and len(rates) == 1 else None

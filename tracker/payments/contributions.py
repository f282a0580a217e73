"""The fee for a contribution that was just written down, where one was agreed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.errors import Invalid
from tracker.money import Money
from tracker.payments import claims, offers, unpaid
from tracker.payments.models import Answer, Offer
from tracker.permissions import Actor, Permission
from tracker.projects import queries as projects
from tracker.projects.models import Project, Rate
from tracker.sessions.models import Attendance


def offer_for(
    *,
    actor: Actor,
    on: date,
    places: Sequence[Attendance],
    rate: Rate | None,
    pence: Money | None,
    expenses_covered: str,
    taken: bool,
) -> list[Offer]:
    """Offer a fee for these places of one contribution, except to those whose role is unpaid.

    `taken` says that each person knew the fee before and takes all of it: then their claims are drafted too,
    by whoever may. Raises Refused and Invalid as an offer does.
    """
    without = unpaid.why(places)
    paid = [place for place in places if place.id not in without]
    if not paid:
        raise Invalid(f"{next(iter(without.values()))} Choose that it is unpaid.", field="fee")
    involvement = places[0].involvement
    prepared = offers.prepare_offers(
        actor=actor,
        on=on,
        attendances=paid,
        pence=pence,
        rate=rate,
        expenses_covered=expenses_covered,
        pay_by=max(on, offers.promised_day(involvement.held_on)),
    )
    if taken:
        for offer in prepared:
            offers.make_prepared_offer(actor=actor, on=on, offer=offer)
            offers.answer_offer(actor=actor, on=on, offer=offer, answer=Answer.FULL)
        if actor.may(Permission.LOG_CLAIMS, involvement.project_id):
            claims.draft_claims(actor=actor, on=on, involvement=involvement)
    return prepared


def rate_called(project: Project, label: str, held_on: date) -> Rate:
    """The rate of this name that held on the day. Raises Invalid where none did."""
    for rate in projects.rate_on(project.rate_card_id, held_on):
        if rate.label == label:
            return rate
    raise Invalid(
        f"The rate card had no {label} on that day yet. Choose another rate, or enter an amount.", field="fee"
    )

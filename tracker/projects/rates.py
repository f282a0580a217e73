"""Write rate cards and mileage rates: dated rows that are never edited, a new figure being a new row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select

from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid
from tracker.money import Money
from tracker.permissions import Actor
from tracker.projects.fee_rule import ATTENDED, OUTCOMES, USUAL_SHARES
from tracker.projects.models import MileageRate, Rate, RateCard, Unit
from tracker.values import day, line, needed_line, whole
from tracker.web.transaction import explain

MINUTES_IN_A_DAY = 24 * 60

_CARD_TAKEN = "There is already a rate card with this name: choose a different one."
explain("uq_rate_card_name", "name", _CARD_TAKEN)
explain("rate_card(name)", "name", _CARD_TAKEN)
_ROW_TAKEN = "This card already has a row with this name from that day: choose another day or name."
explain("uq_rate_card_id_label_since", "label", _ROW_TAKEN)
explain("rate(card_id)", "label", _ROW_TAKEN)
_MILES_TAKEN = "There is already a rate for this vehicle from that day."
explain("uq_mileage_rate_vehicle_since", "since", _MILES_TAKEN)
explain("mileage_rate(vehicle)", "since", _MILES_TAKEN)


def create_rate_card(*, actor: Actor, name: str, funder: str | None = None) -> RateCard:
    """Begin a card without rows, of the organisation or of a funder."""
    card = RateCard(
        name=needed_line(name, field="name", longest=120, sentence="Enter a name for the rate card."),
        funder=line(funder, field="funder", longest=200),
    )
    db.session.add(card)
    db.session.flush()
    record(actor, "began-rate-card", card)
    return card


def add_rate(
    *,
    actor: Actor,
    card: RateCard,
    label: str,
    unit: Unit,
    pence: Money,
    since: date,
    min_minutes: int = 0,
    max_minutes: int | None = None,
    tier: str | None = None,
    includes_preparation: bool = True,
    paying_outcomes: Mapping[str, int] | None = None,
    part_in_proportion: bool = False,
    source: str | None = None,
) -> Rate:
    """Add a row that holds from `since`; an earlier row of the same label ends where this one begins.

    `paying_outcomes` are percent of the fee by outcome (`fee_rule`); attended always pays all of it.
    """
    if pence.pence <= 0:
        raise Invalid("Enter an amount above £0.00.", field="pence")
    whole(min_minutes, field="min_minutes", least=0, most=MINUTES_IN_A_DAY)
    whole(max_minutes, field="max_minutes", least=1, most=MINUTES_IN_A_DAY)
    if max_minutes is not None and max_minutes < min_minutes:
        raise Invalid("The longest time cannot be shorter than the shortest.", field="max_minutes")
    rate = Rate(
        card=card,
        position=_position(card, label),
        label=needed_line(label, field="label", longest=120, sentence="Enter what this row pays for."),
        unit=unit,
        pence=pence,
        min_minutes=min_minutes,
        max_minutes=max_minutes,
        tier=line(tier, field="tier", longest=60),
        includes_preparation=includes_preparation,
        paying_outcomes=_outcomes(paying_outcomes),
        part_in_proportion=part_in_proportion,
        since=day(since, field="since"),
        source=line(source, field="source", longest=400),
    )
    db.session.add(rate)
    db.session.flush()
    record(actor, "added-rate", rate, values={"pence": pence.pence})
    return rate


def _position(card: RateCard, label: str) -> int:
    """A later figure stands where the earlier one of its label stood; a new label comes last."""
    same = db.session.scalar(
        select(Rate.position).where(Rate.card_id == card.id, Rate.label == label).limit(1)
    )
    if same is not None:
        return same
    last = db.session.scalar(select(func.max(Rate.position)).where(Rate.card_id == card.id))
    return 0 if last is None else last + 1


def _outcomes(paying: Mapping[str, int] | None) -> dict[str, int]:
    if paying is None:
        return dict(USUAL_SHARES)
    for outcome, percent in paying.items():
        if outcome not in OUTCOMES:
            raise Invalid(f"Choose outcomes from: {', '.join(OUTCOMES)}.", field="paying_outcomes")
        whole(percent, field=f"share_{outcome.replace('-', '_')}", least=0, most=100)
    if paying.get(ATTENDED, 100) != 100:
        raise Invalid("Whoever comes is paid the whole fee: enter a lower fee instead.", field="pence")
    return {ATTENDED: 100} | {outcome: percent for outcome, percent in paying.items() if percent}


def add_mileage_rate(
    *, actor: Actor, vehicle: str, pence_per_mile: Money, since: date, source: str
) -> MileageRate:
    """Add pence a mile from a day on; claims for journeys before it keep the earlier figure."""
    if pence_per_mile.pence <= 0:
        raise Invalid("Enter an amount above £0.00.", field="pence_per_mile")
    rate = MileageRate(
        vehicle=needed_line(vehicle, field="vehicle", longest=40, sentence="Enter the kind of vehicle."),
        pence_per_mile=pence_per_mile,
        since=day(since, field="since"),
        source=needed_line(
            source, field="source", longest=400, sentence="Enter where the figure is published."
        ),
    )
    db.session.add(rate)
    db.session.flush()
    record(actor, "added-mileage-rate", rate, values={"pence": pence_per_mile.pence})
    return rate

"""What journeys and care cost in the demo: one expense of each kind there is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum

from tracker.demo.photos import photo
from tracker.files.services import store
from tracker.money import Money
from tracker.payments import services
from tracker.payments.models import Claim, PaidTo
from tracker.permissions import Actor


class Cost(Enum):
    """The kind of cost that a person usually has."""

    MILEAGE = 0
    TICKET = 1
    NONE = 2
    CHILDCARE = 3
    TAXI = 4
    BUS = 5
    INTERPRETED = 6


def add(actor: Actor, on: date, claim: Claim, cost: Cost, day: date) -> None:
    """Add the cost of a day to a claim."""

    def spent(category: str, pence: int, description: str, shop: str | None = None) -> None:
        services.add_expense(
            actor=actor,
            on=on,
            claim=claim,
            category=category,
            worked_on=day,
            pence=Money(pence),
            description=description,
            receipt=store(*photo(shop, Money(pence), day)) if shop else None,
            no_receipt_reason=None if shop else "The machine kept the ticket",
        )

    match cost:
        case Cost.MILEAGE:
            _by_car(actor, on, claim, day)
        case Cost.TICKET:
            spent("public-transport", 640, "Day ticket", "Quayside Buses")
        case Cost.CHILDCARE:
            _childcare(actor, on, claim, day)
        case Cost.TAXI:
            spent("taxi", 1150, "Taxi home", "Harbour Cars")
        case Cost.BUS:
            spent("public-transport", 320, "Bus, both ways")
        case Cost.INTERPRETED:
            spent("public-transport", 320, "Bus, both ways")
            _interpreter(actor, on, claim, day)
        case Cost.NONE:
            pass


def _by_car(actor: Actor, on: date, claim: Claim, day: date) -> None:
    services.add_expense(
        actor=actor,
        on=on,
        claim=claim,
        category="mileage",
        worked_on=day,
        miles=Decimal("8.4"),
        vehicle="car",
    )


def _childcare(actor: Actor, on: date, claim: Claim, day: date) -> None:
    """Paid to the crèche direct: on the record, and never the person's money."""
    services.add_expense(
        actor=actor,
        on=on,
        claim=claim,
        category="childcare",
        worked_on=day,
        pence=Money(2400),
        description="Three hours at the crèche",
        receipt_seen=True,
        paid_to=PaidTo.PROVIDER,
        paid_to_name="Little Owls Crèche",
    )


def _interpreter(actor: Actor, on: date, claim: Claim, day: date) -> None:
    """Booked by us and paid by us."""
    services.add_expense(
        actor=actor,
        on=on,
        claim=claim,
        category="other",
        worked_on=day,
        pence=Money(9600),
        description="Interpreter, three hours",
        receipt_seen=True,
        paid_to=PaidTo.PROVIDER,
        paid_to_name="Quayside Interpreters",
    )

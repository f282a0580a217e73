"""What a session costs: what is planned, joined with the fees that its offers promise.

One rule joins them. An offer counts at what the person takes: the whole fee until they answer, then less, or
nothing; a fee given to a charity is still paid. Each offer stands in place of one planned fee, the smallest
first, so that what remains is never put too low; the planned fees left over are those still expected. All
other kinds stand as planned.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tracker.money import ZERO, Money, total
from tracker.payments import queries
from tracker.payments.models import Offer
from tracker.sessions.costs import planned
from tracker.sessions.models import CostKind, InvolvementSession, PlannedCost


@dataclass(frozen=True)
class Part:
    """One amount within a kind: `pence` each for so many `people`, once where that is None."""

    pence: Money
    people: int | None
    note: str | None = None
    offered: bool = False

    @property
    def sum(self) -> Money:
        """The amount in all."""
        return self.pence if self.people is None else self.pence * self.people


@dataclass(frozen=True)
class KindOfCost:
    """What one kind of cost comes to, and what it is made of."""

    kind: CostKind
    parts: Sequence[Part]

    @property
    def sum(self) -> Money:
        """The amount in all."""
        return total(part.sum for part in self.parts)


@dataclass(frozen=True)
class Costing:
    """A session's cost, kind by kind, for so many heads, against its budget. None is not known."""

    kinds: Sequence[KindOfCost]
    heads: int | None
    budget: Money | None

    @property
    def sum(self) -> Money:
        """The amount in all."""
        return total(kind.sum for kind in self.kinds)

    @property
    def each(self) -> Money | None:
        """The amount for each person, to the nearest penny; not known until somebody is expected."""
        return self.sum.times(Decimal(1) / self.heads) if self.heads else None

    @property
    def left(self) -> Money | None:
        """What the budget leaves; below nought, by how much it is passed."""
        return None if self.budget is None else self.budget - self.sum

    @property
    def over(self) -> Money | None:
        """By how much the budget is passed, where it is."""
        return -self.left if self.left is not None and self.left < ZERO else None


def costing(involvement: InvolvementSession, places: int) -> Costing:
    """What a session costs; `places` is how many are on its register, for one that expects no number."""
    costs = planned(involvement.id)
    offers = queries.offers_of_session(involvement.id).values()
    kinds = [KindOfCost(kind, _parts(kind, costs, offers)) for kind in CostKind]
    return Costing(
        kinds=[kind for kind in kinds if kind.parts],
        heads=max(involvement.expected_people or 0, places) or None,
        budget=involvement.budget_pence,
    )


def _parts(kind: CostKind, costs: Sequence[PlannedCost], offers: Collection[Offer]) -> list[Part]:
    mine = [Part(cost.pence, cost.people, cost.note) for cost in costs if cost.kind == kind]
    return _offered(offers) + _still_expected(mine, len(offers)) if kind == CostKind.FEE else mine


def _offered(offers: Collection[Offer]) -> list[Part]:
    """The fees promised, those of one amount together, the dearest first."""
    amounts = [offer.agreed_pence for offer in offers]
    return [
        Part(amount, amounts.count(amount), offered=True) for amount in sorted(set(amounts), reverse=True)
    ]


def _still_expected(fees: Sequence[Part], offered: int) -> list[Part]:
    """The planned fees that no offer stands in place of; the smallest are the first to be replaced."""
    left = []
    for fee in sorted(fees, key=lambda part: part.pence):
        replaced = min(fee.people or 1, offered)
        offered -= replaced
        if (fee.people or 1) > replaced:
            left.append(Part(fee.pence, (fee.people or 1) - replaced, fee.note))
    return left[::-1]

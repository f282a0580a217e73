"""What a session of the demo is planned to cost, from who is invited, and its budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tracker.demo.cast import Person
from tracker.demo.costs import Cost as Spends
from tracker.money import Money
from tracker.permissions import Actor
from tracker.sessions.costs import Cost, plan_costs
from tracker.sessions.models import CostKind, InvolvementSession

FARE, CRECHE, INTERPRETER, SUPPORT = Money(500), Money(2400), Money(9600), Money(6000)
_TRAVELS = {Spends.BUS, Spends.TICKET, Spends.MILEAGE, Spends.TAXI, Spends.INTERPRETED}
# Budgets are set in whole fifties.
_STEP = 5000


def plan(actor: Actor, involvement: InvolvementSession, people: Sequence[Person], fee: Money | None) -> None:
    """Plan the costs of a session to which these people are invited, each for a fee if there is one."""
    offered = sum(person.is_offered_fees for person in people)
    fees = [Cost(CostKind.FEE, fee, offered)] if fee and offered else []
    costs = [*fees, *_costs(people)]
    together = sum(cost.pence.pence * (cost.people or 1) for cost in costs)
    plan_costs(
        actor=actor,
        involvement=involvement,
        version=involvement.version,
        expected_people=len(people),
        budget=Money((together // _STEP + 1) * _STEP),
        costs=costs,
    )


def _costs(people: Sequence[Person]) -> Iterator[Cost]:
    def how_many(*kinds: Spends) -> int:
        return sum(person.cost in kinds for person in people)

    if travelling := how_many(*_TRAVELS):
        yield Cost(CostKind.FARES, FARE, travelling)
    if children := how_many(Spends.CHILDCARE):
        yield Cost(CostKind.CHILDCARE, CRECHE, children, "Little Owls Crèche")
    if interpreters := sum(person.role == "interpreter" for person in people) or how_many(Spends.INTERPRETED):
        yield Cost(CostKind.INTERPRETER, INTERPRETER, interpreters, "Quayside Interpreters")
    if supporters := sum(person.role == "supporter" for person in people):
        yield Cost(CostKind.SUPPORT, SUPPORT, supporters, "A supporter for the day")

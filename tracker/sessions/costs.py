"""What a session is planned to cost: the whole plan is written at once, in place of the one before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, delete, select

from tracker.accounts.editing import refuse_stale, save_changes
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid
from tracker.money import LARGEST_PENCE, ZERO, Money
from tracker.permissions import Actor
from tracker.sessions.models import CostKind, InvolvementSession, PlannedCost
from tracker.values import line, whole

MOST_PEOPLE = 10_000

# Nobody is paid a fee once for everybody: where no number is given, it is for all who are expected.
FOR_EACH_PERSON = (CostKind.FEE, CostKind.PREPARATION)


@dataclass(frozen=True)
class Cost:
    """One expected cost: `pence` for each of so many `people`, or once where that is None.

    `key` ends the names of its fields on the page.
    """

    kind: CostKind
    pence: Money
    people: int | None = None
    note: str | None = None
    key: str = ""


def planned(involvement_id: int) -> Sequence[PlannedCost]:
    """The planned costs of a session, kind by kind in their usual order, the dearest first."""
    order = case({kind.value: place for place, kind in enumerate(CostKind)}, value=PlannedCost.kind)
    return db.session.scalars(
        select(PlannedCost)
        .where(PlannedCost.involvement_session_id == involvement_id)
        .order_by(order, PlannedCost.pence.desc(), PlannedCost.id)
    ).all()


def plan_costs(
    *,
    actor: Actor,
    involvement: InvolvementSession,
    version: int | None,
    expected_people: int | None,
    budget: Money | None,
    costs: Iterable[Cost],
) -> None:
    """Put this plan in place of the last. Raises StaleVersion, and Invalid naming the field or its row."""
    values = {
        "expected_people": whole(expected_people, field="expected_people", least=1, most=MOST_PEOPLE),
        "budget_pence": _amount(budget, "budget") if budget is not None else None,
    }
    wanted = [_checked(cost, expected_people) for cost in costs]
    refuse_stale(involvement, version, values)
    changed = _written(involvement) != [_values(cost) for cost in wanted]
    if changed:
        _replace(involvement, wanted)
        # Who looked at the plan before must look again, though only its rows changed.
        involvement.version += 1
        db.session.flush()
        record(actor, "planned-costs", involvement)
    save_changes(actor, involvement, version=involvement.version, values=values, verb="planned-costs")


def _checked(cost: Cost, expected_people: int | None) -> Cost:
    people = whole(cost.people, field=f"people_{cost.key}", least=1, most=MOST_PEOPLE)
    if people is None and cost.kind in FOR_EACH_PERSON:
        people = expected_people
        if people is None:
            raise Invalid(
                "Enter for how many people, or how many you expect in all.", field=f"people_{cost.key}"
            )
    note = line(cost.note, field=f"note_{cost.key}", longest=200)
    return Cost(cost.kind, _amount(cost.pence, f"pence_{cost.key}"), people, note, cost.key)


def _amount(pence: Money, field: str) -> Money:
    if not ZERO <= pence <= Money(LARGEST_PENCE):
        raise Invalid("Enter an amount of nought or more.", field=field)
    return pence


def _replace(involvement: InvolvementSession, costs: Iterable[Cost]) -> None:
    db.session.execute(delete(PlannedCost).where(PlannedCost.involvement_session_id == involvement.id))
    db.session.add_all(
        PlannedCost(
            involvement_session_id=involvement.id,
            kind=cost.kind,
            pence=cost.pence,
            people=cost.people,
            note=cost.note,
        )
        for cost in costs
    )


def _written(involvement: InvolvementSession) -> list[tuple[Any, ...]]:
    return [_values(cost) for cost in planned(involvement.id)]


def _values(cost: Cost | PlannedCost) -> tuple[Any, ...]:
    return cost.kind, cost.pence, cost.people, cost.note

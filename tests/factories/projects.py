"""Projects, rate cards and memberships for tests."""

from datetime import date
from itertools import count
from typing import Any

from tests.factories.saving import saved
from tracker import clock
from tracker.money import Money
from tracker.permissions import SYSTEM
from tracker.projects import services
from tracker.projects.models import Project, RateCard, Unit

_numbers = count(1)


@saved()
def project(**values: Any) -> Project:
    """A project with a reference of its own."""
    number = next(_numbers)
    given = {"ref": f"PR-{number}", "name": f"Project {number}", "on": date(2026, 1, 5)} | values
    return services.create_project(actor=SYSTEM, **given)


@saved()
def rate_card(**rows: int) -> RateCard:
    """A card whose rows are a label and its pence an hour, from 1 January 2026."""
    card = services.create_rate_card(actor=SYSTEM, name=f"Card {next(_numbers)}")
    for label, pence in rows.items():
        services.add_rate(
            actor=SYSTEM,
            card=card,
            label=label,
            unit=Unit.HOUR,
            pence=Money(pence),
            since=date(2026, 1, 1),
        )
    return card


@saved()
def member(of: Project, participant: Any, on: date | None = None) -> Any:
    """Make a person a member of a project."""
    return services.add_person_to_project(
        actor=SYSTEM, on=on or clock.today(), project=of, participant=participant
    )

"""A project for journeys: a lead, an approver, a rate card, and so many people of it with invented names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Flask

from tests.conftest import TODAY
from tests.factories.staff import staff
from tracker.money import Money
from tracker.people import services as people
from tracker.projects import services as projects
from tracker.projects.models import Unit
from tracker.web.transaction import writing

_FIRST = ("Amina", "Brendan", "Chidi", "Dilys", "Ewa", "Farid", "Grace", "Hamish", "Ioana", "José")
_LAST = ("Okonkwo", "Nguyễn", "O’Connor", "Brontë-Ahmed")


@dataclass
class Panel:
    """How the lead signs in, and what the people are called, by name."""

    lead: str
    names: list[str]


def panel(app: Flask, size: int) -> Panel:
    """Make it, since the beginning of 2026."""
    began = date(2026, 1, 5)
    names = [f"{first} {last}" for last in _LAST for first in _FIRST][:size]
    with app.app_context():
        lead, admin = staff("lead"), staff("administrator").actor()
        staff("approver")
        with writing():
            projects.seed_lists(actor=admin, on=TODAY)
            card = projects.create_rate_card(actor=admin, name="Our rates")
            projects.add_rate(
                actor=admin, card=card, label="Half day", unit=Unit.HALF_DAY, pence=Money(7500), since=began
            )
            project = projects.create_project(
                actor=admin,
                on=began,
                ref="PANEL",
                name="Citizens’ panel",
                cost_code="CC-9",
                rate_card_id=card.id,
            )
            for name in names:
                person = people.create_participant(actor=admin, on=began, name=name)
                projects.add_person_to_project(actor=admin, on=began, project=project, participant=person)
        return Panel(lead.email, sorted(names))

"""A list understood as what it is of. Pure."""

from __future__ import annotations

from tracker.imports.lists import payments, people
from tracker.imports.lists.payments import PaymentList
from tracker.imports.lists.people import PeopleList
from tracker.imports.lists.roles import What
from tracker.imports.lists.said import Said
from tracker.imports.reading import Sheet

Listed = PaymentList | PeopleList


def understand(sheet: Sheet, said: Said) -> Listed:
    """A list of payments or expenses, or one of people, with what a person said of it."""
    return people.understand(sheet, said) if said.what is What.PEOPLE else payments.understand(sheet, said)

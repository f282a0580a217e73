"""Empty records of people who were brought in by mistake, where the ledger keeps the records themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tracker.db import db
from tracker.people.models import Participant
from tracker.web.ids import encode

_NAME = "Taken back"


def empty(people: Iterable[Participant], *, on: date) -> None:
    """Leave nothing of who these people are, and make their references free for whoever comes under them."""
    for one in people:
        one.ref = f"{_NAME.replace(' ', '-').lower()}-{encode(one.id)}"
        # No name of a sheet and no search meets it.
        one.name, one.match_name = _NAME, ""
        one.known_as = one.email = one.phone = one.preferred_contact = None
        one.payment_route = one.date_of_birth = None
        one.until = one.erased_on = on
    db.session.flush()

"""Places that come without a fee: of an unpaid session, or of somebody whose role in the project is unpaid.

It keeps a fee from being offered by mistake. Expenses can be claimed all the same.
"""

from __future__ import annotations

from collections.abc import Collection

from tracker.errors import Refused
from tracker.projects import queries as projects
from tracker.projects.models import ProjectPerson
from tracker.sessions.models import Attendance, InvolvementSession


def why(attendances: Collection[Attendance]) -> dict[int, str]:
    """For each of these places that gets no fee a sentence that says why, by the place's id."""
    found = {}
    for involvement in {place.involvement for place in attendances}:
        places = [place for place in attendances if place.involvement is involvement]
        roles = projects.unpaid_roles(
            involvement.project_id, [place.participant_id for place in places], involvement.held_on
        )
        for place in places:
            if involvement.unpaid or place.participant_id in roles:
                found[place.id] = _sentence(place, involvement, roles.get(place.participant_id))
    return found


def _sentence(place: Attendance, involvement: InvolvementSession, role: ProjectPerson | None) -> str:
    if involvement.unpaid or role is None:
        return "This session is unpaid, so no fee is offered. Expenses can be claimed."
    called = f", {projects.word_label('project-role', role.role)}," if role.role else ""
    return (
        f"The role of {place.participant.name} in this project{called} is unpaid, so no fee is offered. "
        "Expenses can be claimed."
    )


def must_be_paid(attendances: Collection[Attendance]) -> None:
    """Raises Refused, code `unpaid`, if a fee for one of these places would be a mistake."""
    for sentence in why(attendances).values():
        raise Refused(
            f"{sentence} If there is to be a fee, change the session or the role first.", code="unpaid"
        )

"""Sessions and places for tests."""

from datetime import date
from typing import Any

from tests.factories import projects
from tests.factories.people import participant as a_participant
from tests.factories.saving import saved
from tracker import clock
from tracker.people.models import Participant
from tracker.permissions import SYSTEM
from tracker.projects.models import Project
from tracker.sessions import services
from tracker.sessions.models import Attendance, InvolvementSession, Outcome

HELD_ON = date(2026, 11, 12)


@saved()
def involvement(of: Project | None = None, **values: Any) -> InvolvementSession:
    """A session of two hours, eleven days ago unless said otherwise."""
    project = of or projects.project()
    given = {"held_on": HELD_ON, "title": "Steering group", "minutes": 120} | values
    return services.create_session(actor=SYSTEM, on=clock.today(), project=project, **given)


@saved()
def attendance(
    of: InvolvementSession,
    participant: Participant | None = None,
    outcome: Outcome | None = None,
    **values: Any,
) -> Attendance:
    """A person's place in a session, recorded where an outcome is given."""
    person = participant or a_participant()
    place = services.invite(actor=SYSTEM, on=clock.today(), involvement=of, participant=person)
    if outcome is not None or values:
        services.record_attendance(
            actor=SYSTEM, on=clock.today(), attendance=place, outcome=outcome, **values
        )
    return place

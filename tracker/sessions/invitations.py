"""Give places in a session: to one person, or to many at once in as many statements as for one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from tracker.audit.services import record
from tracker.db import db
from tracker.people import queries as people
from tracker.people.models import Participant
from tracker.permissions import Actor
from tracker.projects import queries as projects
from tracker.projects.one_person import records
from tracker.projects.services import add_person_to_project
from tracker.sessions.models import Attendance, InvolvementSession
from tracker.values import needed_line


def invite(
    *,
    actor: Actor,
    on: date,
    involvement: InvolvementSession,
    participant: Participant,
    role: str = "participant",
    import_batch_id: int | None = None,
) -> Attendance:
    """Give a person a place in a session, and make them a member of its project; twice changes nothing."""
    return invite_all(
        actor=actor,
        on=on,
        involvement=involvement,
        participants=[participant],
        role=role,
        import_batch_id=import_batch_id,
    )[0]


def invite_all(
    *,
    actor: Actor,
    on: date,
    involvement: InvolvementSession,
    participants: Sequence[Participant],
    role: str = "participant",
    import_batch_id: int | None = None,
) -> list[Attendance]:
    """The same for each of these people; who has a place keeps it. The places come in their order.

    Whoever is named by a record that was put together with another has, or gets, the place of the other.
    """
    part = needed_line(role, field="role", longest=60, sentence="Choose the part they have.")
    stand = [people.standing(participant) for participant in participants]
    wanted = {participant.id: participant for participant in stand}
    places = _places(involvement, wanted)
    # Somebody who came before their name was typed belonged to the project on that day.
    since = min(on, involvement.held_on)
    joined = projects.members(involvement.project_id, list(wanted), since)
    new = [participant for number, participant in wanted.items() if number not in places]
    for participant in new:
        if participant.id not in joined:
            add_person_to_project(
                actor=actor,
                on=since,
                project=involvement.project,
                participant=participant,
                import_batch_id=import_batch_id,
            )
        places[participant.id] = Attendance(
            involvement_session_id=involvement.id,
            participant_id=participant.id,
            role=part,
            import_batch_id=import_batch_id,
        )
    given = [places[participant.id] for participant in new]
    db.session.add_all(given)
    db.session.flush()
    for place in given:
        record(actor, "gave-place", place)
    return [places[participant.id] for participant in stand]


def _places(involvement: InvolvementSession, participant_ids: Collection[int]) -> dict[int, Attendance]:
    """The places that some of these people have in the session, by person, the first record's first."""
    person = records(participant_ids)
    rows = db.session.scalars(
        select(Attendance).where(
            Attendance.involvement_session_id == involvement.id,
            Attendance.participant_id.in_(list(person)),
        )
    )
    by_record = {place.participant_id: place for place in rows}
    found = {person[one]: place for one, place in by_record.items()}
    return found | {one: place for one, place in by_record.items() if person[one] == one}

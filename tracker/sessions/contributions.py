"""What people gave without a meeting, such as a call or a picture: logged in one go afterwards.

It is a session like any other, whose register is taken as it is written down: the people count as heard, and
are offered and paid what others are.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.errors import Invalid
from tracker.people.models import Participant
from tracker.permissions import Actor
from tracker.projects.models import Project
from tracker.sessions.invitations import invite_all
from tracker.sessions.models import Attendance, Mode, Outcome
from tracker.sessions.services import create_session, record_attendance


def log_contribution(
    *,
    actor: Actor,
    on: date,
    project: Project,
    participants: Sequence[Participant],
    activity: str | None,
    title: str,
    held_on: date,
    minutes: int | None,
    mode: Mode,
    unpaid: bool,
    fee_covers_from: date | None = None,
) -> list[Attendance]:
    """Write down what these people gave, all alike; `minutes` is the time of each, None if nobody knows.

    `fee_covers_from` is the first day of those that a fee is for, `held_on` being the last; None for a piece
    of work.

    Raises Invalid, naming the field.
    """
    if not participants:
        raise Invalid("Tick at least one person.", field="people")
    if held_on > on:
        raise Invalid("Enter the day it happened: it cannot be later than today.", field="held_on")
    involvement = create_session(
        actor=actor,
        on=on,
        project=project,
        held_on=held_on,
        title=title,
        minutes=minutes,
        mode=mode,
        activity=activity,
        unpaid=unpaid,
        fee_covers_from=fee_covers_from,
    )
    places = invite_all(actor=actor, on=on, involvement=involvement, participants=participants)
    for place in places:
        record_attendance(actor=actor, on=on, attendance=place, outcome=Outcome.ATTENDED, minutes=minutes)
    return places

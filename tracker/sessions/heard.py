"""What it is to be heard, and who it was: the one place where voices are counted from.

A report, a home page and the page of inviting count people by `person`, so that whatever makes two records
one person is said here alone.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, literal_column
from sqlalchemy.orm import aliased

from tracker.projects.one_person import second_of, stands_for
from tracker.sessions.models import HEARD, NOT_VOICES, TAKES_PART, Attendance, InvolvementSession, Mode

# What people come together for; anything else is a way of taking part without a meeting.
MEETINGS = ("meeting", "event")


def person(place: Any = Attendance) -> Any:
    """Whose place it is: a column to count people by."""
    return stands_for(place.participant_id)


def once() -> ColumnElement[bool]:
    """Of places: that it is not the second of one person in that session, whom two records came under.

    The few that are, are found once: asked of each place, PostgreSQL would reckon that to dwarf everything
    else, and choose at random how to count.
    """
    place, other = aliased(Attendance), aliased(Attendance)
    together = other.involvement_session_id == place.involvement_session_id
    seconds = second_of(place, other).where(together, *was_heard(other))
    found: ColumnElement[bool] = Attendance.id.not_in(seconds)
    return found


def was_heard(place: Any = Attendance) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The conditions of a voice: present, and there to say what they think."""
    return place.outcome.in_(HEARD), place.role.not_in(NOT_VOICES)


def helps(place: Any = Attendance) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The conditions of a place of somebody who is there to help others take part.

    The first says nothing that the second does not, but is the condition of the index that holds those few
    places, and no parameter may stand in it.
    """
    return place.role != literal_column(f"'{TAKES_PART}'"), place.role.in_(NOT_VOICES)


def is_meeting(session: Any = InvolvementSession) -> ColumnElement[bool]:
    """Whether people came together, in a room or online; what nothing is said of was a meeting."""
    met: ColumnElement[bool] = (session.mode != Mode.OWN_TIME) & (
        session.activity.is_(None) | session.activity.in_(MEETINGS)
    )
    return met

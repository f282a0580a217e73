"""Write sessions and who came. Places are given in `invitations.py`, and offered here too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from tracker.accounts.editing import refuse_stale, save_changes
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.permissions import Actor
from tracker.projects.models import Project
from tracker.projects.refs import next_ref
from tracker.sessions.changes import watched
from tracker.sessions.consultation import activity_of
from tracker.sessions.invitations import invite, invite_all
from tracker.sessions.models import HEARD, Attendance, InvolvementSession, Mode, Outcome
from tracker.sessions.queries import attendances
from tracker.values import day, line, needed_line, whole
from tracker.web.transaction import explain

__all__ = [
    "create_session",
    "invite",
    "invite_all",
    "record_attendance",
    "take_off",
    "update_session",
]

MINUTES_IN_A_DAY = 24 * 60
LONGEST_COVER = timedelta(days=365)
LARGEST_CROWD = 100_000

_TAKEN = "Another session has this reference: choose a different one, or leave it empty to get the next one."
explain("uq_involvement_session_ref", "ref", _TAKEN)
explain("involvement_session(ref)", "ref", _TAKEN)
_PLACED = "Somebody put this person on the register a moment ago: look at the register again."
explain("uq_attendance_involvement_session_id_participant_id", "participant", _PLACED)
explain("attendance(involvement_session_id)", "participant", _PLACED)

# Nobody can have come, or failed to come, to what has not happened yet; a place can be cancelled beforehand.
_AFTERWARDS = (*HEARD, Outcome.DID_NOT_ATTEND)


def create_session(
    *,
    actor: Actor,
    on: date,
    project: Project,
    held_on: date,
    title: str,
    ref: str | None = None,
    start: time | None = None,
    end: time | None = None,
    minutes: int | None = None,
    preparation_minutes: int = 0,
    mode: Mode = Mode.IN_PERSON,
    stage: str | None = None,
    level: str | None = None,
    venue: str | None = None,
    service_user_activity: bool | None = None,
    consulted_by: str | None = None,
    free_to_withdraw: bool | None = None,
    activity: str | None = None,
    unpaid: bool = False,
    heard_without_names: int = 0,
    fee_covers_from: date | None = None,
    import_batch_id: int | None = None,
) -> InvolvementSession:
    """Log a session of a project; start and end are local wall times, and give the minutes where both are.

    Without a reference it gets the next one. `fee_covers_from` is the first day of those that a fee here is
    for. Raises Invalid, naming the field.
    """
    values = _checked(
        {
            "held_on": held_on,
            "title": title,
            "start": start,
            "end": end,
            "minutes": minutes,
            "preparation_minutes": preparation_minutes,
            "mode": mode,
            "stage": stage,
            "level": level,
            "venue": venue,
            "service_user_activity": service_user_activity,
            "consulted_by": consulted_by,
            "free_to_withdraw": free_to_withdraw,
            "activity": activity,
            "unpaid": unpaid,
            "heard_without_names": heard_without_names,
        }
    )
    values["minutes"] = _minutes(start, end, minutes)
    involvement = InvolvementSession(
        **values,
        fee_covers_from=_fee_covers_from(fee_covers_from, held_on),
        ref=line(ref, field="ref", longest=40) or next_ref(InvolvementSession.ref, "S"),
        project_id=project.id,
        logged_by_id=actor.user_id,
        import_batch_id=import_batch_id,
    )
    db.session.add(involvement)
    db.session.flush()
    record(actor, "logged-session", involvement)
    return involvement


def _fee_covers_from(first: date | None, last: date) -> date | None:
    """The first day of those that a fee is for, a year at most up to the session's own."""
    if day(first, field="covers_from", latest=last) is not None and first and last - first > LONGEST_COVER:
        raise Invalid("A fee can be for a year at most: enter a later first day.", field="covers_from")
    return first


def update_session(
    *, actor: Actor, on: date, involvement: InvolvementSession, version: int | None, values: Mapping[str, Any]
) -> InvolvementSession:
    """Change a session's own fields; its project stays. Raises StaleVersion, Invalid, or Refused by money."""
    checked = _checked(values)
    if {"start", "end", "minutes"} & set(checked):
        checked["minutes"] = _minutes(
            checked.get("start", involvement.start),
            checked.get("end", involvement.end),
            checked.get("minutes", involvement.minutes),
        )
    if "consulted_by" not in checked and "service_user_activity" in checked:
        # An answer that comes without its limb keeps the one it agrees with.
        agrees = activity_of(involvement.consulted_by) == checked["service_user_activity"]
        checked["consulted_by"] = involvement.consulted_by if agrees else None
    places = attendances(involvement.id)
    if checked.get("held_on", involvement.held_on) > on and any(
        place.outcome in _AFTERWARDS for place in places
    ):
        raise Invalid(
            "The register says who came, so the session cannot be on a day that is still to come. Change the "
            "register first if that is wrong.",
            field="held_on",
        )
    with watched(actor, on, involvement, places):
        save_changes(actor, involvement, version=version, values=checked)
    return involvement


def _minutes(start: time | None, end: time | None, minutes: int | None) -> int | None:
    """How long it lasted, from the times where both are known; None where nobody knows."""
    if end is not None and start is None:
        raise Invalid("Enter the time it started as well.", field="start")
    if start is None or end is None:
        return whole(minutes, field="minutes", least=1, most=MINUTES_IN_A_DAY)
    lasted = (end.hour - start.hour) * 60 + end.minute - start.minute
    if lasted <= 0:
        raise Invalid("Enter an end later than the start. Log work past midnight as two days.", field="end")
    return lasted


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are given, each in the form that is stored."""
    checks: dict[str, Callable[[Any], Any]] = {
        "ref": lambda text: needed_line(text, field="ref", longest=40, sentence="Enter a reference."),
        "title": lambda text: needed_line(
            text, field="title", longest=200, sentence="Enter what the session was about, in a few words."
        ),
        "held_on": _held_on,
        "minutes": lambda number: whole(number, field="minutes", least=1, most=MINUTES_IN_A_DAY),
        "preparation_minutes": lambda number: whole(
            number or 0, field="preparation_minutes", least=0, most=7 * MINUTES_IN_A_DAY
        ),
        "stage": lambda text: line(text, field="stage", longest=60),
        "level": lambda text: line(text, field="level", longest=60),
        "activity": lambda text: line(text, field="activity", longest=60),
        "venue": lambda text: line(text, field="venue", longest=200),
        "heard_without_names": lambda number: whole(
            number or 0, field="heard_without_names", least=0, most=LARGEST_CROWD
        ),
    }
    as_given = {"start", "end", "mode", "service_user_activity", "consulted_by", "free_to_withdraw", "unpaid"}
    return {name: value if name in as_given else checks[name](value) for name, value in values.items()}


def _held_on(value: date | None) -> date:
    if day(value, field="held_on") is None or value is None:
        raise Invalid("Enter the date of the session.", field="held_on")
    return value


def record_attendance(
    *,
    actor: Actor,
    on: date,
    attendance: Attendance,
    version: int | None = None,
    outcome: Outcome | None,
    minutes: int | None = None,
    preparation_minutes: int | None = None,
    role: str | None = None,
) -> Attendance:
    """Record what became of a place. `version` is given by a form that showed the old values.

    Minutes not given are the session's for those who attended, unknown for those who came in part, and stay
    empty for those who did not come. A role not given stays.
    """
    involvement = attendance.involvement
    if outcome in _AFTERWARDS and involvement.held_on > on:
        raise Invalid("The session has not taken place yet: record who came afterwards.", field="outcome")
    values = {
        "outcome": outcome,
        "minutes": _minutes_there(involvement, outcome, minutes),
        "preparation_minutes": _prepared(involvement, outcome, preparation_minutes),
        "role": line(role, field="role", longest=60) or attendance.role,
    }
    if version is not None:
        refuse_stale(attendance, version, values)
    with watched(actor, on, involvement, [attendance]):
        if any(getattr(attendance, name) != value for name, value in values.items()):
            attendance.recorded_by_id = actor.user_id
        save_changes(actor, attendance, version=attendance.version, values=values, verb="recorded-attendance")
    return attendance


def _minutes_there(
    involvement: InvolvementSession, outcome: Outcome | None, minutes: int | None
) -> int | None:
    if outcome not in HEARD:
        return None
    whole(minutes, field="minutes", least=0, most=MINUTES_IN_A_DAY)
    return involvement.minutes if minutes is None and outcome == Outcome.ATTENDED else minutes


def _prepared(involvement: InvolvementSession, outcome: Outcome | None, minutes: int | None) -> int | None:
    if outcome not in (*HEARD, Outcome.PREPARATION_ONLY):
        return None
    whole(minutes, field="preparation_minutes", least=0, most=7 * MINUTES_IN_A_DAY)
    return involvement.preparation_minutes if minutes is None else minutes


def take_off(*, actor: Actor, attendance: Attendance) -> None:
    """Undo a place that was given by mistake. Raises Refused once anything rests on it."""
    if attendance.outcome is not None:
        raise Refused("What became of this place is recorded. Change the record to Not recorded yet first.")
    record(actor, "took-off-register", attendance)
    db.session.delete(attendance)
    try:
        db.session.flush()
    except IntegrityError:
        raise Refused(
            "A fee was offered or claimed for this place, so it stays. Record it as cancelled instead."
        ) from None

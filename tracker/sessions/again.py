"""Plan another session like an earlier one: all that repeats is copied, what differs each time is given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from tracker.db import db
from tracker.people.models import Participant
from tracker.permissions import Actor
from tracker.projects.models import ProjectPerson
from tracker.projects.one_person import any_of, stands_for
from tracker.projects.queries import is_open
from tracker.sessions.costs import Cost, plan_costs, planned
from tracker.sessions.models import HEARD, Attendance, InvolvementSession
from tracker.sessions.services import create_session, invite_all

# Copied as they are. What people asked for or agreed to in one session is never copied to the next.
_REPEATED = ("activity", "unpaid", "free_to_withdraw")


class Invited(StrEnum):
    """Who of the earlier session's register is invited again."""

    NOBODY = "nobody"
    EVERYBODY = "everybody"
    WHO_CAME = "who-came"


def session_like(
    *,
    actor: Actor,
    on: date,
    last: InvolvementSession,
    held_on: date,
    title: str,
    start: time | None,
    end: time | None,
    venue: str | None,
    with_costs: bool,
    invited: Invited,
) -> InvolvementSession:
    """A session of the same project. Without times it is as long as the last. Raises Invalid."""
    involvement = create_session(
        actor=actor,
        on=on,
        project=last.project,
        held_on=held_on,
        title=title,
        start=start,
        end=end,
        minutes=last.minutes if start is None else None,
        preparation_minutes=last.preparation_minutes,
        mode=last.mode,
        stage=last.stage,
        level=last.level,
        venue=venue,
        service_user_activity=last.service_user_activity,
        consulted_by=last.consulted_by,
    )
    for name in _REPEATED:
        setattr(involvement, name, getattr(last, name))
    db.session.flush()
    if with_costs:
        _copy_costs(actor, last, involvement)
    _invite(actor, on, involvement, places_again(last, on, invited))
    return involvement


def _copy_costs(actor: Actor, last: InvolvementSession, involvement: InvolvementSession) -> None:
    plan_costs(
        actor=actor,
        involvement=involvement,
        version=involvement.version,
        expected_people=last.expected_people,
        budget=last.budget_pence,
        costs=[Cost(cost.kind, cost.pence, cost.people, cost.note) for cost in planned(last.id)],
    )


def _invite(actor: Actor, on: date, involvement: InvolvementSession, places: Iterable[Attendance]) -> None:
    by_role: dict[str, list[Participant]] = {}
    for place in places:
        by_role.setdefault(place.role, []).append(place.participant)
    for role, participants in by_role.items():
        invite_all(actor=actor, on=on, involvement=involvement, participants=participants, role=role)


def places_again(last: InvolvementSession, on: date, invited: Invited) -> Sequence[Attendance]:
    """The places of the earlier session whose people are invited again; who left the project is not."""
    if invited == Invited.NOBODY:
        return ()
    member = select(ProjectPerson.id).where(ProjectPerson.project_id == last.project_id, is_open(on))
    asked = (
        select(Attendance)
        .join(Attendance.participant)
        .options(contains_eager(Attendance.participant))
        .where(
            Attendance.involvement_session_id == last.id,
            or_(Participant.until.is_(None), Participant.until >= on),
            any_of(member.correlate(Participant), ProjectPerson.participant_id, stands_for(Participant.id)),
        )
        .order_by(Participant.match_name, Participant.id)
    )
    if invited == Invited.WHO_CAME:
        asked = asked.where(Attendance.outcome.in_(HEARD))
    return db.session.scalars(asked).all()

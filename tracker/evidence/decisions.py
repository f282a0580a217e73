"""Keep what was decided about the employment status of a role: who, when, and on what evidence.

Nothing here decides or suggests a status, and no payment is made differently because of one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.evidence.models import Status, StatusDecision
from tracker.payments import for_finance
from tracker.permissions import Actor, Permission
from tracker.projects.models import Project
from tracker.values import day, needed_line

# Each with what a page calls it.
STATUSES: Mapping[Status, str] = {
    Status.VOLUNTEER: "A volunteer, paid expenses alone",
    Status.OTHER_INCOME: "Casual other income",
    Status.SELF_EMPLOYED: "Self-employed",
    Status.PAYROLL: "Employed or an office-holder for tax, paid by payroll",
}


def decisions(viewer: Actor) -> Sequence[StatusDecision]:
    """Every decision on the roles of all projects and of the viewer's, the newest first."""
    asked = select(StatusDecision).options(joinedload(StatusDecision.project))
    scope = viewer.projects(Permission.EXAMINE)
    if scope is not None:
        own = StatusDecision.project_id.in_(sorted(scope))
        asked = asked.where(or_(StatusDecision.project_id.is_(None), own))
    return db.session.scalars(asked.order_by(StatusDecision.number.desc())).all()


def standing(found: Sequence[StatusDecision]) -> frozenset[int]:
    """Of decisions, the newest first: the ids of those that no later one took the place of."""
    newest = {(one.role, one.project_id): one.id for one in reversed(found)}
    return frozenset(newest.values())


def decide(
    *,
    actor: Actor,
    on: date,
    role: str,
    project: Project | None,
    status: Status,
    decided_by: str,
    decided_on: date,
    evidence: str,
    review_on: date | None = None,
) -> StatusDecision:
    """Keep a decision that somebody made. Raises Invalid, and Refused to whoever may not for that project."""
    may = actor.projects(Permission.PREPARE_RUNS)
    if may is not None and (project is None or project.id not in may):
        raise Refused("A decision for all projects is kept by somebody in finance for all of them.")
    if decided_on > on:
        raise Invalid("Enter the day it was decided, up to today.", field="decided_on")
    if review_on is not None and review_on <= decided_on:
        raise Invalid("Enter a day after the decision.", field="review_on")
    newest = db.session.scalar(select(func.max(StatusDecision.number)))
    made = StatusDecision(
        number=(newest or 0) + 1,
        role=role,
        project_id=project.id if project else None,
        status=status,
        decided_by=needed_line(
            decided_by, field="decided_by", longest=200, sentence="Enter who decided, by name and job."
        ),
        decided_on=day(decided_on, field="decided_on"),
        evidence=for_finance.reason(evidence, field="evidence"),
        review_on=day(review_on, field="review_on"),
        recorded_by_id=actor.user_id,
    )
    db.session.add(made)
    db.session.flush()
    record(actor, "kept-status-decision", made, values={"number": made.number, "state": status.value})
    return made

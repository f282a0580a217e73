"""What somebody is in a project from a day on, and whether that role is paid at all."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.accounts.editing import refuse_stale, save_changes
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid
from tracker.permissions import Actor
from tracker.projects.models import ProjectPerson
from tracker.values import day, line


def give_role(
    *,
    actor: Actor,
    membership: ProjectPerson,
    version: int | None,
    role: str | None,
    unpaid: bool,
    since: date,
) -> ProjectPerson:
    """Give a member a role from a day on; the one they had ends the day before and stays on record.

    From the day their membership began, the record itself is put right. Raises StaleVersion and Invalid.
    """
    begins = day(since, field="since") or membership.since
    if begins < membership.since:
        raise Invalid("They were not in the project yet on that day: enter a later one.", field="since")
    if membership.until is not None and begins > membership.until:
        raise Invalid("They leave the project before that day: enter an earlier one.", field="since")
    values = {"role": line(role, field="role", longest=60), "unpaid": unpaid}
    if begins == membership.since:
        save_changes(actor, membership, version=version, values=values, verb="gave-project-role")
        return membership
    refuse_stale(membership, version, values)
    following = ProjectPerson(
        project_id=membership.project_id,
        participant_id=membership.participant_id,
        since=begins,
        until=membership.until,
        **values,
    )
    membership.until = begins - timedelta(days=1)
    db.session.add(following)
    db.session.flush()
    record(actor, "gave-project-role", following, fields=values)
    return following

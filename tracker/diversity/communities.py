"""The communities that a project set out to reach, with whose help, and whether it has.

For those of whom no statistics could ever speak.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from tracker.audit.services import record
from tracker.db import db, within
from tracker.diversity.models import Community
from tracker.errors import Invalid, NotFound
from tracker.permissions import Actor
from tracker.projects.models import Project
from tracker.values import line, needed_line


def communities(project_ids: Collection[int] | None) -> Sequence[Community]:
    """The communities of these projects (None: all), by name."""
    asked = select(Community).where(within(Community.project_id, project_ids))
    return db.session.scalars(asked.order_by(Community.name, Community.id)).all()


def community(project_id: int, community_id: int) -> Community:
    """One community of a project. Raises NotFound."""
    found = db.session.get(Community, community_id)
    if found is None or found.project_id != project_id:
        raise NotFound("There is no such community.")
    return found


def set_out_to_reach(*, actor: Actor, project: Project, name: str | None, partner: str | None) -> Community:
    """Write down a community to reach. Raises Invalid."""
    added = Community(
        project_id=project.id,
        name=needed_line(name, field="name", longest=200, sentence="Name the community."),
        partner=line(partner, field="partner", longest=200),
    )
    db.session.add(added)
    db.session.flush()
    record(actor, "added-community", added)
    return added


def set_reached(
    *, actor: Actor, on: date, one: Community, reached: bool, day: date | None = None
) -> Community:
    """Note that a community was reached today or on an earlier day, or that it was not after all.

    Raises Invalid for a day that is still to come.
    """
    if day is not None and day > on:
        raise Invalid("This day is still to come. Enter the day on which it was reached.", field="reached_on")
    one.reached_on = (day or on) if reached else None
    db.session.flush()
    record(actor, "noted-community", one, fields=["reached_on"])
    return one


def remove(*, actor: Actor, one: Community) -> None:
    """Take a community off the list."""
    record(actor, "removed-community", one)
    db.session.delete(one)
    db.session.flush()

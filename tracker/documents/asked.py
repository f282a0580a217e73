"""What a paper is asked to say: what one can be about, of whom, over which days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.people.models import Participant
from tracker.periods import Period
from tracker.permissions import Actor, Permission
from tracker.projects import queries as projects
from tracker.web import ids


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Something that a paper can be about: how it stands in a list, and the records behind it.

    `project_id` is the project whose paper it becomes; None speaks of every project.
    """

    code: str
    label: str
    project_id: int | None
    offer_id: int | None = None
    claim_id: int | None = None
    involvement_session_id: int | None = None

    @property
    def matter(self) -> tuple[int | None, int | None, int | None]:
        """What a later paper on the same thing has alike; a newer offer for one place is the same matter."""
        return self.project_id, self.involvement_session_id, self.claim_id


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A paper as it is asked for: of whom, about what, over which days if it has any, dated when."""

    participant: Participant
    subject: Subject
    period: Period | None
    on: date


def of_projects(viewer: Actor, participant: Participant, seen_with: Permission) -> Sequence[Subject]:
    """The projects that a person is or was in, where the viewer may give papers and then open them."""
    members = projects.memberships(viewer, participant.id, Permission.ISSUE_DOCUMENTS)
    theirs = {membership.project_id: membership.project for membership in members}
    return [
        Subject(code=ids.encode(project.id), label=project.name, project_id=project.id)
        for project in theirs.values()
        if viewer.may(seen_with, project.id)
    ]

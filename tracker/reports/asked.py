"""What a report is about: a project or all of them, and the twelve months up to the end of a quarter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.projects.models import Project
from tracker.reports.queries import Choice


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A report that was asked for on a day. `project` is None for all; `projects` are those it then holds."""

    organisation: str
    project: Project | None
    projects: Sequence[Project]
    since: date
    until: date
    on: date
    # How to reach the organisation, where it said so.
    contact: str = ""

    @property
    def choice(self) -> Choice:
        """The sessions that it is about."""
        return Choice(
            projects=frozenset({self.project.id}) if self.project else None,
            since=self.since,
            until=self.until,
        )

    @property
    def project_id(self) -> int | None:
        """The project's id, or None for all."""
        return self.project.id if self.project else None

    @property
    def where(self) -> str:
        """The project's name, or that it is about all."""
        return self.project.name if self.project else "All projects"

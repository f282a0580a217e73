"""The project that a register goes into, as the forms of a register ask for it."""

from __future__ import annotations

from typing import Any

from tracker.imports import forms
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.projects.models import ImportBatch
from tracker.web.access import actor


def may_begin() -> bool:
    """Whether a register may begin a new project for whoever is signed in."""
    return Permission.BEGIN_PROJECTS in actor().everywhere


def shown(mapping: dict[str, Any], before: ImportBatch | None = None) -> dict[str, str]:
    """What was said of the project, as the form shows it.

    Where nothing was, the one that a sheet with the same headings went into before, or the only one there is.
    """
    named = mapping.get("project_name")
    mine = [one.ref for one in projects.projects(actor(), Permission.IMPORT_REGISTERS)]
    last = before.mapping.get("project") if before else None
    likely = last if last in mine else mine[0] if len(mine) == 1 else ""
    return {
        "project": forms.NEW if named else mapping.get("project", likely),
        "new_ref": mapping.get("project", "") if named else "",
        "new_name": named or "",
    }


def offer(form: forms.IntoProjectForm) -> None:
    """Offer the projects that a register may go into."""
    mine = projects.projects(actor(), Permission.IMPORT_REGISTERS)
    form.project.choices = [("", "Choose a project"), *((one.ref, one.name) for one in mine)]
    if may_begin():
        form.project.choices.append((forms.NEW, "A new project"))


def kept(form: forms.IntoProjectForm) -> dict[str, Any]:
    """What the form says of the project, as kept with the upload; nothing while only counting anew."""
    if not form.submit.data:
        return {}
    new = form.project.data == forms.NEW
    return {
        "project": form.new_ref.data if new else form.project.data,
        "project_name": form.new_name.data if new else None,
    }

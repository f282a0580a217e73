"""The page of somebody's role in a project: what they are there, whether it is paid, and from which day."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.people import forms, queries
from tracker.people.blueprint import bp
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.projects.models import ProjectPerson
from tracker.projects.roles import give_role
from tracker.web.access import actor, requires
from tracker.web.notices import done


@bp.route("/projects/<id:project_id>/people/<id:membership_id>/role", methods=["GET", "POST"])
@requires(Permission.ADD_PEOPLE)
def role(project_id: int, membership_id: int) -> ResponseReturnValue:
    project = projects.project(actor(), project_id, Permission.ADD_PEOPLE)
    membership = projects.membership(project_id, membership_id)
    name = queries.names({membership.participant_id})[membership.participant_id]
    form = _form(membership)
    saved = form.save(
        lambda: give_role(
            actor=actor(),
            membership=membership,
            version=form.shown_version,
            role=form.role.data,
            unpaid=form.unpaid.data == "yes",
            since=form.since.day,
        ),
        lambda _: done(
            f"The role of {name} is saved.",
            url_for("projects.show", project_id=project_id, _anchor="people"),
        ),
    )
    return saved or render_template(
        "people/role.html", form=form, project=project, membership=membership, name=name
    )


def _form(membership: ProjectPerson) -> Any:
    """The role as it stands. A change holds from today, a first role from the day they joined."""
    first = membership.role is None and not membership.unpaid
    form = forms.RoleForm(
        data={
            "role": membership.role or "",
            "unpaid": "yes" if membership.unpaid else "no",
            "since": membership.since if first else max(membership.since, clock.today()),
        }
    )
    words = projects.words("project-role")
    choices = [(word.code, word.label) for word in words]
    if membership.role and membership.role not in dict(choices):
        choices.append((membership.role, projects.word_label("project-role", membership.role)))
    form.role.choices = [*choices, ("", "Not said")]
    form.role.meanings = {word.code: word.meaning for word in words if word.meaning}
    return form

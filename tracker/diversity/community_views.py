"""Pages of the communities that a project set out to reach: a plan of the project, and nobody's answer.

So whoever leads the project writes it, and whoever sees its voices reads it.
"""

from __future__ import annotations

from collections.abc import Collection

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SubmitField

from tracker import clock
from tracker.diversity import communities as reaching
from tracker.diversity.blueprint import bp
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.projects.models import Project
from tracker.web.access import actor, requires
from tracker.web.forms import BaseForm, DateField, TextField, longest, required
from tracker.web.notices import done
from tracker.web.transaction import writing

READS = (Permission.DIVERSITY, Permission.SEE_VOICES, Permission.LOG_SESSIONS)
WRITES = (Permission.DIVERSITY, Permission.LOG_SESSIONS)


class CommunityForm(BaseForm):
    """A community to reach, and through whom."""

    name = TextField("Community", [longest(200)])
    partner = TextField("Partner who can help, if there is one", [longest(200)])
    submit = SubmitField("Add", widget=GovSubmitInput())


class ReachedForm(BaseForm):
    """On which day a community was reached."""

    reached_on = DateField(
        "When was it reached?",
        [required("Enter the day on which it was reached.")],
        description="The day on which you first met them, or heard from them.",
    )
    submit = SubmitField("Save", widget=GovSubmitInput())


@bp.get("/projects/<id:project_id>/communities")
@requires(*READS)
def communities(project_id: int) -> ResponseReturnValue:
    return _page(_project(project_id, READS), CommunityForm(formdata=None))


@bp.post("/projects/<id:project_id>/communities")
@requires(*WRITES)
def add_community(project_id: int) -> ResponseReturnValue:
    project, form = _project(project_id, WRITES), CommunityForm()
    saved = form.save(
        lambda: reaching.set_out_to_reach(
            actor=actor(), project=project, name=form.name.data, partner=form.partner.data
        ),
        lambda _: done("Added.", url_for(".communities", project_id=project_id)),
    )
    return saved or _page(project, form)


@bp.post("/projects/<id:project_id>/communities/<id:community_id>")
@requires(*WRITES)
def community(project_id: int, community_id: int) -> ResponseReturnValue:
    """Reached today, not yet after all, or off the list."""
    _project(project_id, WRITES)
    act = request.form.get("act")
    with writing():
        one = reaching.community(project_id, community_id)
        if act == "remove":
            reaching.remove(actor=actor(), one=one)
        else:
            reaching.set_reached(actor=actor(), on=clock.today(), one=one, reached=act == "reached")
    return redirect(url_for(".communities", project_id=project_id))


@bp.route("/projects/<id:project_id>/communities/<id:community_id>/reached", methods=["GET", "POST"])
@requires(*WRITES)
def community_reached(project_id: int, community_id: int) -> ResponseReturnValue:
    """Say on which day, where it was not today."""
    project = _project(project_id, WRITES)
    one = reaching.community(project_id, community_id)
    form = ReachedForm(data={"reached_on": one.reached_on})
    saved = form.save(
        lambda: reaching.set_reached(
            actor=actor(), on=clock.today(), one=one, reached=True, day=form.reached_on.day
        ),
        lambda _: done("Saved.", url_for(".communities", project_id=project_id)),
    )
    return saved or render_template("diversity/community.html", project=project, community=one, form=form)


def _project(project_id: int, among: Collection[Permission]) -> Project:
    """A project in which the viewer holds any of these. Raises NotFound."""
    held = next((one for one in among if actor().may(one, project_id)), Permission.DIVERSITY)
    return projects.project(actor(), project_id, held)


def may_write(project_id: int) -> bool:
    """Whether the viewer keeps the list of a project."""
    return any(actor().may(one, project_id) for one in WRITES)


def may_read(project_id: int) -> bool:
    """Whether the viewer reads the list of a project."""
    return any(actor().may(one, project_id) for one in READS)


def _page(project: Project, form: CommunityForm) -> ResponseReturnValue:
    return render_template(
        "diversity/communities.html",
        project=project,
        form=form,
        communities=reaching.communities([project.id]),
        may_write=may_write(project.id),
    )

"""Pages of whom a question's people are compared with, and of the communities that a project is to reach."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.diversity import communities as reaching
from tracker.diversity.asked import questions_of
from tracker.diversity.benchmark import ATTRIBUTION
from tracker.diversity.blueprint import bp
from tracker.diversity.comparing import set_comparison
from tracker.diversity.comparing_forms import CommunityForm, compare_form
from tracker.diversity.question_set import question_set
from tracker.diversity.question_views import for_everybody
from tracker.errors import NotFound
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.projects.models import Project
from tracker.web.access import actor, requires
from tracker.web.notices import done
from tracker.web.transaction import writing


@bp.route("/projects/<id:project_id>/diversity/<dimension>/compare", methods=["GET", "POST"])
@requires(Permission.DIVERSITY)
def compare(project_id: int, dimension: str) -> ResponseReturnValue:
    project = projects.project(actor(), project_id, Permission.DIVERSITY)
    return _compare(project, dimension, url_for(".questions", project_id=project_id))


@bp.route("/diversity/questions/<dimension>/compare", methods=["GET", "POST"])
@requires(Permission.DIVERSITY)
def compare_everywhere(dimension: str) -> ResponseReturnValue:
    for_everybody()
    return _compare(None, dimension, url_for(".questions_everywhere"))


def _compare(project: Project | None, code: str, back: str) -> ResponseReturnValue:
    project_id = project.id if project else None
    question = questions_of(project_id).get(code)
    if question is None:
        raise NotFound("This question is not asked here.")
    dimension = question_set().dimensions[code]
    form = compare_form(question, dimension)
    saved = form.save(
        lambda: set_comparison(
            actor=actor(),
            question=question,
            dimension=dimension,
            compare_with=form.chosen()[0],
            area=form.chosen()[1],
            why=form.why.data,
            name=form.name.data,
            shares=form.shares(dimension),
        ),
        lambda _: done("Saved.", back),
    )
    return saved or render_template(
        "diversity/compare.html",
        project=project,
        dimension=dimension,
        form=form,
        back_to=back,
        attribution=ATTRIBUTION,
    )


@bp.route("/projects/<id:project_id>/communities", methods=["GET", "POST"])
@requires(Permission.DIVERSITY)
def communities(project_id: int) -> ResponseReturnValue:
    project = projects.project(actor(), project_id, Permission.DIVERSITY)
    form = CommunityForm()
    saved = form.save(
        lambda: reaching.set_out_to_reach(
            actor=actor(), project=project, name=form.name.data, partner=form.partner.data
        ),
        lambda _: done("Added.", url_for(".communities", project_id=project_id)),
    )
    return saved or render_template(
        "diversity/communities.html",
        project=project,
        form=form,
        communities=reaching.communities([project_id]),
    )


@bp.post("/projects/<id:project_id>/communities/<id:community_id>")
@requires(Permission.DIVERSITY)
def community(project_id: int, community_id: int) -> ResponseReturnValue:
    """Reached today, not yet after all, or off the list."""
    projects.project(actor(), project_id, Permission.DIVERSITY)
    act = request.form.get("act")
    with writing():
        one = reaching.community(project_id, community_id)
        if act == "remove":
            reaching.remove(actor=actor(), one=one)
        else:
            reaching.set_reached(actor=actor(), on=clock.today(), one=one, reached=act == "reached")
    return redirect(url_for(".communities", project_id=project_id))

"""Pages of whom a question's people are compared with."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.diversity.asked import questions_of
from tracker.diversity.benchmark import ATTRIBUTION
from tracker.diversity.blueprint import bp
from tracker.diversity.comparing import set_comparison
from tracker.diversity.comparing_forms import compare_form
from tracker.diversity.question_set import question_set
from tracker.diversity.question_views import for_everybody
from tracker.errors import NotFound
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.projects.models import Project
from tracker.web.access import actor, requires
from tracker.web.notices import done


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

"""Pages on which a project, or the whole organisation, says which questions it asks and why."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker.diversity import asked, communities
from tracker.diversity.blueprint import bp
from tracker.diversity.community_views import may_read
from tracker.diversity.forms import questions_form
from tracker.diversity.question_set import Dimension, question_set
from tracker.errors import NotFound
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.projects.models import Project
from tracker.web.access import actor, requires
from tracker.web.filters import rendered
from tracker.web.forms import BaseForm
from tracker.web.notices import done


@bp.route("/projects/<id:project_id>/diversity", methods=["GET", "POST"])
@requires(Permission.DIVERSITY)
def questions(project_id: int) -> ResponseReturnValue:
    return _questions(projects.project(actor(), project_id, Permission.DIVERSITY))


@bp.route("/diversity/questions", methods=["GET", "POST"])
@requires(Permission.DIVERSITY)
def questions_everywhere() -> ResponseReturnValue:
    """What is asked of everybody; only for those who look after every project."""
    for_everybody()
    return _questions(None)


def for_everybody() -> None:
    """Let only those in who look after every project. Raises NotFound."""
    if actor().projects(Permission.DIVERSITY) is not None:
        raise NotFound("Only somebody who looks after every project asks everybody.")


def _questions(project: Project | None) -> ResponseReturnValue:
    project_id = project.id if project else None
    held = asked.questions_of(project_id)
    form = questions_form({code: row.why for code, row in held.items()})
    saved = form.save(
        lambda: asked.set_questions(actor=actor(), project_id=project_id, reasons=form.reasons()),
        lambda _: done("Saved.", _here(project_id)),
    )
    return saved or render_template(
        "diversity/questions.html",
        project=project,
        form=form,
        held=held,
        dimensions=question_set().dimensions,
        reasons=[_reason(form, one) for one in question_set().dimensions.values()],
    )


def _reason(form: BaseForm, one: Dimension) -> dict[str, object]:
    """What stands below a question's box: its words, and why it is asked."""
    why = form[f"why_{one.code}"]
    return {"hint": {"text": one.question}, "conditional": {"html": why()}}


def _here(project_id: int | None) -> str:
    if project_id is None:
        return url_for(".questions_everywhere")
    return url_for(".questions", project_id=project_id)


def project_section(project: Project) -> Markup:
    """On a project's page: whom it set out to reach; for those who look after answers, what is asked."""
    if not may_read(project.id):
        return Markup()
    listed = communities.communities([project.id])
    keeps = actor().may(Permission.DIVERSITY, project.id)
    return rendered(
        "diversity/project_section.html",
        project=project,
        asked=asked.questions_of(project.id) if keeps else None,
        communities=len(listed),
        reached=sum(one.reached_on is not None for one in listed),
    )

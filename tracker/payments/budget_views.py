"""Pages of budgets: all of them for finance, a project's on its own page, and where they are set."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker.money import ZERO
from tracker.payments import budget_forms, budgets
from tracker.payments.blueprint import bp
from tracker.permissions import Permission
from tracker.projects import budgets as kept_budgets
from tracker.projects import queries as projects
from tracker.projects.budget_models import Budget
from tracker.projects.models import Project
from tracker.web.access import actor, requires
from tracker.web.filters import rendered
from tracker.web.notices import done


@bp.get("/budgets", endpoint="budgets")
@requires(Permission.SET_BUDGETS)
def page() -> ResponseReturnValue:
    found = budgets.standings(actor().projects(Permission.SET_BUDGETS))
    with_one = {one.budget.project_id for one in found}
    without = [
        project
        for project in projects.projects(actor())
        if project.id not in with_one and actor().may(Permission.SET_BUDGETS, project.id)
    ]
    return render_template("payments/budgets.html", standings=found, without=without)


@bp.route("/projects/<id:project_id>/budgets/new", methods=["GET", "POST"])
@requires(Permission.SET_BUDGETS)
def new_budget(project_id: int) -> ResponseReturnValue:
    project = projects.project(actor(), project_id, Permission.SET_BUDGETS)
    form = budget_forms.BudgetForm()

    def save() -> Budget:
        return kept_budgets.set_budget(
            actor=actor(),
            project=project,
            starts_on=form.starts_on.day,
            ends_on=form.ends_on.day,
            pence=form.pence.data or ZERO,
            cost_code=form.cost_code.data or "",
        )

    saved = form.save(save, lambda _: done("The budget is set.", _project_page(project_id)))
    return saved or render_template("payments/budget.html", form=form, project=project, budget=None)


@bp.route("/budgets/<id:budget_id>", methods=["GET", "POST"])
@requires(Permission.SET_BUDGETS)
def change_budget(budget_id: int) -> ResponseReturnValue:
    kept = kept_budgets.budget(actor(), budget_id)
    form = budget_forms.ChangeBudgetForm()
    if request.method == "GET":
        form.pence.data = kept.pence

    def save() -> Budget:
        return kept_budgets.change_budget(
            actor=actor(), budget=kept, pence=form.pence.data, reason=form.reason.data
        )

    saved = form.save(save, lambda _: done("The budget is changed.", _project_page(kept.project_id)))
    return saved or render_template("payments/budget.html", form=form, project=kept.project, budget=kept)


def _project_page(project_id: int) -> str:
    return url_for("projects.show", project_id=project_id)


def project_section(project: Project) -> Markup:
    """A project's budgets, for those who see its claims or set its budgets."""
    may_set = actor().may(Permission.SET_BUDGETS, project.id)
    if not may_set and not actor().may(Permission.SEE_CLAIMS, project.id):
        return Markup()
    found = budgets.standings([project.id])
    if not found and not may_set:
        return Markup()
    return rendered("payments/budget_section.html", project=project, standings=found, may_set=may_set)

"""Pages: projects, their people, and what they pay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker import clock
from tracker.permissions import Permission
from tracker.projects import forms, queries, services
from tracker.projects.models import Project, Rate, Unit
from tracker.web.access import actor, requires
from tracker.web.ids import encode
from tracker.web.transaction import writing

bp = Blueprint("projects", __name__)

# What higher packages show of a project on its page, each as HTML or nothing; joined in `tracker.house`.
sections: list[Callable[[Project], Markup]] = []


@bp.get("/projects")
@requires(Permission.SEE_PROJECTS)
def index() -> ResponseReturnValue:
    return render_template("projects/index.html", projects=queries.projects(actor()))


@bp.route("/projects/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_PROJECTS)
def new() -> ResponseReturnValue:
    form = _with_cards(forms.ProjectForm())

    def create() -> Project:
        return services.create_project(actor=actor(), on=clock.today(), **_values(form))

    saved = form.save(create, lambda project: url_for(".show", project_id=project.id))
    return saved or render_template("projects/edit.html", form=form, project=None)


@bp.get("/projects/<id:project_id>")
@requires(Permission.SEE_PROJECTS)
def show(project_id: int) -> ResponseReturnValue:
    project = queries.project(actor(), project_id)
    return render_template(
        "projects/show.html",
        project=project,
        rates=queries.rate_on(project.rate_card_id, clock.today()),
        sections=[section(project) for section in sections],
    )


@bp.route("/projects/<id:project_id>/edit", methods=["GET", "POST"])
@requires(Permission.MANAGE_PROJECTS)
def edit(project_id: int) -> ResponseReturnValue:
    project = queries.project(actor(), project_id, Permission.MANAGE_PROJECTS)
    form = _with_cards(forms.EditProjectForm(data=_as_typed(project)))

    def save() -> Project:
        values = _values(form) | {"until": form.until.data}
        return services.update_project(
            actor=actor(), project=project, version=form.shown_version, values=values
        )

    saved = form.save(save, lambda _: url_for(".show", project_id=project_id))
    return saved or render_template("projects/edit.html", form=form, project=project)


def _with_cards(form: forms.ProjectForm) -> Any:
    form.rate_card.choices = [("", "None yet")] + [(str(card.id), card.name) for card in queries.rate_cards()]
    return form


def _values(form: forms.ProjectForm) -> dict[str, Any]:
    names = ("ref", "name", "cost_code", "cost_split", "funder", "pool")
    return {name: form[name].data for name in names} | {
        "design": form.design.data or None,
        "rate_card_id": form.rate_card.chosen_id,
    }


def _as_typed(project: Project) -> dict[str, Any]:
    names = ("ref", "name", "cost_code", "funder", "pool", "until")
    return {name: getattr(project, name) for name in names} | {
        "cost_split": project.coding.typed,
        "design": project.design.value if project.design else "",
        "rate_card": str(project.rate_card_id or ""),
    }


@bp.post("/projects/<id:project_id>/people/<id:membership_id>/leave")
@requires(Permission.ADD_PEOPLE)
def leave(project_id: int, membership_id: int) -> ResponseReturnValue:
    queries.project(actor(), project_id, Permission.ADD_PEOPLE)
    membership = queries.membership(project_id, membership_id)
    with writing():
        services.end_membership(actor=actor(), on=clock.today(), membership=membership)
    return redirect(url_for(".show", project_id=project_id))


@bp.get("/rate-cards")
@requires(Permission.SEE_PROJECTS)
def rate_cards() -> ResponseReturnValue:
    return render_template(
        "projects/rate_cards.html", cards=queries.rate_cards(), mileage=queries.mileage_rates()
    )


@bp.route("/rate-cards/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_PROJECTS)
def new_rate_card() -> ResponseReturnValue:
    form = forms.RateCardForm()
    saved = form.save(
        lambda: services.create_rate_card(actor=actor(), name=form.name.data, funder=form.funder.data),
        lambda card: url_for(".rate_card", card_id=card.id),
    )
    return saved or render_template("projects/new_rate_card.html", form=form)


@bp.get("/rate-cards/<id:card_id>")
@requires(Permission.SEE_PROJECTS)
def rate_card(card_id: int) -> ResponseReturnValue:
    shown = forms.as_typed(_like(card_id, request.args.get("like", "")))
    return _card_page(card_id, forms.RateForm(formdata=None, data=shown))


def _like(card_id: int, code: str) -> Rate | None:
    """The row that a new one is to be like: the one named in the address."""
    return next((rate for rate in queries.rate_card(card_id).rates if encode(rate.id) == code), None)


@bp.post("/rate-cards/<id:card_id>")
@requires(Permission.MANAGE_PROJECTS)
def add_rate(card_id: int) -> ResponseReturnValue:
    card = queries.rate_card(card_id)
    form = forms.RateForm()
    saved = form.save(
        lambda: services.add_rate(actor=actor(), card=card, **_rate_values(form)),
        lambda _: url_for(".rate_card", card_id=card_id, saved="rate"),
    )
    return saved or _card_page(card_id, form)


def _rate_values(form: forms.RateForm) -> dict[str, Any]:
    return {
        "label": form.label.data,
        "unit": Unit(form.unit.data),
        "pence": form.pence.data,
        "min_minutes": form.min_minutes.data or 0,
        "max_minutes": form.max_minutes.data,
        "includes_preparation": form.includes_preparation.data == "yes",
        "paying_outcomes": form.shares,
        "part_in_proportion": form.by_time.data == "yes",
        "since": form.since.data,
        "source": form.source.data,
    }


def _card_page(card_id: int, form: forms.RateForm) -> ResponseReturnValue:
    card = queries.rate_card(card_id)
    in_force = {rate.id for rate in queries.rate_on(card_id, clock.today())}
    return render_template(
        "projects/rate_card.html",
        card=card,
        in_force=in_force,
        form=form,
        outcomes=forms.OUTCOMES,
        saved_rate=request.args.get("saved") == "rate",
    )

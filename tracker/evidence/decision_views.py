"""The page of decisions on employment status, and the form by which finance keeps one."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.evidence import decisions
from tracker.evidence.blueprint import bp
from tracker.evidence.forms import DecisionForm
from tracker.evidence.models import Status, StatusDecision
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.web.access import actor, requires
from tracker.web.notices import done


@bp.get("/employment-status")
@requires(Permission.EXAMINE)
def statuses() -> ResponseReturnValue:
    found = decisions.decisions(actor())
    return render_template(
        "evidence/statuses.html",
        found=found,
        standing=decisions.standing(found),
        named=decisions.STATUSES,
        roles={word.code: word.label for word in projects.words("role")},
        names=accounts.names({one.recorded_by_id for one in found if one.recorded_by_id}),
    )


@bp.route("/employment-status/new", methods=["GET", "POST"])
@requires(Permission.PREPARE_RUNS)
def decide_status() -> ResponseReturnValue:
    form = DecisionForm()
    form.role.choices = [(word.code, word.label) for word in projects.words("role")]
    mine = [one for one in projects.projects(actor()) if actor().may(Permission.PREPARE_RUNS, one.id)]
    form.project.choices = [("", "All projects"), *((str(one.id), one.name) for one in mine)]

    def save() -> StatusDecision:
        chosen = form.project.chosen_id
        return decisions.decide(
            actor=actor(),
            on=clock.today(),
            role=form.role.data or "",
            project=next((one for one in mine if one.id == chosen), None),
            status=Status(form.status.data),
            decided_by=form.decided_by.data,
            decided_on=form.decided_on.day,
            evidence=form.evidence.data,
            review_on=form.review_on.data,
        )

    saved = form.save(save, lambda _: done("The decision is kept.", url_for(".statuses")))
    return saved or render_template("evidence/decide_status.html", form=form)

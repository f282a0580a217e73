"""Pages of planning: what a session will cost, and another one like the last."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.permissions import Permission
from tracker.sessions import plan_forms, queries
from tracker.sessions.blueprint import bp
from tracker.sessions.costs import plan_costs, planned
from tracker.web.access import actor, requires
from tracker.web.notices import done


@bp.route("/sessions/<id:session_id>/costs", methods=["GET", "POST"])
@requires(Permission.LOG_SESSIONS)
def costs(session_id: int) -> ResponseReturnValue:
    involvement = queries.involvement(actor(), session_id, Permission.LOG_SESSIONS)
    rows = plan_forms.rows(
        planned(involvement.id), sent=sum(name.startswith("pence_") for name in request.form)
    )
    shown = {"expected_people": involvement.expected_people, "budget": involvement.budget_pence}
    form = plan_forms.costs_form(rows)(data=shown)
    saved = form.save(
        lambda: plan_costs(
            actor=actor(),
            involvement=involvement,
            version=form.shown_version,
            expected_people=form.expected_people.data,
            budget=form.budget.data,
            costs=plan_forms.typed(form, rows),
        ),
        lambda _: done("The plan is saved.", url_for(".show", session_id=session_id, _anchor="costs")),
    )
    plan_forms.name_faults(form, rows)
    return saved or render_template("sessions/costs.html", involvement=involvement, form=form, rows=rows)

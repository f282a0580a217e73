"""Pages of planning: what a session will cost, and another one like the last."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.permissions import Permission
from tracker.sessions import plan_forms, queries
from tracker.sessions.again import Invited, places_again, session_like
from tracker.sessions.blueprint import bp
from tracker.sessions.costs import plan_costs, planned
from tracker.sessions.models import InvolvementSession
from tracker.web.access import actor, requires
from tracker.web.filters import counted
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


@bp.route("/sessions/<id:session_id>/again", methods=["GET", "POST"])
@requires(Permission.LOG_SESSIONS)
def again(session_id: int) -> ResponseReturnValue:
    last = queries.involvement(actor(), session_id, Permission.LOG_SESSIONS)
    form = plan_forms.AgainForm(
        data={name: getattr(last, name) for name in ("title", "start", "end", "venue")}
    )
    form.invited.choices = _who_again(last)
    has_plan = bool(last.expected_people or last.budget_pence is not None or planned(last.id))
    saved = form.save(
        lambda: session_like(
            actor=actor(),
            on=clock.today(),
            last=last,
            held_on=form.held_on.day,
            title=form.title.data or "",
            start=form.start.data,
            end=form.end.data,
            venue=form.venue.data,
            with_costs=has_plan and form.with_costs.data,
            invited=Invited(form.invited.data or Invited.NOBODY),
        ),
        lambda new: done("The session is planned.", url_for(".show", session_id=new.id)),
    )
    return saved or render_template("sessions/again.html", last=last, form=form, has_plan=has_plan)


def _who_again(last: InvolvementSession) -> list[tuple[str, str]]:
    """Whom to invite again, and how many they are; no empty choices."""
    choices = [(Invited.NOBODY.value, "Nobody yet")]
    for invited, words in (
        (Invited.EVERYBODY, "Everybody who had a place"),
        (Invited.WHO_CAME, "Only those who came"),
    ):
        if number := len(places_again(last, clock.today(), invited)):
            choices.append((invited.value, f"{words}: {counted(number, 'person', 'people')}"))
    return choices

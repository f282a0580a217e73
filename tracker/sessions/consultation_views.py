"""The page that asks, of each role at a session, whether those in it are consulted there."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.sessions import forms, queries
from tracker.sessions.blueprint import bp
from tracker.sessions.consultation import roles_to_ask, say_capacities
from tracker.web.access import actor, requires
from tracker.web.notices import done


@bp.route("/sessions/<id:session_id>/consulted", methods=["GET", "POST"])
@requires(Permission.LOG_SESSIONS)
def consulted(session_id: int) -> ResponseReturnValue:
    involvement = queries.involvement(actor(), session_id, Permission.LOG_SESSIONS)
    labels = {word.code: word.label for word in projects.words("role")}
    form = forms.capacity_form(
        {role: labels.get(role, role.replace("-", " ").capitalize()) for role in roles_to_ask(involvement)},
        involvement.capacities,
    )
    saved = form.save(
        lambda: say_capacities(
            actor=actor(),
            on=clock.today(),
            involvement=involvement,
            version=form.shown_version,
            consulted=form.answers(),
        ),
        lambda _: done("Saved. What rests on it was checked again.", url_for(".show", session_id=session_id)),
    )
    return saved or render_template("sessions/consulted.html", involvement=involvement, form=form)

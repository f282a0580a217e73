"""The page on which a project says of how many sessions in how many months it wishes to be told."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.sessions import forms, often
from tracker.sessions.blueprint import bp
from tracker.web.access import actor, requires
from tracker.web.notices import done


@bp.route("/projects/<id:project_id>/heard-often", methods=["GET", "POST"])
@requires(Permission.LOG_SESSIONS)
def heard_often(project_id: int) -> ResponseReturnValue:
    project = projects.project(actor(), project_id, Permission.LOG_SESSIONS)
    cap = often.cap_of(project_id)
    form = forms.CapForm(data={"sessions": cap.sessions, "months": cap.months} if cap else None)
    saved = form.save(
        lambda: often.set_cap(
            actor=actor(),
            project=project,
            version=form.shown_version,
            sessions=form.sessions.data,
            months=form.months.data,
        ),
        lambda _: done("Saved.", url_for("projects.show", project_id=project_id, _anchor="sessions")),
    )
    return saved or render_template("sessions/heard_often.html", project=project, cap=cap, form=form)

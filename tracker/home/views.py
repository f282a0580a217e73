"""The first page after signing in: what to do next, by what the person may do."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.home import queries, setup, tasks
from tracker.home.figures import figures
from tracker.permissions import Permission
from tracker.web.access import actor, signed_in

bp = Blueprint("home", __name__)


@bp.get("/")
@signed_in
def index() -> ResponseReturnValue:
    viewer, today = actor(), clock.today()
    found = tasks.waiting(viewer, today)
    return render_template(
        "home/index.html",
        busy=[task for task in found if task.total],
        quiet=[task.done for task in found if not task.total],
        late=queries.late(viewer, Permission.PREPARE_RUNS, today)
        if viewer.may(Permission.PREPARE_RUNS)
        else 0,
        figures=figures(viewer, today) if viewer.may(Permission.SEE_VOICES) else None,
        can_import="imports.index" in current_app.view_functions and viewer.may(Permission.IMPORT_REGISTERS),
        steps=setup.steps(today) if viewer.may(Permission.SET_UP) else [],
    )

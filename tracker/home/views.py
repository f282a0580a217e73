"""The first page after signing in: what to do next, by what the person may do."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.home import first_run, setup, tasks
from tracker.home.figures import figures
from tracker.payments import pay_calendar
from tracker.payments.pay_calendar import PayDay
from tracker.permissions import Actor, Permission
from tracker.web.access import actor, signed_in

bp = Blueprint("home", __name__)


@bp.get("/")
@signed_in
def index() -> ResponseReturnValue:
    viewer, today = actor(), clock.today()
    found = tasks.waiting(viewer, today)
    steps = setup.steps(today) if viewer.may(Permission.SET_UP) else []
    return render_template(
        "home/index.html",
        busy=[task for task in found if task.total],
        quiet=[task.done for task in found if not task.total],
        only_looks=tasks.only_looks(viewer),
        pay_day=_pay_day(today) if viewer.may(Permission.PREPARE_RUNS) else None,
        figures=figures(viewer, today) if _wants_figures(viewer) else None,
        can_import="imports.index" in current_app.view_functions and viewer.may(Permission.IMPORT_REGISTERS),
        steps=steps,
        question=first_run.next_question() if any(not step.done for step in steps) else None,
    )


def _pay_day(today: date) -> PayDay | None:
    calendar = pay_calendar.of(accounts.organisation())
    return calendar.next_pay_day(today) if calendar else None


def _wants_figures(viewer: Actor) -> bool:
    """The figures are the manager's; a lead of some projects finds theirs under Voices."""
    return viewer.may(Permission.SEE_VOICES) and (
        Permission.SEE_VOICES in viewer.everywhere or not viewer.may(Permission.LOG_SESSIONS)
    )

"""Sheets to print: one that people sign as they come in, and the register for whoever takes it on paper."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.sessions import queries
from tracker.sessions.blueprint import bp
from tracker.sessions.models import Outcome
from tracker.web.access import actor, requires

# A sheet has room for so many names, and for so many people who come without an invitation.
LINES = 20
SPARE = 5

_NOT_EXPECTED = (Outcome.CANCELLED_BY_US, Outcome.CANCELLED_BY_THEM)


@bp.get("/sessions/<id:session_id>/sheet")
@requires(Permission.LOG_SESSIONS)
def sheet(session_id: int) -> ResponseReturnValue:
    involvement = queries.involvement(actor(), session_id, Permission.LOG_SESSIONS)
    places = [place for place in queries.attendances(involvement.id) if place.outcome not in _NOT_EXPECTED]
    return render_template(
        "sessions/sheet.html",
        involvement=involvement,
        places=places,
        blank=max(LINES - len(places), SPARE),
        register=request.args.get("for") == "register",
        large=request.args.get("print") == "large",
        words={word.code: word.label for word in projects.words("role")},
    )

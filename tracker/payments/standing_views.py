"""The page of everything that is not paid yet: where each claim stands, and what stops it."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.payments import standing
from tracker.payments.blueprint import bp
from tracker.permissions import Permission
from tracker.web.access import actor, requires


@bp.get("/claims/waiting")
@requires(Permission.SEE_CLAIMS)
def waiting() -> ResponseReturnValue:
    late = request.args.get("late") == "yes"
    page = standing.unpaid(
        actor(),
        Permission.SEE_CLAIMS,
        promised_before=clock.today() if late else None,
        after=request.args.get("after"),
    )
    return render_template("payments/waiting.html", page=page, late=late)

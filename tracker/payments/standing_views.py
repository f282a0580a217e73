"""The page of everything that is not paid yet: first what is stopped and why, then what simply goes on."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.payments import standing
from tracker.payments.blueprint import bp
from tracker.payments.standing import Standing
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.pagination import Page


@bp.get("/claims/waiting")
@requires(Permission.SEE_CLAIMS)
def waiting() -> ResponseReturnValue:
    """`late=yes` is what is past its promised day, `on=yes` what goes on by itself; else what is stopped."""
    which = next((one for one in ("late", "on") if request.args.get(one) == "yes"), "stopped")
    page = _page(which)
    steps = {step: [one for one in page.rows if one.step == step] for step in standing.STEPS}
    return render_template("payments/waiting.html", page=page, which=which, steps=steps)


def _page(which: str) -> Page[Standing]:
    after = request.args.get("after")
    if which == "late":
        today = clock.today()
        return standing.unpaid(actor(), Permission.SEE_CLAIMS, promised_before=today, after=after)
    return standing.of_those(actor(), Permission.SEE_CLAIMS, stopped=which == "stopped", after=after)

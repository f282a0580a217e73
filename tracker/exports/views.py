"""The one address of exports: a run in a format, taken by POST because every taking is noted.

The file of a long run is made in the background first; once it is there, the same address hands it out.
"""

from __future__ import annotations

from flask import Blueprint, Response, redirect, url_for
from flask.typing import ResponseReturnValue

from tracker.exports import background, services
from tracker.payments import run_queries
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.transaction import writing

bp = Blueprint("exports", __name__)


@bp.post("/pay-runs/<id:run_id>/export/<format>")
@requires(Permission.PREPARE_RUNS)
def download(run_id: int, format: str) -> ResponseReturnValue:  # noqa: A002 - the word in the address
    run = run_queries.run(actor(), run_id)
    if background.is_long(run, format):
        with writing():
            job = background.ask_to_make(actor=actor(), run=run, format_code=format)
        return redirect(url_for("jobs.show", job_id=job.id))
    with writing():
        file = services.export(actor=actor(), run=run, format_code=format)
    answer = Response(file.content, mimetype=file.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return answer

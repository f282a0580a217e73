"""The files of a run: which there are and what each is for; each taken by POST because every taking is noted.

The file of a long run is made in the background first; once it is there, the same address hands it out.
"""

from __future__ import annotations

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.accounts import queries as accounts
from tracker.exports import background, choosing, queries, services
from tracker.exports.blueprint import bp
from tracker.exports.services import File
from tracker.payments import run_queries
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.downloads import handed_out
from tracker.web.transaction import writing


@bp.get("/pay-runs/<id:run_id>/files")
@requires(Permission.PREPARE_RUNS)
def files(run_id: int) -> ResponseReturnValue:
    run = run_queries.run(actor(), run_id)
    made = queries.files(run.id)
    return render_template(
        "exports/files.html",
        run=run,
        choices=choosing.choices(run),
        split=choosing.split(run),
        for_bank=choosing.Group.BANK,
        given_to_bank=[choosing.label(one.format) for one in choosing.given_to_bank(made)],
        made=[(one, choosing.label(one.format)) for one in made],
        names=accounts.names({one.made_by_id for one in made if one.made_by_id}),
    )


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
    return _handed_out(file)


@bp.post("/pay-runs/<id:run_id>/files/<id:file_id>")
@requires(Permission.PREPARE_RUNS)
def take_again(run_id: int, file_id: int) -> ResponseReturnValue:
    run = run_queries.run(actor(), run_id)
    with writing():
        file = services.take_again(actor=actor(), run=run, file_id=file_id)
    return _handed_out(file)


def _handed_out(file: File) -> Response:
    return handed_out(file.content, file.media_type, file.name)

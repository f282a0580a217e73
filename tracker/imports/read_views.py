"""A large file is read by a worker: whoever comes to a page of it before is led to that work."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.imports import background, forms, queries, services
from tracker.imports.blueprint import BRINGS_IN, bp
from tracker.imports.large import is_large
from tracker.imports.models import Upload
from tracker.imports.reopening import NotRead
from tracker.jobs.models import Job
from tracker.web.access import actor, requires


@bp.errorhandler(NotRead)
def not_read(error: NotRead) -> ResponseReturnValue:
    """Lead from any page of the file to its reading."""
    return redirect(url_for(".read", upload_id=error.upload.id))


@bp.route("/imports/<id:upload_id>/read", methods=["GET", "POST"])
@requires(*BRINGS_IN)
def read(upload_id: int) -> ResponseReturnValue:
    """Ask for a large file to be read, where that was stopped or went wrong."""
    upload = queries.upload(actor(), upload_id)
    if not is_large(upload.size) or services.ROWS in queries.parts(upload):
        return redirect(url_for(".columns", upload_id=upload_id))
    if (job := background.at_work(actor(), upload)) is not None:
        return redirect(url_for("jobs.show", job_id=job.id))
    form = forms.ReadForm()

    def begin() -> Job:
        return background.ask_to_read(actor=actor(), upload=_again(upload_id))

    saved = form.save(begin, lambda job: url_for("jobs.show", job_id=job.id))
    return saved or render_template("imports/read_first.html", form=form, upload=upload)


def _again(upload_id: int) -> Upload:
    return queries.upload(actor(), upload_id)

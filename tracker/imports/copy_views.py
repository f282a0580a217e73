"""The copy of somebody's own sheet with our remarks, as a file to download."""

from __future__ import annotations

from pathlib import PurePath

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from tracker import clock, tables
from tracker.errors import NotFound
from tracker.imports import annotating, background, engine, queries, services
from tracker.imports.blueprint import BRINGS_IN, bp
from tracker.imports.large import is_large
from tracker.imports.models import Upload
from tracker.imports.reopening import reopen_for
from tracker.web.access import actor, requires
from tracker.web.downloads import handed_out
from tracker.web.transaction import writing

_MEDIA_TYPES = {"csv": tables.CSV, "xlsx": tables.XLSX}


@bp.post("/imports/<id:upload_id>/copy/<ending>")
@requires(*BRINGS_IN)
def annotated(upload_id: int, ending: str) -> ResponseReturnValue:
    if ending not in _MEDIA_TYPES:
        raise NotFound("A copy is a CSV or an XLSX file.")
    upload = queries.upload(actor(), upload_id)
    file_name, content = upload.file_name, _content(upload, ending)
    if content is None:
        return _asked(upload, ending)
    with writing():
        services.note_copy(actor=actor(), upload=queries.upload(actor(), upload_id))
    name = f"{PurePath(file_name).stem}-with-remarks.{ending}"
    return handed_out(content, _MEDIA_TYPES[ending], name)


def _content(upload: Upload, ending: str) -> bytes | None:
    """The copy; of a large file the one that a worker made, if it has."""
    if is_large(upload.size):
        return queries.part(upload, ending)
    source = reopen_for(actor(), upload.id).source()
    book = engine.dry_run(source, actor=actor(), on=clock.today())
    return annotating.written(source, book.plan, ending)


def _asked(upload: Upload, ending: str) -> ResponseReturnValue:
    """The page of the work that makes the copy of a large file."""
    job = background.at_work(actor(), upload)
    if job is None:
        with writing():
            upload = queries.upload(actor(), upload.id)
            job = background.ask_to_copy(actor=actor(), upload=upload, ending=ending)
    return redirect(url_for("jobs.show", job_id=job.id))

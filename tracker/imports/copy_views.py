"""The copy of somebody's own sheet with our remarks, as a file to download."""

from __future__ import annotations

from pathlib import PurePath

from flask import Response
from flask.typing import ResponseReturnValue

from tracker import clock, tables
from tracker.errors import NotFound
from tracker.imports import annotating, engine, queries, services
from tracker.imports.blueprint import BRINGS_IN, bp
from tracker.imports.reopening import reopen_for
from tracker.web.access import actor, requires
from tracker.web.transaction import writing

_MEDIA_TYPES = {"csv": tables.CSV, "xlsx": tables.XLSX}


@bp.post("/imports/<id:upload_id>/copy/<ending>")
@requires(*BRINGS_IN)
def annotated(upload_id: int, ending: str) -> ResponseReturnValue:
    if ending not in _MEDIA_TYPES:
        raise NotFound("A copy is a CSV or an XLSX file.")
    file = reopen_for(actor(), upload_id)
    source = file.source()
    book = engine.dry_run(source, actor=actor(), on=clock.today())
    content = annotating.written(source, book.plan, ending)
    with writing():
        services.note_copy(actor=actor(), upload=queries.upload(actor(), upload_id))
    answer = Response(content, mimetype=_MEDIA_TYPES[ending])
    name = f"{PurePath(file.upload.file_name).stem}-with-remarks.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer

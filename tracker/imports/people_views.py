"""What somebody answers of the people of a file who may be known already; the dry run then shows it."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.imports import engine, people_asked, queries, services
from tracker.imports.blueprint import BRINGS_IN, bp
from tracker.imports.checked import Checked
from tracker.imports.reopening import reopen_for
from tracker.web.access import actor, requires
from tracker.web.notices import done
from tracker.web.transaction import writing


@bp.post("/imports/<id:upload_id>/people")
@requires(*BRINGS_IN)
def people(upload_id: int) -> ResponseReturnValue:
    kept = queries.upload(actor(), upload_id).mapping.get(services.CHECKED)
    if kept is not None:
        asks = Checked.from_json(kept).asks
    else:
        file = reopen_for(actor(), upload_id)
        if not file.ours and not file.is_said:
            return redirect(url_for(".columns", upload_id=upload_id))
        asks = people_asked.shown(engine.dry_run(file.source(), actor=actor(), on=clock.today()))
    given = people_asked.answers(asks, request.form)
    with writing():
        upload = queries.upload(actor(), upload_id)
        people_said = {**(upload.mapping.get("people") or {}), **given}
        services.say_columns(actor=actor(), upload=upload, mapping={"people": people_said})
    return redirect(
        done("Your answers are kept. Nothing has come in yet.", url_for(".check", upload_id=upload_id))
    )

"""The page that undoes an import: what goes, and what stops it."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.imports import forms, queries, undoing
from tracker.imports.blueprint import BRINGS_IN, bp
from tracker.web.access import actor, requires
from tracker.web.notices import done as notice


@bp.route("/imports/<id:batch_id>/undo", methods=["GET", "POST"])
@requires(*BRINGS_IN)
def undo(batch_id: int) -> ResponseReturnValue:
    batch = queries.batch(actor(), batch_id)
    form = forms.UndoForm()
    saved = form.save(
        lambda: undoing.undo(actor=actor(), on=clock.today(), batch=batch),
        lambda _: notice("The import was taken back, all of it.", url_for(".index")),
    )
    return saved or render_template(
        "imports/undo.html",
        form=form,
        batch=batch,
        taken=undoing.imported(batch),
        paid=bool(batch.summary.get("payments")),
        obstacle=undoing.obstacle(batch),
    )

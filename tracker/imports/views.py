"""Pages: a file, what its columns are, what makes a session, the dry run, and what came of it.

Each page is an ordinary form and keeps what was said with the upload, so that nothing needs a script and
nothing is lost by going back.
"""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from tracker import clock
from tracker.errors import Invalid
from tracker.imports import (
    background,
    check_views,
    confidential_views,
    copy_views,
    first_look,
    forms,
    guessing,
    list_views,
    people_views,
    queries,
    read_views,
    reading,
    recognising,
    services,
    sheet_views,
    sittings_views,
    undo_views,
    undoing,
    wide_views,
)
from tracker.imports.blueprint import BRINGS_IN, bp
from tracker.imports.columns_shown import column_names
from tracker.imports.large import is_large
from tracker.imports.long_list import Columns
from tracker.imports.models import Upload
from tracker.imports.recognising import Shape
from tracker.imports.reopening import Reopened, reopen_for
from tracker.jobs.models import Job
from tracker.web.access import actor, requires
from tracker.web.transaction import writing
from tracker.web.uploads import name_of

__all__ = [
    "bp",
    "check_views",
    "confidential_views",
    "copy_views",
    "list_views",
    "people_views",
    "read_views",
    "sheet_views",
    "sittings_views",
    "undo_views",
    "wide_views",
]

_ROWS_SHOWN = 10


@bp.route("/imports", methods=["GET", "POST"])
@requires(*BRINGS_IN)
def index() -> ResponseReturnValue:
    form = forms.UploadForm()
    chosen = _chosen(form) if form.is_submitted() else None
    if chosen is not None and (saved := _kept(form, *chosen)):
        return saved
    return render_template(
        "imports/index.html",
        form=form,
        uploads=queries.uploads(actor()),
        batches=queries.batches(actor()),
        nothing_new=request.args.get("said") == "nothing-new",
    )


def _kept(form: forms.UploadForm, content: bytes, page: str) -> Response | None:
    """Keep a file, and go on to its first page, or to the work that reads it."""
    name = name_of(form.file.data)

    def keep() -> tuple[Upload, Job | None]:
        upload = services.keep_upload(actor=actor(), now=clock.now(), file_name=name, content=content)
        is_read = not is_large(upload.size)
        return upload, None if is_read else background.ask_to_read(actor=actor(), upload=upload)

    def then(made: tuple[Upload, Job | None]) -> str:
        upload, job = made
        return url_for("jobs.show", job_id=job.id) if job else url_for(f".{page}", upload_id=upload.id)

    saved: Response | None = form.save(keep, then)
    return saved


def _chosen(form: forms.UploadForm) -> tuple[bytes, str] | None:
    """The bytes of a file and its first page, read before any lock is taken; None to show the form again.

    A large file is only looked at from outside: a worker reads it.
    """
    if not form.validate():
        return None
    content: bytes = form.file.data.read()
    name = name_of(form.file.data)
    try:
        if is_large(len(content)):
            reading.refuse_what_is_none(content, name)
            return content, "columns"
        return content, first_look.page(reading.read(content, name))
    except Invalid as error:
        form.refuse(error)
        return None


@bp.route("/imports/<id:upload_id>/columns", methods=["GET", "POST"])
@requires(*BRINGS_IN)
def columns(upload_id: int) -> ResponseReturnValue:
    file = reopen_for(actor(), upload_id, request.args.get("sheet", ""))
    if file.ours:
        return redirect(url_for(".check", upload_id=upload_id))
    if request.method == "GET" and "list" not in request.args and (elsewhere := _understood_at(file)):
        return redirect(url_for(elsewhere, upload_id=upload_id, sheet=request.args.get("sheet")))
    known, guessed = file.said or file.remembered, file.columns
    form = forms.ColumnsForm(data=_as_chosen(guessed))
    named = [(str(index), name) for index, name in column_names(file.sheet, file.withheld).items()]
    form.first.choices = form.date.choices = [("", "Choose a column"), *named]
    form.last.choices = [("", "In the same column as the first name"), *named]
    form.mark.choices = [("", "There is none: everybody listed came"), *named]
    if form.is_submitted() and form.validate():
        made = _columns(file, form)
        if known is not None and (known.person, known.date, known.mark) == (
            made.person,
            made.date,
            made.mark,
        ):
            made = known

        def keep() -> Upload:
            kept = file.kept(columns=made.to_json())
            return services.say_columns(
                actor=actor(), upload=queries.upload(actor(), upload_id), mapping=kept
            )

        if saved := form.save(keep, lambda upload: url_for(".sittings", upload_id=upload.id)):
            return saved
    return render_template(
        "imports/columns.html",
        form=form,
        file=file,
        guessed=guessed,
        why_not=None if guessed else recognising.reason(file.sheet),
        rows_shown=_ROWS_SHOWN,
    )


def _understood_at(file: Reopened) -> str | None:
    """The page of a sheet that is understood without being told its columns; None where they are asked."""
    if file.is_list or file.shape is Shape.WIDE:
        return file.page
    if file.shape is Shape.LONG and file.columns is not None:
        return ".sittings"
    # A year's sums have no days: that page asks for the one on which they were paid.
    return ".listed" if file.shape is Shape.MONEY else None


def _as_chosen(found: Columns | None) -> dict[str, Any]:
    if found is None:
        return {}
    return {
        "first": str(found.person[0]),
        "last": str(found.person[1]) if len(found.person) > 1 else "",
        "date": str(found.date),
        "mark": "" if found.mark is None else str(found.mark),
    }


def _columns(file: Reopened, form: forms.ColumnsForm) -> Columns:
    person = tuple(dict.fromkeys(int(text) for text in (form.first.data, form.last.data) if text))
    mark = int(form.mark.data) if form.mark.data else None
    return guessing.complete(file.sheet, person, int(form.date.data), mark)


@bp.post("/imports/<id:upload_id>/forget")
@requires(*BRINGS_IN)
def forget(upload_id: int) -> ResponseReturnValue:
    with writing():
        services.forget_upload(actor=actor(), upload=queries.upload(actor(), upload_id))
    return redirect(url_for(".index"))


@bp.get("/imports/<id:batch_id>/done")
@requires(*BRINGS_IN)
def done(batch_id: int) -> ResponseReturnValue:
    batch = queries.batch(actor(), batch_id)
    return render_template(
        "imports/done.html", batch=batch, summary=batch.summary, stopped_by=undoing.obstacle(batch)
    )

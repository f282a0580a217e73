"""Pages: a file, what its columns are, what makes a session, the dry run, and what came of it.

Each page is an ordinary form and keeps what was said with the upload, so that nothing needs a script and
nothing is lost by going back.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import secure_filename

from tracker import clock
from tracker.errors import Invalid
from tracker.imports import (
    check_views,
    copy_views,
    engine,
    forms,
    guessing,
    into_project,
    list_views,
    long_list,
    long_marks,
    people_views,
    queries,
    reading,
    recognising,
    services,
    sheet_views,
    undo_views,
    undoing,
    wide_views,
)
from tracker.imports.blueprint import BRINGS_IN, bp
from tracker.imports.long_list import Columns
from tracker.imports.models import Upload
from tracker.imports.reading import Sheet
from tracker.imports.recognising import LISTS, REGISTERS, Shape
from tracker.imports.reopening import Reopened, column_names, reopen_for
from tracker.imports.wide.headings import Order
from tracker.values import folded
from tracker.web.access import actor, requires
from tracker.web.filters import counted
from tracker.web.transaction import writing

__all__ = [
    "bp",
    "check_views",
    "copy_views",
    "list_views",
    "people_views",
    "sheet_views",
    "undo_views",
    "wide_views",
]

_ROWS_SHOWN = 10


@bp.route("/imports", methods=["GET", "POST"])
@requires(*BRINGS_IN)
def index() -> ResponseReturnValue:
    form = forms.UploadForm()
    chosen = _chosen(form) if form.is_submitted() else None
    if chosen is not None:
        name, (content, sheets) = _file_name(form), chosen

        def keep() -> Upload:
            return services.keep_upload(actor=actor(), now=clock.now(), file_name=name, content=content)

        if saved := form.save(keep, lambda upload: url_for(_first_page(sheets), upload_id=upload.id)):
            return saved
    return render_template(
        "imports/index.html",
        form=form,
        uploads=queries.uploads(actor()),
        batches=queries.batches(actor()),
        nothing_new=request.args.get("said") == "nothing-new",
    )


def _first_page(sheets: list[Sheet]) -> str:
    """Where a file is looked at first."""
    if engine.is_ours(sheets):
        return ".check"
    shapes = [recognising.shape(sheet) for sheet in sheets]
    # One register comes before all lists.
    first = [one for one in shapes if one in REGISTERS] or [one for one in shapes if one in LISTS]
    return ".sheets" if len(first) > 1 else ".columns"


def _file_name(form: forms.UploadForm) -> str:
    return (secure_filename(form.file.data.filename or "") or "file")[-200:]


def _chosen(form: forms.UploadForm) -> tuple[bytes, list[Sheet]] | None:
    """The bytes and the sheets of a file, read before any lock is taken; None to show the form again."""
    if not form.validate():
        return None
    content: bytes = form.file.data.read()
    try:
        return content, reading.read(content, _file_name(form))
    except Invalid as error:
        form.refuse(error)
        return None


@bp.route("/imports/<id:upload_id>/columns", methods=["GET", "POST"])
@requires(*BRINGS_IN)
def columns(upload_id: int) -> ResponseReturnValue:
    file = reopen_for(actor(), upload_id, request.args.get("sheet", ""))
    if file.ours:
        return redirect(url_for(".check", upload_id=upload_id))
    if request.method == "GET" and "list" not in request.args and (file.is_list or file.shape is Shape.WIDE):
        return redirect(url_for(file.page, upload_id=upload_id, sheet=request.args.get("sheet")))
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


@bp.route("/imports/<id:upload_id>/sessions", methods=["GET", "POST"])
@requires(*BRINGS_IN)
def sittings(upload_id: int) -> ResponseReturnValue:
    file = reopen_for(actor(), upload_id, request.args.get("sheet", ""))
    said = file.said
    if file.ours or said is None:
        return redirect(url_for(".columns", upload_id=upload_id))
    choices = guessing.choices(file.sheet, said)
    form = _sessions_form(file, said, choices)
    if form.is_submitted() and form.validate():
        kept = {**file.kept(columns=_cut(form, said, choices).to_json()), **into_project.kept(form)}

        def keep() -> Upload:
            upload = queries.upload(actor(), upload_id)
            return services.say_columns(actor=actor(), upload=upload, mapping=kept)

        page = file.next_page if form.submit.data else ".sittings"
        if saved := form.save(keep, lambda upload: url_for(page, upload_id=upload.id)):
            return saved
    return render_template(
        "imports/sessions.html",
        form=form,
        file=file,
        unclear=long_marks.not_known(file.sheet, said),
        rows=list(long_list.rows_as_understood(file.sheet, said, _ROWS_SHOWN)),
        may_begin=into_project.may_begin(),
    )


def _sessions_form(file: Reopened, said: Columns, choices: list[guessing.Choice]) -> forms.SessionsForm:
    chosen = next((one.code for one in choices if one.columns == said.session), forms.OWN)
    form = forms.SessionsForm(
        data={
            "present": list(said.present),
            "order": (Order.MONTH_FIRST if said.month_first else Order.DAY_FIRST).value,
            "session": chosen,
            "together": [str(column) for column in said.session] if chosen == forms.OWN else [],
            **into_project.shown(file.upload.mapping, file.before),
        }
    )
    form.present.choices = _marks(file, said)
    form.order.choices = long_marks.orders(file.sheet, said)
    form.session.choices = [(one.code, _counted(one.label, one.sessions, one.attendances)) for one in choices]
    own = long_list.count(file.sheet, said, said.session) if chosen == forms.OWN else None
    form.session.choices.append(
        (forms.OWN, _counted("Other columns together", *own) if own else "Other columns together")
    )
    form.together.choices = [
        (str(index), file.sheet.headings[index] or "No heading")
        for index in column_names(file.sheet, file.withheld)
    ]
    into_project.offer(form)
    return form


def _marks(file: Reopened, said: Columns) -> list[tuple[str, str]]:
    """The marks of the column, as compared and as written, with how often each stands there."""
    if said.mark is None:
        return []
    found: dict[str, tuple[str, int]] = {}
    for text, times in long_list.marks(file.sheet, said):
        written, before = found.get(folded(text), (text, 0))
        found[folded(text)] = (written, before + times)
    most = sorted(found.items(), key=lambda item: -item[1][1])[:20]
    return [
        (mark, f"{written or 'Nothing written'} ({counted(times, 'time')})")
        for mark, (written, times) in most
    ]


def _counted(label: str, sessions: int, attendances: int) -> str:
    return f"{label}: {counted(sessions, 'session')}, {counted(attendances, 'attendance')}"


def _cut(form: forms.SessionsForm, said: Columns, choices: list[guessing.Choice]) -> Columns:
    session = next((one.columns for one in choices if one.code == form.session.data), None)
    if session is None:
        session = tuple(int(text) for text in form.together.data)
    month_first = form.order.data == Order.MONTH_FIRST.value if form.order.choices else None
    return replace(said, present=tuple(form.present.data or ()), session=session, month_first=month_first)


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

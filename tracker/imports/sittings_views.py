"""The page of a list with a row for each person and sitting: who came, what makes a session, its project."""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.imports import forms, guessing, into_project, long_list, long_marks, queries, services
from tracker.imports.blueprint import BRINGS_IN, bp
from tracker.imports.columns_shown import column_names
from tracker.imports.long_list import Columns
from tracker.imports.models import Upload
from tracker.imports.recognising import Shape
from tracker.imports.reopening import Reopened, reopen_for
from tracker.imports.wide.headings import Order
from tracker.values import folded
from tracker.web.access import actor, requires
from tracker.web.filters import counted

_ROWS_SHOWN = 10


@bp.route("/imports/<id:upload_id>/sessions", methods=["GET", "POST"])
@requires(*BRINGS_IN)
def sittings(upload_id: int) -> ResponseReturnValue:
    """How a list with a row for each person and sitting is understood; what its columns are was found."""
    file = reopen_for(actor(), upload_id, request.args.get("sheet", ""))
    said = _columns(file)
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
        evidence=_evidence(file, said),
        may_begin=into_project.may_begin(),
    )


def _columns(file: Reopened) -> Columns | None:
    """What was said of the columns, or is found of a list that is one beyond doubt."""
    if file.said is not None or file.ours or file.is_said_list:
        return file.said
    return file.columns if file.shape is Shape.LONG else None


def _evidence(file: Reopened, said: Columns) -> list[tuple[str, str]]:
    """What each column is taken for, with its heading, its letter and the first things in it."""
    named = column_names(file.sheet, file.withheld)
    names = [("Name" if len(said.person) == 1 else "Part of the name", at) for at in said.person]
    taken_for = [*names, ("Date", said.date), *([("Mark", said.mark)] if said.mark is not None else [])]
    return [(what, named.get(at, "")) for what, at in taken_for]


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

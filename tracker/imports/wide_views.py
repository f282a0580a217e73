"""The page of a register with days across: how it was understood, what it leaves open, and its project."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovSelect
from werkzeug.wrappers import Response
from wtforms import SelectField

from tracker.imports import forms, into_project, queries, services
from tracker.imports.blueprint import BRINGS_IN, bp
from tracker.imports.columns_shown import column_names
from tracker.imports.models import Upload
from tracker.imports.reading import column_letter
from tracker.imports.reopening import Reopened, reopen_for
from tracker.imports.wide.headings import Order
from tracker.imports.wide.marks import Meaning
from tracker.imports.wide.preview import first_people
from tracker.imports.wide.said import Said
from tracker.imports.wide.understand import Understood, understand
from tracker.imports.wide.ways import Way
from tracker.values import folded
from tracker.web.access import actor, requires
from tracker.web.filters import counted

_MOST_MARKS = 30
_NUMBERS = [("no", "Marks like any other"), ("yes", "Hours for which somebody came")]
_MEANINGS = [
    (Meaning.UNKNOWN.value, "Choose"),
    (Meaning.CAME.value, "Came"),
    (Meaning.DID_NOT_COME.value, "Did not come"),
    (Meaning.NOTHING.value, "Says nothing"),
]


@bp.route("/imports/<id:upload_id>/register", methods=["GET", "POST"])
@requires(*BRINGS_IN)
def wide(upload_id: int) -> ResponseReturnValue:
    """How a register with days across is understood, and what is to be said of it."""
    file = reopen_for(actor(), upload_id, request.args.get("sheet", ""))
    if file.ours:
        return redirect(url_for(".check", upload_id=upload_id))
    made = file.understood()
    form = _form(file, made)
    if form.is_submitted() and form.validate():
        said = _said(form, file, made)
        ready = bool(form.submit.data) and not understand(file.sheet, said, file.group).asks
        kept = {**file.kept(wide=said.to_json()), **into_project.kept(form)}

        def keep() -> Upload:
            upload = queries.upload(actor(), upload_id)
            return services.say_columns(actor=actor(), upload=upload, mapping=kept)

        page = file.next_page if ready else ".wide"
        saved: Response | None = form.save(keep, lambda upload: url_for(page, upload_id=upload.id))
        if saved is not None:
            return saved
    return render_template(
        "imports/wide.html",
        form=form,
        file=file,
        made=made,
        preview=first_people(made),
        may_begin=into_project.may_begin(),
    )


def _form(file: Reopened, made: Understood) -> Any:
    """The form, with a field for each mark that stands in the register."""
    fields = {
        f"mark_{number}": SelectField(
            f"“{text[:40]}” ({counted(times, 'time')})", choices=[], widget=GovSelect()
        )
        for number, (text, times, _) in enumerate(made.marks[:_MOST_MARKS])
    }
    form = type("RegisterForm", (forms.WideForm,), fields)(data=_shown(file, made))
    for name in fields:
        form[name].choices = _MEANINGS
    named = [(str(at), name) for at, name in column_names(file.widest, file.withheld).items()]
    form.first.choices = [("", "Choose a column"), *named]
    form.last.choices = [("", "In the same column"), *named]
    form.without.choices = [(str(at), _named(made, at)) for at in _may_be_left_out(made)]
    form.session.choices = [(way.code, _counted(way)) for way in made.ways]
    form.hours.choices = _NUMBERS
    options = next((ask.options for ask in made.asks if ask.about == "order"), ())
    form.order.choices = options or [(order.value, order.value.replace("-", " ")) for order in Order]
    into_project.offer(form)
    return form


def _named(made: Understood, at: int) -> str:
    return f"Row {made.turned.row_of(at)}" if made.turned else f"Column {column_letter(at)}"


def _counted(way: Way) -> str:
    return f"{way.label}: {counted(way.sessions, 'session')}, {counted(way.attendances, 'attendance')}"


def _shown(file: Reopened, made: Understood) -> dict[str, Any]:
    """What was said so far, or else how it was understood."""
    said = file.said_wide
    names = made.tables[0].names if made.tables else ()
    meanings = {f"mark_{at}": meaning.value for at, (_, _, meaning) in enumerate(made.marks[:_MOST_MARKS])}
    return {
        "first": str(names[0]) if names else "",
        "last": str(names[1]) if len(names) > 1 else "",
        "order": said.order.value if said.order else None,
        "year": str(said.year or ""),
        "hours": "yes" if made.alphabet.hours else "no",
        "session": made.way.code if made.way else None,
        "without": [str(at) for at in said.without],
        **meanings,
        **into_project.shown(file.upload.mapping),
    }


def _may_be_left_out(made: Understood) -> list[int]:
    """Every column that is not one of names: one of them may be about something else than who came."""
    width = max((len(row.line.cells) for group in made.rows for row in group), default=0)
    names = {at for table in made.tables for at in table.names}
    return [at for at in range(width) if at not in names]


def _said(form: Any, file: Reopened, made: Understood) -> Said:
    """What the form says of the register."""
    chosen: dict[str, list[str]] = {}
    for number, (text, _, _) in enumerate(made.marks[:_MOST_MARKS]):
        chosen.setdefault(form[f"mark_{number}"].data, []).append(folded(text))
    names = tuple(dict.fromkeys(int(text) for text in (form.first.data, form.last.data) if text))
    understood = made.tables[0].names if made.tables else ()
    return Said(
        session=form.session.data or "",
        order=Order(form.order.data) if form.order.data in set(Order) else None,
        year=int(form.year.data) if form.year.data else None,
        names=file.said_wide.names if names == understood else names,
        came=tuple(chosen.get(Meaning.CAME.value, ())),
        did_not=tuple(chosen.get(Meaning.DID_NOT_COME.value, ())),
        nothing=tuple(chosen.get(Meaning.NOTHING.value, ())),
        hours=form.hours.data == "yes" if made.may_be_hours else None,
        without=tuple(int(text) for text in form.without.data or ()),
    )

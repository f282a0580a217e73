"""The page of a workbook's sheets: what each is and why, which come in together, and which alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.imports import forms, into_project, queries, recognising, services
from tracker.imports.blueprint import BRINGS_IN, bp
from tracker.imports.lists.people import PeopleList
from tracker.imports.lists.roles import Role, What
from tracker.imports.lists.understanding import understand
from tracker.imports.models import Upload
from tracker.imports.recognising import LISTS, MAY_BE_LISTS, REGISTERS, Shape
from tracker.imports.reopening import Reopened, reopen_for
from tracker.web.access import actor, requires

_LOOK = "Say first which column is which, and what makes a session."


@dataclass(frozen=True)
class Listed:
    """One sheet on the page: what it is, why, and what is still to be said of it before it comes in."""

    number: int
    name: str
    what: str
    why: str
    open: str | None = None
    # Whether it can come in as sessions, with others.
    is_register: bool = False
    # What it can come in as a list of, alone; `is_list` where it is one already, and does not only seem so.
    listed: What | None = None
    is_list: bool = False


@bp.route("/imports/<id:upload_id>/sheets", methods=["GET", "POST"])
@requires(*BRINGS_IN)
def sheets(upload_id: int) -> ResponseReturnValue:
    """The sheets of a file that has several, to be brought in together or one at a time."""
    file = reopen_for(actor(), upload_id)
    listed = [] if file.ours else [_listed(file.at(number)) for number in range(len(file.sheets))]
    form = _form(file, listed)
    if form is None and sum(one.is_list for one in listed) < 2:
        return redirect(url_for(".columns", upload_id=upload_id))
    if form is not None and form.is_submitted() and form.validate():
        chosen = sorted(int(text) for text in form.sheets.data)
        waiting = [one for one in listed if one.number in chosen and one.open]
        kept = {"together": chosen, "sheet": chosen[0], **into_project.kept(form)}

        def keep() -> Upload:
            upload = queries.upload(actor(), upload_id)
            return services.say_columns(actor=actor(), upload=upload, mapping=kept)

        page = ".sheets" if waiting else ".check"
        if saved := form.save(keep, lambda upload: url_for(page, upload_id=upload.id)):
            return saved
    return render_template(
        "imports/sheets.html",
        form=form,
        file=file,
        listed=listed,
        waiting=[one for one in listed if one.open and one.number in file.upload.mapping.get("together", [])],
        may_begin=into_project.may_begin(),
    )


def _form(file: Reopened, listed: list[Listed]) -> forms.SheetsForm | None:
    """The form of the registers that come in together; None where there are none."""
    registers = [one for one in listed if one.is_register]
    if not registers:
        return None
    together = file.upload.mapping.get("together") or [one.number for one in registers]
    shown = into_project.shown(file.upload.mapping, file.at(registers[0].number).before)
    form = forms.SheetsForm(data={"sheets": [str(number) for number in together], **shown})
    form.sheets.choices = [(str(one.number), one.name) for one in registers]
    into_project.offer(form)
    return form


def _listed(file: Reopened) -> Listed:
    """A sheet as the page lists it; what is hidden in the workbook is said to be."""
    found = _as_it_is(file)
    if not file.sheet.hidden.sheet:
        return found
    return replace(found, why=f"This sheet is hidden in the workbook. {found.why}")


def _as_it_is(file: Reopened) -> Listed:
    if file.is_register:
        return _register(file)
    if file.is_list:
        return _list(file)
    shape = file.shape
    why = recognising.why_not_here(file.sheet)
    return Listed(file.number, file.sheet.name, shape, why, listed=MAY_BE_LISTS.get(shape))


def _register(file: Reopened) -> Listed:
    """A register, with what is counted in it or is still to be said."""
    shape = file.shape if file.shape in REGISTERS else Shape.LONG
    why = recognising.why(file.sheet) or "You said which column is which."
    taken = file.taken()
    if taken is None:
        return Listed(file.number, file.sheet.name, shape, why, _LOOK, is_register=True)
    asks = taken.wide.asks if taken.wide is not None else []
    said = " ".join(ask.sentence for ask in asks)
    counted = "" if asks else f" {taken.register.said()}"
    return Listed(file.number, file.sheet.name, shape, f"{why}{counted}", said or None, is_register=True)


def _list(file: Reopened) -> Listed:
    """A list of payments or people, with its columns and what is counted in it or is still to be said."""
    said = file.said_list()
    made = understand(file.sheet, said)
    shape = next(shape for shape, what in LISTS.items() if what is said.what)
    named = ", ".join(one.named for one in made.columns if one.role is not Role.OTHER)
    counted = made.sentence() if isinstance(made, PeopleList) or not made.asks else ""
    why = f"{named}: {shape.value}. {counted}".strip()
    asked = " ".join(ask.sentence for ask in made.asks)
    return Listed(file.number, file.sheet.name, shape, why, asked or None, listed=said.what, is_list=True)

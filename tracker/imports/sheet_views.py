"""The page of a workbook's sheets: what each is and why, and which come in together."""

from __future__ import annotations

from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.imports import forms, into_project, queries, recognising, services
from tracker.imports.blueprint import BRINGS_IN, bp
from tracker.imports.models import Upload
from tracker.imports.recognising import REGISTERS, Shape
from tracker.imports.reopening import Reopened, reopen_for
from tracker.web.access import actor, requires

_LOOK = "Say first which column is which, and what makes a session."


@dataclass(frozen=True)
class Listed:
    """One sheet on the page: what it is, why, and what is still to be said of it before it comes in."""

    number: int
    name: str
    shape: Shape
    why: str
    open: str | None = None

    @property
    def is_register(self) -> bool:
        """Whether it can come in as sessions."""
        return self.shape in REGISTERS


@bp.route("/imports/<id:upload_id>/sheets", methods=["GET", "POST"])
@requires(*BRINGS_IN)
def sheets(upload_id: int) -> ResponseReturnValue:
    """The sheets of a file that has several, to be brought in together or one at a time."""
    file = reopen_for(actor(), upload_id)
    if file.ours or not file.registers:
        return redirect(url_for(".columns", upload_id=upload_id))
    listed = [_listed(file.at(number)) for number in range(len(file.sheets))]
    form = _form(file, listed)
    if form.is_submitted() and form.validate():
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


def _form(file: Reopened, listed: list[Listed]) -> forms.SheetsForm:
    registers = [one for one in listed if one.is_register]
    together = file.upload.mapping.get("together") or [one.number for one in registers]
    shown = into_project.shown(file.upload.mapping, file.at(registers[0].number).before)
    form = forms.SheetsForm(data={"sheets": [str(number) for number in together], **shown})
    form.sheets.choices = [(str(one.number), one.name) for one in registers]
    into_project.offer(form)
    return form


def _listed(file: Reopened) -> Listed:
    """A sheet as the page lists it."""
    shape = file.shape
    if shape not in REGISTERS:
        return Listed(file.number, file.sheet.name, shape, recognising.why_not(file.sheet))
    taken = file.taken()
    if taken is None:
        return Listed(file.number, file.sheet.name, shape, recognising.why(file.sheet), _LOOK)
    asks = taken.wide.asks if taken.wide is not None else []
    said = " ".join(ask.sentence for ask in asks)
    counted = "" if asks else f" {taken.register.said()}"
    return Listed(
        file.number, file.sheet.name, shape, f"{recognising.why(file.sheet)}{counted}", said or None
    )

"""The page on which a holder of the permission chooses columns of bank details, or of benefits, of a file.

It shows headings and how many cells each column holds, and no cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovSelect
from werkzeug.wrappers import Response
from wtforms import SelectField

from tracker.errors import NotFound
from tracker.imports import confidential, forms, queries, services
from tracker.imports.blueprint import BRINGS_IN, bp
from tracker.imports.confidential import KINDS, LAST, NAME, REF, Chosen, Kind
from tracker.imports.large import is_large
from tracker.imports.models import Upload
from tracker.imports.reading import Sheet
from tracker.imports.reopening import NotRead, sheets_of
from tracker.imports.withheld import Withheld
from tracker.web.access import actor, requires
from tracker.web.filters import counted
from tracker.web.transaction import writing

_WHO = {REF: "The people’s references here", NAME: "Their names, or first names", LAST: "Last names"}


def offered(left_out: Sequence[Withheld]) -> list[Kind]:
    """What of that which was left out the viewer may choose to bring in."""
    found = {one.kind for one in left_out}
    return [kind for kind in KINDS.values() if kind.of in found and actor().may(kind.permission)]


bp.add_app_template_global(offered, "confidential_offered")


@bp.route("/imports/<id:upload_id>/confidential/<facts>", methods=["GET", "POST"])
@requires(*BRINGS_IN)
def choose(upload_id: int, facts: str) -> ResponseReturnValue:
    """Choose which columns hold what, for whoever may enter such facts."""
    wanted = _kind(facts)
    upload = queries.upload(actor(), upload_id)
    number, sheet = _sheet(upload)
    form = _form(upload, sheet, wanted)
    if form.is_submitted() and form.validate():
        chosen = Chosen(
            wanted, number, {name: int(form[name].data) for name in _names(wanted) if form[name].data}
        )

        def keep() -> Upload:
            confidential.refuse_unfit(sheet, chosen)
            kept = queries.upload(actor(), upload_id)
            return services.choose_confidential(actor=actor(), upload=kept, chosen=chosen)

        saved: Response | None = form.save(keep, lambda kept: url_for(".check", upload_id=kept.id))
        if saved is not None:
            return saved
    return render_template(
        "imports/confidential.html",
        form=form,
        upload=upload,
        kind=wanted,
        sheet=sheet,
        chosen=bool(upload.mapping.get(services.CHOSEN)),
    )


@bp.post("/imports/<id:upload_id>/confidential/none")
@requires(*BRINGS_IN)
def choose_none(upload_id: int) -> ResponseReturnValue:
    """Leave such columns out after all."""
    with writing():
        upload = queries.upload(actor(), upload_id)
        services.choose_confidential(actor=actor(), upload=upload, chosen=None)
    return redirect(url_for(".columns", upload_id=upload_id))


def _kind(code: str) -> Kind:
    kind = KINDS.get(code)
    if kind is None or not actor().may(kind.permission):
        raise NotFound("There is no such page.")
    return kind


def _sheet(upload: Upload) -> tuple[int, Sheet]:
    """The sheet that is asked about, or the one looked at last, with its number."""
    if is_large(upload.size) and services.ROWS not in queries.parts(upload):
        raise NotRead(upload)
    sheets = sheets_of(upload)
    kept = (upload.mapping.get(services.CHOSEN) or {}).get("sheet", upload.mapping.get("sheet", 0))
    asked = request.args.get("sheet", "")
    number = int(asked) if asked.isdecimal() and len(asked) < 4 else kept
    number = number if 0 <= number < len(sheets) else 0
    return number, sheets[number]


def _names(kind: Kind) -> list[str]:
    return [*_WHO, *kind.labels]


def _form(upload: Upload, sheet: Sheet, kind: Kind) -> Any:
    """A field for each thing that a column may hold."""
    kept = upload.mapping.get(services.CHOSEN)
    known = kept["columns"] if kept and kept["kind"] == kind.code else confidential.guessed(sheet, kind)
    cells = dict(confidential.evidence(sheet, known))
    fields = {
        name: SelectField(
            label,
            choices=[],
            widget=GovSelect(),
            description=f"{counted(cells[name], 'cell')} filled in." if name in cells else "",
        )
        for name, label in {**_WHO, **kind.labels}.items()
    }
    shown = {name: str(known[name]) if name in known else "" for name in fields}
    form = type("ChosenForm", (forms.ChosenForm,), fields)(data=shown)
    columns = [(str(at), name) for at, name in confidential.choosable(sheet, kind).items()]
    for name in fields:
        form[name].choices = [("", "None"), *columns]
    return form

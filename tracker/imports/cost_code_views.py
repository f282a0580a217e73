"""Pages of the organisation's cost codes: the list, a file of it tried dry, and that it comes in."""

from __future__ import annotations

import hashlib

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.errors import Invalid
from tracker.imports import cost_code_list
from tracker.imports.cost_code_forms import BringInForm, CodeFileForm
from tracker.imports.cost_code_list import CodeList
from tracker.permissions import Permission
from tracker.projects import cost_codes
from tracker.projects.cost_codes import Changes
from tracker.web.access import actor, requires
from tracker.web.filters import counted
from tracker.web.notices import done
from tracker.web.uploads import name_of

bp = Blueprint("cost_codes", __name__)


@bp.route("/cost-codes", methods=["GET", "POST"])
@requires(Permission.SET_BUDGETS)
def index() -> ResponseReturnValue:
    form = CodeFileForm()
    if form.is_submitted() and form.validate() and (read := _read(form)) is not None:
        name, content, found = read
        return _tried(name, found, hashlib.sha256(content).hexdigest())
    return _list(form)


def _list(form: CodeFileForm) -> ResponseReturnValue:
    return render_template("imports/cost_codes.html", form=form, codes=list(cost_codes.listing().values()))


def _read(form: CodeFileForm) -> tuple[str, bytes, CodeList] | None:
    name = name_of(form.file.data)
    content: bytes = form.file.data.read()
    try:
        return name, content, cost_code_list.read(content, name)
    except Invalid as error:
        form.refuse(error)
        return None


def _tried(name: str, found: CodeList, sha256: str) -> ResponseReturnValue:
    """What the list would change; nothing is written."""
    form = BringInForm(formdata=None)
    form.hold(found.given, sha256)
    return render_template(
        "imports/cost_codes_tried.html",
        form=form,
        name=name,
        problems=found.problems,
        changes=cost_codes.changes(found.given),
    )


@bp.post("/cost-codes/bring-in")
@requires(Permission.SET_BUDGETS)
def bring_in() -> ResponseReturnValue:
    form = BringInForm()

    def save() -> Changes:
        return cost_codes.bring_in(actor=actor(), given=form.given, sha256=(form.sha256.data or "")[:64])

    def then(changes: Changes) -> str:
        said = f"{counted(len(changes.new), 'code')} added, {len(changes.changed)} changed."
        return done(said, url_for(".index"))

    saved = form.save(save, then)
    if saved:
        return saved
    again = CodeFileForm(formdata=None)
    again.form_errors.extend(form.form_errors or ["Choose the list again."])
    return _list(again)

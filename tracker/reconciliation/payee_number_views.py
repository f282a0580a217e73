"""Pages on which the numbers of payees are read in: the list tried dry, then kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.errors import Invalid
from tracker.exports import supplier_queries, suppliers
from tracker.exports.suppliers import Numbered
from tracker.permissions import Permission
from tracker.reconciliation import payee_numbers as lists
from tracker.reconciliation.blueprint import bp
from tracker.reconciliation.payee_number_forms import KeepNumbersForm, NumbersFileForm
from tracker.web.access import actor, requires
from tracker.web.filters import counted
from tracker.web.notices import done
from tracker.web.uploads import name_of


@bp.route("/pay-runs/payee-numbers/read-in", methods=["GET", "POST"])
@requires(Permission.PREPARE_RUNS)
def payee_numbers() -> ResponseReturnValue:
    form = NumbersFileForm()
    if form.is_submitted() and form.validate():
        name = name_of(form.file.data)
        content: bytes = form.file.data.read()
        try:
            given = lists.read(content, name, supplier_queries.by_ref())
            given = {ref: suppliers.checked(number) for ref, number in given.items()}
        except Invalid as error:
            error.field = "file"
            form.refuse(error)
        else:
            return _tried(name, given, hashlib.sha256(content).hexdigest())
    return render_template("reconciliation/payee_numbers.html", form=form)


def _tried(name: str, given: Mapping[str, str], sha256: str) -> ResponseReturnValue:
    form = KeepNumbersForm(formdata=None)
    form.hold(given, sha256)
    found = suppliers.numbers(given)
    return render_template("reconciliation/payee_numbers_tried.html", form=form, name=name, found=found)


@bp.post("/pay-runs/payee-numbers/keep")
@requires(Permission.PREPARE_RUNS)
def keep_payee_numbers() -> ResponseReturnValue:
    form = KeepNumbersForm()

    def save() -> Numbered:
        return suppliers.read_in(actor=actor(), given=form.given, sha256=(form.sha256.data or "")[:64])

    def then(found: Numbered) -> str:
        number = len(found.new) + len(found.changed)
        return done(f"{counted(number, 'payee number')} kept.", url_for("exports.suppliers"))

    saved = form.save(save, then)
    if saved:
        return saved
    again = NumbersFileForm(formdata=None)
    again.form_errors.extend(form.form_errors or ["Choose the list again."])
    return render_template("reconciliation/payee_numbers.html", form=again)

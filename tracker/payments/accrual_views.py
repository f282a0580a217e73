"""The page of accruals on any day, and the same as a file for whoever closes the books."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker import clock, tables
from tracker.payments import accruals, forms
from tracker.payments.blueprint import bp
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.downloads import handed_out


@bp.get("/accruals", endpoint="accruals")
@requires(Permission.PREPARE_RUNS)
def page() -> ResponseReturnValue:
    form = forms.AccrualsForm(formdata=request.args)
    return render_template("payments/accruals.html", form=form, found=_found(form))


@bp.get("/accruals/file")
@requires(Permission.PREPARE_RUNS)
def accruals_file() -> ResponseReturnValue:
    form = forms.AccrualsForm(formdata=request.args)
    found = _found(form)
    if found is None:
        return render_template("payments/accruals.html", form=form, found=None)
    content = tables.to_csv(accruals.HEADINGS, found.table)
    return handed_out(content, tables.CSV, f"accruals-{found.on.isoformat()}.csv")


def _found(form: forms.AccrualsForm) -> accruals.Accruals | None:
    """The accruals of the day asked for, today if none was; None where the form is refused."""
    return accruals.accruals(actor(), form.on.data or clock.today()) if form.validate() else None

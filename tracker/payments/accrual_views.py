"""The page of accruals on any day, and the same as a file for whoever closes the books."""

from __future__ import annotations

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from tracker import clock, tables
from tracker.payments import accruals, forms
from tracker.payments.blueprint import bp
from tracker.permissions import Permission
from tracker.web.access import actor, requires

HEADINGS = (
    "Worked up to",
    "Project",
    "Name",
    "Cost code",
    "Fees",
    "Expenses",
    "Total",
    "Fees on no claim yet",
)


@bp.get("/accruals", endpoint="accruals")
@requires(Permission.PREPARE_RUNS)
def page() -> ResponseReturnValue:
    form = forms.AccrualsForm(formdata=request.args)
    found = accruals.accruals(actor(), form.on.data or clock.today()) if form.validate() else None
    return render_template("payments/accruals.html", form=form, found=found)


@bp.get("/accruals/file")
@requires(Permission.PREPARE_RUNS)
def accruals_file() -> ResponseReturnValue:
    form = forms.AccrualsForm(formdata=request.args)
    if not form.validate():
        return render_template("payments/accruals.html", form=form, found=None)
    found = accruals.accruals(actor(), form.on.data or clock.today())
    rows = [
        (
            found.on,
            row.project.ref,
            row.project.name,
            row.cost_code,
            row.fees,
            row.expenses,
            row.total,
            row.unclaimed,
        )
        for row in found.rows
    ]
    name = f"accruals-{found.on.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(tables.to_csv(HEADINGS, rows), mimetype=tables.CSV, headers=headers)

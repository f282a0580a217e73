"""The page of balances of any period, and the same as a file."""

from __future__ import annotations

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from tracker import tables
from tracker.evidence import balances
from tracker.evidence.blueprint import bp
from tracker.evidence.forms import PeriodForm
from tracker.permissions import Permission
from tracker.web.access import actor, requires


@bp.get("/balances", endpoint="balances")
@requires(Permission.EXAMINE)
def page() -> ResponseReturnValue:
    form = PeriodForm(formdata=request.args)
    return render_template("evidence/balances.html", form=form, found=_found(form))


@bp.get("/balances/file")
@requires(Permission.EXAMINE)
def balances_file() -> ResponseReturnValue:
    form = PeriodForm(formdata=request.args)
    found = _found(form)
    if found is None:
        return render_template("evidence/balances.html", form=form, found=None)
    name = f"balances-{found.start.isoformat()}-{found.end.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(tables.to_csv(balances.HEADINGS, found.table), mimetype=tables.CSV, headers=headers)


def _found(form: PeriodForm) -> balances.Balances | None:
    """The balances of the period asked for; None where the form is refused."""
    return balances.balances(actor(), *form.period) if form.validate() else None

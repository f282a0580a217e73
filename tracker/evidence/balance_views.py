"""The page of balances of any period, and the same as files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from tracker import tables
from tracker.evidence import advance_balances, balances, beside
from tracker.evidence.blueprint import bp
from tracker.evidence.forms import PeriodForm
from tracker.exports import beside as beside_runs
from tracker.exports import setups
from tracker.exports.setup import SetupKind
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.downloads import handed_out


@bp.get("/balances", endpoint="balances")
@requires(Permission.EXAMINE)
def page() -> ResponseReturnValue:
    return _page(PeriodForm(formdata=request.args))


@bp.get("/balances/file")
@requires(Permission.EXAMINE)
def balances_file() -> ResponseReturnValue:
    form = PeriodForm(formdata=request.args)
    found = _found(form)
    return _page(form) if found is None else _file("balances", form, balances.HEADINGS, found.table)


@bp.get("/balances/advances")
@requires(Permission.EXAMINE)
def advances_file() -> ResponseReturnValue:
    form = PeriodForm(formdata=request.args)
    if not form.validate():
        return _page(form)
    moved = advance_balances.movements(actor(), *form.period)
    return _file("advances", form, advance_balances.HEADINGS, moved)


@bp.get("/balances/journal")
@requires(Permission.EXAMINE)
def beside_journal() -> ResponseReturnValue:
    """What moved beside pay runs, in plain-text accounting form. Raises Refused where a code is missing."""
    form = PeriodForm(formdata=request.args)
    if not form.validate():
        return _page(form)
    codes = setups.in_force([SetupKind.CODES]).codes
    text = beside_runs.journal(beside.moves(actor(), *form.period), codes, form.period)
    start, end = form.period
    name = f"beside-pay-runs-{start.isoformat()}-{end.isoformat()}.txt"
    return handed_out(text.encode(), "text/plain", name)


def _page(form: PeriodForm) -> ResponseReturnValue:
    found = _found(form)
    ahead = advance_balances.balances(actor(), *form.period) if found else ()
    beside_runs_moved = bool(found and beside.moves(actor(), *form.period))
    return render_template(
        "evidence/balances.html", form=form, found=found, ahead=ahead, beside=beside_runs_moved
    )


def _file(kind: str, form: PeriodForm, headings: Sequence[str], rows: Iterable[tables.Row]) -> Response:
    start, end = form.period
    name = f"{kind}-{start.isoformat()}-{end.isoformat()}.csv"
    return handed_out(tables.to_csv(headings, rows), tables.CSV, name)


def _found(form: PeriodForm) -> balances.Balances | None:
    """The balances of the period asked for; None where the form is refused."""
    return balances.balances(actor(), *form.period) if form.validate() else None

"""Pages and files: a tax year by person, spend by funder, code and month, mileage to top up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from tracker import tables
from tracker.accounts import queries as accounts
from tracker.evidence import spend, tax_years, top_ups
from tracker.evidence.blueprint import bp
from tracker.evidence.forms import PeriodForm, TaxYearForm
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.downloads import handed_out


@bp.get("/tax-years")
@requires(Permission.EXAMINE)
def tax_year() -> ResponseReturnValue:
    form = TaxYearForm(formdata=request.args)
    return render_template("evidence/tax_year.html", form=form, found=_year(form))


@bp.get("/tax-years/file")
@requires(Permission.EXAMINE)
def tax_year_file() -> ResponseReturnValue:
    form = TaxYearForm(formdata=request.args)
    found = _year(form)
    if found is None:
        return render_template("evidence/tax_year.html", form=form, found=None)
    return _file(f"tax-year-{found.year.start.year}", tax_years.HEADINGS, found.table)


@bp.get("/tax-years/notice")
@requires(Permission.EXAMINE)
def notice_file() -> ResponseReturnValue:
    form = TaxYearForm(formdata=request.args)
    found = _year(form)
    if found is None:
        return render_template("evidence/tax_year.html", form=form, found=None)
    rows = found.notice(accounts.organisation().name)
    return _file(f"notice-return-{found.year.start.year}", tax_years.NOTICE_HEADINGS, rows)


def _year(form: TaxYearForm) -> tax_years.TaxYear | None:
    return tax_years.paid_in(actor(), form.starts) if form.validate() else None


@bp.get("/spend")
@requires(Permission.EXAMINE)
def spent() -> ResponseReturnValue:
    form = PeriodForm(formdata=request.args)
    found = _spent(form)
    funders = spend.by_funder(found) if found else {}
    return render_template("evidence/spend.html", form=form, found=found, funders=funders)


@bp.get("/spend/file")
@requires(Permission.EXAMINE)
def spent_file() -> ResponseReturnValue:
    form = PeriodForm(formdata=request.args)
    found = _spent(form)
    if found is None:
        return render_template("evidence/spend.html", form=form, found=None, funders={})
    name = f"spend-{found.start.isoformat()}-{found.end.isoformat()}"
    return _file(name, spend.HEADINGS, found.table)


def _spent(form: PeriodForm) -> spend.Spent | None:
    return spend.spent(actor(), *form.period) if form.validate() else None


@bp.get("/mileage-to-top-up")
@requires(Permission.EXAMINE)
def topping_up() -> ResponseReturnValue:
    return render_template("evidence/top_ups.html", found=top_ups.top_ups(actor()))


@bp.get("/mileage-to-top-up/file")
@requires(Permission.EXAMINE)
def topping_up_file() -> ResponseReturnValue:
    rows = [one.row for one in top_ups.top_ups(actor())]
    return _file("mileage-to-top-up", top_ups.HEADINGS, rows)


def _file(name: str, headings: Sequence[str], rows: Iterable[tables.Row]) -> Response:
    return handed_out(tables.to_csv(headings, rows), tables.CSV, f"{name}.csv")

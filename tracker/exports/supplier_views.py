"""Pages of payees as the finance system knows them: who has no number yet, and the file that tells it."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from tracker.exports import supplier_queries, suppliers
from tracker.exports.blueprint import bp
from tracker.exports.setup import SetupKind
from tracker.exports.setups import last
from tracker.permissions import Permission
from tracker.tables import CSV
from tracker.web.access import actor, requires
from tracker.web.downloads import handed_out
from tracker.web.transaction import writing


@bp.get("/pay-runs/payee-numbers", endpoint="suppliers")
@requires(Permission.PREPARE_RUNS)
def page() -> ResponseReturnValue:
    payees = supplier_queries.waiting()
    return render_template(
        "exports/suppliers.html",
        unknown=[one for one in payees if one.must_be_told and not one.is_changed],
        changed=[one for one in payees if one.is_changed],
        known=[one for one in payees if not one.must_be_told],
        has_columns=last(SetupKind.SUPPLIER_COLUMNS) is not None,
        set_up=url_for(".supplier_columns"),
    )


@bp.post("/pay-runs/payee-numbers/file")
@requires(Permission.PREPARE_RUNS)
def supplier_file() -> ResponseReturnValue:
    with writing():
        file = suppliers.set_up_file(actor=actor())
    return handed_out(file.content, CSV, file.name)

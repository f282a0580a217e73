"""Pages on which finance sets up once what files need: the account paid from, columns of its own."""

from __future__ import annotations

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.accounts import queries as accounts
from tracker.exports import setup_forms, setups
from tracker.exports.blueprint import bp
from tracker.exports.columns import FOR_BANK, FOR_LEDGER, FOR_SUPPLIERS
from tracker.exports.layout import Layout
from tracker.exports.models import ExportSetup
from tracker.exports.presets import PRESETS
from tracker.exports.setup import Rail, Setup, SetupKind
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.notices import done


@bp.get("/pay-runs/set-up-files")
@requires(Permission.PREPARE_RUNS)
def set_up() -> ResponseReturnValue:
    kept = {kind: setups.last(kind) for kind in SetupKind}
    setters = {one.set_by_id for one in kept.values() if one and one.set_by_id}
    return render_template(
        "exports/set_up.html",
        kept={kind.value: one for kind, one in kept.items()},
        account=setups.in_force([SetupKind.ACCOUNT]).kept_account,
        names=accounts.names(setters),
    )


@bp.route("/pay-runs/set-up-files/account", methods=["GET", "POST"])
@requires(Permission.PREPARE_RUNS)
def account() -> ResponseReturnValue:
    form = setup_forms.AccountForm()
    kept = setups.in_force([SetupKind.ACCOUNT]).kept_account
    if request.method == "GET" and kept is not None:
        form.show(kept)

    def save() -> ExportSetup:
        return setups.set_account(
            actor=actor(),
            name=form.account_name.data,
            sort_code=form.sort_code.data,
            number=form.account_number.data,
            user_number=form.user_number.data,
            rail=Rail(form.rail.data),
        )

    saved = form.save(save, lambda _: done("The account is saved.", url_for(".set_up")))
    return saved or render_template("exports/account.html", form=form, kept=kept)


@bp.route("/pay-runs/set-up-files/bank-columns", methods=["GET", "POST"])
@requires(Permission.PREPARE_RUNS)
def bank_columns() -> ResponseReturnValue:
    return _columns(SetupKind.BANK_COLUMNS, FOR_BANK)


@bp.route("/pay-runs/set-up-files/ledger-columns", methods=["GET", "POST"])
@requires(Permission.PREPARE_RUNS)
def ledger_columns() -> ResponseReturnValue:
    return _columns(SetupKind.LEDGER_COLUMNS, FOR_LEDGER)


@bp.route("/pay-runs/set-up-files/supplier-columns", methods=["GET", "POST"])
@requires(Permission.PREPARE_RUNS)
def supplier_columns() -> ResponseReturnValue:
    return _columns(SetupKind.SUPPLIER_COLUMNS, FOR_SUPPLIERS)


@bp.route("/pay-runs/set-up-files/codes", methods=["GET", "POST"])
@requires(Permission.PREPARE_RUNS)
def codes() -> ResponseReturnValue:
    form = setup_forms.codes_form()
    kept = setups.in_force([SetupKind.CODES]).kept_codes
    if request.method == "GET" and kept is not None:
        form.show(kept)

    def save() -> ExportSetup:
        return setups.set_codes(actor=actor(), codes=form.codes, tax=form.tax.data or "", **form.ledger)

    saved = form.save(save, lambda _: done("The account codes are saved.", url_for(".set_up")))
    return saved or render_template("exports/codes.html", form=form)


def _columns(kind: SetupKind, fields: Mapping[str, str]) -> ResponseReturnValue:
    """The page of a layout: what is kept, or a preset to begin with."""
    form = setup_forms.ColumnsForm()
    kept = _layout_of(setups.in_force([kind]), kind)
    presets = PRESETS if kind is SetupKind.BANK_COLUMNS else {}
    preset = presets.get(request.args.get("preset", ""))
    shown = preset.layout if preset else kept
    if request.method == "GET" and shown is not None:
        form.show(shown)

    def save() -> ExportSetup:
        return setups.set_columns(actor=actor(), kind=kind, layout=form.layout)

    saved = form.save(save, lambda _: done("The columns are saved.", url_for(".set_up")))
    return saved or render_template(
        "exports/columns.html", form=form, fields=fields, presets=presets, kind=kind.value
    )


def _layout_of(setup: Setup, kind: SetupKind) -> Layout | None:
    kept = {
        SetupKind.BANK_COLUMNS: setup.kept_bank_columns,
        SetupKind.LEDGER_COLUMNS: setup.kept_ledger_columns,
        SetupKind.SUPPLIER_COLUMNS: setup.kept_supplier_columns,
    }
    return kept[kind]

"""Pages on which finance sets up once what files need: the account that the organisation pays from."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.accounts import queries as accounts
from tracker.exports import setup_forms, setups
from tracker.exports.blueprint import bp
from tracker.exports.models import ExportSetup
from tracker.exports.setup import Rail, SetupKind
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

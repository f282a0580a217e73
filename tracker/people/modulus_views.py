"""The page on which an administrator uploads the published tables of modulus checking."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.people import modulus_tables
from tracker.people.blueprint import bp
from tracker.people.modulus_forms import ModulusTablesForm
from tracker.people.modulus_models import ModulusTable
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.notices import done


@bp.route("/settings/bank-check-tables", methods=["GET", "POST"], endpoint="modulus_tables")
@requires(Permission.SET_UP)
def page() -> ResponseReturnValue:
    form = ModulusTablesForm()

    def save() -> ModulusTable:
        return modulus_tables.upload(actor=actor(), on=clock.today(), **form.given)

    def then(kept: ModulusTable) -> str:
        return done(f"Version {kept.version} is in force.", url_for(".modulus_tables"))

    saved = form.save(save, then)
    if saved:
        return saved
    versions = modulus_tables.versions()
    return render_template(
        "people/modulus_tables.html",
        form=form,
        versions=versions,
        old=bool(versions) and modulus_tables.is_old(versions[0], clock.today()),
        months=modulus_tables.OLD_AFTER_MONTHS,
        names=accounts.names({one.uploaded_by_id for one in versions if one.uploaded_by_id}),
    )

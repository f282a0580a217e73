"""The page on which names are confirmed as a bank's file carries them, before the file is made."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SubmitField

from tracker.accounts import queries as accounts
from tracker.exports import bank_name_queries, bank_naming, choosing
from tracker.exports.bank_name_queries import Asked
from tracker.exports.blueprint import bp
from tracker.payments import run_queries
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.filters import counted
from tracker.web.forms import BaseForm, TextField
from tracker.web.notices import done

# A page of more is not read: the rest follows once these are confirmed.
MOST = 100


class NamesForm(BaseForm):
    """A field for each name, added by `_form`."""

    submit = SubmitField("Confirm these names", widget=GovSubmitInput())


@bp.route("/pay-runs/<id:run_id>/names/<bank_format>", methods=["GET", "POST"])
@requires(Permission.PREPARE_RUNS)
def bank_names(run_id: int, bank_format: str) -> ResponseReturnValue:
    run = run_queries.run(actor(), run_id)
    width = bank_naming.width_of(bank_format)
    asked = bank_name_queries.asked(bank_name_queries.accounts(run.id), width)
    shown = asked[:MOST]
    form = _form(shown)

    def save() -> int:
        given = {bank_naming.field_of(one): form[bank_naming.field_of(one)].data for one in shown}
        return bank_naming.confirm(actor=actor(), run=run, format_code=bank_format, given=given)

    def then(changed: int) -> str:
        left = len(asked) > len(shown)
        there = url_for(".bank_names", run_id=run.id, bank_format=bank_format) if left else None
        return done(f"{counted(changed, 'name')} confirmed.", there or url_for(".files", run_id=run.id))

    saved = form.save(save, then)
    return saved or render_template(
        "exports/bank_names.html",
        form=form,
        run=run,
        width=width,
        label=choosing.label(bank_format),
        rows=[(one, form[bank_naming.field_of(one)]) for one in shown],
        more=len(asked) - len(shown),
        names=accounts.names(
            {one.kept.confirmed_by_id for one in shown if one.kept and one.kept.confirmed_by_id}
        ),
    )


def _form(shown: Sequence[Asked]) -> NamesForm:
    """The form, with a field for each name: what was confirmed before, or what is suggested."""

    class Form(NamesForm):
        pass

    for one in shown:
        carried = one.kept.carried if one.kept else one.suggestion
        label = f"{one.account.goes_to or one.account.person}, {one.account.ref}"
        setattr(Form, bank_naming.field_of(one), TextField(label, default=carried))
    Form.submit = SubmitField("Confirm these names", widget=GovSubmitInput())
    return Form()

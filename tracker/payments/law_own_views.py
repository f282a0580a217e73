"""The page on which an administrator changes what the organisation itself keeps to, beside the law."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.errors import Invalid
from tracker.payments import law_own, law_own_forms
from tracker.payments.blueprint import bp
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.notices import done


@bp.route("/rules/organisation", methods=["GET", "POST"])
@requires(Permission.SET_UP)
def own_rules() -> ResponseReturnValue:
    limited = law_own.limited()
    form = law_own_forms.own_form(limited)
    wrong = None
    if request.method == "GET":
        form.seen.data = law_own.seen()
        try:
            form.show(law_own.current(), limited)
        except Invalid as refusal:
            wrong = refusal.message

    def change() -> None:
        law_own.change(
            actor=actor(),
            seen_before=form.seen.data or "",
            share=form.share.data,
            shares=form.shares(limited),
            caps=form.caps(),
            vouchers=form.vouchers.data or "",
            advice=form.advice.data or None,
        )

    then = url_for("payments.rules_in_force")
    return form.save(change, lambda _: done("The organisation's own rules are saved.", then)) or (
        render_template("payments/rules_own.html", form=form, wrong=wrong)
    )

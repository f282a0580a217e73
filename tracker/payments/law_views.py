"""Pages of the rules in force: every figure on a day, and one benefit with its history and what it covers."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.payments import law, law_forms
from tracker.payments.blueprint import bp
from tracker.web.access import signed_in


@bp.get("/rules")
@signed_in
def rules_in_force() -> ResponseReturnValue:
    form = law_forms.RulesDayForm(formdata=request.args)
    on = (form.on.data if form.validate() else None) or clock.today()
    return render_template(
        "payments/rules.html",
        form=form,
        on=on,
        found=law.in_force(on),
        due=law.due(clock.today()),
        ending=law.ending(clock.today()),
        version=law.version(),
        shown=law.shown_value,
        confidence=law.CONFIDENCE_WORDS,
    )


@bp.get("/rules/<benefit>")
@signed_in
def rule(benefit: str) -> ResponseReturnValue:
    return render_template(
        "payments/rule.html",
        found=law.covered(benefit),
        shown=law.shown_value,
        tested=law.TESTED_WORDS,
        nations=law.NATION_NAMES,
        confidence=law.CONFIDENCE_WORDS,
    )

"""Pages of the rules in force: every figure on a day, and one benefit with its history and what it covers."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.payments import checks, law, law_entering, law_forms, law_own
from tracker.payments.blueprint import bp
from tracker.web.access import actor, signed_in


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
        own=checks.rulebook().own,
        latest=law_own.LATEST_WARNING,
    )


@bp.get("/rules/<benefit>")
@signed_in
def rule(benefit: str) -> ResponseReturnValue:
    found = law.covered(benefit)
    keeps = law_entering.may_keep(actor())
    return render_template(
        "payments/rule.html",
        found=found,
        entered=law_entering.of_benefit(benefit) if keeps else [],
        may_enter=keeps and law_entering.may_be_entered(found.rule),
        shown=law.shown_value,
        tested=law.TESTED_WORDS,
        nations=law.NATION_NAMES,
        confidence=law.CONFIDENCE_WORDS,
    )

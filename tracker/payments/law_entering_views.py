"""Pages to enter figures of law that were published since, and to confirm what somebody else entered."""

from __future__ import annotations

from datetime import timedelta

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.payments import law, law_entering, law_forms
from tracker.payments.blueprint import bp
from tracker.payments.law_models import EnteredFigures
from tracker.web.access import actor, requires
from tracker.web.notices import done
from tracker.web.transaction import writing


@bp.route("/rules/<benefit>/enter", methods=["GET", "POST"])
@requires(*law_entering.KEEPERS)
def enter_figures(benefit: str) -> ResponseReturnValue:
    series = law_entering.figures_asked(actor(), benefit)
    rule = law.covered(benefit).rule
    form = law_forms.enter_form(series, law.newest(rule))
    if request.method == "GET":
        form.starts_on.data = rule.valid_through + timedelta(days=1)
        form.known_to.data = law.a_year_later(rule.valid_through)
        form.review_by.data = law.a_year_later(rule.review_by)

    def enter() -> EnteredFigures:
        return law_entering.enter(
            actor=actor(),
            on=clock.today(),
            benefit=benefit,
            starts_on=form.starts_on.day,
            figures=form.values(series),
            source_title=form.source_title.data,
            source_link=form.source_link.data,
            known_to=form.known_to.day,
            review_by=form.review_by.day,
        )

    then = url_for("payments.rule", benefit=benefit)
    kept = form.save(enter, lambda _: done("The figures wait for a second person to confirm them.", then))
    waits = law_entering.waiting_for(benefit)
    return kept or render_template("payments/rule_enter.html", rule=rule, form=form, waits=waits)


@bp.route("/rules/entered/<id:figures_id>", methods=["GET", "POST"])
@requires(*law_entering.KEEPERS)
def decide_figures(figures_id: int) -> ResponseReturnValue:
    entered = law_entering.entered(actor(), figures_id)
    form = law_forms.DecideForm()

    def decide() -> EnteredFigures:
        act = law_entering.confirm if form.decision.data == "confirm" else law_entering.send_back
        return act(actor=actor(), on=clock.today(), entered=entered, version=form.shown_version)

    said = "The figures are in force." if form.decision.data == "confirm" else "The figures are sent back."
    then = url_for("payments.rule", benefit=entered.benefit)
    return form.save(decide, lambda _: done(said, then)) or render_template(
        "payments/rule_decide.html",
        entered=entered,
        rule=law.covered(entered.benefit).rule,
        rows=law.changes(entered),
        names=accounts.names({entered.entered_by_id, entered.decided_by_id or 0}),
        form=form,
        viewer_id=actor().user_id,
        shown=law.shown_value,
    )


@bp.post("/rules/entered/<id:figures_id>/take-back")
@requires(*law_entering.KEEPERS)
def take_back_figures(figures_id: int) -> ResponseReturnValue:
    entered = law_entering.entered(actor(), figures_id)
    then = url_for("payments.rule", benefit=entered.benefit)
    with writing():
        law_entering.take_back(actor=actor(), on=clock.today(), entered=entered, version=entered.version)
    return redirect(done("Your entry is taken back.", then))

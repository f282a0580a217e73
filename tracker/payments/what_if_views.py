"""The page on which a benefit contact tries amounts, hours and a number of sessions with a person."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.errors import Invalid
from tracker.money import ZERO
from tracker.payments import finding_pages, finding_words, what_if, what_if_forms
from tracker.payments.blueprint import bp
from tracker.payments.what_if import Tried
from tracker.people import queries as people
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.transaction import writing


@bp.route("/people/<id:participant_id>/what-if", methods=["GET", "POST"])
@requires(Permission.BENEFIT_CONTACT)
def try_what_if(participant_id: int) -> ResponseReturnValue:
    """The answer shows what a person told, so it comes to a POST alone, and is noted."""
    person = people.participant(actor(), participant_id, Permission.BENEFIT_CONTACT)
    coming = what_if.coming_sessions(actor(), person, clock.today())
    form = what_if_forms.what_if_form(coming)
    tried: Tried | None = None
    if form.validate_on_submit():
        try:
            with writing():
                tried = what_if.try_out(
                    actor=actor(),
                    on=clock.today(),
                    participant=person,
                    session_id=form.session.chosen_id or 0,
                    pence=form.pence.data or ZERO,
                    minutes=form.minutes.data,
                    number=form.number.data or 1,
                )
        except Invalid as refusal:
            form.refuse(refusal)
    return render_template(
        "payments/what_if.html",
        person=person,
        coming=coming,
        form=form,
        tried=tried,
        name=person.name,
        findings=_findings(tried),
        called=finding_words,
    )


def _findings(tried: Tried | None) -> list[finding_pages.Shown]:
    """What was found, once something was tried."""
    return finding_pages.shown(tried.answer.document, tried.answer.facts) if tried else []

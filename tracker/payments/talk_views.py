"""Pages of the benefit contact: whom to talk to, what a check found and rests on. Every look is noted."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.payments import finding_pages, finding_words, services, talk_queries
from tracker.payments.blueprint import bp
from tracker.people import queries as people
from tracker.people.benefits import BENEFIT_NAMES
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.notices import done
from tracker.web.transaction import writing


@bp.get("/to-talk-about")
@requires(Permission.BENEFIT_CONTACT)
def talk() -> ResponseReturnValue:
    checks = talk_queries.talks(actor())
    names = people.names({check.participant_id for check in checks})
    return render_template("payments/talk.html", checks=checks, names=names)


@bp.post("/checks/<id:check_id>/open")
@requires(Permission.BENEFIT_CONTACT)
def open_check(check_id: int) -> ResponseReturnValue:
    """A check in full. It shows what a person told us, so opening it is noted and is a POST."""
    kept = talk_queries.check(actor(), check_id)
    with writing():
        services.note_opened(actor=actor(), check=kept)
    return render_template(
        "payments/check.html",
        check=kept,
        name=people.names({kept.participant_id})[kept.participant_id],
        benefit_names=BENEFIT_NAMES,
        findings=finding_pages.shown(kept.assessment, kept.facts),
        called=finding_words,
    )


@bp.post("/checks/<id:check_id>/talked")
@requires(Permission.BENEFIT_CONTACT)
def talked(check_id: int) -> ResponseReturnValue:
    kept = talk_queries.check(actor(), check_id)
    with writing():
        services.note_conversation(actor=actor(), on=clock.today(), check=kept)
    return redirect(done("The talk is noted.", url_for(".talk")))

"""One page of everything behind a payment, and the charity's confirmation that finance adds to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker import clock
from tracker.payments import end_reasons, evidence, forms, gifts, payment_queries
from tracker.payments.blueprint import bp
from tracker.payments.run_models import Payment
from tracker.permissions import Actor, Permission
from tracker.web.access import actor, requires
from tracker.web.notices import done

# What other nouns keep of a payment that the viewer may see whole: the files of its run, its paper.
sections: list[Callable[[Actor, Payment], Markup]] = []


@bp.get("/payments/<id:payment_id>", endpoint="evidence")
@requires(Permission.SEE_CLAIMS)
def behind(payment_id: int) -> ResponseReturnValue:
    found = evidence.evidence(actor(), payment_id)
    return render_template("payments/evidence.html", linked=True, **shown(actor(), found))


def shown(viewer: Actor, found: evidence.Evidence) -> dict[str, Any]:
    """What the page of a payment prints, for a screen or for a bundle."""
    return {
        "found": found,
        "end_reasons": end_reasons.REASONS,
        "sections": [section(viewer, found.payment) for section in sections] if found.whole else [],
    }


@bp.route("/payments/<id:payment_id>/confirmation", methods=["GET", "POST"])
@requires(Permission.PREPARE_RUNS)
def confirm_gift(payment_id: int) -> ResponseReturnValue:
    payment = payment_queries.payment(actor(), payment_id)
    form = forms.GiftForm()
    forms.preset(form, confirmed_on=payment.confirmed_on, confirmation=payment.confirmation)
    saved = form.save(
        lambda: gifts.confirm(
            actor=actor(),
            on=clock.today(),
            payment=payment,
            confirmed_on=form.confirmed_on.data,
            confirmation=form.confirmation.data,
        ),
        lambda _: done("The confirmation is recorded.", url_for(".evidence", payment_id=payment_id)),
    )
    return saved or render_template("payments/gift.html", form=form, payment=payment)

"""Pages to hold a claim back from payment and to let it go again."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.payments import queries, services
from tracker.payments.blueprint import bp
from tracker.payments.claim_views import with_reason
from tracker.payments.models import Claim
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.notices import done
from tracker.web.transaction import writing


@bp.route("/claims/<id:claim_id>/hold", methods=["GET", "POST"])
@requires(Permission.HOLD_CLAIMS)
def hold(claim_id: int) -> ResponseReturnValue:
    def save(kept: Claim, text: str) -> Claim:
        return services.hold(actor=actor(), on=clock.today(), claim=kept, reason=text)

    words = (
        "Hold this claim",
        "Why? The project and finance read this. Write nothing about benefits.",
        "Hold it",
    )
    return with_reason(claim_id, Permission.HOLD_CLAIMS, words, save)


@bp.post("/claims/<id:claim_id>/let-go")
@requires(Permission.HOLD_CLAIMS)
def let_go(claim_id: int) -> ResponseReturnValue:
    kept = queries.claim(actor(), claim_id, Permission.HOLD_CLAIMS)
    with writing():
        services.let_go(actor=actor(), on=clock.today(), claim=kept)
    return redirect(done("The claim is not held any more.", url_for(".claim", claim_id=claim_id)))

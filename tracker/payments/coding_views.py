"""The page on which a claim's cost codes are changed, while it is not approved."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.payments import coded, queries
from tracker.payments.blueprint import bp
from tracker.payments.coding_forms import CodingForm
from tracker.payments.models import Claim
from tracker.permissions import Permission
from tracker.projects import coding as codings
from tracker.projects import cost_codes
from tracker.web.access import actor, requires
from tracker.web.notices import done


@bp.route("/claims/<id:claim_id>/cost-code", methods=["GET", "POST"])
@requires(Permission.LOG_CLAIMS)
def coding(claim_id: int) -> ResponseReturnValue:
    claim = queries.claim(actor(), claim_id, Permission.LOG_CLAIMS)
    form = CodingForm()
    if request.method == "GET":
        form.coding.data = claim.coding.typed or claim.coding.main or ""

    def save() -> Claim:
        given = codings.read(form.coding.data, field="coding")
        return coded.code(actor=actor(), claim=claim, coding=given, version=form.shown_version)

    saved = form.save(save, lambda _: done("The cost code is changed.", url_for(".claim", claim_id=claim_id)))
    return saved or render_template(
        "payments/coding.html",
        form=form,
        claim=claim,
        codes=list(cost_codes.listing().values()),
        fault=coded.closed(claim, cost_codes.listing()),
    )

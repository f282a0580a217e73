"""Pages of what a person decides about a claim: what they take of the fee, who gets the money for them."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.payments import forms, queries, services
from tracker.payments.blueprint import bp
from tracker.payments.models import Answer, Claim, ClaimState, LineKind, Method
from tracker.people import payee_queries
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.filters import plain
from tracker.web.notices import done
from tracker.web.transaction import writing


@bp.route("/claim-lines/<id:line_id>/choice", methods=["GET", "POST"])
@requires(Permission.LOG_CLAIMS)
def choice(line_id: int) -> ResponseReturnValue:
    """What the person takes of a fee: all of it, less, none, or a charity gets it."""
    line = queries.line(actor(), line_id, Permission.LOG_CLAIMS)
    if line.kind == LineKind.EXPENSE:
        said = "Costs are paid back as they were spent. Only a fee can be taken in part."
        return redirect(done(said, url_for(".claim", claim_id=line.claim_id)))
    form = forms.ChoiceForm()

    def save() -> Claim:
        return services.choose(
            actor=actor(),
            on=clock.today(),
            line=line,
            answer=Answer(form.answer.data),
            pence=form.pence.data,
            charity=form.charity.data or None,
            version=form.shown_version,
        )

    return form.save(save, _chosen) or render_template(
        "payments/choice.html",
        form=form,
        claim=line.claim,
        line=line,
        offered=line.pence if line.offered_pence is None else line.offered_pence,
    )


def _chosen(claim: Claim) -> str:
    said = "What they chose is recorded."
    if claim.state == ClaimState.SUBMITTED:
        said += " The claim waits to be approved as it now stands."
    return done(said, url_for(".claim", claim_id=claim.id))


@bp.route("/claims/<id:claim_id>/recipient", methods=["GET", "POST"])
@requires(Permission.LOG_CLAIMS)
def recipient(claim_id: int) -> ResponseReturnValue:
    """Have the money go to somebody else for the person, who agreed to it."""
    kept = queries.claim(actor(), claim_id, Permission.LOG_CLAIMS)
    form = forms.RecipientForm()
    form.method.choices = [(way.value, plain(way)) for way in Method if way != Method.TO_CHARITY]
    forms.preset(
        form, recipient=kept.recipient, consent_on=kept.recipient_consent_on, method=kept.method.value
    )

    def save() -> Claim:
        return services.pay_to(
            actor=actor(),
            on=clock.today(),
            claim=kept,
            recipient=form.recipient.data,
            consent_on=form.consent_on.day,
            method=Method(form.method.data),
            version=form.shown_version,
        )

    saved = form.save(
        save, lambda claim: done("Saved. It counts as theirs.", url_for(".claim", claim_id=claim.id))
    )
    return saved or render_template(
        "payments/recipient.html",
        form=form,
        claim=kept,
        known=[
            payee.recipient for payee in payee_queries.trusted_payees(kept.participant_id) if payee.consent_on
        ],
    )


@bp.post("/claims/<id:claim_id>/recipient/end")
@requires(Permission.LOG_CLAIMS)
def pay_the_person(claim_id: int) -> ResponseReturnValue:
    kept = queries.claim(actor(), claim_id, Permission.LOG_CLAIMS)
    with writing():
        services.pay_the_person(actor=actor(), claim=kept)
    return redirect(done("The money goes to the person again.", url_for(".claim", claim_id=claim_id)))

"""The page on which finance records that a payment did not arrive."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.payments import end_reasons, forms, payment_queries, services
from tracker.payments.blueprint import bp
from tracker.payments.models import Claim
from tracker.payments.run_models import Payment, PaymentState
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.notices import done


@bp.route("/payments/<id:payment_id>/did-not-arrive", methods=["GET", "POST"])
@requires(Permission.PREPARE_RUNS)
def end_payment(payment_id: int) -> ResponseReturnValue:
    kept = payment_queries.payment(actor(), payment_id)
    form = forms.EndForm()
    unpaid = kept.state == PaymentState.RELEASED
    reasons = end_reasons.for_method(kept.method, before_it_left=unpaid)
    form.code.choices = [(reason.code, reason.words) for reason in reasons]
    forms.preset(form, ended_on=clock.today())

    def save() -> list[Claim]:
        return services.end_payment(
            actor=actor(),
            on=clock.today(),
            payment=kept,
            code=form.code.data or "",
            ended_on=form.ended_on.day,
            note=form.note.data or "",
        )

    saved = form.save(save, lambda _: done(_said(kept), url_for(".run", run_id=kept.run_id)))
    return saved or render_template(
        "payments/end_payment.html",
        form=form,
        payment=kept,
        replacements=payment_queries.replaced_by([kept.id]).get(kept.id, ()),
        reason=end_reasons.REASONS.get(kept.end_code or ""),
    )


def _said(payment: Payment) -> str:
    """What was done, and what has to happen next."""
    reason = end_reasons.REASONS[payment.end_code or ""]
    void = f" Receipt {payment.receipt_number} is void." if payment.receipt_number else ""
    return f"Recorded.{void} {reason.next_step or 'What it paid waits for the next pay run.'}"

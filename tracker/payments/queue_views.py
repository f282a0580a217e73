"""The approver's pages: what waits, and one screen a claim to decide it and go on to the next."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.payments import approval_queue, approvals, budgets, forms, look_twice, queries, services
from tracker.payments.blueprint import bp
from tracker.payments.claim_views import approving, decided
from tracker.payments.models import Claim, ClaimState
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.web.access import actor, requires
from tracker.web.notices import done


@bp.get("/approvals")
@requires(Permission.APPROVE_CLAIMS)
def approval_list() -> ResponseReturnValue:
    page = approval_queue.waiting(actor(), request.args.get("after"))
    return render_template(
        "payments/approvals.html",
        page=page,
        to_decide=[one for one in page.rows if one.why_not is None],
        apart=[one for one in page.rows if one.why_not is not None],
    )


@bp.get("/approvals/<id:claim_id>")
@requires(Permission.APPROVE_CLAIMS)
def decide(claim_id: int) -> ResponseReturnValue:
    kept = queries.claim(actor(), claim_id, Permission.APPROVE_CLAIMS)
    if kept.state != ClaimState.SUBMITTED:
        return redirect(url_for(".claim", claim_id=claim_id))
    return _page(kept)


def _page(
    kept: Claim,
    *,
    approve_form: forms.ApproveForm | None = None,
    ask_form: forms.AskForm | None = None,
) -> ResponseReturnValue:
    """One claim on one screen; a form that was refused is passed in and stands there with its errors."""
    rests = look_twice.rests_on(kept)
    refused = approve_form or ask_form
    waiting = approval_queue.look_at(actor(), [kept])[0]
    if approve_form is None:
        approve_form = forms.ApproveForm(formdata=None)
    approve_form.shown_hash.data = approvals.current_hash(kept)
    return render_template(
        "payments/decide.html",
        claim=kept,
        waiting=waiting,
        left=approval_queue.count(actor()),
        form=refused,
        approve_form=approve_form,
        ask_form=ask_form or forms.AskForm(formdata=None),
        rests=rests,
        over=budgets.over(kept),
        twice=look_twice.sentences(actor(), kept, rests, clock.today()),
        charity=queries.charities([kept.id]).get(kept.id),
        names=accounts.names({kept.submitted_by_id or 0}),
        category_labels={category.code: category.label for category in projects.categories()},
        following=approval_queue.next_after(actor(), kept),
    )


@bp.post("/approvals/<id:claim_id>/approve")
@requires(Permission.APPROVE_CLAIMS)
def approve_and_next(claim_id: int) -> ResponseReturnValue:
    kept = queries.claim(actor(), claim_id, Permission.APPROVE_CLAIMS)
    form = forms.ApproveForm()
    saved = form.save(approving(kept, form), lambda claim: _on_to_next(claim, decided(claim)))
    return saved or _again(kept, approve_form=form)


@bp.post("/approvals/<id:claim_id>/ask")
@requires(Permission.APPROVE_CLAIMS)
def ask_and_next(claim_id: int) -> ResponseReturnValue:
    kept = queries.claim(actor(), claim_id, Permission.APPROVE_CLAIMS)
    form = forms.AskForm()

    def save() -> Claim:
        return services.raise_query(actor=actor(), claim=kept, question=form.question.data)

    def then(claim: Claim) -> str:
        return _on_to_next(claim, f"Claim {claim.ref} is asked about.")

    return form.save(save, then) or _again(kept, ask_form=form)


def _again(kept: Claim, **refused: object) -> ResponseReturnValue:
    """The page once more with what went wrong; a claim that moved on meanwhile is shown where it is now."""
    if kept.state != ClaimState.SUBMITTED:
        return render_template("payments/refused.html", form=next(iter(refused.values())), claim=kept)
    return _page(kept, **refused)  # type: ignore[arg-type]  # one of the two forms


def _on_to_next(claim: Claim, sentence: str) -> str:
    """After a decision: on to the next claim that can be decided, or the list once there is none."""
    return done(sentence, url_for(".after_decision", claim_id=claim.id))


@bp.get("/approvals/<id:claim_id>/next")
@requires(Permission.APPROVE_CLAIMS)
def after_decision(claim_id: int) -> ResponseReturnValue:
    """Go on from a claim that was decided. Looked up here, so that no write waits for it."""
    kept = queries.claim(actor(), claim_id, Permission.APPROVE_CLAIMS)
    following = approval_queue.next_after(actor(), kept)
    if following is None:
        return redirect(done("That was the last one you can decide.", url_for(".approval_list")))
    return redirect(url_for(".decide", claim_id=following.id))

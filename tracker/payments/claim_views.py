"""Pages of claims: the list, one claim with its lines, and every step to approval."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.errors import NotFound
from tracker.payments import (
    approvals,
    budgets,
    choices,
    claim_sections,
    forms,
    freezes,
    holds,
    own_work,
    pay_calendar,
    payment_queries,
    queries,
    services,
    stopped,
    stopped_fees,
    submission,
    talk_queries,
)
from tracker.payments.blueprint import bp
from tracker.payments.models import Claim, ClaimState
from tracker.payments.states import claim_is_open
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.sessions import queries as sessions
from tracker.web import ids
from tracker.web.access import actor, requires
from tracker.web.notices import done


@bp.get("/claims")
@requires(Permission.SEE_CLAIMS)
def claims() -> ResponseReturnValue:
    asked = request.args.get("state")
    state, held = _state(asked), asked == "held"
    involvement = _involvement(request.args.get("session"))
    page = queries.claims(
        actor(),
        state=state,
        held=held,
        involvement_id=involvement.id if involvement else None,
        after=request.args.get("after"),
    )
    return render_template(
        "payments/claims.html",
        page=page,
        state=state,
        held=held,
        involvement=involvement,
        states=list(ClaimState),
        waiting=queries.WAITING,
        counts=queries.waiting_by_state(actor()),
        held_count=queries.held_count(actor()),
    )


def _state(text: str | None) -> ClaimState | None:
    return ClaimState(text) if text in set(ClaimState) else None


def _involvement(text: str | None) -> Any:
    """The session that a list of claims is narrowed to, if the address names one."""
    if not text:
        return None
    try:
        return sessions.involvement(actor(), ids.decode(text), Permission.SEE_CLAIMS)
    except ValueError:
        raise NotFound("There is no such session.") from None


@bp.get("/claims/<id:claim_id>")
@requires(Permission.SEE_CLAIMS)
def claim(claim_id: int) -> ResponseReturnValue:
    kept = queries.claim(actor(), claim_id)
    may_approve = actor().may(Permission.APPROVE_CLAIMS, kept.project_id)
    to_decide = may_approve and kept.state == ClaimState.SUBMITTED
    fee_comes_off = actor().may(Permission.LOG_CLAIMS, kept.project_id) and stopped_fees.may_come_off(kept)
    return render_template(
        "payments/claim.html",
        claim=kept,
        is_open=claim_is_open(kept.state),
        fee_comes_off=fee_comes_off,
        talk_to=stopped.talk_to(kept.project_id) if fee_comes_off else "",
        may_choose=choices.may_choose(kept) and actor().may(Permission.LOG_CLAIMS, kept.project_id),
        open_query=approvals.open_query(kept),
        approve_form=_approve_form(kept) if to_decide else None,
        over=budgets.over(kept) if to_decide else (),
        own_work=actor().user_id in own_work.not_to_approve(kept),
        with_project=may_approve and kept.id in stopped.claims_stopped([kept]),
        talk=kept.id in talk_queries.talks_wanted(claim_ids=[kept.id]) if _asks(kept) else False,
        contacts=accounts.benefit_contacts(kept.project_id),
        charity=queries.charities([kept.id]).get(kept.id),
        pay_day=pay_calendar.next_for_claims(accounts.organisation(), clock.today())
        if claim_is_open(kept.state)
        else None,
        unanswered=queries.fee_unanswered(kept),
        late=kept.state == ClaimState.DRAFT and submission.days_late(kept, clock.today()),
        died=kept.state in queries.WAITING and bool(freezes.not_written_to([kept.participant_id])),
        names=accounts.names({kept.submitted_by_id or 0, kept.approved_by_id or 0}),
        held=claim_sections.held(kept),
        free_ahead=claim_sections.free_ahead(kept),
        may_be_held=holds.can_be_held(kept) and actor().may(Permission.HOLD_CLAIMS, kept.project_id),
        tried=claim_sections.payments(kept),
        made=payment_queries.of_claim(kept.id),
        category_labels={category.code: category.label for category in projects.categories()},
    )


def _asks(kept: Claim) -> bool:
    """Whether there is still somebody to talk to before money is on its way; finance never asks."""
    waiting = kept.state in {ClaimState.DRAFT, ClaimState.SUBMITTED, ClaimState.APPROVED}
    return waiting and actor().may(Permission.MAKE_OFFERS, kept.project_id)


def _approve_form(kept: Claim) -> forms.ApproveForm:
    form = forms.ApproveForm()
    forms.preset(form, shown_hash=approvals.current_hash(kept))
    return form


@bp.route("/claims/<id:claim_id>/submit", methods=["GET", "POST"])
@requires(Permission.LOG_CLAIMS)
def submit(claim_id: int) -> ResponseReturnValue:
    """Send a draft for approval; one that comes late is asked why on a page of its own."""
    kept = queries.claim(actor(), claim_id, Permission.LOG_CLAIMS)
    form = forms.SubmitForm()
    saved = form.save(
        lambda: services.submit(
            actor=actor(), on=clock.today(), claim=kept, late_reason=form.late_reason.data or None
        ),
        lambda _: done("Submitted for approval.", url_for(".claim", claim_id=claim_id)),
    )
    return saved or render_template(
        "payments/submit.html",
        form=form,
        claim=kept,
        late=submission.days_late(kept, clock.today()),
        after=submission.days_after(kept, clock.today()),
    )


def approving(kept: Claim, form: forms.ApproveForm) -> Callable[[], Claim]:
    """What the button to approve does: approve the claim as it was shown."""
    return lambda: services.approve(
        actor=actor(),
        on=clock.today(),
        claim=kept,
        shown_hash=form.shown_hash.data or "",
        small_team_second_person=form.second_person.data or None,
        over_budget_reason=form.over_budget_reason.data or None,
    )


def decided(claim: Claim) -> str:
    """What became of a claim that somebody approved: the check may have left it with the project."""
    if claim.state == ClaimState.SUBMITTED:
        return f"Claim {claim.ref} is not approved: the project must look at the fee again first."
    return f"Claim {claim.ref} is approved."


@bp.post("/claims/<id:claim_id>/approve")
@requires(Permission.APPROVE_CLAIMS)
def approve(claim_id: int) -> ResponseReturnValue:
    kept = queries.claim(actor(), claim_id, Permission.APPROVE_CLAIMS)
    form = forms.ApproveForm()

    def then(claim: Claim) -> str:
        return done(decided(claim), url_for(".claims", state=ClaimState.SUBMITTED.value))

    saved = form.save(approving(kept, form), then)
    return saved or render_template("payments/refused.html", form=form, claim=kept)


@bp.route("/claims/<id:claim_id>/query", methods=["GET", "POST"])
@requires(Permission.APPROVE_CLAIMS)
def query(claim_id: int) -> ResponseReturnValue:
    def save(kept: Claim, text: str) -> Claim:
        return services.raise_query(actor=actor(), claim=kept, question=text)

    words = ("Ask about this claim", "What do you need to know?", "Send the question")
    return with_reason(claim_id, Permission.APPROVE_CLAIMS, words, save)


@bp.route("/claims/<id:claim_id>/answer", methods=["GET", "POST"])
@requires(Permission.LOG_CLAIMS)
def answer_query(claim_id: int) -> ResponseReturnValue:
    def save(kept: Claim, text: str) -> Claim:
        return services.answer_query(actor=actor(), on=clock.today(), claim=kept, answer=text)

    words = ("Answer the question", "Your answer", "Send the answer")
    return with_reason(claim_id, Permission.LOG_CLAIMS, words, save)


@bp.route("/claims/<id:claim_id>/reject", methods=["GET", "POST"])
@requires(Permission.APPROVE_CLAIMS)
def reject(claim_id: int) -> ResponseReturnValue:
    def save(kept: Claim, text: str) -> Claim:
        return services.reject(actor=actor(), claim=kept, reason=text)

    words = ("Reject this claim", "Why? Whoever recorded it will read this.", "Reject")
    return with_reason(claim_id, Permission.APPROVE_CLAIMS, words, save)


@bp.route("/claims/<id:claim_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.LOG_CLAIMS)
def withdraw(claim_id: int) -> ResponseReturnValue:
    def save(kept: Claim, text: str) -> Claim:
        return services.withdraw(actor=actor(), claim=kept, reason=text)

    words = ("Withdraw this claim", "Why? For example: recorded twice by mistake.", "Withdraw")
    return with_reason(claim_id, Permission.LOG_CLAIMS, words, save)


@bp.route("/claims/<id:claim_id>/decline", methods=["GET", "POST"])
@requires(Permission.LOG_CLAIMS)
def decline(claim_id: int) -> ResponseReturnValue:
    """Nobody is asked why: it is theirs to know, and finance would read it."""
    kept = queries.claim(actor(), claim_id, Permission.LOG_CLAIMS)
    form = forms.DeclineForm()
    saved = form.save(
        lambda: services.decline(actor=actor(), claim=kept),
        lambda _: done("Recorded that they decline.", url_for(".claim", claim_id=claim_id)),
    )
    return saved or render_template("payments/decline.html", form=form, claim=kept)


def with_reason(
    claim_id: int,
    permission: Permission,
    words: tuple[str, str, str],
    save: Callable[[Claim, str], Claim],
) -> ResponseReturnValue:
    """A page that asks for a few words before an act on a claim: title, label and button in `words`."""
    kept = queries.claim(actor(), claim_id, permission)
    form = forms.ReasonForm()
    title, form.reason.label.text, form.submit.label.text = words
    saved = form.save(
        lambda: save(kept, form.reason.data),
        lambda _: done("Saved.", url_for(".claim", claim_id=claim_id)),
    )
    return saved or render_template("payments/reason.html", form=form, claim=kept, heading=title)

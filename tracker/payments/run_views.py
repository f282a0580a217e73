"""Pages of pay runs: what is ready and what is not, prepare, release by a second person, mark as paid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import clock, working_days
from tracker.accounts import queries as accounts
from tracker.money import total
from tracker.payments import (
    day_queries,
    end_reasons,
    forms,
    new_details,
    pay_calendar,
    payment_queries,
    queries,
    run_queries,
    runs,
    services,
    stops,
)
from tracker.payments.blueprint import bp
from tracker.payments.day_models import DaySheetState
from tracker.payments.models import Claim, Method
from tracker.payments.run_models import PayRun, RunState
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.filters import counted, day
from tracker.web.notices import done
from tracker.web.transaction import writing


@bp.route("/pay-runs", methods=["GET", "POST"], endpoint="runs")
@requires(Permission.PREPARE_RUNS)
def pay_runs() -> ResponseReturnValue:
    calendar = pay_calendar.of(accounts.organisation())
    pay_day = calendar.next_pay_day(clock.today()) if calendar else None
    form = forms.RunForm()
    forms.preset(form, pay_on=pay_day.pay_on if pay_day else clock.today())
    if by_bacs := working_days.first_by_bacs(clock.today()):
        form.pay_on.description = f"By Bacs the money arrives on {day(by_bacs)} at the earliest."

    def prepare() -> PayRun:
        return services.prepare_run(actor=actor(), on=clock.today(), pay_on=form.pay_on.day)

    if saved := form.save(prepare, _prepared):
        return saved
    waiting = queries.approved(actor())
    blocked = stops.left_out(waiting)
    stopped = {left_out.claim.id for left_out in blocked}
    ready = [claim for claim in waiting if claim.id not in stopped]
    page = run_queries.runs(actor(), after=request.args.get("after"))
    return render_template(
        "payments/runs.html",
        form=form,
        pay_day=pay_day,
        ready=ready,
        after_cut_off=_after(pay_day, ready),
        ready_total=total(claim.to_pay for claim in ready),
        blocked=blocked,
        page=page,
        totals=run_queries.run_totals([run.id for run in page.rows]),
        out=day_queries.sheets(actor(), DaySheetState.SANCTIONED),
    )


def _after(pay_day: pay_calendar.PayDay | None, ready: list[Claim]) -> int:
    """How many of the claims that are ready were approved after the cut-off of the next pay day."""
    if pay_day is None:
        return 0
    return sum(1 for claim in ready if claim.approved_on and claim.approved_on > pay_day.cut_off)


def _prepared(run: PayRun) -> str:
    if run.state == RunState.CANCELLED:
        return done(
            "Nothing could go. What was ready is with the project, which looks at it again first.",
            url_for(".runs"),
        )
    return done("The run is prepared. Now somebody else releases it.", url_for(".run", run_id=run.id))


@bp.post("/pay-runs/send-back")
@requires(Permission.PREPARE_RUNS)
def send_back() -> ResponseReturnValue:
    """Ask for a new approval of what changed since it was approved."""
    with writing():
        back = len(runs.send_back_changed(actor=actor(), on=clock.today()))
    said = f"{counted(back, 'claim waits', 'claims wait')} for an approver, who looks again."
    return redirect(done(said, url_for(".runs")))


@bp.get("/pay-runs/<id:run_id>")
@requires(Permission.PREPARE_RUNS)
def run(run_id: int) -> ResponseReturnValue:
    return _run_page(run_id)


def _run_page(
    run_id: int,
    permission: Permission = Permission.PREPARE_RUNS,
    *,
    release_form: forms.ReleaseForm | None = None,
    paid_form: forms.PaidForm | None = None,
) -> ResponseReturnValue:
    """One run; a form that was refused is passed in and stands at its place with its errors."""
    kept = run_queries.run_in_full(actor(), run_id, permission)
    release_form = release_form or (forms.ReleaseForm() if kept.state == RunState.PREPARED else None)
    if paid_form is None and kept.state == RunState.RELEASED:
        paid_form = forms.PaidForm()
        forms.preset(
            paid_form,
            paid_on=max(kept.released_on or kept.prepared_on, min(kept.pay_on, clock.today())),
            bank_reference=kept.ref,
        )
    payments = kept.payments
    in_it = payment_queries.claims_paid_by(payments) if payments else kept.claims
    return render_template(
        "payments/run.html",
        run=kept,
        claims=in_it,
        total=total(one.pence for one in payments) if payments else total(one.total for one in in_it),
        end_reasons=end_reasons.REASONS,
        replacements=payment_queries.replaced_by([one.id for one in payments]),
        form=release_form or paid_form,
        release_form=release_form,
        paid_form=paid_form,
        day_sheet=day_queries.of_run(kept.id),
        bacs_file_was_due=_bacs_file_was_due(kept, in_it),
        new_details=new_details.of_run(in_it),
        own_run=kept.preparer_id == actor().user_id,
        small_team=bool(accounts.organisation().small_team_reason),
        names=accounts.names({kept.preparer_id or 0, kept.releaser_id or 0}),
    )


def _bacs_file_was_due(run: PayRun, in_it: Sequence[Claim]) -> date | None:
    """The day by which a Bacs file of a run had to be sent, where it is over and the run still to be paid."""
    to_pay = run.state in {RunState.PREPARED, RunState.RELEASED}
    if not to_pay or run.pay_on > working_days.known_until(None):
        return None
    due = working_days.bacs_file_by(run.pay_on)
    by_bank = any(claim.method == Method.BANK for claim in in_it)
    return due if by_bank and due < clock.today() else None


@bp.post("/pay-runs/<id:run_id>/claims/<id:claim_id>/take-out")
@requires(Permission.PREPARE_RUNS)
def take_out(run_id: int, claim_id: int) -> ResponseReturnValue:
    kept = run_queries.run(actor(), run_id)
    claim = queries.claim(actor(), claim_id, Permission.PREPARE_RUNS)
    with writing():
        services.take_out(actor=actor(), on=clock.today(), run=kept, claim=claim)
    return redirect(url_for(".run", run_id=run_id))


@bp.post("/pay-runs/<id:run_id>/cancel")
@requires(Permission.PREPARE_RUNS)
def cancel_run(run_id: int) -> ResponseReturnValue:
    kept = run_queries.run(actor(), run_id)
    with writing():
        services.cancel(actor=actor(), on=clock.today(), run=kept)
    return redirect(url_for(".runs"))


@bp.post("/pay-runs/<id:run_id>/release")
@requires(Permission.RELEASE_RUNS)
def release(run_id: int) -> ResponseReturnValue:
    kept = run_queries.run(actor(), run_id, Permission.RELEASE_RUNS)
    form = forms.ReleaseForm()

    def save() -> bool:
        leaving = services.release(
            actor=actor(),
            on=clock.today(),
            run=kept,
            small_team_second_person=form.second_person.data or None,
        )
        return bool(leaving)

    def then(left: bool) -> str:  # noqa: FBT001 - the result of `save`
        page = url_for(".run", run_id=run_id, changed="yes" if left else None)
        return page if left else done("Released. It can be paid now.", page)

    return form.save(save, then) or _run_page(run_id, Permission.RELEASE_RUNS, release_form=form)


@bp.post("/pay-runs/<id:run_id>/paid")
@requires(Permission.PREPARE_RUNS)
def mark_paid(run_id: int) -> ResponseReturnValue:
    kept = run_queries.run(actor(), run_id)
    form = forms.PaidForm()

    def save() -> object:
        return services.mark_paid(
            actor=actor(),
            on=clock.today(),
            run=kept,
            paid_on=form.paid_on.day,
            bank_reference=form.bank_reference.data,
        )

    said = "Marked as paid. The receipts are being made."
    saved = form.save(save, lambda _: done(said, url_for(".run", run_id=run_id)))
    return saved or _run_page(run_id, paid_form=form)

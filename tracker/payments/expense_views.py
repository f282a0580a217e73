"""Pages of a claim's expenses: add one, take a line off, open the photo of a receipt."""

from __future__ import annotations

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.files import services as files
from tracker.payments import forms, photos, queries, services, stopped_fees
from tracker.payments.blueprint import bp
from tracker.payments.models import Claim, ClaimLine, PaidTo
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.web.access import actor, requires
from tracker.web.notices import done
from tracker.web.transaction import writing


@bp.route("/claims/<id:claim_id>/expenses/new", methods=["GET", "POST"])
@requires(Permission.LOG_CLAIMS)
def add_expense(claim_id: int) -> ResponseReturnValue:
    kept = queries.claim(actor(), claim_id, Permission.LOG_CLAIMS)
    form = _expense_form(kept)
    # Drawn anew before the write lock is taken: a large photo takes a second.
    photo = photos.uploaded(form, "receipt") if form.validate_on_submit() else None

    def add() -> ClaimLine:
        return services.add_expense(
            actor=actor(),
            on=clock.today(),
            claim=kept,
            category=form.category.data,
            worked_on=form.worked_on.day,
            description=form.description.data or "",
            pence=form.pence.data,
            miles=form.miles.data,
            vehicle=form.vehicle.data or None,
            receipt=files.store(*photo) if photo else None,
            no_receipt_reason=form.no_receipt_reason.data or None,
            paid_to=PaidTo(form.paid_to.data),
            paid_to_name=form.paid_to_name.data or None,
        )

    if not form.errors and (
        saved := form.save(
            add, lambda line: done(_where(line, claim_id), url_for(".claim", claim_id=line.claim_id))
        )
    ):
        return saved
    return render_template("payments/expense.html", form=form, claim=kept)


def _where(line: ClaimLine, claim_id: int) -> str:
    if line.claim_id == claim_id:
        return "The expense is on the claim."
    return f"The expense is on a claim of its own, {line.claim.ref}: its money goes to {line.paid_to_name}."


def _expense_form(kept: Claim) -> forms.ExpenseForm:
    form = forms.ExpenseForm()
    form.category.choices = [(category.code, category.label) for category in projects.categories()]
    form.vehicle.choices = [("", "Choose"), *((name, name.capitalize()) for name in _vehicles())]
    worked = kept.involvement.held_on if kept.involvement else clock.today()
    forms.preset(form, worked_on=min(worked, clock.today()))
    return form


def _vehicles() -> list[str]:
    return sorted({rate.vehicle for rate in projects.mileage_rates()})


@bp.post("/claim-lines/<id:line_id>/remove")
@requires(Permission.LOG_CLAIMS)
def remove_line(line_id: int) -> ResponseReturnValue:
    kept = queries.line(actor(), line_id, Permission.LOG_CLAIMS)
    claim_id = kept.claim_id
    with writing():
        stopped_fees.remove_line(actor=actor(), on=clock.today(), line=kept)
    return redirect(url_for(".claim", claim_id=claim_id))


@bp.post("/claim-lines/<id:line_id>/receipt")
@requires(Permission.SEE_CLAIMS)
def receipt_photo(line_id: int) -> ResponseReturnValue:
    """The photo of a receipt, as a download; that it was opened is noted, so it is a POST."""
    kept = queries.line(actor(), line_id)
    with writing():
        photo = services.open_receipt(actor=actor(), line=kept)
    return photos.download(photo, f"receipt-{kept.claim.ref}")

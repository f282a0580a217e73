"""Pages of claims on paper: who needs a form, the forms to print, keying one in, its scan."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.files import services as files
from tracker.payments import forms, paper, photos, queries, services
from tracker.payments.blueprint import bp
from tracker.payments.models import Claim
from tracker.permissions import Permission
from tracker.sessions import queries as sessions
from tracker.sessions.models import Attendance, InvolvementSession
from tracker.web.access import actor, requires
from tracker.web.notices import done
from tracker.web.transaction import writing


@bp.get("/sessions/<id:session_id>/claim-forms")
@requires(Permission.LOG_CLAIMS)
def claim_forms(session_id: int) -> ResponseReturnValue:
    involvement = sessions.involvement(actor(), session_id, Permission.LOG_CLAIMS)
    return render_template(
        "payments/claim_forms.html",
        involvement=involvement,
        places=sessions.attendances(involvement.id),
        claimed=queries.claims_of_session(involvement.id),
    )


@bp.get("/sessions/<id:session_id>/claim-forms/print")
@requires(Permission.LOG_CLAIMS)
def print_claim_forms(session_id: int) -> ResponseReturnValue:
    involvement = sessions.involvement(actor(), session_id, Permission.LOG_CLAIMS)
    return _printed(involvement, sessions.attendances(involvement.id))


@bp.get("/attendances/<id:attendance_id>/claim-form")
@requires(Permission.LOG_CLAIMS)
def claim_form(attendance_id: int) -> ResponseReturnValue:
    place = sessions.place(actor(), attendance_id, Permission.LOG_CLAIMS)
    return _printed(place.involvement, [place])


def _printed(involvement: InvolvementSession, places: Sequence[Attendance]) -> ResponseReturnValue:
    """Forms as they go on paper: in each person's own print unless the address asks for another."""
    asked = request.args.get("print")
    layout = asked if asked in paper.LAYOUTS else None
    return render_template(
        "payments/claim_form.html",
        involvement=involvement,
        forms=paper.blank_forms(involvement, places, layout),
        layout=layout,
    )


@bp.route("/attendances/<id:attendance_id>/paper-claim", methods=["GET", "POST"])
@requires(Permission.LOG_CLAIMS)
def key_in(attendance_id: int) -> ResponseReturnValue:
    place = sessions.place(actor(), attendance_id, Permission.LOG_CLAIMS)
    form = forms.PaperClaimForm()
    form.filled_in.choices = [("person", place.participant.name), ("helper", "Somebody else, for them")]
    scan = photos.uploaded(form, "scan") if form.validate_on_submit() else None

    def save() -> Claim:
        return services.key_in(
            actor=actor(),
            on=clock.today(),
            place=place,
            signed_on=form.signed_on.day,
            filled_in_by=form.filled_in_by.data if form.filled_in.data == "helper" else None,
            form=files.store(*scan) if scan else None,
        )

    def then(claim: Claim) -> str:
        return done(_what_next(place, claim), url_for(".claim", claim_id=claim.id))

    saved = form.save(save, then) if not form.errors else None
    return saved or render_template("payments/paper.html", form=form, place=place)


def _what_next(place: Attendance, claim: Claim) -> str:
    if claim.has_fee:
        return "The form is keyed in, with the fee. Add each cost that is written on it."
    if place.outcome is None:
        return "The form is keyed in. Add each cost on it. The fee follows once the register is taken."
    return "The form is keyed in. Add each cost that is written on it."


@bp.route("/claims/<id:claim_id>/form/add", methods=["GET", "POST"])
@requires(Permission.LOG_CLAIMS)
def add_form(claim_id: int) -> ResponseReturnValue:
    kept = queries.claim(actor(), claim_id, Permission.LOG_CLAIMS)
    form = forms.ScanForm()
    scan = photos.uploaded(form, "scan", missing=form.MISSING) if form.validate_on_submit() else None

    def save() -> Claim:
        assert scan is not None  # noqa: S101 - without one the form has its errors
        return services.add_form(actor=actor(), claim=kept, form=files.store(*scan))

    back = url_for(".claim", claim_id=claim_id)
    saved = form.save(save, lambda _: done("The scan is kept.", back)) if scan is not None else None
    return saved or render_template("payments/add_form.html", form=form, claim=kept)


@bp.post("/claims/<id:claim_id>/form")
@requires(Permission.SEE_CLAIMS)
def open_form(claim_id: int) -> ResponseReturnValue:
    """The scan of the form that a person signed, as a download; that it was opened is noted."""
    kept = queries.claim(actor(), claim_id)
    with writing():
        scan = services.open_form(actor=actor(), claim=kept)
    return photos.download(scan, f"claim-form-{kept.ref}")

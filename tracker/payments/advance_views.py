"""Pages of advances: those that are not settled, one given, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.money import ZERO
from tracker.payments import advance_forms, advance_ledger, advance_queries, advances, forms
from tracker.payments.advance_models import Advance
from tracker.payments.blueprint import bp
from tracker.payments.models import Method
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.web.access import actor, requires
from tracker.web.notices import done


@bp.get("/advances", endpoint="advances")
@requires(Permission.SEE_CLAIMS)
def page() -> ResponseReturnValue:
    return render_template(
        "payments/advances.html",
        found=advance_queries.not_settled(actor()),
        covered=advance_queries.covered(actor()),
    )


@bp.get("/advances/<id:advance_id>")
@requires(Permission.SEE_CLAIMS)
def advance(advance_id: int) -> ResponseReturnValue:
    kept = advance_queries.advance(actor(), advance_id)
    movements = advance_queries.movements(kept)
    people = {one.recorded_by_id for one in movements if one.recorded_by_id}
    return render_template(
        "payments/advance.html",
        advance=kept,
        standing=advance_ledger.standings([kept.id])[kept.id],
        free=advance_queries.free(kept),
        movements=movements,
        claims=advance_queries.claims_of(kept),
        names=accounts.names(people),
        category=advance_forms.words_of(projects.categories()).get(kept.category, kept.category),
        may_settle=actor().may(Permission.PREPARE_RUNS, kept.project_id),
    )


@bp.route("/advances/<id:advance_id>/return", methods=["GET", "POST"])
@requires(Permission.PREPARE_RUNS)
def take_back_advance(advance_id: int) -> ResponseReturnValue:
    kept = advance_queries.advance(actor(), advance_id, Permission.PREPARE_RUNS)
    form = advance_forms.TakeBackForm()
    free = advance_queries.free(kept)
    forms.preset(form, pence=free, returned_on=clock.today(), method=kept.method.value)

    def save() -> Advance:
        return advances.take_back(
            actor=actor(),
            on=clock.today(),
            advance=kept,
            pence=form.pence.data or ZERO,
            returned_on=form.returned_on.day,
            method=Method(form.method.data),
        )

    return _act(kept, form, save, "Money came back", "What came back is recorded.")


@bp.route("/advances/<id:advance_id>/write-off", methods=["GET", "POST"])
@requires(Permission.PREPARE_RUNS)
def write_off_advance(advance_id: int) -> ResponseReturnValue:
    kept = advance_queries.advance(actor(), advance_id, Permission.PREPARE_RUNS)
    form = advance_forms.WriteOffForm()
    forms.preset(form, pence=advance_queries.free(kept))

    def save() -> Advance:
        return advances.write_off(
            actor=actor(),
            on=clock.today(),
            advance=kept,
            pence=form.pence.data or ZERO,
            reason=form.reason.data,
            was_spent=form.was_spent.data == "yes",
        )

    return _act(kept, form, save, "Write off what is left", "It is written off.")


@bp.route("/advances/<id:advance_id>/undo", methods=["GET", "POST"])
@requires(Permission.PREPARE_RUNS)
def undo_advance(advance_id: int) -> ResponseReturnValue:
    kept = advance_queries.advance(actor(), advance_id, Permission.PREPARE_RUNS)
    form = advance_forms.UndoForm()

    def save() -> Advance:
        return advances.undo(actor=actor(), on=clock.today(), advance=kept, reason=form.reason.data)

    return _act(kept, form, save, "It was recorded by mistake", "It counts as not given.")


def _act(
    kept: Advance, form: Any, save: Callable[[], Advance], heading: str, said: str
) -> ResponseReturnValue:
    """A page of one act on an advance."""
    here = url_for(".advance", advance_id=kept.id)
    return form.save(save, lambda _: done(said, here)) or render_template(
        "payments/advance_act.html",
        form=form,
        advance=kept,
        heading=heading,
        free=advance_queries.free(kept),
    )


@bp.get("/advances/who")
@requires(Permission.LOG_CLAIMS, Permission.PREPARE_RUNS)
def advance_for() -> ResponseReturnValue:
    """Whom it was given, where nobody came from the person's own page."""
    form = advance_forms.WhoForm(formdata=request.args if "person" in request.args else None)
    if "person" in request.args and form.validate():
        return redirect(url_for(".give_advance", person=form.person.data))
    return render_template("payments/advance_who.html", form=form)

"""Pages of cash floats: all of them, one with its movements, and every act on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.errors import Invalid
from tracker.money import ZERO
from tracker.payments import cash_floats, cash_forms, cash_queries, forms
from tracker.payments.blueprint import bp
from tracker.payments.cash_models import CashFloat
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.filters import day
from tracker.web.notices import done


@bp.get("/floats", endpoint="floats")
@requires(Permission.PREPARE_RUNS)
def page() -> ResponseReturnValue:
    return render_template(
        "payments/floats.html", found=cash_queries.floats(actor()), of_all=cash_queries.sees_all(actor())
    )


@bp.get("/floats/<id:float_id>")
@requires(Permission.PREPARE_RUNS)
def cash_float(float_id: int) -> ResponseReturnValue:
    kept = cash_queries.cash_float(actor(), float_id)
    entries = cash_queries.entries(kept)
    return render_template(
        "payments/float.html",
        cash=kept,
        balance=cash_queries.balance(kept),
        movements=cash_queries.with_balances(entries),
        said=cash_queries.references(entries),
        names=accounts.names({one.recorded_by_id for one in entries if one.recorded_by_id}),
        holds=actor().user_id == kept.holder_id,
    )


@bp.route("/floats/new", methods=["GET", "POST"])
@requires(Permission.PREPARE_RUNS)
def issue_float() -> ResponseReturnValue:
    form = cash_forms.IssueForm()
    staff = {str(user.id): user for user in accounts.users() if user.id != actor().user_id and user.grants}
    form.holder.choices = [("", "Choose"), *((key, user.name) for key, user in staff.items())]
    forms.preset(form, issued_on=clock.today())

    def save() -> CashFloat:
        if form.holder.data not in staff:
            raise Invalid("Choose who holds it.", field="holder")
        return cash_floats.issue(
            actor=actor(),
            on=clock.today(),
            holder=staff[form.holder.data],
            pence=form.pence.data or ZERO,
            issued_on=form.issued_on.day,
        )

    saved = form.save(save, lambda made: done(f"{made.ref} is issued.", _page(made)))
    return saved or render_template(
        "payments/float_act.html", form=form, cash=None, heading="Issue a cash float"
    )


@bp.route("/floats/<id:float_id>/top-up", methods=["GET", "POST"])
@requires(Permission.PREPARE_RUNS)
def top_up_float(float_id: int) -> ResponseReturnValue:
    kept = cash_queries.cash_float(actor(), float_id)
    form = cash_forms.TopUpForm()
    forms.preset(form, topped_on=clock.today())

    def save() -> CashFloat:
        return cash_floats.top_up(
            actor=actor(),
            on=clock.today(),
            cash=kept,
            pence=form.pence.data or ZERO,
            topped_on=form.topped_on.day,
        )

    return _act(kept, form, save, "Top the float up", "More is in the float.")


@bp.route("/floats/<id:float_id>/paid-out", methods=["GET", "POST"])
@requires(Permission.PREPARE_RUNS)
def pay_out_of_float(float_id: int) -> ResponseReturnValue:
    kept = cash_queries.cash_float(actor(), float_id)
    payments = {f"p{one.id}": one for one in cash_queries.payments_of_none(actor(), kept.issued_on)}
    advances = {f"a{one.id}": one for one in cash_queries.advances_of_none(actor(), kept.issued_on)}
    form = cash_forms.PaidOutForm()
    form.paid.choices = [
        *(
            (key, f"{one.reference}: {one.participant.name}, {one.pence.pounds()}, {day(one.paid_on)}")
            for key, one in payments.items()
        ),
        *(
            (key, f"Advance {one.ref}: {one.participant.name}, {one.pence.pounds()}, {day(one.given_on)}")
            for key, one in advances.items()
        ),
    ]

    def save() -> CashFloat:
        chosen = form.paid.data or []
        return cash_floats.pay_out(
            actor=actor(),
            cash=kept,
            payments=[payments[key] for key in chosen if key in payments],
            advances=[advances[key] for key in chosen if key in advances],
        )

    return _act(kept, form, save, "What was paid out of this float", "They are put against the float.")


@bp.route("/floats/<id:float_id>/hand-back", methods=["GET", "POST"])
@requires(Permission.PREPARE_RUNS)
def hand_float_back(float_id: int) -> ResponseReturnValue:
    kept = cash_queries.cash_float(actor(), float_id)
    form = cash_forms.HandBackForm()
    forms.preset(form, handed_on=clock.today())

    def save() -> CashFloat:
        return cash_floats.hand_back(
            actor=actor(),
            on=clock.today(),
            cash=kept,
            counted=form.counted.data or ZERO,
            handed_on=form.handed_on.day,
            reason=form.reason.data or None,
        )

    return _act(
        kept, form, save, "Count the float and take it back", "The float is closed. It comes to £0.00."
    )


def _act(
    kept: CashFloat, form: Any, save: Callable[[], CashFloat], heading: str, said: str
) -> ResponseReturnValue:
    """A page of one act on a float."""
    return form.save(save, lambda _: done(said, _page(kept))) or render_template(
        "payments/float_act.html",
        form=form,
        cash=kept,
        balance=cash_queries.balance(kept),
        heading=heading,
    )


def _page(kept: CashFloat) -> str:
    return url_for(".cash_float", float_id=kept.id)

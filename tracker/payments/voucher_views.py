"""Pages of voucher stock: all of it, one range, and every act on its vouchers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.money import ZERO
from tracker.payments import forms, payment_queries, voucher_forms, voucher_queries, voucher_stock
from tracker.payments.blueprint import bp
from tracker.payments.cash_queries import sees_all
from tracker.payments.day_models import SignedHow
from tracker.payments.voucher_models import VoucherMove, VoucherStock
from tracker.permissions import Permission
from tracker.web.access import actor, requires
from tracker.web.notices import done


@bp.get("/vouchers", endpoint="vouchers")
@requires(Permission.PREPARE_RUNS)
def page() -> ResponseReturnValue:
    return render_template(
        "payments/vouchers.html",
        found=voucher_queries.stocks(actor()),
        of_all=sees_all(actor()),
        waiting=voucher_queries.without_vouchers(actor()),
    )


@bp.get("/vouchers/<id:stock_id>")
@requires(Permission.PREPARE_RUNS)
def voucher_range(stock_id: int) -> ResponseReturnValue:
    kept = voucher_queries.stock(actor(), stock_id)
    entries = voucher_queries.entries(kept)
    return render_template(
        "payments/voucher_range.html",
        stock=voucher_queries.as_it_stands(kept),
        entries=entries,
        moves=VoucherMove,
        names=accounts.names({kept.recorded_by_id or 0, *(one.recorded_by_id or 0 for one in entries)}),
    )


@bp.route("/vouchers/new", methods=["GET", "POST"])
@requires(Permission.PREPARE_RUNS)
def buy_vouchers() -> ResponseReturnValue:
    form = voucher_forms.BuyForm()
    forms.preset(form, bought_on=clock.today())

    def save() -> VoucherStock:
        return voucher_stock.buy(
            actor=actor(),
            on=clock.today(),
            name=form.name.data,
            first=form.first.data,
            last=form.last.data,
            count=form.count.data or 0,
            face=form.face.data or ZERO,
            cost=form.cost.data or ZERO,
            supplier=form.supplier.data,
            invoice=form.invoice.data or None,
            bought_on=form.bought_on.day,
        )

    saved = form.save(save, lambda made: done("They are in stock.", _page(made)))
    return saved or render_template(
        "payments/voucher_act.html",
        form=form,
        back_to=url_for(".vouchers"),
        heading="Take vouchers into stock",
    )


@bp.route("/payments/<id:payment_id>/vouchers", methods=["GET", "POST"])
@requires(Permission.PREPARE_RUNS)
def issue_vouchers(payment_id: int) -> ResponseReturnValue:
    payment = payment_queries.payment(actor(), payment_id)
    form = voucher_forms.IssueVouchersForm()
    forms.preset(form, signed_on=payment.paid_on)

    def save() -> Any:
        return voucher_stock.issue(
            actor=actor(),
            on=clock.today(),
            payment=payment,
            serials=form.serials.data,
            signed_how=SignedHow(form.signed_how.data),
            signed_on=form.signed_on.day,
            witness=form.witness.data or None,
        )

    saved = form.save(save, lambda _: done("The vouchers are recorded.", url_for(".vouchers")))
    return saved or render_template(
        "payments/voucher_act.html",
        form=form,
        back_to=url_for(".vouchers"),
        heading=f"Vouchers for {payment.participant.name}",
        about=f"Payment {payment.reference} is of {payment.pence.pounds()}.",
    )


@bp.route("/vouchers/<id:stock_id>/lost", methods=["GET", "POST"])
@requires(Permission.PREPARE_RUNS)
def lose_vouchers(stock_id: int) -> ResponseReturnValue:
    kept, form = voucher_queries.stock(actor(), stock_id), voucher_forms.SerialsForm()

    def save() -> VoucherStock:
        return voucher_stock.lose(
            actor=actor(),
            on=clock.today(),
            bought=kept,
            serials=form.serials.data,
            reason=form.reason.data,
        )

    return _act(kept, form, save, "Lost or spoiled vouchers", "They are recorded as lost.")


@bp.route("/vouchers/<id:stock_id>/back", methods=["GET", "POST"])
@requires(Permission.PREPARE_RUNS)
def bring_vouchers_back(stock_id: int) -> ResponseReturnValue:
    kept, form = voucher_queries.stock(actor(), stock_id), voucher_forms.SerialsForm()

    def save() -> VoucherStock:
        return voucher_stock.bring_back(
            actor=actor(),
            on=clock.today(),
            bought=kept,
            serials=form.serials.data,
            reason=form.reason.data,
        )

    return _act(kept, form, save, "Vouchers that came back", "They are in stock again.")


@bp.route("/vouchers/<id:stock_id>/count", methods=["GET", "POST"])
@requires(Permission.PREPARE_RUNS)
def count_vouchers(stock_id: int) -> ResponseReturnValue:
    kept, form = voucher_queries.stock(actor(), stock_id), voucher_forms.CountForm()

    def save() -> VoucherStock:
        return voucher_stock.count(
            actor=actor(), on=clock.today(), bought=kept, serials=form.serials.data or ""
        )

    return _act(kept, form, save, "Count what is left", "The count agrees: nothing is missing.")


def _act(
    kept: VoucherStock, form: Any, save: Callable[[], VoucherStock], heading: str, said: str
) -> ResponseReturnValue:
    """A page of one act on a range."""
    here = _page(kept)
    about = f"{kept.ref}, {kept.name}: {kept.serial(kept.first)} to {kept.serial(kept.last)}."
    return form.save(save, lambda _: done(said, here)) or render_template(
        "payments/voucher_act.html", form=form, back_to=here, heading=heading, about=about
    )


def _page(kept: VoucherStock) -> str:
    return url_for(".voucher_range", stock_id=kept.id)

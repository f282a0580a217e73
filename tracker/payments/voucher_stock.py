"""Voucher stock: bought by ranges of numbers, issued against voucher payments for a signature, counted.

Bought is always issued, lost and left. No number is bought twice, and no voucher is out twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.money import ZERO, Money
from tracker.payments import amounts, books, for_finance, numbering, voucher_queries
from tracker.payments.cash_floats import must_be_of_all
from tracker.payments.day_models import DaySheetLine, SignedHow
from tracker.payments.models import Method
from tracker.payments.run_models import Payment, PaymentState
from tracker.payments.voucher_models import VoucherEntry, VoucherMove, VoucherStock
from tracker.payments.voucher_serials import Serial, between, is_serial, ranges, read, serial
from tracker.permissions import Actor, Permission


def buy(
    *,
    actor: Actor,
    on: date,
    name: str,
    first: str,
    last: str,
    count: int,
    face: Money,
    cost: Money,
    supplier: str,
    bought_on: date,
    invoice: str | None = None,
) -> VoucherStock:
    """Take vouchers into stock. Raises Invalid for a gap in the range, or a number that was bought before."""
    must_be_of_all(actor)
    begins, ends = serial(first, field="first"), serial(last, field="last")
    found = len(between(begins, ends, field="last"))
    if found != count:
        raise Invalid(
            f"{begins} to {ends} are {found:,} numbers, and you entered {count:,}. Where numbers are left "
            "out, enter each unbroken range by itself.",
            field="count",
        )
    if face <= ZERO:
        raise Invalid("Enter what one voucher is worth, more than £0.00.", field="face")
    if bought_on > on:
        raise Invalid("Enter the day they were bought: it cannot be after today.", field="bought_on")
    books.must_be_open(bought_on, field="bought_on")
    ref = numbering.voucher_stock_ref(on.year)
    if (other := voucher_queries.overlapping(begins, ends)) is not None:
        raise Invalid(
            f"Some of these are in {other.ref} already, {other.serial(other.first)} to "
            f"{other.serial(other.last)}. Each number is bought once.",
            field="first",
        )
    bought = VoucherStock(
        ref=ref,
        name=for_finance.name(name, field="name"),
        prefix=begins.prefix,
        width=begins.width,
        first=begins.number,
        last=ends.number,
        face_pence=face,
        cost_pence=cost,
        supplier=for_finance.name(supplier, field="supplier"),
        invoice=invoice,
        bought_on=bought_on,
        recorded_by_id=actor.user_id,
    )
    db.session.add(bought)
    db.session.flush()
    values = {"rows": count, "pence": cost.pence, "on": bought_on.isoformat()}
    record(actor, "bought-vouchers", bought, values=values)
    return bought


def issue(
    *,
    actor: Actor,
    on: date,
    payment: Payment,
    serials: str,
    signed_how: SignedHow,
    signed_on: date,
    witness: str | None = None,
) -> Payment:
    """Record which vouchers a person signed for; their face value is what the payment is of.

    Raises Refused or Invalid, naming the voucher that is not bought, out already, or lost.
    """
    must_be_of_all(actor)
    payment = _locked(payment)
    if payment.method != Method.VOUCHER or payment.state != PaymentState.PAID:
        raise Refused("Vouchers are issued for a voucher payment that is marked as paid.", code="not-voucher")
    if signed_on > on:
        raise Invalid("Enter the day they signed: it cannot be after today.", field="signed_on")
    if signed_how == SignedHow.WITNESSED and not witness:
        raise Invalid("Enter who signed as a witness.", field="witness")
    wanted = read(serials, field="serials")
    stocks = _bought(wanted)
    face = Money(sum(stocks[one].face_pence.pence for one in wanted))
    amounts.must_be_within(actor, Permission.PREPARE_RUNS, [None], face, what="Vouchers", does="issues them")
    had = voucher_queries.face_of(payment.id)
    if had + face != payment.pence:
        raise Invalid(
            f"The payment is of {payment.pence.pounds()}, and these come to {(had + face).pounds()} at face "
            "value.",
            field="serials",
        )
    signed = {"signed_how": signed_how, "witness": witness or None}
    _move(actor, wanted, stocks, VoucherMove.ISSUED, signed_on, payment_id=payment.id, **signed)
    record(actor, "issued-vouchers", payment, values={"rows": len(wanted), "pence": face.pence})
    return payment


def issue_signed(*, actor: Actor, lines: Sequence[DaySheetLine], payments: Sequence[Payment]) -> None:
    """Issue what a day sheet's signatures are for, where those vouchers are of the stock.

    Raises Refused where one is not worth what was handed over, is out already, or is lost.
    """
    of_person = {payment.participant_id: payment for payment in payments}
    for line in lines:
        text = line.voucher_serial or ""
        wanted = [serial(text, field="serial")] if is_serial(text) else []
        stocks = voucher_queries.holding(wanted)
        if not stocks:
            continue
        [(one, bought)] = stocks.items()
        if bought.face_pence != line.handed:
            raise Refused(
                f"{line.participant.name} signed for {line.handed.pounds()}, and voucher {one} is worth "
                f"{bought.face_pence.pounds()}.",
                code="voucher-differs",
            )
        payment = of_person[line.participant_id]
        signed = {"signed_how": line.signed_how, "witness": line.witness}
        on_date = line.signed_on or line.sheet.involvement.held_on
        _move(actor, wanted, stocks, VoucherMove.ISSUED, on_date, payment_id=payment.id, **signed)
        record(actor, "issued-vouchers", payment, values={"rows": 1, "pence": bought.face_pence.pence})


def lose(*, actor: Actor, on: date, bought: VoucherStock, serials: str, reason: str) -> VoucherStock:
    """Name vouchers in stock as lost or spoiled; whoever took them into stock does not."""
    if actor.user_id is None or actor.user_id == bought.recorded_by_id:
        raise Refused(
            "You took these into stock, so somebody else must record that some are lost.", code="same-person"
        )
    said = for_finance.reason(reason)
    wanted = read(serials, field="serials")
    _move(actor, wanted, _of(bought, wanted), VoucherMove.LOST, on, reason=said)
    record(actor, "lost-vouchers", bought, values={"rows": len(wanted), "on": on.isoformat()})
    return bought


def bring_back(*, actor: Actor, on: date, bought: VoucherStock, serials: str, reason: str) -> VoucherStock:
    """Put vouchers into stock again whose payment did not arrive; where it stands, they are out."""
    said = for_finance.reason(reason)
    wanted = read(serials, field="serials")
    stocks = _of(bought, wanted)
    last = voucher_queries.as_it_stands(bought).last
    for one in wanted:
        entry = last.get(one.number)
        payment = db.session.get(Payment, entry.payment_id) if entry and entry.payment_id else None
        if payment is None or entry is None or entry.kind != VoucherMove.ISSUED:
            raise Invalid(f"{one} is not out.", field="serials")
        if payment.ended_on is None:
            raise Refused(
                f"{one} paid {payment.reference}, which stands. Record that the payment came back first.",
                code="payment-stands",
            )
        _move(actor, [one], stocks, VoucherMove.BACK, on, payment_id=payment.id, reason=said)
    record(actor, "brought-vouchers-back", bought, values={"rows": len(wanted), "on": on.isoformat()})
    return bought


def count(*, actor: Actor, on: date, bought: VoucherStock, serials: str) -> VoucherStock:
    """Hold a count against what should be left. Raises Invalid, naming what is missing and too much."""
    counted = set(read(serials, field="serials")) if serials.strip() else set()
    standing = voucher_queries.as_it_stands(bought)
    left = {bought.serial(number) for number in standing.numbers()}
    faults = []
    if missing := left - counted:
        faults.append(
            f"Not counted, and not issued: {', '.join(ranges(missing))}. Look again, or record them as lost."
        )
    if extra := counted - left:
        faults.append(f"Counted, and not in this stock now: {', '.join(ranges(extra))}.")
    if faults:
        raise Invalid(" ".join(faults), field="serials")
    record(actor, "counted-vouchers", bought, values={"rows": len(counted), "on": on.isoformat()})
    return bought


def _bought(wanted: Sequence[Serial]) -> Mapping[Serial, VoucherStock]:
    stocks = voucher_queries.holding(wanted)
    if unknown := [one for one in wanted if one not in stocks]:
        raise Invalid(f"Nobody took these into stock: {', '.join(ranges(unknown))}.", field="serials")
    return stocks


def _of(bought: VoucherStock, wanted: Sequence[Serial]) -> Mapping[Serial, VoucherStock]:
    stocks = _bought(wanted)
    if others := [one for one in wanted if stocks[one].id != bought.id]:
        raise Invalid(f"These are not of {bought.ref}: {', '.join(ranges(others))}.", field="serials")
    return stocks


_OUT = {VoucherMove.ISSUED: "issued already", VoucherMove.LOST: "recorded as lost"}


def _move(
    actor: Actor,
    wanted: Sequence[Serial],
    stocks: Mapping[Serial, VoucherStock],
    kind: VoucherMove,
    on_date: date,
    **more: object,
) -> None:
    """Enter the same of each of these vouchers, whose range is locked first."""
    held = {stock.id: stock for stock in stocks.values()}
    for stock_id in sorted(held):
        db.session.scalars(select(VoucherStock.id).where(VoucherStock.id == stock_id).with_for_update()).one()
    standing = {stock_id: voucher_queries.as_it_stands(stock).last for stock_id, stock in held.items()}
    for one in wanted:
        stock = stocks[one]
        before = standing[stock.id].get(one.number)
        if kind != VoucherMove.BACK and before is not None and before.kind in _OUT:
            raise Invalid(f"{one} is {_OUT[before.kind]}.", field="serials")
        db.session.add(
            VoucherEntry(
                stock_id=stock.id,
                serial_number=one.number,
                step=before.step + 1 if before else 1,
                kind=kind,
                on_date=on_date,
                recorded_by_id=actor.user_id,
                **more,
            )
        )
    db.session.flush()


def _locked(payment: Payment) -> Payment:
    return db.session.scalars(
        select(Payment)
        .where(Payment.id == payment.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()

"""Two people give, set, count or spend the same money at the same moment: one wins, nothing is out twice."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.contracts.at_once import Deed, Outcomes, actor, at_once, count, saving
from tests.factories import advances as ahead
from tests.factories import payments as made
from tracker.audit.queries import broken_at
from tracker.db import db
from tracker.money import ZERO, Money
from tracker.payments import (
    advance_ledger,
    advances,
    cash_floats,
    cash_queries,
    services,
    voucher_queries,
    voucher_stock,
)
from tracker.payments.advance_models import Advance
from tracker.payments.cash_models import CashFloat, FloatEntry
from tracker.payments.day_models import SignedHow
from tracker.payments.models import Claim, Method
from tracker.payments.run_models import Payment
from tracker.payments.voucher_models import VoucherEntry, VoucherStock
from tracker.web.transaction import writing


def paid_by(on_stage: made.Stage, method: Method, *names: str, pence: int = 2500) -> list[int]:
    """Payments by a method other than bank, each to somebody else: their ids."""
    for name in names:
        claim = made.submitted(on_stage, name, pence=pence, bank=False)
        with writing():
            claim.method = method
        with writing():
            services.approve(
                actor=on_stage.as_("approver"),
                on=TODAY,
                claim=claim,
                shown_hash=services.current_hash(claim),
            )
    return [payment.id for payment in made.paid_run(on_stage).payments]


def in_stock(on_stage: made.Stage) -> int:
    """Three vouchers of £25.00, V001 to V003: the id of their range."""
    with writing():
        return voucher_stock.buy(**range_of_three(on_stage.as_("releaser"))).id


def range_of_three(buyer: Any) -> dict[str, Any]:
    return {
        "actor": buyer,
        "on": TODAY,
        "name": "High street",
        "first": "V001",
        "last": "V003",
        "count": 3,
        "face": Money(2500),
        "cost": Money(7500),
        "supplier": "A supplier",
        "bought_on": TODAY,
    }


def one_of_two(outcomes: Outcomes) -> str:
    """What whoever came second was told."""
    assert (len(outcomes.done), len(outcomes.refused)) == (1, 1), outcomes
    return outcomes.refused[0].message


def test_one_voucher_given_to_two_people_is_out_once(fresh_app: Flask, on_stage: made.Stage) -> None:
    payments = paid_by(on_stage, Method.VOUCHER, "Ann", "Ben")
    in_stock(on_stage)
    deeds = [
        saving(
            voucher_stock.issue,
            actor=actor(on_stage, who),
            on=TODAY,
            payment=(Payment, payment_id),
            serials="V002",
            signed_how=SignedHow.SIGNATURE,
            signed_on=TODAY,
        )
        for who, payment_id in zip(("finance", "releaser"), payments, strict=True)
    ]
    assert one_of_two(at_once(fresh_app, *deeds)) == "V002 is issued already."
    assert count(select(func.count(VoucherEntry.id))) == 1


def test_one_payment_is_given_its_vouchers_once(fresh_app: Flask, on_stage: made.Stage) -> None:
    [payment_id] = paid_by(on_stage, Method.VOUCHER, "Ann")
    stock_id = in_stock(on_stage)
    deeds = [
        saving(
            voucher_stock.issue,
            actor=actor(on_stage, who),
            on=TODAY,
            payment=(Payment, payment_id),
            serials=serial,
            signed_how=SignedHow.SIGNATURE,
            signed_on=TODAY,
        )
        for who, serial in (("finance", "V001"), ("releaser", "V003"))
    ]
    assert "these come to £50.00 at face value" in one_of_two(at_once(fresh_app, *deeds))
    db.session.rollback()
    stock = db.session.get_one(VoucherStock, stock_id)
    assert len(voucher_queries.as_it_stands(stock).numbers()) == 2


def test_a_voucher_issued_while_it_is_recorded_as_lost_is_one_of_both(
    fresh_app: Flask, on_stage: made.Stage
) -> None:
    [payment_id] = paid_by(on_stage, Method.VOUCHER, "Ann")
    stock_id = in_stock(on_stage)
    finance = actor(on_stage, "finance")
    outcomes = at_once(
        fresh_app,
        saving(
            voucher_stock.issue,
            actor=finance,
            on=TODAY,
            payment=(Payment, payment_id),
            serials="V001",
            signed_how=SignedHow.SIGNATURE,
            signed_on=TODAY,
        ),
        saving(
            voucher_stock.lose,
            actor=finance,
            on=TODAY,
            bought=(VoucherStock, stock_id),
            serials="V001",
            reason="Torn.",
        ),
    )
    assert one_of_two(outcomes) in {"V001 is issued already.", "V001 is recorded as lost."}
    assert count(select(func.count(VoucherEntry.id))) == 1


def test_one_range_is_taken_into_stock_once(fresh_app: Flask, on_stage: made.Stage) -> None:
    deeds = [
        saving(voucher_stock.buy, **range_of_three(actor(on_stage, who))) for who in ("finance", "releaser")
    ]
    assert "Each number is bought once." in one_of_two(at_once(fresh_app, *deeds))
    assert count(select(func.count(VoucherStock.id))) == 1


def test_one_advance_set_against_two_claims_pays_for_no_more_than_was_given(
    fresh_app: Flask, on_stage: made.Stage
) -> None:
    first = ahead.with_expense(on_stage, "Ann")
    advance = ahead.given(on_stage, first.participant)
    with writing():
        second = services.claim_for(
            actor=on_stage.as_("lead"), on=TODAY, participant=first.participant, project=on_stage.project
        )
    ahead.spent(on_stage, second, 3000)
    lead, wanted = actor(on_stage, "lead"), {advance.id: Money(2000)}
    deeds = [
        saving(advances.set_against, actor=lead, claim=(Claim, claim_id), amounts=wanted)
        for claim_id in (first.id, second.id)
    ]
    assert one_of_two(at_once(fresh_app, *deeds)) == f"Only £0.00 is left of {advance.ref}."
    db.session.rollback()
    assert sum(claim.advanced.pence for claim in db.session.scalars(select(Claim))) == 2000


def settling(on_stage: made.Stage, advance_id: int) -> dict[str, Deed]:
    """What becomes of the whole of an advance, by whom there is to do it."""
    advance = (Advance, advance_id)
    return {
        "back": saving(
            advances.take_back,
            actor=actor(on_stage, "finance"),
            on=TODAY,
            advance=advance,
            pence=Money(2000),
            returned_on=TODAY,
            method=Method.CASH,
        ),
        "off": saving(
            advances.write_off,
            actor=actor(on_stage, "releaser"),
            on=TODAY,
            advance=advance,
            pence=Money(2000),
            reason="Lost.",
            was_spent=True,
        ),
        "undone": saving(
            advances.undo, actor=actor(on_stage, "releaser"), on=TODAY, advance=advance, reason="Twice."
        ),
    }


def test_an_advance_is_settled_once_whatever_two_people_say_of_it(
    fresh_app: Flask, on_stage: made.Stage
) -> None:
    for first, second in (("back", "off"), ("off", "undone"), ("back", "back")):
        advance_id = ahead.given(on_stage, made.person(on_stage, f"Ann {first} {second}")).id
        ways = settling(on_stage, advance_id)
        one_of_two(at_once(fresh_app, ways[first], ways[second]))
        db.session.rollback()
        assert advance_ledger.standings([advance_id])[advance_id].left == ZERO


def floated(on_stage: made.Stage) -> int:
    with writing():
        return cash_floats.issue(
            actor=on_stage.as_("finance"),
            on=TODAY,
            holder=on_stage.cast.lead,
            pence=Money(20_000),
            issued_on=TODAY,
        ).id


def counting(on_stage: made.Stage, float_id: int, counted: int) -> Deed:
    return saving(
        cash_floats.hand_back,
        actor=actor(on_stage, "finance"),
        on=TODAY,
        cash=(CashFloat, float_id),
        counted=Money(counted),
        handed_on=TODAY,
    )


def spend(*, actor: Any, cash: CashFloat, payment: Payment) -> None:
    cash_floats.pay_out(actor=actor, cash=cash, payments=[payment])


def test_a_float_counted_while_it_is_spent_from_is_counted_or_spent_from(
    fresh_app: Flask, on_stage: made.Stage
) -> None:
    [payment_id] = paid_by(on_stage, Method.CASH, "Ann")
    float_id = floated(on_stage)
    spending = saving(
        spend,
        actor=actor(on_stage, "releaser"),
        cash=(CashFloat, float_id),
        payment=(Payment, payment_id),
    )
    said = one_of_two(at_once(fresh_app, counting(on_stage, float_id, 20_000), spending))
    db.session.rollback()
    cash = db.session.get_one(CashFloat, float_id)
    if cash.closed_on is None:
        assert said == "£25.00 is too much. Count again, or say why."
        assert cash_queries.balance(cash) == Money(17_500)
    else:
        assert said == f"{cash.ref} was handed back, so nothing of it moves any more."
        assert cash_queries.balance(cash) == ZERO


def test_one_payment_put_against_two_floats_is_paid_out_of_one(
    fresh_app: Flask, on_stage: made.Stage
) -> None:
    [payment_id] = paid_by(on_stage, Method.CASH, "Ann")
    deeds = [
        saving(
            spend,
            actor=actor(on_stage, "releaser"),
            cash=(CashFloat, floated(on_stage)),
            payment=(Payment, payment_id),
        )
        for _ in range(2)
    ]
    assert one_of_two(at_once(fresh_app, *deeds)).endswith("is put against a float already.")
    assert count(select(func.count(FloatEntry.id)).where(FloatEntry.payment_id.is_not(None))) == 1


def test_a_float_counted_while_a_payment_out_of_it_comes_back_adds_up(
    fresh_app: Flask, on_stage: made.Stage
) -> None:
    [payment_id] = paid_by(on_stage, Method.CASH, "Ann")
    float_id = floated(on_stage)
    saving(
        spend, actor=actor(on_stage, "releaser"), cash=(CashFloat, float_id), payment=(Payment, payment_id)
    )()
    ending = saving(
        services.end_payment,
        actor=actor(on_stage, "releaser"),
        on=TODAY,
        payment=(Payment, payment_id),
        code="not-collected",
        ended_on=TODAY,
    )
    at_once(fresh_app, counting(on_stage, float_id, 17_500), ending)
    db.session.rollback()
    cash = db.session.get_one(CashFloat, float_id)
    assert cash_queries.balance(cash) == (Money(20_000) if cash.closed_on is None else ZERO)
    assert broken_at() is None

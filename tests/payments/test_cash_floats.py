"""Cash that somebody holds: every penny of a float is paid out, handed back, named as missing, or in it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.conftest import TODAY
from tests.factories import advances as ahead
from tests.factories import payments as make
from tests.factories.staff import sign_in, staff
from tracker.db import db
from tracker.errors import Invalid, NotFound, Refused, TrackerError
from tracker.money import ZERO, Money
from tracker.payments import advances, cash_floats, cash_queries, services
from tracker.payments.cash_models import CashFloat, FloatEntry, FloatMove
from tracker.payments.models import Method
from tracker.payments.run_models import Payment
from tracker.web.ids import encode
from tracker.web.transaction import writing

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def stage() -> make.Stage:
    return make.stage()


def issued(stage: make.Stage, pence: int = 20_000) -> CashFloat:
    with writing():
        return cash_floats.issue(
            actor=stage.as_("finance"),
            on=TODAY,
            holder=stage.cast.lead,
            pence=Money(pence),
            issued_on=TODAY,
        )


def paid_in_cash(stage: make.Stage, name: str, pence: int = 7500) -> Payment:
    claim = make.submitted(stage, name, pence=pence, bank=False)
    with writing():
        claim.method = Method.CASH
    with writing():
        services.approve(
            actor=stage.as_("approver"), on=TODAY, claim=claim, shown_hash=services.current_hash(claim)
        )
    [payment] = make.paid_run(stage).payments
    return payment


def pay_out(stage: make.Stage, cash: CashFloat, *payments: Payment) -> None:
    with writing():
        cash_floats.pay_out(actor=stage.as_("finance"), cash=cash, payments=payments)


def hand_back(stage: make.Stage, cash: CashFloat, counted: int, reason: str | None = None) -> CashFloat:
    with writing():
        return cash_floats.hand_back(
            actor=stage.as_("finance"),
            on=TODAY,
            cash=cash,
            counted=Money(counted),
            handed_on=TODAY,
            reason=reason,
        )


def test_a_float_is_issued_paid_out_and_comes_to_nothing_when_it_is_handed_back(stage: make.Stage) -> None:
    cash = issued(stage)
    payment = paid_in_cash(stage, "Ann")
    advance = ahead.given(stage, payment.participant)
    with writing():
        cash_floats.top_up(
            actor=stage.as_("finance"), on=TODAY, cash=cash, pence=Money(1000), topped_on=TODAY
        )
        cash_floats.pay_out(actor=stage.as_("lead"), cash=cash, payments=[payment], advances=[advance])
    assert cash_queries.balance(cash) == Money(20_000 + 1000 - 7500 - 2000)
    hand_back(stage, cash, 11_500)
    assert (cash_queries.balance(cash), cash.closed_on) == (ZERO, TODAY)
    assert [(one.kind, one.pence.pence) for one in cash_queries.entries(cash)][-1] == (
        FloatMove.HANDED_BACK,
        11_500,
    )


@pytest.mark.parametrize(("counted", "missing"), [(19_950, 50), (20_010, -10)])
def test_what_does_not_add_up_is_named_with_why(stage: make.Stage, counted: int, missing: int) -> None:
    cash = issued(stage)
    said = "£0.50 is missing" if missing > 0 else "£0.10 is too much"
    with pytest.raises(Invalid, match=f"{said}. Count again, or say why") as refused:
        hand_back(stage, cash, counted)
    assert refused.value.field == "reason"
    hand_back(stage, cash, counted, "A coin fell down a drain.")
    named = next(one for one in cash_queries.entries(cash) if one.kind == FloatMove.MISSING)
    assert (named.pence, named.reason) == (Money(missing), "A coin fell down a drain.")
    assert cash_queries.balance(cash) == ZERO


def test_whoever_holds_it_neither_issues_tops_up_nor_takes_it_back(stage: make.Stage) -> None:
    finance, holder = stage.as_("finance"), stage.as_("lead")
    own = {"holder": stage.cast.finance, "pence": Money(1), "issued_on": TODAY}
    with pytest.raises(Refused, match="somebody else issues it"), writing():
        cash_floats.issue(actor=finance, on=TODAY, **own)
    cash = issued(stage)
    with pytest.raises(Refused, match="somebody else"), writing():
        cash_floats.top_up(actor=holder, on=TODAY, cash=cash, pence=Money(1), topped_on=TODAY)
    with pytest.raises(Refused, match="somebody else"), writing():
        cash_floats.hand_back(actor=holder, on=TODAY, cash=cash, counted=Money(20_000), handed_on=TODAY)


def test_whoever_pays_in_some_projects_alone_has_no_part_in_floats_and_vouchers(stage: make.Stage) -> None:
    some = staff("finance", project_id=stage.project.id).actor()
    cash = issued(stage)
    assert cash_queries.floats(some) == []
    with pytest.raises(NotFound):
        cash_queries.cash_float(some, cash.id)
    with pytest.raises(Refused, match="of every project"), writing():
        cash_floats.issue(actor=some, on=TODAY, holder=stage.cast.lead, pence=Money(1), issued_on=TODAY)


def test_a_payment_is_put_against_one_float_alone_and_only_if_it_was_in_cash(stage: make.Stage) -> None:
    cash, other = issued(stage), issued(stage)
    payment = paid_in_cash(stage, "Ann")
    pay_out(stage, cash, payment)
    with pytest.raises(Refused, match="put against a float already"):
        pay_out(stage, other, payment)
    make.approved(stage, "Ben")
    [by_bank] = make.paid_run(stage).payments
    with pytest.raises(Refused, match="was not paid in cash"):
        pay_out(stage, other, by_bank)
    assert cash_queries.payments_of_none(stage.as_("finance"), TODAY) == []


def test_no_more_is_paid_out_than_is_in_it(stage: make.Stage) -> None:
    cash = issued(stage, 7499)
    payment = paid_in_cash(stage, "Ann")
    with pytest.raises(Refused, match=r"Only £74\.99 should be in F26-0001"):
        pay_out(stage, cash, payment)
    assert cash_queries.payments_of_none(stage.as_("finance"), TODAY) == [payment]


@pytest.mark.parametrize(("code", "left"), [("not-collected", 20_000), ("lost", 12_500)])
def test_money_that_did_not_arrive_is_in_the_float_again_unless_it_is_lost(
    stage: make.Stage, code: str, left: int
) -> None:
    cash = issued(stage)
    payment = paid_in_cash(stage, "Ann")
    pay_out(stage, cash, payment)
    with writing():
        services.end_payment(
            actor=stage.as_("finance"),
            on=TODAY,
            payment=payment,
            code=code,
            ended_on=TODAY,
            note="Nobody was at home.",
        )
    assert cash_queries.balance(cash) == Money(left)
    assert (cash_queries.of_payment(payment.id) is None) is (left == 20_000)


def test_nothing_of_a_float_that_was_handed_back_moves(stage: make.Stage) -> None:
    cash = issued(stage)
    payment = paid_in_cash(stage, "Ann")
    hand_back(stage, cash, 20_000)
    with pytest.raises(Refused, match="was handed back"):
        pay_out(stage, cash, payment)
    with pytest.raises(Refused, match="was handed back"):
        hand_back(stage, cash, 0)


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), date(2026, 11, 22)])
def test_a_day_to_come_or_before_it_was_issued_is_refused(stage: make.Stage, day: date) -> None:
    cash = issued(stage)
    with pytest.raises(Invalid, match="up to today"), writing():
        cash_floats.top_up(actor=stage.as_("finance"), on=TODAY, cash=cash, pence=Money(1), topped_on=day)


def test_no_statement_changes_what_moved(stage: make.Stage) -> None:
    issued(stage)
    for statement in ("UPDATE float_entry SET pence = 1", "DELETE FROM float_entry"):
        with pytest.raises(DBAPIError, match="append-only"), db.session.begin_nested():
            db.session.execute(text(statement))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.sampled_from(["top", "out", "back"]), st.integers(0, 9000)), max_size=6))
def test_any_float_adds_up(stage: make.Stage, moves: list[tuple[str, int]]) -> None:
    cash = issued(stage, 5000)
    put, out, back = 5000, 0, 0
    for move, pence in moves:
        try:
            if move == "top":
                with writing():
                    cash_floats.top_up(
                        actor=stage.as_("finance"), on=TODAY, cash=cash, pence=Money(pence), topped_on=TODAY
                    )
                put += pence
            elif move == "out":
                advance = ahead.given(stage, make.person(stage, "Ann"), pence)
                with writing():
                    cash_floats.pay_out(actor=stage.as_("finance"), cash=cash, advances=[advance])
                out += pence
            else:
                hand_back(stage, cash, pence, "It was counted twice.")
                back = pence
        except TrackerError:
            continue
    sums = dict.fromkeys(FloatMove, ZERO)
    for entry in cash_queries.entries(cash):
        sums[entry.kind] += entry.pence
    assert (sums[FloatMove.ISSUED] + sums[FloatMove.TOPPED_UP]).pence == put
    assert (sums[FloatMove.PAID_OUT].pence, sums[FloatMove.HANDED_BACK].pence) == (out, back)
    left = put - out - back - sums[FloatMove.MISSING].pence
    assert cash_queries.balance(cash).pence == left
    assert left == 0 if cash.closed_on else left == put - out


def test_finance_issues_a_float_puts_a_payment_against_it_and_takes_it_back(
    stage: make.Stage, client: FlaskClient
) -> None:
    payment = paid_in_cash(stage, "Ann")
    sign_in(client, stage.cast.finance.email)
    answer = client.post(
        "/floats/new",
        data={
            "holder": str(stage.cast.lead.id),
            "pence": "100",
            "issued_on": ["23", "11", "2026"],
            "once": "a",
        },
    )
    assert answer.status_code == 302, answer.text
    here = answer.location
    assert payment.reference in client.get(f"{here}/paid-out").text
    client.post(f"{here}/paid-out", data={"paid": [f"p{payment.id}"], "once": "b"})
    back = {"counted": "24", "handed_on": ["23", "11", "2026"]}
    assert (
        "£1.00 is missing. Count again, or say why."
        in client.post(f"{here}/hand-back", data={**back, "once": "c"}).text
    )
    client.post(f"{here}/hand-back", data={**back, "reason": "A coin was lost.", "once": "d"})
    page = client.get(here).text
    assert "Handed back on 23 November 2026" in page
    assert "A coin was lost." in page
    assert "Out of float" in client.get(f"/payments/{encode(payment.id)}").text
    assert db.session.query(FloatEntry).count() == 4


def test_an_advance_that_was_not_given_is_in_its_float_again(stage: make.Stage) -> None:
    cash = issued(stage)
    advance = ahead.given(stage, make.person(stage, "Ann"))
    with writing():
        cash_floats.pay_out(actor=stage.as_("finance"), cash=cash, advances=[advance])
    assert cash_queries.balance(cash) == Money(18_000)
    undo = {"actor": stage.as_("finance"), "on": TODAY, "advance": advance, "reason": "Recorded twice."}
    with writing():
        advances.undo(**undo)
    assert cash_queries.balance(cash) == Money(20_000)
    with pytest.raises(Refused, match="was not given in cash"), writing():
        cash_floats.pay_out(actor=stage.as_("finance"), cash=cash, advances=[advance])


def test_an_advance_whose_float_was_counted_without_it_was_given(stage: make.Stage) -> None:
    cash = issued(stage)
    advance = ahead.given(stage, make.person(stage, "Ann"))
    with writing():
        cash_floats.pay_out(actor=stage.as_("finance"), cash=cash, advances=[advance])
    hand_back(stage, cash, 18_000)
    with pytest.raises(Refused, match="was counted and handed back without this money"), writing():
        advances.undo(actor=stage.as_("finance"), on=TODAY, advance=advance, reason="Recorded twice.")

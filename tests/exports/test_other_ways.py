"""Payroll, vouchers and cash: each file holds what goes that way, and ties to the run to the penny."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from types import ModuleType
from typing import Any

import openpyxl
import pytest
from hypothesis import given

from tests.conftest import TODAY
from tests.exports.strict_csv import rows_of
from tests.exports.test_files import mixed
from tests.exports.test_ledger_files import pence
from tests.factories import frozen as make
from tests.factories import payments as stages
from tracker.errors import Refused
from tracker.exports import choosing, freezing
from tracker.exports.formats import Built, cash_schedule_xlsx, payroll_input_csv, voucher_order_csv
from tracker.exports.frozen import FrozenPayment, FrozenRun
from tracker.payments.models import Method
from tracker.web.transaction import writing

ALL = (payroll_input_csv, voucher_order_csv, cash_schedule_xlsx)


def by(method: str, number: int = 1, amount: int = 1000, **other: object) -> FrozenPayment:
    return make.payment(number, amount, **{"method": method, "account": None, **other})


def table(made: Built) -> list[dict[str, str]]:
    heading, *rows = rows_of(made.content)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def cells(made: Built) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(made.content)).active
    assert sheet is not None
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.mark.parametrize("module", ALL, ids=lambda module: module.FORMAT)
def test_where_nothing_goes_that_way_there_is_no_file(module: ModuleType) -> None:
    ended = by(min(module.METHODS), 2, ended_on=TODAY)
    nothing = by(min(module.METHODS), 3, 0)
    for run in (make.run(), make.run(ended), make.run(nothing)):
        with pytest.raises(Refused, match="Nothing of R26-0007 is paid"):
            module.build(run)


# --- payroll ----------------------------------------------------------------------------------------------


def test_payroll_has_pay_apart_from_expenses_and_minutes_where_they_are_known() -> None:
    lines = (make.line(1, 7500, minutes=180), make.line(1, 250, kind="expense"))
    made = payroll_input_csv.build(make.run(by("payroll", 1, 7750, lines=lines), make.payment(2)))
    pay, expense = table(made)
    assert (pay["pay"], pay["expenses"], pay["minutes"]) == ("75.00", "", "180")
    assert (expense["pay"], expense["expenses"], expense["minutes"]) == ("", "2.50", "")
    assert {(row["file_payments"], row["file_total"]) for row in (pay, expense)} == {("1", "77.50")}


@given(make.runs())
def test_payroll_is_the_payroll_payments_to_the_penny(run: FrozenRun) -> None:
    wanted = {one.reference: one.pence.pence for one in run.standing if one.method == "payroll"}
    if not wanted:
        return
    sums: Counter[str] = Counter()
    for row in table(payroll_input_csv.build(run)):
        sums[row["payment_ref"]] += pence(row["pay"]) + pence(row["expenses"])
    assert sums == wanted


def test_a_payroll_payment_that_is_not_its_lines_is_not_written() -> None:
    with pytest.raises(Refused, match="its lines add up to"):
        payroll_input_csv.build(make.run(by("payroll", 1, 100, lines=(make.line(1, 99),))))


# --- vouchers ---------------------------------------------------------------------------------------------


def test_a_voucher_is_ordered_once_under_its_payment_s_reference() -> None:
    run = make.run(by("voucher", 1, email="a@example.org"), by("prepaid-card", 2), make.payment(3))
    first, second = table(voucher_order_csv.build(run))
    assert [first["external_id"], second["external_id"]] == ["R26-0007-0001", "R26-0007-0002"]
    assert (first["delivery"], first["email"], first["note"]) == ("email", "a@example.org", "")
    assert (second["delivery"], second["email"], second["product"]) == ("by-hand", "", "prepaid-card")
    assert "No email address" in second["note"]
    later = replace(run, made_on=TODAY.replace(day=28))
    assert voucher_order_csv.build(later).content == voucher_order_csv.build(run).content


@given(make.runs())
def test_an_order_holds_every_voucher_once(run: FrozenRun) -> None:
    wanted = {one.reference: one.pence.pence for one in run.standing if one.method == "voucher"}
    if not wanted:
        return
    rows = table(voucher_order_csv.build(run))
    assert len(rows) == len(wanted)
    assert {row["external_id"]: pence(row["face_value"]) for row in rows} == wanted
    assert {pence(row["order_total"]) for row in rows} == {sum(wanted.values())}


def test_an_address_is_read_for_vouchers_alone_and_only_where_email_is_wished(db_session: object) -> None:
    _, run = mixed(Method.VOUCHER, Method.PREPAID_CARD, Method.PAYROLL)
    with writing():
        for payment in run.payments:
            if payment.method == Method.PREPAID_CARD:
                payment.participant.preferred_contact = "letter"
    emails = {one.method: one.email for one in freezing.frozen(run, on=TODAY).payments}
    assert emails == {
        "bank": None,
        "cash": None,
        "voucher": "someone@example.org",
        "prepaid-card": None,
        "payroll": None,
    }


# --- cash -------------------------------------------------------------------------------------------------


def test_a_cash_schedule_has_room_to_sign_and_its_total_at_the_foot() -> None:
    made = cash_schedule_xlsx.build(
        make.run(by("cash", 1, 4000, name="=1+1"), by("cash", 2), make.payment(3))
    )
    heading, first, second, foot = cells(made)
    assert heading[-2:] == ["Received on", "Signed"]
    assert first[2:4] == ["=1+1", 40]
    assert first[-2:] == second[-2:] == [None, None]
    assert (foot[0], foot[3]) == ("Total", 50)
    assert (made.rows, made.total.pence) == (2, 5000)


def test_minutes_come_from_the_claim_and_stand_once_where_several_codes_pay(db_session: object) -> None:
    stage = stages.stage()
    claim = stages.approved_for(stage, stages.person(stage, "Amina Yusuf"), pence=7500)
    with writing():
        [line] = claim.lines
        line.minutes = 180
        claim.cost_split = [["A", 6000], ["B", 4000]]
    frozen = freezing._lines(claim)
    assert [(one.cost_code, one.pence.pence, one.minutes) for one in frozen] == [
        ("A", 4500, 180),
        ("B", 3000, None),
    ]


def test_the_page_of_files_offers_none_of_a_way_by_which_nothing_is_paid(db_session: object) -> None:
    _, run = mixed(Method.PAYROLL)
    offered = choosing.choices(run)[choosing.Group.OTHER_WAYS]
    assert {one.code: one.wait for one in offered} == {
        "cash-schedule-xlsx": None,
        "payroll-input-csv": None,
        "voucher-order-csv": "Nothing of this run is paid that way.",
    }

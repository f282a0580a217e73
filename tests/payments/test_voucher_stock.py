"""Vouchers by their numbers: bought without gaps, never out twice, signed for, all of them accounted for."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import day_sheets as sheets
from tests.factories import payments as make
from tests.factories.staff import sign_in
from tracker.errors import Invalid, Refused
from tracker.money import Money
from tracker.payments import services, voucher_queries, voucher_stock
from tracker.payments.day_models import SignedHow
from tracker.payments.models import Method
from tracker.payments.run_models import Payment
from tracker.payments.voucher_models import VoucherMove, VoucherStock
from tracker.payments.voucher_serials import ranges, read, serial
from tracker.web.ids import encode
from tracker.web.transaction import writing


def bought(stage: make.Stage, first: str = "HS-0001", last: str = "HS-0010", **other: object) -> VoucherStock:
    values: dict[str, object] = {
        "name": "£25 high street",
        "count": 10,
        "face": Money(2500),
        "cost": Money(25_500),
        "supplier": "A shop",
        "bought_on": TODAY,
    }
    with writing():
        return voucher_stock.buy(
            actor=stage.as_("finance"),
            on=TODAY,
            first=first,
            last=last,
            **values | other,  # type: ignore[arg-type]
        )


def paid_in_vouchers(stage: make.Stage, name: str, pence: int = 7500) -> Payment:
    claim = make.submitted(stage, name, pence=pence, bank=False)
    with writing():
        claim.method = Method.VOUCHER
    with writing():
        services.approve(
            actor=stage.as_("approver"), on=TODAY, claim=claim, shown_hash=services.current_hash(claim)
        )
    [payment] = make.paid_run(stage).payments
    return payment


def issue(stage: make.Stage, payment: Payment, serials: str, **other: object) -> None:
    with writing():
        voucher_stock.issue(
            actor=stage.as_("finance"),
            on=TODAY,
            payment=payment,
            serials=serials,
            **{"signed_how": SignedHow.SIGNATURE, "signed_on": TODAY, **other},  # type: ignore[arg-type]
        )


def counts(kept: VoucherStock) -> tuple[int, int, int, int]:
    found = voucher_queries.as_it_stands(kept)
    assert kept.count == found.issued + found.lost + found.left
    return kept.count, found.issued, found.lost, found.left


# --- numbers ----------------------------------------------------------------------------------------------


def test_numbers_are_read_as_people_list_them_and_said_as_ranges() -> None:
    found = read("LS-0099 to ls-0102\nLS-0007, X9", field="serials")
    assert [str(one) for one in found] == ["LS-0099", "LS-0100", "LS-0101", "LS-0102", "LS-0007", "X9"]
    assert ranges(found) == ["LS-0007", "LS-0099 to LS-0102", "X9"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Enter the serial numbers"),
        ("ABC", "is no serial number"),
        ("A1, A1", "A1 is there twice"),
        ("A2 to A1", "A1 comes before A2|comes before"),
        ("A1 to B2", "not of one series"),
        ("A01 to A9", "not of one series"),
        ("A1 A2 A3", "is not clear"),
        ("A00001 to A99999", "10,000 vouchers or fewer"),
    ],
)
def test_what_is_no_list_of_numbers_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence) as refused:
        read(text, field="serials")
    assert refused.value.field == "serials"


def test_noughts_in_front_are_part_of_a_number() -> None:
    assert str(serial(" hs-0042 ", field="first")) == "HS-0042"
    assert serial("0042", field="first") != serial("42", field="first")


# --- stock ------------------------------------------------------------------------------------------------


@pytest.fixture
def stage(db_session: object) -> make.Stage:
    return make.stage()


def test_a_gap_in_what_was_bought_and_a_number_bought_before_are_refused(stage: make.Stage) -> None:
    with pytest.raises(Invalid, match="are 10 numbers, and you entered 9") as refused:
        bought(stage, count=9)
    assert refused.value.field == "count"
    bought(stage)
    with pytest.raises(Invalid, match="in V26-0001 already, HS-0001 to HS-0010"):
        bought(stage, "HS-0010", "HS-0012", count=3)
    bought(stage, "HS-0011", "HS-0012", count=2)
    bought(stage, "XX-0001", "XX-0002", count=2)


def test_vouchers_are_issued_for_a_payment_and_signed_for(stage: make.Stage) -> None:
    kept = bought(stage)
    payment = paid_in_vouchers(stage, "Ann")
    assert voucher_queries.without_vouchers(stage.as_("finance")) == [payment]
    issue(stage, payment, "HS-0003 to HS-0005", signed_how=SignedHow.WITNESSED, witness="Wes")
    assert counts(kept) == (10, 3, 0, 7)
    assert voucher_queries.said_of_payment(payment.id) == "HS-0003 to HS-0005"
    assert {entry.witness for _, entry in voucher_queries.of_payment(payment.id)} == {"Wes"}
    assert voucher_queries.without_vouchers(stage.as_("finance")) == []


def test_no_voucher_is_out_twice_and_the_sum_is_the_payment_s(stage: make.Stage) -> None:
    bought(stage)
    first, second = paid_in_vouchers(stage, "Ann"), paid_in_vouchers(stage, "Ben")
    issue(stage, first, "HS-0001 to HS-0003")
    with pytest.raises(Invalid, match="HS-0003 is issued already"):
        issue(stage, second, "HS-0003 to HS-0005")
    with pytest.raises(Invalid, match=r"is of £75\.00, and these come to £50\.00"):
        issue(stage, second, "HS-0004 to HS-0005")
    with pytest.raises(Invalid, match="Nobody took these into stock: HS-0011 to HS-0012"):
        issue(stage, second, "HS-0010 to HS-0012")
    with pytest.raises(Invalid, match="who signed as a witness"):
        issue(stage, second, "HS-0004 to HS-0006", signed_how=SignedHow.WITNESSED)


def test_nothing_is_issued_for_what_goes_by_bank(stage: make.Stage) -> None:
    bought(stage)
    make.approved(stage, "Ben")
    [by_bank] = make.paid_run(stage).payments
    with pytest.raises(Refused, match="for a voucher payment that is marked as paid"):
        issue(stage, by_bank, "HS-0001 to HS-0003")


def test_a_count_agrees_or_names_what_is_missing_and_what_is_too_much(stage: make.Stage) -> None:
    kept = bought(stage)
    issue(stage, paid_in_vouchers(stage, "Ann"), "HS-0001 to HS-0003")

    def count(serials: str) -> None:
        with writing():
            voucher_stock.count(actor=stage.as_("finance"), on=TODAY, bought=kept, serials=serials)

    with pytest.raises(Invalid, match="Not counted, and not issued: HS-0004, HS-0009 to HS-0010"):
        count("HS-0005 to HS-0008")
    with pytest.raises(Invalid, match="Counted, and not in this stock now: HS-0003"):
        count("HS-0003 to HS-0010")
    count("HS-0004 to HS-0010")


def test_somebody_else_names_what_is_lost_and_why(stage: make.Stage) -> None:
    kept = bought(stage)
    lost = {"on": TODAY, "bought": kept, "serials": "HS-0009, HS-0010", "reason": "A leak in the safe."}
    with pytest.raises(Refused, match="somebody else must record"), writing():
        voucher_stock.lose(actor=stage.as_("finance"), **lost)
    with writing():
        voucher_stock.lose(actor=stage.as_("releaser"), **lost)
    assert counts(kept) == (10, 0, 2, 8)
    with pytest.raises(Invalid, match="HS-0009 is recorded as lost"):
        issue(stage, paid_in_vouchers(stage, "Ann"), "HS-0008 to HS-0010")


def test_vouchers_come_back_once_their_payment_did_not_arrive(stage: make.Stage) -> None:
    kept = bought(stage)
    payment = paid_in_vouchers(stage, "Ann")
    issue(stage, payment, "HS-0001 to HS-0003")
    back = {"actor": stage.as_("finance"), "on": TODAY, "bought": kept, "reason": "The envelope came back."}
    with pytest.raises(Refused, match="which stands"), writing():
        voucher_stock.bring_back(serials="HS-0001", **back)
    with writing():
        services.end_payment(
            actor=stage.as_("finance"),
            on=TODAY,
            payment=payment,
            code="not-collected",
            ended_on=TODAY,
            note="Nobody was at home.",
        )
        voucher_stock.bring_back(serials="HS-0001 to HS-0003", **back)
    assert counts(kept) == (10, 0, 0, 10)
    with pytest.raises(Invalid, match="HS-0001 is not out"), writing():
        voucher_stock.bring_back(serials="HS-0001", **back)
    [again] = make.paid_run(stage).payments
    issue(stage, again, "HS-0001 to HS-0003")
    assert counts(kept) == (10, 3, 0, 7)


def test_a_signature_on_a_day_sheet_issues_the_voucher_that_was_handed_over(stage: make.Stage) -> None:
    kept = bought(stage, face=Money(7500))
    place = sheets.to_come(stage, "Sig Signed")
    sheet = sheets.sanctioned(stage, sheets.entry(place, expenses=0), method=Method.VOUCHER)
    sheets.came(stage, place)
    sheets.keyed(stage, sheet, sheets.row(sheet, place, serial="HS-0004"))
    sheets.closed(stage, sheet)
    assert counts(kept) == (10, 1, 0, 9)
    [number] = voucher_queries.as_it_stands(kept).numbers(VoucherMove.ISSUED)
    assert number == 4


def test_a_voucher_of_another_worth_than_what_was_signed_for_closes_no_sheet(stage: make.Stage) -> None:
    kept = bought(stage)
    place = sheets.to_come(stage, "Sig Signed")
    sheet = sheets.sanctioned(stage, sheets.entry(place, expenses=0), method=Method.VOUCHER)
    sheets.came(stage, place)
    sheets.keyed(stage, sheet, sheets.row(sheet, place, serial="HS-0004"))
    with pytest.raises(Refused, match=r"signed for £75\.00, and voucher HS-0004 is worth £25\.00"):
        sheets.closed(stage, sheet)
    assert counts(kept) == (10, 0, 0, 10)


def test_finance_takes_vouchers_into_stock_and_records_who_signed(
    stage: make.Stage, client: FlaskClient
) -> None:
    payment = paid_in_vouchers(stage, "Ann")
    sign_in(client, stage.cast.finance.email)
    bought_ = {
        "name": "£25 high street",
        "first": "HS-0001",
        "last": "HS-0010",
        "count": "10",
        "face": "25",
        "cost": "255",
        "supplier": "A shop",
        "bought_on": ["23", "11", "2026"],
    }
    answer = client.post("/vouchers/new", data={**bought_, "once": "a"})
    assert answer.status_code == 302, answer.text
    assert f"record the vouchers of {payment.reference}" in client.get("/vouchers").text
    signed = {"serials": "HS-0001 to HS-0003", "signed_how": "signature", "signed_on": ["23", "11", "2026"]}
    done = client.post(f"/payments/{encode(payment.id)}/vouchers", data={**signed, "once": "b"})
    assert done.status_code == 302, done.text
    page = client.get(answer.location).text
    assert "7: HS-0004 to HS-0010" in page
    assert "HS-0001 to HS-0003" in client.get(f"/payments/{encode(payment.id)}").text

"""A finance system is told of payees it does not know, and payables wait for the numbers it gives."""

from __future__ import annotations

import io
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.exports.strict_csv import rows_of
from tests.exports.test_files import PAY_ON, released, take
from tests.factories import payments as make
from tests.factories.staff import sign_in
from tracker.errors import Invalid, Refused
from tracker.exports import setups, supplier_queries, suppliers
from tracker.exports.layout import Layout
from tracker.exports.setup import SetupKind
from tracker.payments.models import Answer, Method
from tracker.people import services as people
from tracker.reconciliation import payee_numbers
from tracker.web.transaction import writing

COLUMNS = "Our ref = payee_ref\nNumber = payee_number\nName = name\nSort code = sort_code\nWhat = what"


def set_up(stage: make.Stage, *, numbered: bool = True) -> None:
    finance = stage.as_("finance")
    with writing():
        setups.set_columns(actor=finance, kind=SetupKind.SUPPLIER_COLUMNS, layout=Layout(COLUMNS))
        codes = {"fee": "7100", "expense": "7200", "bank": "1200"}
        setups.set_codes(actor=finance, codes=codes, tax="T9", numbered=numbered)


def set_up_file(stage: make.Stage) -> list[list[str]]:
    with writing():
        return rows_of(suppliers.set_up_file(actor=stage.as_("finance")).content)


def read_in(stage: make.Stage, given: dict[str, str]) -> suppliers.Numbered:
    with writing():
        return suppliers.read_in(actor=stage.as_("finance"), given=given, sha256="0" * 64)


def account(stage: make.Stage, participant: object, sort_code: str) -> None:
    with writing():
        people.set_payee(
            actor=stage.as_("finance"),
            on=TODAY,
            participant=participant,
            account_name="Amina Yusuf",
            sort_code=sort_code,
            account_number="12345678",
        )


# --- the whole way ----------------------------------------------------------------------------------------


def test_payables_wait_by_name_until_the_numbers_are_read_in(db_session: object) -> None:
    stage = make.stage()
    amina = make.person(stage, "Amina Yusuf")
    make.approved_for(stage, amina, pence=7500)
    set_up(stage)
    heading, row = set_up_file(stage)
    assert heading == ["Our ref", "Number", "Name", "Sort code", "What"]
    assert row == [amina.ref, "", "Amina Yusuf", "123456", "new"]
    # Until a number comes back, the file is the same again.
    assert set_up_file(stage) == [heading, row]
    run = released(stage, PAY_ON)
    with pytest.raises(Refused) as refused:
        take(stage, run, "payables-csv")
    assert f"Payment 1 ({amina.ref}): {amina.ref} has no payee number yet" in refused.value.message
    assert "12345678" not in refused.value.message
    read_in(stage, {amina.ref: "V100"})
    heading, row = rows_of(take(stage, run, "payables-csv"))
    assert dict(zip(heading, row, strict=True))["payee_number"] == "V100"
    with pytest.raises(Refused, match="knows everybody whose payment waits"):
        set_up_file(stage)


def test_where_payees_have_no_numbers_payables_wait_for_none(db_session: object) -> None:
    stage = make.stage()
    make.approved(stage, "Amina Yusuf")
    set_up(stage, numbered=False)
    assert b"Amina Yusuf" in take(stage, released(stage, PAY_ON), "payables-csv")


def test_a_charity_is_one_payee_whoever_gives_to_it(db_session: object) -> None:
    stage = make.stage()
    for name in ("Cy Charity", "Di Charity"):
        make.approved(stage, name, answer=Answer.TO_CHARITY)
    set_up(stage)
    _, [ref, _, name, sort_code, what] = set_up_file(stage)
    assert (ref[:2], name, sort_code, what) == ("S-", "A charity", "", "new")
    run = released(stage, PAY_ON)
    read_in(stage, {ref: "CHAR1"})
    heading, *rows = rows_of(take(stage, run, "payables-csv"))
    assert [row[heading.index("payee_number")] for row in rows] == ["CHAR1", "CHAR1"]


def test_other_bank_details_are_told_under_the_number_there_is(db_session: object) -> None:
    stage = make.stage()
    amina = make.person(stage, "Amina Yusuf")
    make.approved_for(stage, amina, pence=7500)
    set_up(stage)
    set_up_file(stage)
    read_in(stage, {amina.ref: "V100"})
    account(stage, amina, "65-43-21")
    [payee] = supplier_queries.waiting()
    assert payee.is_changed
    assert set_up_file(stage)[1] == [amina.ref, "V100", "Amina Yusuf", "654321", "change"]
    assert not supplier_queries.waiting()[0].must_be_told


def test_what_is_paid_in_cash_or_only_drafted_tells_of_no_payee(db_session: object) -> None:
    stage = make.stage()
    set_up(stage)
    make.drafted(stage, "Dee Draft")
    cash = make.person(stage, "Cy Cash", bank=False)
    with writing():
        cash.payment_route = Method.CASH
    make.approved_for(stage, cash, pence=4000)
    with pytest.raises(Refused, match="knows everybody"):
        set_up_file(stage)


def test_without_columns_the_sentence_says_where_to_list_them(db_session: object) -> None:
    stage = make.stage()
    make.approved(stage, "Amina Yusuf")
    with pytest.raises(Refused, match="List them under Pay runs, Set up files"):
        set_up_file(stage)


# --- numbers ----------------------------------------------------------------------------------------------


def two_told(stage: make.Stage) -> tuple[str, str]:
    refs = []
    for name in ("Amina Yusuf", "Ben Okoro"):
        someone = make.person(stage, name)
        make.approved_for(stage, someone, pence=7500)
        refs.append(someone.ref)
    set_up(stage)
    set_up_file(stage)
    return refs[0], refs[1]


def test_two_payees_never_have_one_number_and_two_can_change_places(db_session: object) -> None:
    stage = make.stage()
    one, two = two_told(stage)
    with pytest.raises(Refused, match=f"V1 is given to {one} and to {two}"):
        read_in(stage, {one: "V1", two: "V1"})
    read_in(stage, {one: "V1"})
    with pytest.raises(Refused, match="V1 is given to"):
        read_in(stage, {two: "V1"})
    read_in(stage, {two: "V2"})
    assert len(read_in(stage, {one: "V2", two: "V1"}).changed) == 2
    assert {ref: kept.number for ref, kept in supplier_queries.by_ref().items()} == {one: "V2", two: "V1"}
    with pytest.raises(Refused, match="changes anything"):
        read_in(stage, {one: "V2", "P-999999": "V9"})


@pytest.mark.parametrize(
    ("number", "sentence"), [("=1+1", "begins with"), ("", "no number"), ("x" * 41, "40")]
)
def test_a_number_that_no_file_could_carry_is_refused(db_session: object, number: str, sentence: str) -> None:
    stage = make.stage()
    one, _ = two_told(stage)
    with pytest.raises(Invalid, match=sentence):
        read_in(stage, {one: number})


def test_the_list_that_comes_back_is_read_by_our_reference_in_any_column() -> None:
    content = b"Vendor;Name;Their ref\nV100;Amina;p-000001\n;Ben;P-000002\nV300;Somebody;X9\n"
    assert payee_numbers.read(content, "v.csv", ["P-000001", "P-000002"]) == {
        "P-000001": "V100",
        "X9": "V300",
    }
    bare = b"ref,whatever\nP-000001,7\n"
    assert payee_numbers.read(bare, "v.csv", ["P-000001"]) == {"P-000001": "7"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a,b\nx,y\n", "No reference of ours"),
        (b"ref,a,b\nP-000001,1,2\n", "Head one column of v.csv payee number"),
        (b"ref,number\nP-000001,1\nP-000001,2\n", "Row 3: P-000001 has the number 1 above"),
    ],
)
def test_a_list_that_is_not_clear_is_refused_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        payee_numbers.read(content, "v.csv", ["P-000001"])


# --- pages ------------------------------------------------------------------------------------------------


def test_numbers_are_shown_first_and_kept_when_finance_says_so(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        stage = make.stage()
        one, two = two_told(stage)
        email = stage.cast.finance.email
    sign_in(client, email)
    assert "Without a number: 2" in client.get("/pay-runs/payee-numbers").text
    file = client.post("/pay-runs/payee-numbers/file")
    assert file.headers["Content-Disposition"].startswith("attachment; filename=new-payees-")
    assert len(rows_of(file.data)) == 3
    sent = {"file": (io.BytesIO(f"payee_ref,payee number\n{one},V1\n{two},V2\n".encode()), "back.csv")}
    page = client.post("/pay-runs/payee-numbers/read-in", data=sent).text
    assert "New numbers: 2" in page
    with app.app_context():
        assert not any(kept.number for kept in supplier_queries.by_ref().values())
    given = unescape(page.split('name="numbers"', 1)[1].split('value="', 1)[1].split('"', 1)[0])
    answer = client.post("/pay-runs/payee-numbers/keep", data={"numbers": given}, follow_redirects=True)
    assert "2 payee numbers kept" in answer.text
    assert "With a number: 2" in answer.text


@pytest.mark.parametrize("numbers", ["", "[]", "{", '{"P-1": "V1"}', '{"P-1": ""}', '{"P-1": ["=1"]}'])
def test_numbers_that_come_back_changed_are_refused_in_a_sentence(
    app: Flask, client: FlaskClient, numbers: str
) -> None:
    with app.app_context():
        email = make.stage().cast.finance.email
    sign_in(client, email)
    answer = client.post("/pay-runs/payee-numbers/keep", data={"numbers": numbers})
    assert answer.status_code < 500
    assert "govuk-error-summary" in answer.text

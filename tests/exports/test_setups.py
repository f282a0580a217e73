"""What is set up for files: entered once by finance, kept by versions, closed in the database."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session, scoped_session

from tests.factories.projects import project
from tests.factories.staff import sign_in, staff
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.exports import setups
from tracker.exports.codes import Codes
from tracker.exports.layout import Amounts, Dates, Ends, Layout, Separator
from tracker.exports.models import ExportSetup
from tracker.exports.setup import PayingAccount, Rail, SetupKind
from tracker.permissions import Actor
from tracker.web.transaction import writing

Db = scoped_session[Session]


def entered(actor: Actor | None = None, **other: object) -> ExportSetup:
    values: dict[str, object] = {
        "name": "Example Charity",
        "sort_code": "09-01-22",
        "number": "11223344",
        "user_number": "123456",
        **other,
    }
    by = actor or staff("finance").actor()
    with writing():
        return setups.set_account(actor=by, **values)  # type: ignore[arg-type]


def test_the_newest_version_is_in_force_and_named(db_session: Db) -> None:
    assert setups.in_force([SetupKind.ACCOUNT]).kept_account is None
    entered()
    entered(name="Example Charity Ltd", rail=Rail.BACS)
    now = setups.in_force(SetupKind)
    assert now.versions == "account-2"
    assert now.account == PayingAccount("Example Charity Ltd", "090122", "11223344", "123456", Rail.BACS)
    assert setups.in_force([]).versions == ""


def test_the_same_again_is_no_new_version(db_session: Db) -> None:
    assert entered().id == entered().id


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"name": ""}, "account_name", "as your bank has it"),
        ({"name": "李小龙"}, "account_name", "letters from A to Z"),
        ({"sort_code": "90122"}, "sort_code", "six digits"),
        ({"number": "1122334"}, "account_number", "eight digits"),
        ({"user_number": "12345"}, "user_number", "six digits"),
        ({"user_number": "000000"}, "user_number", "six digits"),
        ({"user_number": "12345a"}, "user_number", "six digits"),
    ],
)
def test_what_no_bank_takes_is_refused_beside_its_field(
    db_session: Db, wrong: dict[str, object], field: str, sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence) as refused:
        entered(**wrong)
    assert refused.value.field == field


def test_no_user_number_is_fine(db_session: Db) -> None:
    entered(user_number=" ")
    assert setups.in_force([SetupKind.ACCOUNT]).account.user_number is None


def test_only_finance_of_all_projects_sets_it_up_and_it_is_noted_without_digits(db_session: Db) -> None:
    theirs = staff("finance", project_id=project().id).actor()
    for actor in (theirs, staff("lead").actor()):
        with pytest.raises(Refused, match="finance for all projects"):
            entered(actor)
    entered()
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.kind == "export_setup")).one()
    assert (event.verb, event.values) == ("set-up-account", {"number": 1})
    sealed = db.session.execute(text("SELECT sealed FROM export_setup")).scalar_one()
    assert b"11223344" not in bytes(sealed)


# --- the pages --------------------------------------------------------------------------------------------


def test_finance_enters_the_account_on_a_page_and_sees_it_masked(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        email = staff("finance").email
    sign_in(client, email)
    assert "Not entered yet" in client.get("/pay-runs/set-up-files").text
    sent = {
        "account_name": "Example Charity",
        "sort_code": "09-01-22",
        "account_number": "1122334",
        "user_number": "123456",
        "rail": "bacs",
    }
    assert "eight digits" in client.post("/pay-runs/set-up-files/account", data=sent).text
    answer = client.post("/pay-runs/set-up-files/account", data={**sent, "account_number": "11223344"})
    page = client.get(answer.location).text
    assert "account ****3344" in page
    assert "Bacs service user number 123456" in page
    assert "11223344" not in page + client.get("/pay-runs/set-up-files/account").text


COLUMNS = "/pay-runs/set-up-files/bank-columns"


def test_finance_lists_the_columns_of_its_bank_beginning_with_a_preset(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        email = staff("finance").email
    sign_in(client, email)
    page = client.get(COLUMNS, query_string={"preset": "bankline"}).text
    assert "our_fourteen_digits, 14" in page
    assert "no bank has certified them" in page
    assert "Not listed yet" in client.get("/pay-runs/set-up-files").text
    shapes = {"headed": "no", "dates": "ddmmyyyy", "amounts": "pence", "separator": "tab", "ends": "lf"}
    wrong = client.post(COLUMNS, data={**shapes, "columns": "amount\nsalary"}).text
    assert "Line 2: &#39;salary&#39; is none of the fields" in wrong
    answer = client.post(COLUMNS, data={**shapes, "columns": "Pay = amount\nname", "last": "count"})
    assert "Version 1, set" in client.get(answer.location).text
    page = client.get(COLUMNS).text
    assert "Pay = amount" in page
    with app.app_context():
        kept = setups.in_force([SetupKind.BANK_COLUMNS]).bank_columns
    assert kept == Layout(
        "Pay = amount\nname",
        last="count",
        headed=False,
        dates=Dates.EIGHT,
        amounts=Amounts.PENCE,
        separator=Separator.TAB,
        ends=Ends.UNIX,
    )


def test_the_columns_of_the_bank_and_of_the_finance_system_are_two_things(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        email = staff("finance").email
    sign_in(client, email)
    ledger = "/pay-runs/set-up-files/ledger-columns"
    assert "certified" not in client.get(ledger).text
    assert "none of the fields" in client.post(COLUMNS, data={"columns": "amount\ncost_code"}).text
    assert client.post(ledger, data={"columns": "amount\ncost_code"}).status_code == 302
    with app.app_context():
        assert setups.in_force(SetupKind).versions == "ledger-columns-1"


def test_account_codes_are_entered_on_a_page_and_a_formula_is_refused_beside_its_field(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        email = staff("finance").email
    sign_in(client, email)
    page = "/pay-runs/set-up-files/codes"
    assert "Left empty, they are booked as fees" in client.get(page).text
    assert "Enter the account code of expenses" in client.post(page, data={"code_fee": "7100"}).text
    sent = {"code_fee": "7100", "code_expense": "7200", "code_prepaid_card": "1230", "tax": "T9"}
    assert "begins with a letter or a digit" in client.post(page, data={**sent, "code_bank": "=1"}).text
    refused = client.post(page, data={**sent, "heading": "ContactName"}).text
    assert "The heading lacks InvoiceNumber" in refused
    assert client.post(page, data=sent).status_code == 302
    assert 'value="1230"' in client.get(page).text
    with app.app_context():
        kept = setups.in_force([SetupKind.CODES]).codes
    assert kept == Codes({"fee": "7100", "expense": "7200", "prepaid-card": "1230"}, "T9")
    assert (kept.of("allowance"), kept.of("cash")) == ("7100", None)

"""A name that a bank cannot carry as it is, is suggested; a person confirms it before the file is made."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session, scoped_session

from tests.conftest import TODAY
from tests.exports.test_files import BACS, all_set_up, for_banks, mark_paid, named, released, take
from tests.exports.test_setups import entered
from tests.factories import payments as made
from tests.factories.staff import sign_in
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.errors import Invalid, NotFound, Refused
from tracker.exports import background, bank_name_queries, bank_names, bank_naming, queries
from tracker.exports.bank_name_models import BankName
from tracker.payments.run_models import PayRun
from tracker.people import services as people
from tracker.web.ids import encode
from tracker.web.transaction import writing

Db = scoped_session[Session]
As = Callable[..., FlaskClient]
PAIN = "pain-001-09-xml"


def a_run(*names: str, pay_on: date = date(2026, 11, 27)) -> tuple[made.Stage, PayRun]:
    """A released run of a fee for each of these people, all of the same amount; all is set up."""
    on_stage = made.stage()
    for name in names:
        made.approved_for(on_stage, made.person(on_stage, name), pence=7500)
    entered(on_stage.as_("finance"))
    all_set_up(on_stage.as_("finance"))
    return on_stage, released(on_stage, pay_on)


def asked(run: PayRun, width: int = 18) -> list[tuple[str, str, bool]]:
    """Names to look at, with what is suggested and whether somebody confirmed it."""
    found = bank_name_queries.asked(bank_name_queries.accounts(run.id), width)
    return [(one.account.name, one.suggestion, one.kept is not None) for one in found]


def confirm(on_stage: made.Stage, run: PayRun, format_code: str = BACS, **given: str) -> int:
    with writing():
        return bank_naming.confirm(
            actor=on_stage.as_("finance"), run=run, format_code=format_code, given=given
        )


# --- which names are asked about ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Amina Yusuf", True),
        ("amina  yusuf", True),
        ("J. Smith & Co", True),
        # Eighteen letters fit, nineteen are cut.
        ("Anastasia Wolstenh", True),
        ("Anastasia Wolstenho", False),
        ("Łukasz Wójcik", False),
        ("Siân O’Neil", False),
        ("O'Neil", False),
        ("Straße", False),
        ("Tab\tName", True),
        ("李小龙", False),
        ("-Dash", False),
    ],
)
def test_a_name_is_plain_where_only_its_case_changes(name: str, plain: bool) -> None:
    assert bank_names.is_plain(name, 18) is plain


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter the name in letters"),
        ("Łukasz", "banks carry no others"),
        ("O'Neil", "banks carry no others"),
        ("=1+1", "banks carry no others"),
        ("-Dash", "banks carry no others"),
        ("A" * 19, "This name has 19 letters. The file carries 18"),
    ],
)
def test_what_no_bank_carries_is_not_confirmed(typed: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=re.escape(sentence)) as refused:
        bank_names.read(typed, 18, field="name_1")
    assert refused.value.field == "name_1"


def test_what_is_typed_is_kept_in_capitals() -> None:
    assert bank_names.read(" lukasz  wojcik ", 18, field="name_1") == "LUKASZ WOJCIK"


# --- before the file is made --------------------------------------------------------------------------------


@pytest.mark.parametrize("format_code", for_banks())
def test_no_file_for_a_bank_is_made_until_its_names_are_confirmed(db_session: Db, format_code: str) -> None:
    on_stage, run = a_run("Łukasz Wójcik", "Ada Example")
    all_named = bank_naming.width_of(format_code)
    if not all_named:
        # The columns of this layout have no name on an account, so nothing is asked.
        assert take(on_stage, run, format_code)
        return
    with pytest.raises(Refused, match="1 name on accounts cannot be carried by a bank") as refused:
        take(on_stage, run, format_code)
    assert refused.value.code == "names-to-confirm"
    assert queries.files(run.id) == []
    (one,) = bank_name_queries.asked(bank_name_queries.accounts(run.id), 18)
    confirm(on_stage, run, format_code, **{bank_naming.field_of(one): "LUCAS WOJCIK"})
    assert b"LUCAS WOJCIK" in take(on_stage, run, format_code)


def test_a_run_of_plain_names_asks_nothing(db_session: Db) -> None:
    on_stage, run = a_run("Ada Example")
    assert asked(run) == []
    assert take(on_stage, run)


def test_a_name_without_one_letter_of_banks_goes_out_as_a_person_writes_it(db_session: Db) -> None:
    on_stage, run = a_run("李小龙")
    assert asked(run) == [("李小龙", "", False)]
    confirm(on_stage, run, name_1="Li Xiaolong")
    assert b"LI XIAOLONG" in take(on_stage, run)


def test_the_list_to_read_and_the_ledger_s_files_keep_the_true_name(db_session: Db) -> None:
    on_stage, run = a_run("Łukasz Wójcik")
    assert "Łukasz Wójcik" in take(on_stage, run, "payment-list-csv").decode("utf-8-sig")
    assert "Łukasz Wójcik".encode() in take(on_stage, run, "xero-bills-csv")


def test_the_next_run_uses_what_was_confirmed(db_session: Db) -> None:
    on_stage = made.stage()
    person = made.person(on_stage, "Łukasz Wójcik")
    made.approved_for(on_stage, person, pence=7500)
    entered(on_stage.as_("finance"))
    first = released(on_stage)
    confirm(on_stage, first, name_1="LUCAS WOJCIK")
    mark_paid(on_stage, first)
    made.approved_for(made.stage_in(on_stage, "Later"), person, pence=2500)
    second = released(on_stage)
    assert b"LUCAS WOJCIK" in take(on_stage, second)


def test_a_name_that_changed_is_asked_again_and_another_account_of_the_same_name_is_not(
    db_session: Db,
) -> None:
    on_stage = made.stage()
    person = made.person(on_stage, "Łukasz Wójcik")
    made.approved_for(on_stage, person, pence=7500)
    entered(on_stage.as_("finance"))
    first = released(on_stage)
    confirm(on_stage, first, name_1="LUKASZ WOJCIK")
    mark_paid(on_stage, first)
    for name, number, is_asked in (
        ("Łukasz Wójcik", "12345678", False),
        ("Łukasz Nowak", "12345678", True),
    ):
        with writing():
            changed = people.set_payee(
                actor=on_stage.as_("releaser"),
                on=TODAY,
                participant=person,
                account_name=name,
                sort_code="089999",
                account_number=number,
            )
        made.confirmed(on_stage, changed)
        made.approved_for(made.stage_in(on_stage, f"After {name} {number}"), person, pence=2500)
        run = released(on_stage)
        assert [known for _, _, known in asked(run)] == [not is_asked]
        with writing():
            confirm_all = {"name_1": "LUKASZ"}
            bank_naming.confirm(actor=on_stage.as_("finance"), run=run, format_code=BACS, given=confirm_all)
        mark_paid(on_stage, run)


def test_a_wider_file_asks_for_its_own_form_of_the_name(db_session: Db) -> None:
    on_stage, run = a_run("Anastasia Wolstenholme")
    confirm(on_stage, run, name_1="A WOLSTENHOLME")
    assert b"A WOLSTENHOLME" in take(on_stage, run)
    # Faster Payments carry 35 letters, so nothing is cut there.
    assert b"ANASTASIA WOLSTENHOLME" in take(on_stage, run, PAIN)


def test_two_people_who_would_look_alike_in_the_file_are_pointed_out(db_session: Db) -> None:
    _, run = a_run("Anastasia Wolstenholme", "Anastasia Wolstenham", "Ben Okoro")
    found = bank_name_queries.asked(bank_name_queries.accounts(run.id), 18)
    refs = {one.account.ref for one in found}
    assert len(refs) == 2
    assert all(one.is_cut for one in found)
    assert all(set(one.alike) == refs - {one.account.ref} for one in found)


def test_who_confirmed_a_name_and_when_is_kept_and_the_name_lies_closed(db_session: Db) -> None:
    on_stage, run = a_run("Łukasz Wójcik")
    confirm(on_stage, run, name_1="LUKASZ WOJCIK")
    kept = db.session.scalars(select(BankName)).one()
    assert (kept.confirmed_by_id, kept.width) == (on_stage.cast.finance.id, 18)
    assert kept.confirmed_at is not None
    raw = db.session.execute(text("SELECT name, carried FROM bank_name")).one()
    assert all(b"W" not in bytes(cell)[:1] and b"WOJCIK" not in bytes(cell) for cell in raw)
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.kind == "bank_name")).one()
    assert event.verb == "confirmed-name-for-banks"
    assert "WOJCIK" not in str(event.values)


def test_confirmed_again_as_it_was_nothing_is_written(db_session: Db) -> None:
    on_stage, run = a_run("Łukasz Wójcik")
    assert named(on_stage, run) > 0
    assert named(on_stage, run) == 0


def test_one_name_that_cannot_be_carried_keeps_none_of_them(db_session: Db) -> None:
    on_stage, run = a_run("Łukasz Wójcik", "Siân O’Neil")
    with pytest.raises(Invalid):
        confirm(on_stage, run, name_1="LUKASZ WOJCIK", name_2="SIÂN")
    assert [known for _, _, known in asked(run)] == [False, False]


def test_a_file_that_was_made_stays_though_a_name_is_written_otherwise_since(
    db_session: Db,
) -> None:
    on_stage, run = a_run("Łukasz Wójcik")
    confirm(on_stage, run, name_1="LUKASZ WOJCIK")
    first = take(on_stage, run)
    confirm(on_stage, run, name_1="LUCAS WOJCIK")
    assert take(on_stage, run) == first


def test_a_long_run_is_refused_before_any_work_is_asked_for(db_session: Db) -> None:
    on_stage, run = a_run("Łukasz Wójcik")
    with pytest.raises(Refused, match="confirm how each is written"), writing():
        background.ask_to_make(actor=on_stage.as_("finance"), run=run, format_code=BACS)


def test_a_file_that_no_bank_reads_has_no_such_page(db_session: Db) -> None:
    for code in ("payables-csv", "nonsense"):
        with pytest.raises(NotFound):
            bank_naming.width_of(code)


# --- the page -----------------------------------------------------------------------------------------------


def test_finance_confirms_the_names_of_a_run_on_a_page(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        on_stage, run = a_run("Łukasz Wójcik", "Ada Example")
        path, email = f"/pay-runs/{encode(run.id)}", on_stage.cast.finance.email
    sign_in(client, email)
    page = unescape(client.get(f"{path}/files").text)
    assert f'href="{path}/names/{BACS}"' in page
    assert "Confirm 1 name first" in page
    assert f"{path}/export/{BACS}" not in page
    page = unescape(client.get(f"{path}/names/{BACS}").text)
    assert "On the account: Łukasz Wójcik" in page
    assert 'value="LUKASZ WOJCIK"' in page
    assert "Ada Example" not in page
    (field,) = re.findall(r'name="(name_\d)"', page)
    refused = unescape(client.post(f"{path}/names/{BACS}", data={field: "ŁUKASZ"}).text)
    assert "banks carry no others" in refused
    page = client.post(f"{path}/names/{BACS}", data={field: "Lukasz W"}, follow_redirects=True).text
    assert "1 name confirmed." in page
    assert f"{path}/export/{BACS}" in page
    assert b"LUKASZ W  " in client.post(f"{path}/export/{BACS}").data
    page = client.get(f"{path}/names/{BACS}").text
    assert 'value="LUKASZ W"' in page
    assert "Confirmed by" in page


def test_nobody_without_pay_runs_confirms_names(app: Flask, as_: As) -> None:
    with app.app_context():
        _, run = a_run("Łukasz Wójcik")
        path = f"/pay-runs/{encode(run.id)}/names/{BACS}"
    for role in ("lead", "approver", "manager", "administrator", "auditor"):
        assert as_(role).get(path).status_code == 403
        assert as_(role).post(path, data={"name_1": "X"}).status_code == 403

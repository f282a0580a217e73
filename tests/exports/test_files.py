"""The page where a run's files are chosen, and files for banks from run to bytes."""

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from tests.conftest import TODAY
from tests.exports.test_setups import entered
from tests.factories import payments as made
from tests.factories.diversity import asks, said
from tests.factories.staff import sign_in
from tracker import cli, clock
from tracker.db import db
from tracker.errors import NotFound, Refused
from tracker.exports import bank_name_queries, bank_naming, choosing, queries, services, setups
from tracker.exports.formats import formats, is_for_paid
from tracker.exports.layout import Layout
from tracker.exports.setup import SetupKind
from tracker.money import Money
from tracker.payments import services as payments
from tracker.payments.models import Answer, Method
from tracker.payments.run_models import EntryKind, LedgerEntry, PayRun
from tracker.people import services as people
from tracker.people.models import DocumentFormat, PaymentRoute
from tracker.permissions import Actor
from tracker.web.ids import encode
from tracker.web.transaction import writing

Db = scoped_session[Session]
BACS = "bacs-standard-18-txt"
PAY_ON = date(2026, 11, 27)


@pytest.fixture(autouse=True)
def the_day_goes_back() -> Iterator[None]:
    yield
    clock.fix_today(TODAY)


def released(on_stage: made.Stage, pay_on: date = PAY_ON) -> PayRun:
    with writing():
        run = payments.prepare_run(actor=on_stage.as_("finance"), on=TODAY, pay_on=pay_on)
    with writing():
        payments.release(actor=on_stage.as_("releaser"), on=TODAY, run=run)
    return run


def mixed(*others: Method) -> tuple[made.Stage, PayRun]:
    """A released run of two payments by bank, one in cash, one by each other way; all is set up."""
    on_stage = made.stage()
    for name, pence in (("Łukasz Wójcik", 7500), ("Ben Okoro", 2550)):
        made.approved_for(on_stage, made.person(on_stage, name), pence=pence)
    cash = made.person(on_stage, "Cy Cash", bank=False)
    with writing():
        cash.payment_route = Method.CASH
    made.approved_for(on_stage, cash, pence=4000)
    for method in others:
        someone = made.person(on_stage, f"By {method.value}")
        with writing():
            someone.payment_route = PaymentRoute(method.value)
            someone.email, someone.preferred_contact = "someone@example.org", "email"
        made.approved_for(on_stage, someone, pence=1000)
    entered(on_stage.as_("finance"))
    all_set_up(on_stage.as_("finance"))
    run = released(on_stage)
    named(on_stage, run)
    return on_stage, run


def named(on_stage: made.Stage, run: PayRun, **typed: str) -> int:
    """Names that no bank carries as they are, confirmed as they are suggested or, by their field, typed."""
    changed = 0
    with writing():
        for code in for_banks():
            found = bank_name_queries.asked(bank_name_queries.accounts(run.id), bank_naming.width_of(code))
            given = {bank_naming.field_of(one): one.suggestion for one in found}
            changed += bank_naming.confirm(
                actor=on_stage.as_("finance"), run=run, format_code=code, given={**given, **typed}
            )
    return changed


def all_set_up(actor: Actor) -> None:
    """Columns for the bank and for the finance system."""
    columns = Layout("reference\nname\nAmount = amount")
    with writing():
        for kind in (SetupKind.BANK_COLUMNS, SetupKind.LEDGER_COLUMNS):
            setups.set_columns(actor=actor, kind=kind, layout=columns)
        codes = ("fee", "expense", "bank", "cash", "voucher", "payroll")
        setups.set_codes(actor=actor, codes={name: f"7-{name}"[:8] for name in codes}, tax="T9")


def take(on_stage: made.Stage, run: PayRun, format_code: str = BACS) -> bytes:
    with writing():
        return services.export(actor=on_stage.as_("finance"), run=run, format_code=format_code).content


def mark_paid(on_stage: made.Stage, run: PayRun) -> None:
    with writing():
        payments.mark_paid(
            actor=on_stage.as_("finance"), on=TODAY, run=run, paid_on=TODAY, bank_reference="BACS 1"
        )


def for_banks() -> list[str]:
    return [code for code, made_by in formats().items() if getattr(made_by, "FOR_BANK", False)]


def test_a_bank_s_file_holds_what_goes_by_bank_and_the_page_says_what_does_not(db_session: Db) -> None:
    on_stage, run = mixed()
    assert b"LUKASZ WOJCIK" in take(on_stage, run)
    kept = queries.kept(run.id, BACS, "account-1")
    assert kept is not None
    assert (kept.rows, kept.pence) == (2, Money(10050))
    split = [(part.method, part.count, part.pence) for part in choosing.split(run)]
    assert split == [(Method.BANK, 2, Money(10050)), (Method.CASH, 1, Money(4000))]


@pytest.mark.parametrize("of_what_is_paid", [False, True])
def test_the_same_run_exported_twice_is_the_same_bytes_on_another_day_too(
    db_session: Db, of_what_is_paid: bool
) -> None:
    on_stage, run = mixed(Method.VOUCHER, Method.PAYROLL)
    if of_what_is_paid:
        mark_paid(on_stage, run)
    codes = [code for code, module in formats().items() if is_for_paid(module) is of_what_is_paid]
    first = {code: take(on_stage, run, code) for code in codes}
    clock.fix_today(date(2026, 11, 24))
    assert [code for code in codes if take(on_stage, run, code) != first[code]] == []
    assert first


def test_a_payment_pays_the_account_that_was_approved_though_another_came_since(db_session: Db) -> None:
    on_stage = made.stage()
    someone = made.person(on_stage, "Amina Yusuf")
    made.approved_for(on_stage, someone, pence=7500)
    entered(on_stage.as_("finance"))
    run = released(on_stage)
    with writing():
        people.set_payee(
            actor=on_stage.as_("finance"),
            on=TODAY,
            participant=someone,
            account_name="Somebody Else",
            sort_code="999999",
            account_number="99999999",
        )
    content = take(on_stage, run)
    assert b"AMINA YUSUF" in content
    assert b"99999999" not in content.replace(b"999999    ", b"")


@pytest.mark.parametrize("format_code", for_banks())
def test_once_a_run_is_paid_no_new_file_for_a_bank_is_made_but_an_old_one_is_taken_again(
    db_session: Db, format_code: str
) -> None:
    on_stage, run = mixed()
    first = take(on_stage, run, format_code)
    mark_paid(on_stage, run)
    assert take(on_stage, run, format_code) == first
    entered(on_stage.as_("finance"), name="Another Name")
    with pytest.raises(Refused, match="was paid, so no new file"):
        take(on_stage, run, format_code)
    (only,) = queries.files(run.id)
    with writing():
        again = services.take_again(actor=on_stage.as_("finance"), run=run, file_id=only.id)
    assert again.content == first


def test_another_account_makes_another_file_and_the_first_stays(db_session: Db) -> None:
    on_stage, run = mixed()
    first = take(on_stage, run)
    entered(on_stage.as_("finance"), user_number="654321")
    again = take(on_stage, run)
    assert (first[41:47], again[41:47]) == (b"123456", b"654321")
    assert sorted(one.setup for one in queries.files(run.id)) == ["account-1", "account-2"]


def test_what_is_refused_leaves_no_file(db_session: Db) -> None:
    on_stage = made.stage()
    made.approved_for(on_stage, made.person(on_stage, "李小龙"), pence=7500)
    entered(on_stage.as_("finance"))
    run = released(on_stage)
    with pytest.raises(Refused, match="1 name on accounts cannot be carried"):
        take(on_stage, run)
    assert queries.files(run.id) == []


def test_without_an_account_the_sentence_says_where_to_enter_it(db_session: Db) -> None:
    on_stage = made.stage()
    made.approved(on_stage, "Amina Yusuf")
    run = released(on_stage)
    assert setups.last(SetupKind.ACCOUNT) is None
    with pytest.raises(Refused, match="Enter it under Pay runs, Set up files"):
        take(on_stage, run)


def test_a_file_of_another_run_is_not_found(db_session: Db) -> None:
    on_stage, run = mixed()
    take(on_stage, run)
    made.approved_for(on_stage, made.person(on_stage, "Di Later"), pence=1000)
    other = released(on_stage)
    with pytest.raises(NotFound), writing():
        services.take_again(actor=on_stage.as_("finance"), run=other, file_id=queries.files(run.id)[0].id)


def test_a_journal_is_made_once_the_run_is_paid_and_ties_to_the_ledger(db_session: Db) -> None:
    on_stage, run = mixed()
    with pytest.raises(Refused, match="not marked as paid yet"):
        take(on_stage, run, "journal-csv")
    mark_paid(on_stage, run)
    take(on_stage, run, "journal-csv")
    kept = next(one for one in queries.files(run.id) if one.format == "journal-csv")
    booked = db.session.scalar(select(func.sum(LedgerEntry.pence)).where(LedgerEntry.kind == EntryKind.PAID))
    assert kept.pence == booked == Money(14050)


def test_a_fee_for_a_charity_is_owed_to_the_charity_in_payables(db_session: Db) -> None:
    on_stage = made.stage()
    made.approved(on_stage, "Cy Charity", answer=Answer.TO_CHARITY)
    all_set_up(on_stage.as_("finance"))
    assert b",A charity," in take(on_stage, released(on_stage), "payables-csv")


def test_no_file_holds_what_paying_and_booking_do_not_need(db_session: Db) -> None:
    """No benefit, no answer about themselves, no access needs, no telephone, nothing of what it was about."""
    on_stage, run = mixed(Method.VOUCHER, Method.PAYROLL)
    secrets = ["Pain clinic", "PAIN", "Design workshop", "carers-allowance", "Carer", "07700 900123"]
    secrets += ["easy-read", "easy read", "Easy read", "1988-05-01", "buddhist", "Buddhist", "welsh"]
    contact = on_stage.as_("contact")
    asks(on_stage.project, "religion")
    for payment in queries.payments(run.id):
        person = payment.participant
        with writing():
            person.phone, person.language, person.format = "07700 900123", "welsh", DocumentFormat.EASY_READ
            people.record_circumstances(
                actor=contact,
                on=TODAY,
                participant=person,
                values={"date_of_birth": date(1988, 5, 1)},
                consent_on=TODAY,
            )
            people.declare_benefit(
                actor=contact,
                on=TODAY,
                participant=person,
                benefit="carers-allowance",
                since=date(2025, 1, 6),
                facts={"week_ends_on": "sunday"},
            )
        said(person, religion="buddhist")
    before = {code for code, one in formats().items() if not is_for_paid(one)}
    taken = {code: take(on_stage, run, code) for code in sorted(before)}
    mark_paid(on_stage, run)
    taken |= {code: take(on_stage, run, code) for code in sorted(formats().keys() - before)}
    found = {code: [secret for secret in secrets if secret in text_of(file)] for code, file in taken.items()}
    assert {code: words for code, words in found.items() if words} == {}


def text_of(content: bytes) -> str:
    """All text of a file, of a workbook that of every file in it."""
    parts = [content]
    if content.startswith(b"PK"):
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = [archive.read(name) for name in archive.namelist()]
    return "\n".join(part.decode("utf-8", errors="replace") for part in parts)


# --- the pages --------------------------------------------------------------------------------------------


def test_the_page_offers_every_format_with_what_it_is_for_and_lists_what_was_made(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        on_stage, run = mixed()
        path, email = f"/pay-runs/{encode(run.id)}", on_stage.cast.finance.email
    sign_in(client, email)
    assert f'href="{path}/files"' in client.get(path).text
    page = unescape(client.get(f"{path}/files").text)
    for made_by in formats().values():
        assert made_by.LABEL in page
        assert made_by.FOR.split(".", maxsplit=1)[0] in page
    assert "2 payments by bank" in page
    assert "1 payment by cash" in page
    first = client.post(f"{path}/export/{BACS}")
    assert first.mimetype == "text/plain"
    assert first.headers["Content-Disposition"].endswith(".txt")
    page = client.get(f"{path}/files").text
    assert "Bacs Standard 18: made of this run already. A second file pays people twice" in page
    assert "Made so far" in page
    assert "with account version 1" in page
    with app.app_context():
        (kept,) = queries.files(run.id)
        again = f"{path}/files/{encode(kept.id)}"
    assert client.post(again).data == first.data
    assert client.get(again).status_code == 405


def test_a_refusal_is_a_sentence_on_a_page(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        on_stage = made.stage()
        made.approved(on_stage, "Amina Yusuf")
        run = released(on_stage, date(2026, 11, 28))
        entered(on_stage.as_("finance"))
        path, email = f"/pay-runs/{encode(run.id)}", on_stage.cast.finance.email
    sign_in(client, email)
    answer = client.post(f"{path}/export/{BACS}")
    assert answer.status_code < 500
    assert "28 November 2026, which is not a working day of banks" in answer.text


def test_a_format_that_needs_something_set_up_links_there(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        on_stage = made.stage()
        made.approved(on_stage, "Amina Yusuf")
        path, email = f"/pay-runs/{encode(released(on_stage).id)}", on_stage.cast.finance.email
    sign_in(client, email)
    page = client.get(f"{path}/files").text
    assert 'href="/pay-runs/set-up-files/account"' in page
    assert f"{path}/export/{BACS}" not in page


def test_nobody_without_pay_runs_sees_the_files(app: Flask, as_: Callable[..., FlaskClient]) -> None:
    with app.app_context():
        _, run = mixed()
        path = f"/pay-runs/{encode(run.id)}/files"
    for role in ("lead", "approver", "manager", "administrator", "auditor"):
        assert as_(role).get(path).status_code == 403


def test_the_command_writes_these_files_too_or_says_why_not(
    fresh_app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = fresh_app.config["TRACKER"]
    monkeypatch.setenv("TRACKER_INSTANCE", str(settings.instance))
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    with fresh_app.app_context():
        on_stage, run = mixed()
        ref, finance = run.ref, on_stage.cast.finance.email
    # The command knows what day it really is, so no file that depends on the day is asked for.
    file = tmp_path / "payables.csv"
    assert cli._run(["export", ref, "payables-csv", "-o", str(file), "--as", finance]) == 0
    assert len(file.read_bytes().splitlines()) == 3
    assert cli._run(["export", ref, "journal-csv", "-o", str(tmp_path / "j"), "--as", finance]) == 1
    assert f"{ref} is not marked as paid yet" in capfd.readouterr().err
    assert not (tmp_path / "j").exists()

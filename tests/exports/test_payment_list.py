"""The payment list pays what was approved, to whom it was approved for, and nothing in it runs."""

import csv
import hashlib
import io
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session, scoped_session

from tests.conftest import TODAY
from tests.factories import payments as made
from tests.factories.staff import sign_in
from tracker import cli, money
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.errors import NotFound, Refused
from tracker.exports import freezing, services
from tracker.exports.formats import formats
from tracker.money import total
from tracker.payments.models import Answer, Method
from tracker.payments.run_models import PayRun
from tracker.people import services as people
from tracker.web.ids import encode
from tracker.web.transaction import writing

Db = scoped_session[Session]
CSV, XLSX = "payment-list-csv", "payment-list-xlsx"


def export(on_stage: made.Stage, run: PayRun, format_code: str = CSV) -> bytes:
    with writing():
        return services.export(actor=on_stage.as_("finance"), run=run, format_code=format_code).content


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows()]


def mixed_run() -> tuple[made.Stage, PayRun]:
    """One paid by bank with leading noughts, one in cash; two claims of the first make one payment."""
    on_stage = made.stage()
    someone = made.person(on_stage, "Amina Yusuf", bank=False)
    with writing():
        people.set_payee(
            actor=on_stage.as_("finance"),
            on=TODAY,
            participant=someone,
            account_name="A Yusuf",
            sort_code="00-12-04",
            account_number="00123456",
        )
    made.approved_for(on_stage, someone, pence=7500)
    made.approved_for(made.stage_in(on_stage, "Reading group"), someone, pence=2550)
    cash = made.person(on_stage, "Ben Okoro", bank=False)
    with writing():
        cash.payment_route = Method.CASH
    made.approved_for(on_stage, cash, pence=4000)
    return on_stage, made.released_run(on_stage)


# --- what is in it ----------------------------------------------------------------------------------------


def test_the_list_has_a_row_a_payment_and_a_total_that_is_what_was_approved(db_session: Db) -> None:
    on_stage, run = mixed_run()
    *rows, foot = read_csv(export(on_stage, run))
    assert sorted(row["Amount"] for row in rows) == ["100.50", "40.00"]
    approved = total(claim.total for claim in run.claims)
    assert (foot["Payment"], foot["Amount"]) == ("Total", str(approved))
    assert money.parse(foot["Amount"]) == total(money.parse(row["Amount"]) for row in rows)
    bank = next(row for row in rows if row["How"] == "Bank")
    assert (bank["Account name"], bank["Sort code"], bank["Account number"]) == (
        "A Yusuf",
        "001204",
        "00123456",
    )
    assert bank["Cost codes"] == "CC-100"
    assert bank["Reference"] == f"{run.ref}-000{bank['Payment']}"


def test_a_person_paid_in_cash_is_listed_with_no_account(db_session: Db) -> None:
    on_stage, run = mixed_run()
    cash = next(row for row in read_csv(export(on_stage, run)) if row["How"] == "Cash")
    assert (cash["Name"], cash["Amount"]) == ("Ben Okoro", "40.00")
    assert [cash[name] for name in ("Account name", "Sort code", "Account number", "Roll number")] == [""] * 4


def test_a_fee_given_to_charity_says_which_charity_it_goes_to(db_session: Db) -> None:
    on_stage = made.stage()
    made.approved(on_stage, "Cy Charity", answer=Answer.TO_CHARITY)
    row, _ = read_csv(export(on_stage, made.released_run(on_stage)))
    assert (row["Name"], row["How"], row["Note"]) == ("Cy Charity", "To charity", "Goes to: A charity")


def test_the_workbook_keeps_leading_noughts_as_text_and_amounts_as_numbers(db_session: Db) -> None:
    on_stage, run = mixed_run()
    rows = read_xlsx(export(on_stage, run, XLSX))
    heads = [cell.value for cell in rows[0]]
    bank = next(row for row in rows if row[heads.index("How")].value == "Bank")
    code, amount = bank[heads.index("Sort code")], bank[heads.index("Amount")]
    assert (code.value, code.data_type, code.number_format) == ("001204", "s", "@")
    assert (amount.value, amount.data_type) == (100.5, "n")
    assert rows[-1][heads.index("Amount")].value == 140.5


def test_a_reference_fits_every_bank_and_begins_with_a_letter(db_session: Db) -> None:
    _, run = mixed_run()
    for payment in run.payments:
        assert payment.reference[0].isalpha()
        assert 6 <= len(payment.reference) <= 18


@pytest.mark.parametrize("format_code", [CSV, XLSX])
def test_names_and_codes_that_begin_like_formulas_are_inert(db_session: Db, format_code: str) -> None:
    on_stage = made.stage(cost_code="@SUM(A1)")
    someone = made.person(on_stage, "=cmd|' /C calc'!A0", bank=False)
    with writing():
        people.set_payee(
            actor=on_stage.as_("finance"),
            on=TODAY,
            participant=someone,
            account_name="+A;=B",
            sort_code="001204",
            account_number="00123456",
        )
    made.approved_for(on_stage, someone, pence=7500)
    content = export(on_stage, made.released_run(on_stage), format_code)
    if format_code == CSV:
        row = read_csv(content)[0]
        assert row["Name"].startswith("'=")
        assert (row["Cost codes"], row["Account name"]) == ("'@SUM(A1)", "'+A;'=B")
    else:
        assert not [cell for row in read_xlsx(content) for cell in row if cell.data_type == "f"]


# --- when it is made --------------------------------------------------------------------------------------


def test_a_run_that_nobody_released_is_not_exported(db_session: Db) -> None:
    on_stage = made.stage()
    made.approved(on_stage, "Amina Yusuf")
    run = made.prepared_run(on_stage)
    with pytest.raises(Refused, match="not released"):
        export(on_stage, run)


def test_a_paid_run_can_still_be_exported(db_session: Db) -> None:
    on_stage = made.stage()
    made.approved(on_stage, "Amina Yusuf")
    assert read_csv(export(on_stage, made.paid_run(on_stage)))[0]["Amount"] == "75.00"


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE claim_line SET pence = pence + 1",
        "UPDATE claim_line SET worked_on = '2026-01-01'",
        "UPDATE claim SET cost_code = 'CC-999'",
        "UPDATE claim SET method = 'cash'",
        "UPDATE payment SET payee_version_id = NULL",
        "UPDATE payment SET pence = pence + 1",
    ],
)
def test_a_run_changed_behind_the_programs_back_is_not_exported(db_session: Db, tampering: str) -> None:
    on_stage = made.stage()
    made.approved(on_stage, "Amina Yusuf")
    run = made.released_run(on_stage)
    with writing() as session:
        session.execute(text(tampering))
    with pytest.raises(Refused, match=r"(?i)nothing was exported"):
        export(on_stage, run)


def test_bank_details_entered_after_approval_are_not_paid_to_and_the_row_says_so(db_session: Db) -> None:
    on_stage = made.stage()
    someone = made.person(on_stage, "Amina Yusuf")
    made.approved_for(on_stage, someone, pence=7500)
    run = made.released_run(on_stage)
    with writing():
        people.set_payee(
            actor=on_stage.as_("finance"),
            on=TODAY,
            participant=someone,
            account_name="Somebody Else",
            sort_code="999999",
            account_number="99999999",
        )
    row = read_csv(export(on_stage, run))[0]
    assert (row["Account name"], row["Account number"]) == ("Amina Yusuf", "12345678")
    assert row["Note"] == freezing.NEWER_DETAILS


@pytest.mark.parametrize("format_code", [CSV, XLSX])
def test_the_same_run_is_the_same_bytes_each_time_and_each_taking_is_noted(
    db_session: Db, format_code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_stage, run = mixed_run()
    first = export(on_stage, run, format_code)
    # Not made again, even by a program that would now write it differently.
    monkeypatch.setattr(formats()[format_code], "build", lambda run: pytest.fail("made twice"))
    assert export(on_stage, run, format_code) == first
    events = db.session.scalars(
        select(AuditEvent).where(AuditEvent.kind == "pay_run", AuditEvent.verb.like("exported%"))
    ).all()
    assert sorted(event.verb for event in events) == ["exported", "exported"]
    expected = {"format": format_code, "sha256": hashlib.sha256(first).hexdigest(), "rows": 2, "pence": 14050}
    assert [event.values for event in events] == [expected, expected]


def test_the_kept_file_is_sealed_so_that_no_account_number_lies_open_in_the_database(db_session: Db) -> None:
    on_stage, run = mixed_run()
    export(on_stage, run)
    sealed = db.session.execute(text("SELECT sealed FROM pay_run_export")).scalar_one()
    assert b"00123456" not in bytes(sealed)


def test_an_unknown_format_is_not_found_and_a_role_without_runs_is_refused(db_session: Db) -> None:
    on_stage, run = mixed_run()
    with pytest.raises(NotFound):
        export(on_stage, run, "nonsense")
    with pytest.raises(Refused, match="finance"), writing():
        services.export(actor=on_stage.as_("lead"), run=run, format_code=CSV)


def test_every_format_declares_what_its_file_is() -> None:
    assert {CSV, XLSX} <= set(formats())
    for module in formats().values():
        assert all((module.LABEL, module.FOR, module.MEDIA_TYPE, module.EXTENSION, module.PERMISSION))
        assert callable(module.build)
        assert module.FORMAT.endswith(module.EXTENSION)


# --- the page and the command -----------------------------------------------------------------------------


def test_finance_downloads_the_list_by_a_button_and_never_by_an_address(
    app: Flask, as_: Callable[..., FlaskClient]
) -> None:
    with app.app_context():
        on_stage, run = mixed_run()
        path, ref, email = f"/pay-runs/{encode(run.id)}/export", run.ref, on_stage.cast.finance.email
    finance = app.test_client()
    sign_in(finance, email)
    answer = finance.post(f"{path}/{XLSX}")
    assert answer.headers["Content-Disposition"] == f"attachment; filename=payment-list-{ref}.xlsx"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data.startswith(b"PK")
    assert finance.post(f"{path}/{CSV}").mimetype == "text/csv"
    assert finance.get(f"{path}/{CSV}").status_code == 405
    assert finance.post(f"{path}/nonsense").status_code == 404
    for role in ("lead", "approver", "manager", "administrator", "auditor"):
        assert as_(role).post(f"{path}/{CSV}").status_code == 403


def test_the_command_writes_the_file_for_its_owner_alone(
    fresh_app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = fresh_app.config["TRACKER"]
    monkeypatch.setenv("TRACKER_INSTANCE", str(settings.instance))
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    with fresh_app.app_context():
        on_stage, run = mixed_run()
        ref, finance, lead = run.ref, on_stage.cast.finance.email, on_stage.cast.lead.email
    file = tmp_path / "list.csv"
    assert cli._run(["export", ref, CSV, "-o", str(file), "--as", finance]) == 0
    assert read_csv(file.read_bytes())[-1]["Amount"] == "140.50"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert cli._run(["export", ref, CSV, "--as", finance]) == 0
    assert capfd.readouterr().out.encode("utf-8-sig", "surrogateescape")[-20:] == file.read_bytes()[-20:]
    for arguments, code, sentence in [
        ([ref, CSV], 2, "--as"),
        ([ref, "nonsense", "--as", finance], 2, "payment-list-csv"),
        ([ref, CSV, "--as", lead], 1, "roles do not include this"),
        (["R99-0001", CSV, "--as", finance], 1, "no pay run R99-0001"),
        ([ref, CSV, "-o", str(tmp_path / "no" / "x"), "--as", finance], 1, "no folder"),
    ]:
        assert cli._run(["export", *arguments]) == code
        assert sentence in capfd.readouterr().err

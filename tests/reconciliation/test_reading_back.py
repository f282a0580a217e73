"""A file read back is tried dry, carried out once by the services of the screens, and then kept empty."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.projects import project
from tests.factories.staff import sign_in, staff
from tracker import cli, clock
from tracker.db import db
from tracker.documents.models import Document
from tracker.errors import NotFound, Refused
from tracker.exports import choosing
from tracker.money import ZERO
from tracker.payments import ledger
from tracker.payments.models import ClaimState
from tracker.payments.run_models import Payment, PaymentState, PayRun, RunState
from tracker.reconciliation import queries, services
from tracker.reconciliation import table as tables
from tracker.reconciliation.matching import Fate, FileKind
from tracker.reconciliation.models import ReadFile
from tracker.web.transaction import writing

HEAD = "Date,Reference,Amount,Reason\n"


def statement(*payments: Payment, reason: str = "", amount: str = "75.00") -> str:
    rows = [f"{TODAY:%d/%m/%Y},{one.reference},{amount},{reason}\n" for one in payments]
    return HEAD + "".join(rows)


def kept_of(stage: make.Stage, text: str, kind: FileKind = FileKind.PAID) -> ReadFile:
    content = text.encode()
    with writing():
        return services.keep(
            actor=stage.as_("finance"),
            kind=kind,
            file_name="bank.csv",
            content=content,
            table=tables.read(content, "bank.csv"),
        )


def carry_out(stage: make.Stage, kept: ReadFile) -> int:
    shown = services.digest(services.dry_run(stage.as_("finance"), kept, TODAY))
    with writing():
        return services.carry_out(actor=stage.as_("finance"), on=TODAY, kept=kept, shown=shown)


def read_back(stage: make.Stage, text: str, kind: FileKind = FileKind.PAID) -> int:
    return carry_out(stage, kept_of(stage, text, kind))


def two_released(stage: make.Stage) -> PayRun:
    for name in ("Ada Example", "Bo Example"):
        make.approved(stage, name)
    return make.released_run(stage)


# --- what was paid ----------------------------------------------------------------------------------------


def test_what_the_bank_s_file_names_is_marked_as_paid_in_one_go_with_receipts_and_ledger(
    db_session: object,
) -> None:
    stage = make.stage()
    run = two_released(stage)
    assert read_back(stage, statement(*run.payments)) == 2
    assert (run.state, {one.state for one in run.payments}) == (RunState.PAID, {PaymentState.PAID})
    assert [one.bank_reference for one in run.payments] == [one.reference for one in run.payments]
    assert sorted(db.session.scalars(select(Document.number))) == ["2026-000001", "2026-000002"]
    position = ledger.position([claim.id for one in run.payments for claim in one.claims])
    assert (position.outstanding, position.paid) == (ZERO, position.sanctioned)


def test_what_the_file_does_not_name_or_names_with_another_amount_stays_on_its_way(
    db_session: object,
) -> None:
    stage = make.stage()
    run = two_released(stage)
    first, second = run.payments
    text = statement(first) + f"{TODAY.isoformat()},{second.reference},74.99,\n"
    assert read_back(stage, text) == 1
    assert (first.state, second.state) == (PaymentState.PAID, PaymentState.RELEASED)
    assert (first.claims[0].state, second.claims[0].state) == (ClaimState.PAID, ClaimState.IN_PAY_RUN)
    assert run.state == RunState.RELEASED


def test_the_same_file_again_changes_nothing(db_session: object) -> None:
    stage = make.stage()
    run = two_released(stage)
    text = statement(*run.payments)
    first = kept_of(stage, text)
    carry_out(stage, first)
    again = kept_of(stage, text)
    found = services.dry_run(stage.as_("finance"), again, TODAY)
    assert {one.fate for one in found} == {Fate.DONE}
    assert queries.carried_out_before(again) is first
    with pytest.raises(Refused, match="Nothing in this file changes anything"):
        carry_out(stage, again)
    with pytest.raises(Refused, match="carried out already"):
        carry_out(stage, first)


def test_a_file_of_two_runs_and_two_days_pays_each_on_its_own(db_session: object) -> None:
    stage = make.stage()
    run = two_released(stage)
    later = make.stage_in(stage, "Another day")
    make.approved(later, "Cy Example")
    other = make.released_run(stage)
    assert read_back(stage, statement(run.payments[0], other.payments[0])) == 2
    assert (run.state, other.state) == (RunState.RELEASED, RunState.PAID)


def test_what_changed_after_the_page_was_shown_is_not_carried_out(db_session: object) -> None:
    stage = make.stage()
    run = two_released(stage)
    kept = kept_of(stage, statement(*run.payments))
    shown = services.digest(services.dry_run(stage.as_("finance"), kept, TODAY))
    read_back(stage, statement(run.payments[0]))
    with pytest.raises(Refused, match="changed after you opened this page"), writing():
        services.carry_out(actor=stage.as_("finance"), on=TODAY, kept=kept, shown=shown)
    assert run.payments[1].state == PaymentState.RELEASED


# --- what came back, and what was not taken ---------------------------------------------------------------


def test_a_file_of_returns_does_what_the_page_of_a_payment_that_did_not_arrive_does(
    db_session: object,
) -> None:
    stage = make.stage()
    make.approved(stage, "Ada Example")
    [payment] = make.paid_run(stage).payments
    assert read_back(stage, statement(payment, reason="B"), FileKind.RETURNED) == 1
    assert (payment.state, payment.end_code) == (PaymentState.RETURNED, "arucs-b")
    assert db.session.scalars(select(Document.void_on)).one() == TODAY
    assert payment.claims[0].state == ClaimState.APPROVED


def test_rejected_lines_are_approved_again_with_their_reason_and_the_rest_stand(db_session: object) -> None:
    stage = make.stage()
    run = two_released(stage)
    first, second = run.payments
    text = f"Invoice,Error\n{first.reference},No such supplier\n"
    assert read_back(stage, text, FileKind.REJECTED) == 1
    assert (first.state, first.end_note) == (PaymentState.FAILED, "No such supplier")
    assert (first.claims[0].state, second.claims[0].state) == (ClaimState.APPROVED, ClaimState.IN_PAY_RUN)
    again = make.released_run(stage)
    assert again.payments[0].replaces_id == first.id


# --- what is kept, and who sees it ------------------------------------------------------------------------


def test_the_rows_of_a_file_are_gone_once_it_is_carried_out_and_after_a_week(db_session: object) -> None:
    stage = make.stage()
    run = two_released(stage)
    done = kept_of(stage, statement(run.payments[0]))
    carry_out(stage, done)
    waits = kept_of(stage, statement(run.payments[1]))
    with writing():
        services.forget_old(clock.now() + timedelta(days=services.KEPT_DAYS, minutes=1))
    db.session.expire_all()
    assert (done.sealed, waits.sealed) == (None, None)
    assert done.summary["fates"] == {"matched": 1, "missing": 1}


def test_somebody_of_one_project_marks_nothing_of_another_and_sees_no_file_of_others(
    db_session: object,
) -> None:
    stage = make.stage()
    run = two_released(stage)
    kept = kept_of(stage, statement(*run.payments))
    elsewhere = staff("finance", project_id=project().id).actor()
    with pytest.raises(NotFound):
        queries.file(elsewhere, kept.id)
    found = services.dry_run(elsewhere, kept, TODAY)
    assert {one.fate for one in found} == {Fate.NOT_OURS}


def test_columns_said_once_are_kept_for_the_next_file_alike(db_session: object) -> None:
    stage = make.stage()
    run = two_released(stage)
    odd = "X,Y,Z\n{},75.00,{}\n"
    first = kept_of(stage, odd.format(TODAY, run.payments[0].reference))
    said = {"reference": 2, "amount": 1, "date": 0}
    with writing():
        services.say_columns(actor=stage.as_("finance"), kept=first, mapping=said)
    carry_out(stage, first)
    second = kept_of(stage, odd.format(TODAY, run.payments[1].reference))
    assert second.mapping == said


# --- the pages --------------------------------------------------------------------------------------------


def test_finance_reads_a_statement_back_in_three_steps(
    app: Flask, client: FlaskClient, db_session: object
) -> None:
    stage = make.stage()
    run = two_released(stage)
    text = statement(run.payments[0]) + "21/11/2026,GAS,10.00,\n"
    sign_in(client, stage.cast.finance.email)
    answer = client.post(
        "/pay-runs/read-back",
        data={"kind": "paid", "file": (io.BytesIO(text.encode()), "bank.csv"), "once": "a"},
    )
    page = client.get(answer.location).get_data(as_text=True)
    assert "Will be marked as paid: 1, £75.00" in page
    assert "Not in the file: 1, £75.00" in page
    assert "In the file and not ours: 1" in page
    assert "Mark 1 payment as paid" in page
    kept = db.session.scalars(select(ReadFile)).one()
    shown = services.digest(services.dry_run(stage.as_("finance"), kept, TODAY))
    answer = client.post(f"{answer.location}/carry-out", data={"shown": shown, "once": "b"})
    assert answer.status_code == 302
    page = client.get(answer.location).get_data(as_text=True)
    assert "£75.00</bdi>, marked as paid" in page


def test_a_picture_or_no_kind_is_answered_beside_its_field(
    app: Flask, client: FlaskClient, db_session: object
) -> None:
    stage = make.stage()
    sign_in(client, stage.cast.finance.email)
    picture = (io.BytesIO(b"\x89PNG\r\n"), "bank.png")
    page = client.post("/pay-runs/read-back", data={"kind": "paid", "file": picture}).get_data(as_text=True)
    assert "is a picture, not a spreadsheet" in page
    page = client.post("/pay-runs/read-back", data={}).get_data(as_text=True)
    assert "Choose what the file tells you." in page
    assert "Choose a CSV, XLSX or ODS file." in page


def test_no_new_file_for_a_bank_is_made_of_a_run_that_is_paid_in_part(db_session: object) -> None:
    stage = make.stage()
    run = two_released(stage)
    read_back(stage, statement(run.payments[0]))
    waits = {one.code: one.wait for part in choosing.choices(run).values() for one in part}
    assert waits["pain-001-09-xml"] == "The run was paid: no new file for a bank is made of it."
    assert waits["payment-list-csv"] is None


def test_the_command_says_what_a_file_means_and_then_does_it(
    fresh_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = fresh_app.config["TRACKER"]
    monkeypatch.setenv("TRACKER_INSTANCE", str(settings.instance))
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    file = tmp_path / "bank.csv"
    with fresh_app.app_context():
        stage = make.stage()
        run = two_released(stage)
        run_id, email = run.id, stage.cast.finance.email
        file.write_text(statement(run.payments[0]), encoding="utf-8")
    asked = ["read-back", "paid", str(file), "--as", email]
    assert cli._run([*asked, "--dry-run"]) == 0
    assert "Nothing was changed." in capfd.readouterr().out
    assert cli._run([*asked, "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert (told["carried_out"], [one["fate"] for one in told["findings"]]) == (True, ["matched", "missing"])
    with fresh_app.app_context():
        assert [one.state for one in db.session.get_one(PayRun, run_id).payments] == ["paid", "released"]

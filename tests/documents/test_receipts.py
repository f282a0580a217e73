"""A receipt is issued with the payment, frozen, drawn once, and seen by those whose projects it concerns."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from tests.conftest import TODAY
from tests.factories import payments as made
from tests.factories.staff import sign_in, staff
from tracker import pdf
from tracker.accounts import services as accounts
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.documents import queries, services
from tracker.documents.models import Document
from tracker.errors import NotFound, Refused
from tracker.files.models import StoredFile
from tracker.jobs.models import Job, JobState
from tracker.jobs.worker import drain
from tracker.money import Money
from tracker.payments import services as payments
from tracker.payments.models import Answer, PaidTo
from tracker.people import services as people
from tracker.people.models import DocumentFormat
from tracker.permissions import SYSTEM, Permission, Role
from tracker.projects import services as projects
from tracker.web.ids import encode
from tracker.web.transaction import writing

Db = scoped_session[Session]
Factory = Callable[..., FlaskClient]


def work_off(app: Flask) -> None:
    db.session.rollback()
    drain(app)
    db.session.rollback()


def only() -> Document:
    db.session.rollback()
    return db.session.scalars(select(Document)).one()


def paid_with_expenses() -> Document:
    """A fee of £75, 12.4 miles by car, care that was paid, and a taxi that we paid direct."""
    on_stage = made.stage()
    claim = made.drafted(on_stage, "Amina Yusuf")
    lead = on_stage.as_("lead")
    common: dict[str, Any] = {"actor": lead, "on": TODAY, "worked_on": date(2026, 11, 12)}
    with writing():
        payments.add_expense(
            claim=claim,
            category="mileage",
            miles=Decimal("12.4"),
            vehicle="car",
            description="There",
            **common,
        )
        payments.add_expense(
            claim=claim,
            category="replacement-care",
            pence=Money(3200),
            description="Care for my mother",
            receipt_seen=True,
            **common,
        )
        payments.add_expense(
            claim=claim,
            category="taxi",
            pence=Money(1450),
            description="Home",
            paid_to=PaidTo.PROVIDER,
            paid_to_name="City Cabs",
            **common,
        )
        payments.submit(actor=lead, on=TODAY, claim=claim)
    with writing():
        shown = payments.current_hash(claim)
        payments.approve(actor=on_stage.as_("approver"), on=TODAY, claim=claim, shown_hash=shown)
    made.paid_run(on_stage)
    return only()


# --- what is frozen ---------------------------------------------------------------------------------------


def test_marking_paid_freezes_fee_and_costs_apart_with_dates_rate_and_reference(db_session: Db) -> None:
    content = paid_with_expenses().content
    assert content["number"] == "2026-000001"
    assert content["payee"]["name"] == "Amina Yusuf"
    assert (content["paid_on"], content["worked"]) == ("2026-11-23", ["2026-11-12"])
    assert (content["method"], content["bank_reference"]) == ("bank", "BACS 1")
    [fee] = content["fees"]
    assert fee == {
        "worked_on": "2026-11-12",
        "what": "Design workshop",
        "minutes": 180,
        "rate": "Our rates: Half day",
        "rate_pence": 7500,
        "pence": 7500,
        "passed_to": None,
    }
    assert [(line["pence"], line["passed_to"]) for line in content["expenses"]] == [
        (682, None),
        (3200, None),
    ]
    assert (content["fee_total"], content["expense_total"]) == (7500, 3882)
    assert (content["total"], content["deductions"]) == (11382, 0)
    assert [line["pence"] for line in content["provided"]] == [1450]


def test_what_somebody_else_gets_for_a_person_has_a_receipt_that_names_both(db_session: Db) -> None:
    on_stage = made.stage()
    person = made.person(on_stage, "Amina Yusuf")
    lead, finance = on_stage.as_("lead"), on_stage.as_("finance")
    with writing():
        people.set_payee(
            actor=finance,
            on=TODAY,
            participant=person,
            account_name="L Brown",
            sort_code="65-43-21",
            account_number="87654321",
            recipient="Leah Brown",
            consent_on=TODAY,
        )
        mine = payments.claim_for(
            actor=lead,
            on=TODAY,
            participant=person,
            project=on_stage.project,
            involvement=on_stage.involvement,
        )
        claim = payments.add_expense(
            actor=lead,
            on=TODAY,
            claim=mine,
            worked_on=date(2026, 11, 12),
            category="replacement-care",
            pence=Money(3200),
            receipt_seen=True,
            paid_to=PaidTo.HELPER,
            paid_to_name="Leah Brown",
        ).claim
        payments.submit(actor=lead, on=TODAY, claim=claim)
    with writing():
        shown = payments.current_hash(claim)
        payments.approve(actor=on_stage.as_("approver"), on=TODAY, claim=claim, shown_hash=shown)
    run = made.paid_run(on_stage)
    assert [payment.recipient for payment in run.payments] == ["Leah Brown"]
    content = only().content
    assert content["payee"]["name"] == "Amina Yusuf"
    assert [line["passed_to"] for line in content["expenses"]] == ["Leah Brown"]


def test_the_frozen_content_holds_no_account_number_and_nothing_of_checks(db_session: Db) -> None:
    text = json.dumps(paid_with_expenses().content)
    for secret in ("12345678", "12-34-56", "123456", "benefit", "outcome"):
        assert secret not in text


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer.TO_CHARITY, {"answer": "to-charity", "offered": 7500, "taken": 7500, "charity": "A charity"}),
        (Answer.FULL, None),
    ],
)
def test_what_the_person_chose_not_to_keep_stands_on_the_receipt(
    db_session: Db, answer: Answer, expected: dict[str, Any] | None
) -> None:
    on_stage = made.stage()
    made.approved(on_stage, "Amina Yusuf", answer=answer)
    made.paid_run(on_stage)
    choices = only().content["choices"]
    if expected is None:
        assert choices == []
    else:
        [choice] = choices
        assert expected.items() <= choice.items()


def test_a_receipt_stays_as_issued_when_names_and_settings_change(app: Flask, db_session: Db) -> None:
    document = paid_with_expenses()
    before = document.content
    admin = staff("administrator").actor()
    with writing():
        accounts.save_organisation(actor=admin, version=None, values={"name": "Another name"})
        document.participant.name = "Another Person"
    assert only().content == before
    work_off(app)
    assert only().content == before


def test_each_payment_of_a_run_has_its_receipt_and_they_share_a_job(app: Flask, db_session: Db) -> None:
    on_stage = made.stage()
    for name in ("Amina Yusuf", "Ben Okoro", "Cai Morgan"):
        made.approved(on_stage, name)
    made.paid_run(on_stage)
    numbers = db.session.scalars(select(Document.number).order_by(Document.number)).all()
    assert numbers == ["2026-000001", "2026-000002", "2026-000003"]
    job = db.session.scalars(select(Job)).one()
    assert (job.total, len(job.arguments["documents"])) == (3, 3)
    work_off(app)
    assert db.session.get_one(Job, job.id).state is JobState.DONE
    assert all(db.session.scalars(select(Document.sha256)).all())


def test_a_full_job_is_followed_by_another_so_that_two_workers_share_a_run(
    db_session: Db, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "_IN_ONE_JOB", 2)
    on_stage = made.stage()
    for name in ("Amina Yusuf", "Ben Okoro", "Cai Morgan"):
        made.approved(on_stage, name)
    made.paid_run(on_stage)
    assert sorted(db.session.scalars(select(Job.total)).all()) == [1, 2]


# --- the PDF ----------------------------------------------------------------------------------------------


def test_the_pdf_is_drawn_once_and_its_stored_bytes_are_what_is_downloaded(app: Flask, as_: Factory) -> None:
    with app.app_context():
        paid_with_expenses()
        work_off(app)
        document = only()
        stored = db.session.get_one(StoredFile, document.sha256)
        path, content, sha256 = f"/papers/{encode(document.id)}/pdf", stored.bytes, document.sha256
    finance = as_("finance")
    answers = [finance.post(path), finance.post(path)]
    assert [answer.data for answer in answers] == [content, content]
    assert answers[0].mimetype == "application/pdf"
    assert answers[0].headers["Content-Disposition"] == "attachment; filename=receipt-2026-000001.pdf"
    assert answers[0].headers["X-Content-Type-Options"] == "nosniff"
    with app.app_context():
        taken = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "downloaded-document")).all()
        assert [event.values["sha256"] for event in taken] == [sha256, sha256]


def test_a_pdf_drawn_a_second_time_never_replaces_the_first(app: Flask, db_session: Db) -> None:
    document = paid_with_expenses()
    work_off(app)
    first = only().sha256
    with writing():
        services.keep_drawing(document_id=document.id, content=b"%PDF-another")
    assert only().sha256 == first
    with pytest.raises(Refused, match="never made anew"), writing():
        services.ask_to_draw(actor=SYSTEM, document=only())


def test_a_worker_that_dies_half_way_through_leaves_each_receipt_drawn_once(
    app: Flask, db_session: Db, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_stage = made.stage()
    for name in ("Amina Yusuf", "Ben Okoro", "Cai Morgan"):
        made.approved(on_stage, name)
    made.paid_run(on_stage)
    drawn: list[str] = []

    def dying(html: str) -> bytes:
        if len(drawn) == 2:
            raise KeyboardInterrupt
        drawn.append(html)
        return b"%PDF-" + html.encode()

    monkeypatch.setattr(pdf, "render", dying)
    db.session.rollback()
    with pytest.raises(KeyboardInterrupt):
        drain(app)

    def living(html: str) -> bytes:
        drawn.append(html)
        return b"%PDF-" + html.encode()

    monkeypatch.setattr(pdf, "render", living)
    work_off(app)
    assert len(drawn) == len(set(drawn)) == 3
    events = db.session.scalars(select(AuditEvent.record_id).where(AuditEvent.verb == "drew-document")).all()
    assert len(events) == len(set(events)) == 3


def test_without_pango_each_receipt_says_what_to_install_and_can_be_asked_for_again(
    app: Flask, as_: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(html: str) -> bytes:
        raise pdf.PdfUnavailable

    monkeypatch.setattr(pdf, "render", unavailable)
    with app.app_context():
        paid_with_expenses()
        path = f"/papers/{encode(only().id)}"
    finance = as_("finance")
    assert "The PDF is being made" in finance.get(path).text
    assert "still being made" in finance.post(f"{path}/pdf").text
    with app.app_context():
        work_off(app)
    page = finance.get(path).text
    assert "sudo apt-get install -y libpango-1.0-0" in page
    assert "Amina Yusuf" in page
    assert "sudo apt-get install" in finance.post(f"{path}/pdf").text
    monkeypatch.undo()
    finance.post(f"{path}/draw")
    with app.app_context():
        work_off(app)
    assert "Download the PDF" in finance.get(path).text
    assert finance.post(f"{path}/pdf").data.startswith(b"%PDF-")


def test_a_fault_in_one_receipt_is_noted_on_it_and_does_not_stop_the_others(
    app: Flask, db_session: Db, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_stage = made.stage()
    for name in ("Amina Yusuf", "Ben Okoro"):
        made.approved(on_stage, name)
    made.paid_run(on_stage)

    def faulty(html: str) -> bytes:
        if "Amina" in html:
            raise pdf.DrawingFault("Failed to load image")
        return b"%PDF-fine"

    monkeypatch.setattr(pdf, "render", faulty)
    work_off(app)
    problems = {
        row.number: row.problem for row in db.session.execute(select(Document.number, Document.problem))
    }
    assert sorted(problem is None for problem in problems.values()) == [False, True]
    job = db.session.scalars(select(Job)).one()
    assert (job.state, job.done) == (JobState.FAILED, 2)
    assert "1 of 2 PDFs" in str(job.problem)


# --- language and layout ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "layout"),
    [
        (DocumentFormat.STANDARD, "standard"),
        (DocumentFormat.LARGE_PRINT, "large-print"),
        (DocumentFormat.EASY_READ, "large-print"),
        (DocumentFormat.TEXT, "standard"),
    ],
)
def test_a_receipt_is_laid_out_as_the_person_reads_best(
    db_session: Db, wanted: DocumentFormat, layout: str
) -> None:
    on_stage = made.stage()
    claim = made.approved(on_stage, "Amina Yusuf")
    with writing():
        claim.participant.format = wanted
        claim.participant.language = "Klingon"
    made.paid_run(on_stage)
    assert (only().format, only().language) == (layout, "english")


# --- who sees it ------------------------------------------------------------------------------------------


def test_a_lead_sees_the_receipts_of_their_project_and_nobody_elses(app: Flask, as_: Factory) -> None:
    with app.app_context():
        on_stage = made.stage()
        made.approved(on_stage, "Amina Yusuf")
        run = made.paid_run(on_stage)
        project_id, run_id, document = on_stage.project.id, run.id, only()
        payment_id, document_id = document.payment_id, document.id
        with writing():
            other = projects.create_project(
                actor=SYSTEM, on=TODAY, ref="OTHER", name="Another", cost_code="X"
            )
        other_id = other.id
    paths = [
        f"/papers/{encode(document_id)}",
        f"/payments/{encode(payment_id or 0)}/receipt",
        f"/pay-runs/{encode(run_id)}/receipts",
    ]
    for lead in (as_("lead", project_id=project_id), as_("finance")):
        assert [lead.get(path, follow_redirects=True).status_code for path in paths] == [200] * 3
        assert "2026-000001" in lead.get("/receipts").text
    stranger = as_("lead", project_id=other_id)
    assert [stranger.get(path).status_code for path in paths] == [404] * 3
    assert stranger.post(f"{paths[0]}/pdf").status_code == 404
    assert stranger.post(f"{paths[0]}/draw").status_code == 404
    assert "2026-000001" not in stranger.get("/receipts").text


def test_a_receipt_for_two_projects_is_hidden_from_who_leads_only_one(app: Flask, db_session: Db) -> None:
    on_stage = made.stage()
    someone = made.person(on_stage, "Amina Yusuf")
    made.approved_for(on_stage, someone, pence=7500)
    claim = made.approved_for(made.stage_in(on_stage, "Reading group"), someone, pence=2500)
    with writing():
        other = projects.create_project(actor=SYSTEM, on=TODAY, ref="OTHER", name="Another", cost_code="X")
    made.paid_run(on_stage)
    one = staff("lead", project_id=on_stage.project.id)
    assert queries.receipts(one.actor()).rows
    with writing():
        claim.project_id = other.id
    assert not queries.receipts(one.actor()).rows
    with pytest.raises(NotFound):
        queries.document(one.actor(), only().id)
    with writing():
        accounts.grant_role(actor=SYSTEM, user=one, role=Role.LEAD, project_id=other.id)
    assert one.actor().may(Permission.SEE_RECEIPTS, other.id)
    assert queries.receipts(one.actor()).rows


def test_receipts_are_listed_newest_first_and_turn_pages_by_number(
    db_session: Db, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    monkeypatch.setattr(queries.page_of, "__defaults__", (2,))
    on_stage = made.stage()
    for name in ("Amina Yusuf", "Ben Okoro", "Cai Morgan"):
        made.approved(on_stage, name)
    run = made.paid_run(on_stage)
    viewer = on_stage.as_("finance")
    first = queries.receipts(viewer, run_id=run.id)
    assert [document.number for document in first.rows] == ["2026-000003", "2026-000002"]
    second = queries.receipts(viewer, run_id=run.id, after=first.next_cursor)
    assert [document.number for document in second.rows] == ["2026-000001"]
    assert second.next_cursor is None


def test_the_page_of_a_run_says_how_many_of_its_receipts_are_ready(app: Flask) -> None:
    with app.app_context():
        on_stage = made.stage()
        made.approved(on_stage, "Amina Yusuf")
        run_id = made.paid_run(on_stage).id
        email = on_stage.cast.finance.email
    finance = app.test_client()
    sign_in(finance, email)
    path = f"/pay-runs/{encode(run_id)}/receipts"
    assert "0 of 1 PDF made" in finance.get(path).text
    with app.app_context():
        work_off(app)
    assert "1 of 1 PDF made" in finance.get(path).text
    assert finance.get(f"/pay-runs/{encode(run_id + 2)}/receipts").status_code == 404

"""The pages of day sheets: prepared, sanctioned, printed, keyed in by two people, closed."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdf
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import TODAY
from tests.factories import day_sheets as sheets
from tests.factories import payments as make
from tests.factories.staff import sign_in
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.money import Money
from tracker.payments import day_queries
from tracker.payments.day_forms import shown
from tracker.payments.day_models import DaySheet, DaySheetState, SignedHow
from tracker.payments.run_models import Payment
from tracker.web.ids import encode
from tracker.web.rows import mark

pytestmark = pytest.mark.usefixtures("db_session")

Browse = Callable[[str], FlaskClient]


@pytest.fixture
def stage() -> make.Stage:
    return make.stage()


@pytest.fixture
def browse(stage: make.Stage, client: FlaskClient) -> Browse:
    """Somebody of the cast at a browser."""

    def as_(name: str) -> FlaskClient:
        email = getattr(stage.cast, name).email
        client.post("/sign-out")
        sign_in(client, email)
        return client

    return as_


def only_sheet() -> DaySheet:
    return db.session.scalars(select(DaySheet)).one()


def row_sent(sheet: DaySheet, place: object, **said: str) -> dict[str, str]:
    """What the page of signatures sends for one person."""
    line = sheets.line_of(sheet, place)  # type: ignore[arg-type]
    code, held = encode(line.id), shown(line)
    sent = {name: "" if value in {None, False} else str(value) for name, value in held.items()} | said
    sent |= {"version": str(line.version), "shown": mark(held)}
    # A browser sends empty boxes, but no box that is not ticked.
    return {f"{name}_{code}": value for name, value in sent.items() if value or name != "receipt"}


def test_a_sheet_travels_from_the_session_s_page_to_receipts(stage: make.Stage, browse: Browse) -> None:
    today = make.stage_in(stage, "Garden morning", held_on=TODAY)
    place = sheets.to_come(today, "Cass Cash")
    sheets.came(today, place)
    session, code = encode(today.involvement.id), encode(place.id)
    lead = browse("lead")
    assert f"/sessions/{session}/day-sheets/new" in lead.get(f"/sessions/{session}").text
    sent = {"method": "cash", "float_pence": "200", "holder": "Hal", "category": "public-transport"}
    sent |= {"each": "10", f"on_{code}": "y", f"fee_{code}": "75"}
    answer = lead.post(f"/sessions/{session}/day-sheets/new", data=sent)
    assert answer.status_code == 302, answer.text
    address, sheet = answer.location, only_sheet()
    assert (sheet.lines[0].most_fee_pence, sheet.lines[0].most_expenses_pence) == (Money(7500), Money(1000))
    assert "Sanction this sheet" not in lead.get(address).text
    approver = browse("approver")
    assert "Sanction this sheet" in approver.get(address).text
    approver.post(f"{address}/sanction", data={"version": str(sheet.version)})
    lead, sheet = browse("lead"), only_sheet()
    lead.post(
        f"{address}/signatures", data=row_sent(sheet, place, how="signature", expenses="4.60", receipt="y")
    )
    finance, sheet = browse("finance"), only_sheet()
    assert sheet.ref in finance.get("/pay-runs").text
    assert "£120.40 should come back" in finance.get(address).text.replace('<bdi dir="ltr">', "").replace(
        "</bdi>", ""
    )
    sent = {"version": str(sheet.version), "counted": "120.40"}
    assert finance.post(f"{address}/close", data=sent).status_code == 302
    assert only_sheet().state == DaySheetState.CLOSED
    paid = db.session.scalars(select(Payment)).one()
    assert (paid.pence, paid.receipt_number) == (Money(7960), "2026-000001")
    behind = finance.get(f"/payments/{encode(paid.id)}").text
    assert "Reference on the bank statement" not in behind
    assert f"Day sheet {sheet.ref}" in behind
    receipt = finance.get(f"/payments/{encode(paid.id)}/receipt", follow_redirects=True).text
    assert "Reference of this payment" in receipt
    assert "Bank reference" not in receipt
    assert "on the day" in finance.get(f"/pay-runs/{encode(paid.run_id)}").text
    assert "It adds up" not in finance.get("/day-sheets").text


def test_two_people_key_different_rows_of_one_sheet_and_both_stand(stage: make.Stage, browse: Browse) -> None:
    ann, bob = (sheets.to_come(stage, name) for name in ("Ann", "Bob"))
    sheet = sheets.sanctioned(stage, sheets.entry(ann), sheets.entry(bob))
    before = {**row_sent(sheet, ann), **row_sent(sheet, bob)}
    address = f"/day-sheets/{encode(sheet.id)}/signatures"
    for place in (ann, bob):
        typed = row_sent(only_sheet(), place, how="signature")
        kept = {name: value for name, value in typed.items() if not name.startswith(("version", "shown"))}
        answer = browse("lead").post(address, data=before | kept)
        assert answer.status_code == 302, answer.text
    assert {line.signed_how for line in only_sheet().lines} == {SignedHow.SIGNATURE}


def test_a_row_refused_says_whose_it_is_and_keeps_what_was_typed(stage: make.Stage, browse: Browse) -> None:
    place = sheets.to_come(stage, "Cass Cash")
    sheet = sheets.sanctioned(stage, sheets.entry(place))
    address = f"/day-sheets/{encode(sheet.id)}/signatures"
    answer = browse("lead").post(address, data=row_sent(sheet, place, how="signature", fee="80"))
    assert "Cass Cash: At most £75.00 of fee was sanctioned" in answer.text
    assert 'value="80"' in answer.text
    assert only_sheet().lines[0].signed_how is None


def test_a_fee_that_may_not_be_handed_over_says_why_in_place_of_its_box(
    stage: make.Stage, browse: Browse
) -> None:
    later = make.stage_in(stage, "Garden morning", held_on=TODAY)
    place = sheets.to_come(later, "Una Unoffered", pence=None)
    page = browse("lead").get(f"/sessions/{encode(later.involvement.id)}/day-sheets/new").text
    assert "No fee was offered to Una Unoffered" in page
    assert f'name="fee_{encode(place.id)}"' not in page


@pytest.mark.parametrize("print_", ["", "?print=large"])
def test_the_paper_holds_names_amounts_boxes_to_sign_and_the_float(
    stage: make.Stage, browse: Browse, print_: str
) -> None:
    place = sheets.to_come(stage, "Cass Cash")
    sheet = sheets.sanctioned(stage, sheets.entry(place))
    answer = browse("finance").get(f"/day-sheets/{encode(sheet.id)}/paper{print_}")
    paper = pypdf.PdfReader(io.BytesIO(answer.data))
    words = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    for said in (
        "Cass Cash",
        "at most £75.00",
        "Signature",
        "Counted out £200.00",
        "Counted back",
        "Hal Holder",
    ):
        assert said in words
    width, height = paper.pages[0].mediabox.upper_right
    assert (round(width), round(height)) == (842, 595)


def test_a_sheet_that_nobody_has_sanctioned_is_not_printed(stage: make.Stage, browse: Browse) -> None:
    sheet = sheets.prepared(stage, sheets.entry(sheets.to_come(stage, "Cass Cash")))
    answer = browse("lead").get(f"/day-sheets/{encode(sheet.id)}/paper")
    assert (answer.status_code, "Only a sanctioned sheet" in answer.text) == (409, True)


def test_a_scan_of_the_signed_paper_is_kept_and_whoever_opens_it_is_noted(
    stage: make.Stage, browse: Browse
) -> None:
    sheet = sheets.sanctioned(stage, sheets.entry(sheets.to_come(stage, "Cass Cash")))
    address = f"/day-sheets/{encode(sheet.id)}"
    scan = (io.BytesIO(b"%PDF-1.4 signed"), "sheet.pdf")
    assert browse("lead").post(f"{address}/scan", data={"scan": scan}).status_code == 302
    answer = browse("finance").post(f"{address}/scan/open")
    assert (answer.data, answer.mimetype) == (b"%PDF-1.4 signed", "application/pdf")
    verbs = db.session.scalars(select(AuditEvent.verb).where(AuditEvent.record_id == sheet.id))
    assert {"added-day-sheet-form", "opened-day-sheet-form"} <= set(verbs)
    refused = browse("lead").post(f"{address}/scan", data={"scan": (io.BytesIO(b"MZ"), "virus.exe")})
    assert "Choose a photo (JPEG or PNG) or a PDF" in refused.text


def test_the_list_says_where_each_sheet_stands(stage: make.Stage, browse: Browse) -> None:
    sheets.signed_and_closed(stage)
    page = browse("finance").get("/day-sheets").text
    assert "Closed" in page
    assert len(day_queries.sheets(stage.as_("finance"))) == 1

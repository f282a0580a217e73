"""The main job, end to end in a real browser: from a spreadsheet that somebody else typed to a receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.conftest import TODAY
from tests.e2e.visitor import Visitor
from tests.factories.staff import staff
from tracker.jobs.worker import drain
from tracker.money import Money
from tracker.projects import services as projects
from tracker.projects.models import Unit
from tracker.web.transaction import writing

REGISTER = Path(__file__).parent / "registers" / "council-2022.csv"


@dataclass
class Staff:
    """The email addresses of everybody who takes part."""

    lead: str
    contact: str
    approver: str
    finance: str
    releaser: str
    manager: str


@pytest.fixture
def cast(fresh_app: Flask) -> Staff:
    """The staff, a project with a rate card and a cost code, and the usual lists."""
    with fresh_app.app_context():
        members = Staff(
            *(
                staff(role).email
                for role in ("lead", "benefit-contact", "approver", "finance", "finance", "manager")
            )
        )
        admin = staff("administrator").actor()
        with writing():
            projects.seed_lists(actor=admin, on=TODAY)
            card = projects.create_rate_card(actor=admin, name="Our rates")
            projects.add_rate(
                actor=admin,
                card=card,
                label="Half day",
                unit=Unit.HALF_DAY,
                pence=Money(7500),
                since=date(2020, 1, 1),
            )
            projects.create_project(
                actor=admin,
                on=date(2020, 1, 1),
                ref="COUNCIL",
                name="Council of neighbours",
                cost_code="CC-9",
                rate_card_id=card.id,
            )
    return members


def photo() -> bytes:
    """A photo of a receipt, as a telephone would take it."""
    out = BytesIO()
    Image.new("RGB", (600, 900), "white").save(out, "PNG")
    return out.getvalue()


def test_from_somebody_elses_spreadsheet_to_a_receipt(fresh_app: Flask, as_, cast: Staff) -> None:  # type: ignore[no-untyped-def]
    with as_(cast.lead) as lead:
        bring_in_the_register(lead)
        log_a_session(lead)
    with as_(cast.contact) as contact:
        tell(contact)
    with as_(cast.lead) as lead:
        prepare_offers(lead)
    with as_(cast.contact) as contact:
        see_the_check(contact)
    with as_(cast.lead) as lead:
        make_and_answer(lead)
        record_and_submit(lead, photo())
    with as_(cast.finance) as finance:
        enter_bank_details(finance)
    with as_(cast.approver) as approver:
        approve(approver)
    with as_(cast.finance) as finance:
        prepare(finance)
    with as_(cast.releaser) as releaser:
        release(releaser)
    with as_(cast.finance) as finance:
        pay_and_open_the_receipt(finance, fresh_app)
    with as_(cast.manager) as manager:
        see_who_is_heard(manager)


def bring_in_the_register(lead: Visitor) -> None:
    """Seven people; six, four or three sessions according to the choice made."""
    lead.follow("Import")
    lead.at("Bring in a spreadsheet")
    lead.press("Read this file")
    lead.refused("Choose a CSV, XLSX or ODS file.")
    lead.page.get_by_label("Choose a file").set_input_files(REGISTER)
    lead.press("Read this file")
    lead.at("Who came, and to what?")
    lead.says("SessionDate")
    for counted in ("6 sessions, 32 attendances", "4 sessions, 24 attendances", "3 sessions, 19 attendances"):
        lead.says(counted)
    lead.page.get_by_label("6 sessions, 32 attendances").check()
    lead.press("Continue to the check")
    lead.at("This is what would come in")
    lead.says("7 people")
    lead.says("6 sessions")
    lead.press("Bring it in")
    lead.at("Brought in")


def log_a_session(lead: Visitor) -> None:
    lead.follow("Sessions")
    lead.at("Sessions")
    lead.follow("Log a session")
    lead.at("Log a session")
    lead.press("Save")
    lead.refused("Enter what the session is about, in a few words.")
    lead.page.get_by_label("Project").select_option(label="Council of neighbours")
    lead.fill("What is it about?", "Budget workshop")
    lead.date("Date", TODAY)
    lead.fill("Starts at", "10:00")
    lead.fill("Ends at", "13:00")
    lead.press("Save")
    lead.at("Budget workshop")
    lead.follow("Put people on the register")
    lead.at("Put people on the register")
    for name in ("Zoë Brontë-Ahmed", "José Núñez"):
        lead.page.get_by_label(name).check()
    lead.press("Invite the people ticked")
    lead.at("Offers")


def tell(contact: Visitor) -> None:
    """José tells the benefit contact that he gets Carer's Allowance."""
    contact.follow("Told in confidence")
    contact.at("Told in confidence")
    contact.follow("José Núñez")
    contact.at("Told in confidence by José Núñez")
    contact.follow("A slip about themselves")
    contact.at("A slip from José Núñez")
    contact.date("When did they agree that we keep this?", TODAY)
    contact.page.get_by_label("England").check()
    contact.press("Save and close")
    contact.at("Told in confidence by José Núñez")
    contact.follow("A benefit they get")
    contact.page.get_by_label("Which benefit do they get?").select_option("carers-allowance")
    contact.press("Continue")
    contact.at("Carer's Allowance")
    contact.date("Since when do they get it?", date(2025, 1, 6))
    contact.press("Save and close")
    contact.says("Saved and closed")


def prepare_offers(lead: Visitor) -> None:
    """Enough to be above the weekly limit, so the lead is asked to have somebody talk with José first."""
    lead.follow("Sessions")
    lead.follow("Budget workshop")
    lead.follow("Offers")
    lead.at("Offers")
    lead.fill("Or another amount for each person", "12.345")
    lead.press("Prepare offers")
    lead.refused("Enter an amount with no more than two numbers after the point, like 12.50.")
    lead.fill("Or another amount for each person", "410")
    lead.press("Prepare offers")
    expect(lead.page.get_by_role("row", name="José Núñez")).to_contain_text("before you offer")
    expect(lead.page.get_by_role("row", name="Zoë Brontë-Ahmed")).not_to_contain_text("before you offer")
    lead.at("Offers")


def see_the_check(contact: Visitor) -> None:
    contact.follow("To talk about")
    contact.at("People to talk to")
    contact.press("Open the check of José Núñez")
    contact.at("José Núñez")
    contact.says("£204.00")
    contact.page.get_by_text("What this rests on").first.click()
    expect(contact.page.get_by_role("link", name="SI 2026/218").first).to_be_visible()
    contact.press("We talked about this")
    contact.says("Nobody at the moment.")


def make_and_answer(lead: Visitor) -> None:
    lead.follow("Sessions")
    lead.follow("Budget workshop")
    lead.follow("Offers")
    expect(lead.page.locator("main")).not_to_contain_text("before you offer")
    for name, answer in (("Zoë Brontë-Ahmed", "The whole fee"), ("José Núñez", "Less than the fee")):
        lead.follow(f"Make the offer to {name}")
        lead.at("Make the offer")
        lead.press("Record that the offer was made")
        lead.says("Before a first paid offer")
        lead.page.get_by_label("I gave them information").check()
        lead.press("Record that the offer was made")
        lead.follow(f"Record the answer of {name}")
        lead.at(f"What {name} chose")
        lead.press("Save the answer")
        lead.refused("Choose what they answered.")
        lead.page.get_by_label(answer, exact=True).check()
        if answer.startswith("Less"):
            lead.fill("If less: how much?", "100")
        lead.press("Save the answer")
    lead.at("Offers")


def record_and_submit(lead: Visitor, photo: bytes) -> None:
    lead.follow("Sessions")
    lead.follow("Budget workshop")
    lead.follow("Take the register")
    lead.at("Register")
    lead.press("Save, and everybody not recorded yet attended")
    lead.at("Budget workshop")
    lead.follow("Offers")
    lead.press("Draft the fees from the register")
    lead.at("Claims")
    row = lead.page.get_by_role("row", name="Zoë Brontë-Ahmed")
    row.get_by_role("link").click()
    lead.at("Zoë Brontë-Ahmed")
    lead.follow("Add an expense")
    lead.at("Add an expense")
    lead.press("Add this expense")
    lead.refused("Choose what it was for.")
    lead.page.get_by_label("Mileage", exact=True).check()
    lead.fill("Miles", "12.5")
    lead.page.get_by_label("Vehicle").select_option("car")
    lead.fill("Details", "Home and back")
    lead.press("Add this expense")
    lead.says("£6.88")
    lead.follow("Add an expense")
    lead.page.get_by_label("Taxi", exact=True).check()
    lead.fill("How much?", "14.20")
    lead.page.get_by_label("Photo of the receipt").set_input_files(
        {"name": "taxi.png", "mimeType": "image/png", "buffer": photo}
    )
    lead.press("Add this expense")
    lead.says("photo kept")
    lead.says("£431.08")
    lead.press("Submit for approval")
    lead.says("Submitted")
    lead.at("Zoë Brontë-Ahmed")


def approve(approver: Visitor) -> None:
    approver.follow("Claims")
    approver.at("Claims")
    approver.page.get_by_role("row", name="Zoë Brontë-Ahmed").get_by_role("link").click()
    approver.at("Zoë Brontë-Ahmed")
    approver.press("Approve")
    approver.at("Claims")


def enter_bank_details(finance: Visitor) -> None:
    finance.follow("Bank details")
    finance.follow("Zoë Brontë-Ahmed")
    finance.at("Bank details of Zoë Brontë-Ahmed")
    finance.fill("Name on the account", "Z Bronte-Ahmed")
    finance.fill("Sort code", "12345")
    finance.fill("Account number", "12345678")
    finance.press("Save bank details")
    expect(finance.page.locator(".govuk-error-summary")).to_contain_text("six digits")
    finance.fill("Sort code", "01-02-03")
    finance.press("Save bank details")
    finance.at("Bank details of Zoë Brontë-Ahmed")


def prepare(finance: Visitor) -> None:
    finance.follow("Pay runs")
    finance.at("Pay runs")
    finance.says("£431.08")
    finance.press("Prepare a pay run")
    finance.at("Pay run R26-0001")
    finance.says("somebody else must release it")


def release(releaser: Visitor) -> None:
    releaser.follow("Pay runs")
    releaser.follow("R26-0001")
    releaser.press("Release this run")
    releaser.at("Pay run R26-0001")
    releaser.says("Released by")


def pay_and_open_the_receipt(finance: Visitor, app: Flask) -> None:
    finance.follow("Pay runs")
    finance.follow("R26-0001")
    with finance.page.expect_download() as download:
        finance.press("Payment list for Excel")
    sheet = load_workbook(BytesIO(download.value.path().read_bytes())).active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "010203" in "".join(cells).replace("-", "")
    assert any(cell in {"431.08", "£431.08"} for cell in cells)
    finance.fill("Reference on the bank statement", "BACS 4711")
    finance.press("Mark as paid and make receipts")
    finance.at("Pay run R26-0001")
    assert drain(app) == 1
    finance.follow("2026-000001")
    finance.at("Payment receipt 2026-000001")
    with finance.page.expect_download() as download:
        finance.press("Download the PDF")
    text = "\n".join(page.extract_text() for page in PdfReader(download.value.path()).pages)
    for said in (
        "2026-000001",
        "Zoë Brontë-Ahmed",
        "£410.00",
        "£21.08",
        "£431.08",
        "BACS 4711",
        "23 November 2026",
    ):
        assert said in text, said


def see_who_is_heard(manager: Visitor) -> None:
    manager.follow("Voices")
    manager.at("7 people heard in 7 sessions")
    manager.says("of 34 seats")

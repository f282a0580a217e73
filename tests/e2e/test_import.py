"""Bringing a register in, in a real browser, with and without a script."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from tests.factories import projects
from tests.factories.staff import PASSWORD, staff

REGISTER = Path(__file__).parent / "registers" / "long-register.csv"


@pytest.fixture
def lead(fresh_app: Flask) -> str:
    with fresh_app.app_context():
        projects.project(ref="CHP", name="Citizens' health panel")
        return staff("lead").email


def sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def must_be_well(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def choose_file(page: Page) -> None:
    page.goto("/imports")
    page.get_by_label("Choose a file").set_input_files(REGISTER)
    page.get_by_role("button", name="Read this file").click()


def test_a_lead_brings_a_register_in_and_sees_who_was_heard(page: Page, lead: str) -> None:
    sign_in(page, lead)
    choose_file(page)
    expect(page.get_by_role("definition").filter(has_text="SessionDate")).to_be_visible()
    must_be_well(page)
    page.get_by_role("link", name="say which column is which").click()
    expect(page.get_by_label("Date of the session")).to_have_value("6")
    must_be_well(page)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Each meeting (MTGNum): 3 sessions, 24 attendances").check()
    page.get_by_role("button", name="Continue to the check").click()
    expect(page.get_by_role("heading", name="This is what would come in")).to_be_visible()
    expect(page.locator(".tracker-figures")).to_contain_text("24 attendances")
    must_be_well(page)
    page.get_by_role("button", name="Bring it in").click()
    must_be_well(page)
    page.get_by_role("link", name="See who was heard, and how often").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "9 people heard in 3 sessions; three of them held 38% of the seats"
    )


def test_what_is_missing_is_said_at_the_top_and_leads_to_its_field(page: Page, lead: str) -> None:
    sign_in(page, lead)
    page.goto("/imports")
    page.get_by_role("button", name="Read this file").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    must_be_well(page)
    page.get_by_role("link", name="Choose a CSV, XLSX or ODS file.").click()
    expect(page.get_by_label("Choose a file")).to_be_focused()


def test_a_register_comes_in_without_a_script(plain_page: Page, lead: str) -> None:
    sign_in(plain_page, lead)
    choose_file(plain_page)
    plain_page.get_by_label("Each day (SessionDate)").check()
    plain_page.get_by_role("button", name="Count again").click()
    expect(plain_page.get_by_label("Each day (SessionDate)")).to_be_checked()
    plain_page.get_by_role("button", name="Continue to the check").click()
    plain_page.get_by_role("button", name="Bring it in").click()
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Brought in")


def test_a_register_with_days_across_is_understood_and_asked_about(
    page: Page, lead: str, tmp_path: Path
) -> None:
    file = tmp_path / "wide.csv"
    file.write_text(
        "Panel 2026\n\nName,Voting,11 May,,18 May,\n,,AM,PM,AM,PM\n"
        "Ines Newcomer,Y,✓,✓,✓,L\nKofi Mensah,Y,,✓,,\nJean Ashworth,,,,,\nTotal,,1,2,1,1\n",
        encoding="utf-8",
    )
    sign_in(page, lead)
    page.goto("/imports")
    page.get_by_label("Choose a file").set_input_files(file)
    page.get_by_role("button", name="Read this file").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How this register is understood")
    must_be_well(page)
    page.get_by_label("Each day: 2 sessions, 3 attendances").check()
    page.get_by_label("“L” (1 time)").select_option("Came")
    page.get_by_role("button", name="Count again").click()
    expect(page.get_by_text("2 of 3 people listed came")).to_be_visible()
    must_be_well(page)
    page.get_by_role("button", name="Continue to the check").click()
    expect(page.locator(".tracker-figures")).to_contain_text("3 attendances")
    must_be_well(page)
    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Brought in")

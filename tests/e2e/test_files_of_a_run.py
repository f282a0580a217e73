"""From a released run to its files, as finance goes: what is needed is entered once, refusals are said."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import expect

from tests.e2e.visitor import Visitor
from tests.exports.test_files import released
from tests.factories import payments as made
from tracker.web.ids import encode

As = Callable[[str], AbstractContextManager[Visitor]]


def run_of_three(app: Flask) -> tuple[str, str]:
    """Where the run's page is, and how somebody in finance signs in."""
    with app.app_context():
        on_stage = made.stage()
        for name in ("Łukasz Wójcik", "Siân O’Neil", "Ada Example"):
            made.approved(on_stage, name)
        return f"/pay-runs/{encode(released(on_stage).id)}", on_stage.cast.finance.email


def accessible(visitor: Visitor) -> None:
    found = Axe().run(visitor.page)
    assert found.violations_count == 0, found.generate_report()


def downloaded(visitor: Visitor, button: str) -> str:
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name=button, exact=True).click()
    return Path(download.value.path()).read_text(encoding="utf-8")


def test_finance_enters_the_account_once_and_takes_the_files_of_a_run(fresh_app: Flask, as_: As) -> None:
    run, email = run_of_three(fresh_app)
    with as_(email) as finance:
        finance.go(run)
        finance.follow("a file for your bank or your finance system")
        accessible(finance)
        finance.page.get_by_role("link", name=re.compile("Set it up first.*Bacs Standard 18")).click()
        accessible(finance)
        finance.fill("Name of your account", "Example Charity")
        finance.fill("Sort code", "09-01-22")
        finance.fill("Account number", "11223344")
        finance.fill("Bacs service user number", "123456")
        finance.press("Save")
        expect(finance.page.get_by_text("The account is saved.")).to_be_visible()
        accessible(finance)
        finance.go(f"{run}/files")
        finance.page.get_by_role("link", name=re.compile("Confirm 2 names first.*Bacs Standard 18")).click()
        accessible(finance)
        finance.press("Confirm these names")
        expect(finance.page.get_by_text("2 names confirmed.")).to_be_visible()
        file = downloaded(finance, "Bacs Standard 18")
        assert file.startswith("VOL1")
        assert "LUKASZ WOJCIK" in file
        assert "SIAN ONEIL" in file
        finance.page.reload()
        expect(finance.page.get_by_role("heading", name="Made so far")).to_be_visible()
        accessible(finance)
        assert downloaded(finance, "Take it again") == file


def test_finance_begins_its_bank_s_columns_with_a_preset_and_enters_codes(fresh_app: Flask, as_: As) -> None:
    _, email = run_of_three(fresh_app)
    with as_(email) as finance:
        finance.go("/pay-runs/set-up-files")
        finance.page.get_by_role("link", name=re.compile("List them.*your bank's file")).click()
        finance.follow("Bankline")
        accessible(finance)
        finance.press("Save")
        expect(finance.page.get_by_text("The columns are saved.")).to_be_visible()
        finance.page.get_by_role("link", name=re.compile("List them.*Account codes")).click()
        accessible(finance)
        finance.fill("Fees", "7100")
        finance.press("Save")
        expect(finance.page.get_by_role("alert")).to_contain_text("Enter the account code of expenses")
        finance.fill("Expenses", "7200")
        finance.press("Save")
        expect(finance.page.get_by_text("The account codes are saved.")).to_be_visible()

"""Signing in, in a real browser: the door that every journey goes through."""

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from tests.factories.staff import PASSWORD, staff


def member(app: Flask) -> str:
    with app.app_context():
        return staff("finance").email


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_a_member_of_staff_signs_in_and_out(page: Page, fresh_app: Flask) -> None:
    sign_in(page, member(fresh_app), PASSWORD)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_a_wrong_password_is_explained_at_the_top_and_keeps_the_address(page: Page, fresh_app: Flask) -> None:
    email = member(fresh_app)
    sign_in(page, email, "not the password")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("The email address or the password is not right")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.get_by_label("Email address")).to_have_value(email)


def test_axe_finds_nothing_on_the_sign_in_page(page: Page) -> None:
    page.goto("/sign-in")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_signing_in_needs_no_script(plain_page: Page, fresh_app: Flask) -> None:
    sign_in(plain_page, member(fresh_app), PASSWORD)
    expect(plain_page.get_by_role("button", name="Sign out")).to_be_visible()

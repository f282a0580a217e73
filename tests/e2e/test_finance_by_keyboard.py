"""Finance's whole day by keyboard alone, in a browser that runs no script."""

from __future__ import annotations

import re

from flask import Flask
from playwright.sync_api import Page, expect

from tests.e2e.keyboard import Keyboard
from tests.factories import payments as make
from tracker.db import db
from tracker.payments.run_models import Payment, PaymentState

ADA, BEN = "Ada Example", "Ben Example"


def test_finances_whole_day_is_done_by_keyboard_alone_and_without_script(
    fresh_app: Flask, plain_page: Page
) -> None:
    with fresh_app.app_context():
        stage = make.stage()
        for name in (ADA, BEN):
            make.approved(stage, name)
        finance_email, releaser_email = stage.cast.finance.email, stage.cast.releaser.email
    somebody = Keyboard(plain_page)
    somebody.sign_in(finance_email)
    hold_and_let_go(somebody, ADA)
    prepare(somebody)
    take_out(somebody, BEN)
    hand_over(somebody, releaser_email)
    release(somebody)
    hand_over(somebody, finance_email)
    open_run(somebody, "Released")
    take_the_list(somebody)
    mark_paid(somebody, "BACS 0931")
    it_came_back(somebody)
    prepare(somebody)
    hand_over(somebody, releaser_email)
    release(somebody)
    hand_over(somebody, finance_email)
    open_run(somebody, "Released")
    mark_paid(somebody, "BACS 0932")
    look_behind(somebody, ADA)
    see_accruals(somebody)
    with fresh_app.app_context():
        states = [payment.state for payment in db.session.query(Payment).order_by(Payment.bank_reference)]
        assert states == [PaymentState.RETURNED, PaymentState.PAID, PaymentState.PAID]


def hand_over(somebody: Keyboard, email: str) -> None:
    """One of them signs out, and another signs in."""
    somebody.send("Sign out")
    somebody.at("Sign in")
    somebody.sign_in(email)


def hold_and_let_go(finance: Keyboard, name: str) -> None:
    finance.follow("Claims")
    finance.at("Claims")
    finance.reach(finance.page.get_by_role("row", name=name).get_by_role("link").first)
    finance.press("Enter")
    finance.follow("Hold it back from payment")
    finance.at("Hold this claim")
    why = "Why? The project and finance read this. Write nothing about benefits."
    finance.fill(why, "The invoice is for another day.")
    finance.send("Hold it")
    says(finance, "It is not paid until somebody lets it go.")
    finance.send("Let it go")
    says(finance, "The claim is not held any more.")


def prepare(finance: Keyboard) -> None:
    finance.follow("Pay runs")
    finance.at("Pay runs")
    finance.send("Prepare a pay run")
    finance.at("Pay run R26-")


def take_out(finance: Keyboard, name: str) -> None:
    finance.reach(finance.page.get_by_role("row", name=name).get_by_role("button"))
    finance.press("Enter")
    finance.at("Pay run R26-")
    expect(finance.page.get_by_role("row", name=name)).to_have_count(0)


def open_run(finance: Keyboard, state: str) -> None:
    finance.follow("Pay runs")
    finance.reach(finance.page.get_by_role("row", name=state).get_by_role("link").first)
    finance.press("Enter")
    finance.at("Pay run R26-")


def release(releaser: Keyboard) -> None:
    open_run(releaser, "Prepared")
    releaser.send("Release this run")
    says(releaser, "Released. It can be paid now.")


def take_the_list(finance: Keyboard) -> None:
    finance.reach(finance.page.get_by_role("button", name="Payment list as CSV"))
    with finance.page.expect_download() as taken:
        finance.press("Enter")
    assert ADA in taken.value.path().read_text(encoding="utf-8-sig")


def mark_paid(finance: Keyboard, reference: str) -> None:
    finance.fill("Reference on the bank statement", reference)
    finance.send("Mark as paid and make receipts")
    says(finance, "Marked as paid.")


def it_came_back(finance: Keyboard) -> None:
    finance.follow("It did not arrive")
    finance.at("Record that a payment did not arrive")
    finance.pick("What happened?", "We asked for it back (code C)")
    finance.send("Record it")
    says(finance, "is void")


def look_behind(finance: Keyboard, name: str) -> None:
    finance.follow(f"everything behind the payment to {name}")
    finance.at("Everything behind this payment")
    for step in (
        "BACS 0932",
        "Recorded by",
        "What is recorded is what was approved.",
        "Every try to pay this",
    ):
        says(finance, step)


def see_accruals(finance: Keyboard) -> None:
    finance.follow("Pay runs")
    finance.follow("Accruals")
    finance.at("Accruals on")
    says(finance, "Nothing was owed at the end of this day.")


def says(somebody: Keyboard, text: str) -> None:
    expect(somebody.page.locator("body")).to_contain_text(re.compile(re.escape(text)))

"""A month's money: two payments come back, for two reasons, and both are carried to being paid again."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

from flask import Flask
from playwright.sync_api import Locator, expect

from tests.e2e.visitor import Visitor
from tests.exports.test_files import released
from tests.factories import payments as made
from tracker.db import db
from tracker.payments.run_models import Payment, PaymentState

As = Callable[[str], AbstractContextManager[Visitor]]
CLOSED, OURS, FINE = "Ada Example", "Ben Example", "Cai Example"


def paid(visitor: Visitor, name: str) -> Locator:
    """The row of a person's payment on the page of a run."""
    rows = visitor.page.get_by_role("region", name="Payments of this run").get_by_role("row")
    return rows.filter(has_text=name)


def came_back(finance: Visitor, name: str, what: str) -> None:
    paid(finance, name).get_by_role("link", name=re.compile("It did not arrive")).click()
    finance.page.get_by_label(what).check()
    finance.press("Record it")
    finance.says("is void")


def open_run(visitor: Visitor, state: str) -> None:
    visitor.follow("Pay runs")
    visitor.page.get_by_role("row").filter(has_text=state).get_by_role("link").first.click()
    visitor.reads("Pay run R26-")


def mark_paid(finance: Visitor, reference: str) -> None:
    finance.fill("Reference on the bank statement", reference)
    finance.press("Mark as paid and make receipts")
    finance.says("Marked as paid.")


def test_two_payments_that_came_back_are_paid_again(fresh_app: Flask, as_: As) -> None:
    with fresh_app.app_context():
        stage = made.stage()
        for name in (CLOSED, OURS, FINE):
            made.approved(stage, name)
        released(stage)
        cast = stage.cast
        marek, joyce, helen = cast.finance.email, cast.releaser.email, cast.approver.email
    with as_(marek) as finance:
        open_run(finance, "Released")
        mark_paid(finance, "FPS 1127")
        came_back(finance, CLOSED, "The account is closed (code B)")
        came_back(finance, OURS, "We asked for it back (code C)")
        finance.follow("Involvement Tracker")
        finance.says("The account is closed (code B). Enter other bank details.")
        finance.says("We asked for it back (code C). Approved: goes with the next run.")
        finance.follow("Pay runs")
        finance.row("C26-").filter(has_text=CLOSED).get_by_role("link", name=re.compile("Enter bank")).click()
        finance.fill("Name on the account", CLOSED)
        finance.fill("Sort code", "40-00-00")
        finance.fill("Account number", "87654321")
        finance.press("Save bank details")
        finance.says("A colleague in finance asks whether they are right before anything is paid there.")
        finance.follow("Pay runs")
        finance.press("Send what changed back to be approved again")
        finance.says("1 claim waits for an approver")
    with as_(helen) as approver:
        approver.follow(f"{CLOSED}: £75.00")
        approver.press("Approve")
        approver.says("That was the last one you can decide.")
    with as_(joyce) as colleague:
        colleague.page.get_by_role("link", name=CLOSED, exact=True).click()
        colleague.at("Ask about new bank details of")
        colleague.page.get_by_label("By phone, on a number that we had before").check()
        colleague.page.get_by_label("Yes", exact=True).check()
        colleague.press("Save what they said")
        colleague.says("the details are right")
    with as_(marek) as finance:
        finance.follow("Pay runs")
        finance.says("£150.00")
        finance.press("Prepare a pay run")
        finance.reads("Pay run R26-0002")
    with as_(joyce) as colleague:
        open_run(colleague, "Prepared")
        colleague.says("Bank details that changed since the last payment")
        colleague.says("asked them by phone")
        colleague.press("Release this run")
        colleague.says("Released. It can be paid now.")
    with as_(marek) as finance:
        open_run(finance, "Released")
        with finance.page.expect_download() as taken:
            finance.press("Payment list as CSV")
        rows = taken.value.path().read_text(encoding="utf-8-sig")
        assert "87654321" in rows
        assert rows.count("In place of") == 2
        mark_paid(finance, "FPS 1204")
        expect(paid(finance, CLOSED)).to_contain_text("In place of one that did not arrive")
        paid(finance, CLOSED).get_by_role("link", name=re.compile("everything behind")).click()
        finance.says("Every try to pay this")
        finance.says("The account is closed (code B)")
        finance.says("Change confirmed")
    with fresh_app.app_context():
        tries = db.session.query(Payment).all()
        returned = {one.id for one in tries if one.state == PaymentState.RETURNED}
        again = {one.replaces_id for one in tries if one.replaces_id is not None}
        assert sorted(one.state for one in tries) == [PaymentState.PAID] * 3 + [PaymentState.RETURNED] * 2
        assert again == returned
        assert len({one.receipt_number for one in tries}) == 5

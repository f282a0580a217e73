"""The books are closed up to a day: no money moves on it any more, until they are opened for a reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.factories import payments as make
from tests.factories.projects import project
from tests.factories.staff import sign_in, staff
from tracker.errors import Invalid, Refused
from tracker.payments import books, services
from tracker.payments.run_models import PaymentState, RunState
from tracker.reconciliation import services as reconciliation
from tracker.reconciliation import table as tables
from tracker.reconciliation.matching import Fate, FileKind
from tracker.web.transaction import writing

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def stage(db_session: object) -> make.Stage:
    return make.stage()


def close(stage: make.Stage, through: date = YESTERDAY, *, on: date = TODAY) -> None:
    with writing():
        books.close(actor=stage.as_("finance"), on=on, through=through)


def test_books_that_were_never_closed_are_open(stage: make.Stage) -> None:
    assert books.closed_through() is None
    books.must_be_open(date(2020, 1, 1))


def test_a_closed_day_takes_no_payment_and_the_next_day_does(stage: make.Stage) -> None:
    make.approved(stage, "Ada Example")
    run = make.released_run(stage)
    later = TODAY + timedelta(days=2)
    close(stage, TODAY, on=later)
    pay = {"actor": stage.as_("finance"), "on": later, "run": run, "bank_reference": "B"}
    with pytest.raises(
        Invalid, match="closed up to 23 November 2026, and this is for 23 November"
    ) as refused:
        services.mark_paid(paid_on=TODAY, **pay)
    assert refused.value.field == "paid_on"
    with writing():
        services.mark_paid(paid_on=TODAY + timedelta(days=1), **pay)
    assert run.state == RunState.PAID


def test_what_came_back_is_not_recorded_on_a_closed_day(stage: make.Stage) -> None:
    make.approved(stage, "Ada Example")
    [payment] = make.paid_run(stage).payments
    later = TODAY + timedelta(days=1)
    close(stage, TODAY, on=later)
    end = {"actor": stage.as_("finance"), "on": later, "payment": payment, "code": "arucs-c"}
    with pytest.raises(Invalid, match="The books are closed"):
        services.end_payment(ended_on=TODAY, **end)
    with writing():
        services.end_payment(ended_on=later, **end)
    assert payment.state == PaymentState.RETURNED


def test_a_statement_says_of_a_closed_day_that_it_cannot_be_carried_out(stage: make.Stage) -> None:
    make.approved(stage, "Ada Example")
    [payment] = make.released_run(stage).payments
    content = f"Date,Reference,Amount\n{TODAY.isoformat()},{payment.reference},75.00\n".encode()
    later = TODAY + timedelta(days=1)
    close(stage, TODAY, on=later)
    finance = stage.as_("finance")
    with writing():
        kept = reconciliation.keep(
            actor=finance,
            kind=FileKind.PAID,
            file_name="bank.csv",
            content=content,
            table=tables.read(content, "bank.csv"),
        )
    [found] = reconciliation.dry_run(finance, kept, later)
    assert (found.fate, found.sentence) == (
        Fate.UNCLEAR,
        "Its date, 2026-11-23, is not a day from 24 November 2026 up to today.",
    )


def test_only_days_that_are_over_and_open_are_closed(stage: make.Stage) -> None:
    with pytest.raises(Invalid, match="a day that is over"):
        close(stage, TODAY)
    close(stage)
    with pytest.raises(Invalid, match="closed up to 22 November 2026 already"):
        close(stage)


def test_they_are_opened_for_a_reason_in_part_or_altogether_and_all_of_it_stays(stage: make.Stage) -> None:
    close(stage)
    finance = stage.as_("finance")
    with pytest.raises(Invalid, match="Say why"):
        books.open_again(actor=finance, through=None, reason="")
    with pytest.raises(Invalid, match="Enter a day before 22 November 2026"):
        books.open_again(actor=finance, through=YESTERDAY, reason="Late.")
    with writing():
        books.open_again(actor=finance, through=date(2026, 11, 1), reason="A statement came late.")
    assert books.closed_through() == date(2026, 11, 1)
    with writing():
        books.open_again(actor=finance, through=None, reason="The auditor asked.")
    assert [one.number for one in books.history()] == [3, 2, 1]
    with pytest.raises(Refused, match="open already"):
        books.open_again(actor=finance, through=None, reason="Again.")


def test_somebody_of_one_project_closes_nobody_s_books(stage: make.Stage) -> None:
    one_project = staff("finance", project_id=project().id).actor()
    with pytest.raises(Refused, match="for all projects"):
        books.close(actor=one_project, on=TODAY, through=YESTERDAY)


def test_finance_closes_and_opens_them_on_their_page(
    app: Flask, client: FlaskClient, stage: make.Stage
) -> None:
    sign_in(client, stage.cast.finance.email)
    assert "The books are open." in client.get("/books").text
    answer = client.post("/books", data={"through": ["31", "10", "2026"], "once": "a"})
    assert answer.status_code == 302
    assert "closed up to 31 October 2026" in client.get("/books").text
    page = client.post("/books/open", data={"through": ["", "", ""], "once": "b"}).text
    assert "Say why, in a few words." in page
    answer = client.post("/books/open", data={"reason": "A statement came late.", "once": "c"})
    assert answer.status_code == 302
    assert "opened. A statement came late." in client.get("/books").text

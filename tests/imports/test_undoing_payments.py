"""Payments that came in are taken back whole: the ledger keeps them, and they count nowhere any more."""

from __future__ import annotations

from datetime import date
from html import unescape

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.factories import people, projects
from tests.imports.sheets import EVERY_SHEET, bring_in, ours
from tests.imports.test_list_screens import As, lead, upload, walk
from tracker.db import db
from tracker.documents import paid
from tracker.imports import undoing
from tracker.money import ZERO, Money
from tracker.payments import recorded
from tracker.payments.ledger import paid_elsewhere
from tracker.payments.models import LineKind
from tracker.payments.run_models import LedgerEntry
from tracker.people.models import Participant
from tracker.people.queries import by_match_name, by_ref
from tracker.periods import Period
from tracker.permissions import SYSTEM
from tracker.projects.models import ImportBatch, Project, ProjectPerson
from tracker.web.transaction import writing

__all__ = ["As", "lead"]

YEAR = "Name,Fee,Total\nAnn Lee,£75.00,£75.00\nBo Lind,£76.00,£76.00\n"
MARCH = Period(date(2025, 3, 1), date(2025, 3, 31))


def check_page(client: FlaskClient) -> str:
    """The page of the dry run of `YEAR`, once its day is said."""
    return walk(client, upload(client, YEAR), paid_on=["31", "3", "2025"], project="EYP", column_1="fee")


def undo_page(client: FlaskClient) -> str:
    """The address that takes the list back which was just brought in."""
    return client.post(check_page(client), data={"submit": "y"}).location.replace("/done", "/undo")


def sums() -> list[Money]:
    """What the ledger holds of each person."""
    by_person = select(func.sum(LedgerEntry.pence)).group_by(LedgerEntry.participant_id)
    return sorted((pence for pence in db.session.scalars(by_person)), key=lambda one: one.pence)


def test_a_list_of_payments_is_taken_back_whole_and_may_come_in_again(app: Flask, lead: FlaskClient) -> None:
    page = undo_page(lead)
    assert "take all of it back" in lead.get(page.replace("/undo", "/done")).text
    shown = lead.get(page).text
    assert "payments made before: 2" in shown
    assert "counts nowhere any more" in shown
    assert "taken back, all of it" in lead.post(page, data={"submit": "y"}, follow_redirects=True).text
    with app.app_context():
        assert sums() == [ZERO, ZERO]
        assert not by_match_name("Bo Lind")
        members = db.session.scalars(select(ProjectPerson)).all()
        assert [db.session.get_one(Participant, one.participant_id).name for one in members] == ["Ann Lee"]
    listed = lead.get("/people").text
    assert "Bo Lind" not in listed
    assert "Taken back" not in listed
    again = unescape(lead.get(check_page(lead)).text)
    assert "2</strong> new past payments" in again
    assert "1</strong> new person" in again


def test_a_list_that_came_in_again_after_it_was_taken_back_counts_once(app: Flask, lead: FlaskClient) -> None:
    lead.post(undo_page(lead), data={"submit": "y"})
    lead.post(check_page(lead), data={"submit": "y"})
    assert "Everything here is in already" in lead.get(check_page(lead)).text
    with app.app_context():
        assert sums() == [ZERO, Money(75_00), Money(76_00)]
        (bo,) = by_match_name("Bo Lind")
        assert bo.erased_on is None


def test_no_check_and_no_statement_counts_a_payment_that_was_taken_back(
    app: Flask, lead: FlaskClient
) -> None:
    page = undo_page(lead)
    with app.app_context():
        (ann,) = by_match_name("Ann Lee")
        assert len(known(ann)) == 1
        assert len(paid.paid_before(ann.id, None, MARCH)) == 1
    lead.post(page, data={"submit": "y"})
    with app.app_context():
        (ann,) = by_match_name("Ann Lee")
        assert known(ann) == []
        assert paid.paid_before(ann.id, None, MARCH) == []


def known(person: Participant) -> list[recorded.Known]:
    """What a check of March 2025 would count for somebody."""
    reach = recorded.Reach(MARCH.start, MARCH.end)
    return recorded.other_payments([person.id], reach).get(person.id, [])


def test_money_that_was_paid_back_since_keeps_what_it_rests_on(app: Flask, lead: FlaskClient) -> None:
    page = undo_page(lead)
    with app.app_context(), writing():
        (ann,) = by_match_name("Ann Lee")
        paid_elsewhere(
            actor=SYSTEM, on_date=TODAY, participant=ann, pence=Money(-5_00), kind=LineKind.FEE, method=None
        )
    assert "Money that was paid back rests on" in lead.get(page).text
    assert (
        "It cannot be taken back as a whole: money that was" in lead.get(page.replace("/undo", "/done")).text
    )


def test_our_own_sheets_with_payments_are_taken_back_and_their_references_are_free(ready: None) -> None:
    sheets = {name: EVERY_SHEET[name] for name in ("projects", "people", "payments")}
    batch = bring_in(ours(**sheets))
    assert batch is not None
    with writing():
        undoing.undo(actor=SYSTEM, on=TODAY, batch=batch)
    assert by_ref("P1") is None
    assert db.session.scalars(select(Project)).all() == []
    again = bring_in(ours(**sheets))
    assert again is not None
    assert again.summary["people"] == batch.summary["people"]
    person = by_ref("P1")
    assert person is not None
    assert person.name == "Amina Yusuf"


def test_payments_of_sessions_that_came_with_them_keep_the_import(ready: None) -> None:
    payments = f"{EVERY_SHEET['payments']}P1,2026-11-12,fee,75.00,bank,S1,150\n"
    batch = bring_in(ours(**{**EVERY_SHEET, "payments": payments}))
    assert batch is not None
    assert "together with their sessions" in (undoing.obstacle(batch) or "")


def test_people_whom_a_list_only_paid_keep_who_they_are(ready: None) -> None:
    person = people.participant(ref="P9", name="Kim Rowe")
    projects.member(projects.project(ref="EYP"), person)
    db.session.commit()
    batch = bring_in(ours(payments="person_ref,paid_on,kind,amount\nP9,2026-03-12,fee,75.00\n"))
    assert batch is not None
    with writing():
        undoing.undo(actor=SYSTEM, on=TODAY, batch=batch)
    assert db.session.get_one(ImportBatch, batch.id).undone_on == TODAY
    kept = by_ref("P9")
    assert kept is not None
    assert kept.name == "Kim Rowe"
    assert sums() == [ZERO]

"""Bank details and benefits in somebody's own sheet come in only where a holder of the permission says so."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import people
from tests.imports.sheets import sheet
from tests.imports.test_screens import As, lead, upload
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.errors import Invalid
from tracker.imports import confidential, engine
from tracker.imports.confidential import KINDS, Chosen
from tracker.imports.models import Upload
from tracker.people.models import BenefitDeclaration, PayeeVersion
from tracker.projects.models import ImportBatch

__all__ = ["As", "lead"]

LIST = (
    "Name,Email,Sort code,Account number,Name of account holder,Ethnicity,Benefit,From\n"
    "Ann Lee,ann@example.org,20-00-00,55779911,A Lee,White Irish,Universal Credit,2026-01-05\n"
    "Bo Lind,bo@example.org,,,,Indian,,\n"
    "Cy Dent,cy@example.org,20-00-00,12345678,C Dent,Indian,Carer's Allowance,2026-02-02\n"
)
SECRETS = ("20-00-00", "55779911", "12345678", "A Lee", "White Irish", "Indian", "Universal Credit")
BANK = {"name": "0", "sort_code": "2", "account_number": "3", "account_name": "4", "submit": "y"}
BENEFITS = {"name": "0", "benefit": "6", "from": "7", "submit": "y"}


@pytest.fixture
def known(app: Flask, lead: FlaskClient) -> None:
    """Everybody in the list is here already."""
    with app.app_context():
        for name in ("Ann Lee", "Bo Lind", "Cy Dent"):
            people.participant(name=name)


def choose(client: FlaskClient, kind: str, text: str = LIST) -> str:
    """Choose a file; the address of the page on which its columns are chosen."""
    page = upload(client, text.encode(), "panel.csv")
    return re.sub(r"/(?:columns|list|check).*", f"/confidential/{kind}", page)


@pytest.mark.usefixtures("known")
def test_finance_brings_bank_details_in_and_no_digit_is_shown_on_the_way(app: Flask, as_: As) -> None:
    finance = as_("finance")
    page = choose(finance, "bank-details")
    listed = unescape(finance.get(page.replace("/confidential/bank-details", "/columns")).text)
    shown = finance.get(page).text
    assert re.search(r'value="2"[^>]*selected[^>]*>Sort code \(C\)', shown)
    assert "2 cells filled in" in shown
    check = finance.post(page, data=BANK).location
    shown += finance.get(check).text + listed
    assert "Ann Lee, bank details: recorded." in shown
    copy = finance.post(check.replace("/check", "/copy/csv")).data.decode()
    assert "Cy Dent,,,,,Created" in copy
    with app.app_context():
        shown += str(db.session.scalars(select(Upload)).one().mapping)
    for secret in SECRETS:
        assert secret not in shown + copy, secret
    assert "/done" in finance.post(check, data={"submit": "y"}).location
    with app.app_context():
        kept = db.session.scalars(select(PayeeVersion)).all()
        assert {(one.account_name, one.sort_code, one.account_number) for one in kept} == {
            ("A Lee", "200000", "55779911"),
            ("C Dent", "200000", "12345678"),
        }
        assert "Sort" not in str(db.session.scalars(select(ImportBatch)).one().mapping)
        verbs = db.session.scalars(select(AuditEvent.verb)).all()
        assert {"chose-confidential-columns", "set-bank-details", "imported"} <= set(verbs)


@pytest.mark.usefixtures("known")
def test_a_benefit_contact_brings_in_which_benefits_people_told_of(app: Flask, as_: As) -> None:
    contact = as_("lead", "benefit-contact")
    page = choose(contact, "benefits")
    assert re.search(r'value="6"[^>]*selected[^>]*>Benefit \(G\)', contact.get(page).text)
    check = contact.post(page, data=BENEFITS).location
    assert "Ann Lee, what they told: recorded." in contact.get(check).text
    assert "Universal Credit" not in contact.get(check).text
    answer = contact.post(check, data={"submit": "y"})
    assert "/done" in (answer.location or ""), answer.text
    with app.app_context():
        told = db.session.scalars(select(BenefitDeclaration.benefit).order_by(BenefitDeclaration.benefit))
        assert told.all() == ["carers-allowance", "universal-credit"]


def test_nobody_else_is_offered_them_or_finds_the_page(lead: FlaskClient) -> None:
    page = choose(lead, "bank-details")
    for kind in ("bank-details", "benefits", "equality"):
        address = page.replace("bank-details", kind)
        assert lead.get(address).status_code == 404
        assert lead.post(address, data=BANK).status_code == 404
    shown = lead.get(page.replace("/confidential/bank-details", "/list")).text
    assert "is left out" in shown
    assert "choose the columns to bring in" not in shown


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("column", ["5", "6"])
def test_what_is_left_out_for_another_reason_cannot_be_chosen(as_: As, column: str) -> None:
    finance = as_("finance")
    page = choose(finance, "bank-details")
    assert "Ethnicity" not in finance.get(page).text
    answer = finance.post(page, data={**BANK, "account_name": column})
    assert answer.status_code == 200
    assert "There is a problem" in answer.text


def test_a_choice_that_takes_equality_is_refused_by_either_door() -> None:
    read = sheet(LIST)
    with pytest.raises(Invalid, match="Choose a column that may come in"):
        confidential.refuse_unfit(
            read,
            Chosen(
                KINDS["bank-details"],
                0,
                {"name": 0, "sort_code": 2, "account_number": 3, "account_name": 5},
            ),
        )


@pytest.mark.usefixtures("known")
def test_they_can_be_left_out_after_all(as_: As) -> None:
    finance = as_("finance")
    page = choose(finance, "bank-details")
    check = finance.post(page, data=BANK).location
    assert finance.get(page.replace("/confidential/bank-details", "/list")).location == check
    finance.post(page.replace("bank-details", "none"))
    assert finance.get(page.replace("/confidential/bank-details", "/list")).status_code == 200


@pytest.mark.usefixtures("known")
def test_a_name_that_nobody_or_that_several_bear_is_refused_by_its_row(app: Flask, as_: As) -> None:
    with app.app_context():
        people.participant(name="Ann Lee")
    finance = as_("finance")
    text = LIST.replace("Cy Dent", "Di Unknown")
    shown = unescape(
        finance.get(finance.post(choose(finance, "bank-details", text), data=BANK).location).text
    )
    assert "2 rows cannot come in" in shown
    assert "row 2, column person_ref (A)" in shown
    assert "Several people have this name" in shown
    assert "Nobody here has this name" in shown


@pytest.mark.parametrize("missing", ["name", "sort_code"])
def test_a_choice_without_a_column_that_is_needed_is_refused_beside_its_field(
    lead: FlaskClient, as_: As, missing: str
) -> None:
    finance = as_("finance")
    answer = finance.post(choose(finance, "bank-details"), data={**BANK, missing: ""})
    assert "There is a problem" in answer.text


def test_columns_stand_where_they_stand_and_all_else_is_gone() -> None:
    read = sheet("Panel 2026\n\n" + LIST)
    chosen = Chosen(KINDS["bank-details"], 0, confidential.guessed(read, KINDS["bank-details"]))
    ours = confidential.as_ours(read, chosen)
    assert ours.headings == ("person_ref", "", "sort_code", "account_number", "account_name")
    assert ours.rows[0] == (4, ["Ann Lee", "", "20-00-00", "55779911", "A Lee"])
    assert [number for number, _ in ours.rows] == [4, 6]


def test_what_cannot_be_read_is_refused_without_quoting_it() -> None:
    read = sheet(LIST.replace("Universal Credit", "On the sick since May"))
    chosen = Chosen(KINDS["benefits"], 0, {"name": 0, "benefit": 6, "from": 7})
    source = engine.of_confidential("panel.csv", "0" * 64, read, chosen)
    (problem,) = source.tables[0].problems
    assert problem.row == 2
    assert problem.sentence.startswith("This is not one of the words that can stand here: universal-credit")

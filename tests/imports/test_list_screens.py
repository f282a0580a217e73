"""The page of a list of payments or people shows how it is understood, and asks what it leaves open."""

import io
import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.factories import people, projects
from tests.imports.sheets import seed, workbook
from tracker.db import db
from tracker.payments.run_models import LedgerEntry
from tracker.people.models import Participant

As = Callable[..., FlaskClient]

PAYMENTS = (
    "Payments made\n\nDate paid,Payee,What for,Amount,Paid by\n"
    "03/04/2025,Ann Lee,Involvement fee,£75.00,BACS\n"
    "04/04/2025,Ann Lee,Misc,12.50,BACS\n"
)
YEAR = "Name,Fee,Travel,Total\nAnn Lee,£75.00,£3.20,£78.20\nBo Lind,£75.00,£1.00,£77.00\n"
PEOPLE = "Full name,E-mail address,Mobile,Sort code\nBo Lind,bo@example.org,07700 900001,20-00-00\n"


@pytest.fixture
def lead(app: Flask, as_: As) -> FlaskClient:
    with app.app_context():
        seed()
        project = projects.project(ref="EYP", name="Early years panel")
        projects.member(project, people.participant(name="Ann Lee"))
    return as_("lead")


def upload(client: FlaskClient, content: str | bytes, name: str = "list.csv") -> str:
    """Choose a file; the address of the page on which it is understood."""
    content = content.encode() if isinstance(content, str) else content
    answer = client.post("/imports", data={"file": (io.BytesIO(content), name), "submit": "y"})
    return client.get(answer.location).location or answer.location


def shown(client: FlaskClient, page: str) -> dict[str, str]:
    """The form as it stands: the chosen answer of each field."""
    text = client.get(page).text
    found = {}
    for name, inside in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', text, re.DOTALL):
        chosen = re.findall(r'<option value="([^"]*)"[^>]*selected', inside)
        found[name] = chosen[0] if chosen else ""
    for radio in re.findall(r'<input[^>]*type="radio"[^>]*checked[^>]*>', text):
        found[re.findall(r'name="([^"]+)"', radio)[0]] = re.findall(r'value="([^"]*)"', radio)[0]
    return found


def walk(client: FlaskClient, page: str, **said: str | list[str]) -> str:
    """Say what is to be said, and go on; the address of the page that follows."""
    return client.post(page, data={**shown(client, page), "submit": "y", **said}).location


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_list_of_payments_shows_each_column_with_its_evidence_and_its_first_rows(lead: FlaskClient) -> None:
    page = upload(lead, PAYMENTS)
    text = unescape(lead.get(page).text)
    assert "How this list of payments is understood" in text
    assert "2 of 2 cells are dates" in text
    assert "What does “Misc” mean it was for? 1 amount, £12.50." in text
    assert "03/04/2025 is 3 April 2025" in text
    assert re.search(r"Ann Lee</td><td[^>]*>To be said</td><td[^>]*>£75.00", text)


def test_it_goes_from_file_to_ledger_once_everything_is_said(app: Flask, lead: FlaskClient) -> None:
    page = upload(lead, PAYMENTS)
    assert "/list" in walk(lead, page)
    check = walk(lead, page, order="day-first", word_1="expense")
    assert "/check" in check
    text = unescape(lead.get(check).text)
    assert "2</strong> new past payments" in text
    assert "list.csv, row 5, column Amount (D)" in text
    assert "Ann Lee, £12.50 paid on 4 April 2025 as an expense (Misc)." in text
    assert "/done" in lead.post(check, data={"submit": "y"}).location
    assert count(app, LedgerEntry) == 2


def test_a_list_with_the_same_headings_is_taken_as_before(lead: FlaskClient) -> None:
    check = walk(lead, upload(lead, PAYMENTS), order="day-first", word_1="expense", column_4="other")
    lead.post(check, data={"submit": "y"})
    page = upload(lead, PAYMENTS.replace("04/2025", "05/2025"), "next.csv")
    text = lead.get(page).text
    assert "A list with the same headings came in on" in text
    assert "To be said before it can come in" not in text
    assert shown(lead, page)["column_4"] == "other"
    assert "/check" in walk(lead, page)


def test_a_year_without_days_is_refused_with_its_sums_and_comes_in_only_on_a_day_that_is_said(
    app: Flask, lead: FlaskClient
) -> None:
    page = upload(lead, YEAR)
    text = unescape(lead.get(page).text)
    assert "it has no day for each payment" in text
    assert "Row 3 (Bo Lind): the categories come to £76.00, the total says £77.00." in text
    day = {"paid_on": ["31", "3", "2025"], "project": "EYP"}
    page = walk(lead, page, **day)
    assert lead.get(page.replace("/list", "/columns")).location.endswith("/list")
    assert lead.get(page.replace("/list", "/check")).location.endswith("/list")
    check = walk(lead, page, differing="parts", **day)
    assert "£151.20" not in lead.get(check).text
    assert "£154.20 in all (fee £150.00, expense £4.20)" in lead.get(check).text
    lead.post(check, data={"submit": "y"})
    assert count(app, LedgerEntry) == 4
    assert count(app, Participant) == 2


def test_a_day_that_is_none_is_refused_beside_its_field(lead: FlaskClient) -> None:
    page = upload(lead, YEAR)
    answer = lead.post(page, data={**shown(lead, page), "paid_on": ["31", "2", "2025"], "submit": "y"})
    assert "There is no such date." in answer.text


def test_a_list_of_people_comes_in_and_what_must_not_is_left_out(app: Flask, lead: FlaskClient) -> None:
    page = upload(lead, PEOPLE)
    text = unescape(lead.get(page).text)
    assert "How this list of people is understood" in text
    assert "column Sort code (D) looks like bank details and is left out" in text
    assert "20-00-00" not in text
    check = walk(lead, page, project="EYP")
    assert "Bo Lind is added. They join Early years panel." in lead.get(check).text
    lead.post(check, data={"submit": "y"})
    assert count(app, Participant) == 2


def test_a_list_may_be_something_else_than_it_seems(lead: FlaskClient) -> None:
    page = upload(lead, PAYMENTS)
    assert "How this list of people is understood" in lead.get(f"{page}?of=people").text
    assert "Which column is which?" in lead.get(page.replace("/list", "/columns?list=1")).text
    assert lead.get(f"{page}?of=nonsense").status_code == 200


def test_a_workbook_of_a_register_and_people_shows_the_register_first(lead: FlaskClient) -> None:
    register = "Name,20.05.11,20.06.08\nAnn Lee,Y,Y\nBo Lind,Y,\n"
    assert "/register" in upload(lead, workbook(Contacts=PEOPLE, Register=register), "both.xlsx")


@pytest.mark.parametrize("field", ["column_0", "word_0", "order", "day_is", "refunds", "paid_on", "project"])
def test_a_value_that_the_page_does_not_offer_is_refused_and_kept_nowhere(
    lead: FlaskClient, field: str
) -> None:
    page = upload(lead, PAYMENTS)
    answer = lead.post(page, data={**shown(lead, page), field: "\u202e'><" + "9" * 5000, "submit": "y"})
    assert answer.status_code == 200
    assert "There is a problem" in answer.text

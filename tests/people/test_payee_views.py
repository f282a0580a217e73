"""The page of bank details: digits are in the answer to a logged POST and nowhere else."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories import people
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.people.models import PayeeVersion
from tracker.web.ids import encode

As = Callable[..., FlaskClient]
DETAILS = {"account_name": "A Example", "sort_code": "20-00-34", "account_number": "55779911"}


@pytest.fixture
def path(app: Flask) -> str:
    with app.app_context():
        return f"/people/{encode(people.participant(name='Amina Example').id)}/bank"


def verbs(app: Flask) -> list[str]:
    with app.app_context():
        events = select(AuditEvent.verb).where(AuditEvent.kind == "payee_version")
        return list(db.session.scalars(events.order_by(AuditEvent.position)))


def test_details_are_kept_masked_and_opened_on_record(app: Flask, as_: As, path: str) -> None:
    finance = as_("finance")
    page = finance.post(path, data=DETAILS, follow_redirects=True).text
    assert "**-**-34" in page
    assert "****9911" in page
    for closed in (page, finance.get(path).text, finance.get("/people/bank-details").text):
        assert "55779911" not in closed
        assert "20-00-34" not in closed
    opened = finance.post(f"{path}/reveal").text
    assert "55779911" in opened
    assert "20-00-34" in opened
    assert verbs(app) == ["set-bank-details", "revealed-bank-details"]


def test_opening_cannot_be_asked_for_by_a_link(as_: As, path: str) -> None:
    finance = as_("finance")
    finance.post(path, data=DETAILS)
    assert finance.get(f"{path}/reveal").status_code == 405


@pytest.mark.parametrize("role", ["lead", "approver", "manager", "administrator", "auditor"])
def test_nobody_but_finance_comes_near_them(as_: As, path: str, role: str) -> None:
    client = as_(role)
    assert client.get(path).status_code == 403
    assert client.post(path, data=DETAILS).status_code == 403
    assert client.post(f"{path}/reveal").status_code == 403
    assert client.get("/people/bank-details").status_code == 403


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"sort_code": "20003"}, "A sort code has six digits; this has 5."),
        ({"account_number": "5577991"}, "this has 7. If it begins with 0, a spreadsheet may have dropped"),
        ({"account_name": ""}, "Enter the name on the account"),
        ({"account_number": "55\x0079911"}, "characters that cannot be printed"),
    ],
)
def test_details_that_cannot_be_are_said_beside_the_field_and_not_kept(
    app: Flask, as_: As, path: str, values: dict[str, str], sentence: str
) -> None:
    answer = as_("finance").post(path, data=DETAILS | values)
    assert answer.status_code == 200
    assert sentence in answer.text
    with app.app_context():
        assert db.session.scalars(select(PayeeVersion)).all() == []


def test_a_change_keeps_the_earlier_version_masked(as_: As, path: str) -> None:
    finance = as_("finance")
    finance.post(path, data=DETAILS)
    page = finance.post(path, data=DETAILS | {"account_number": "55779912"}, follow_redirects=True).text
    assert "Version 1" in page
    assert "****9911" in page
    assert "****9912" in page


def test_an_account_that_two_people_use_is_pointed_out(app: Flask, as_: As, path: str) -> None:
    with app.app_context():
        other = f"/people/{encode(people.participant().id)}/bank"
    finance = as_("finance")
    finance.post(path, data=DETAILS)
    assert (
        "Somebody else is paid into this same account"
        in finance.post(other, data=DETAILS, follow_redirects=True).text
    )


def test_the_list_says_whose_details_are_missing(app: Flask, as_: As, path: str) -> None:
    finance = as_("finance")
    assert "Missing" in finance.get("/people/bank-details").text
    finance.post(path, data=DETAILS)
    page = finance.get("/people/bank-details?search=amina").text
    assert "Held" in page
    assert "Missing" not in page

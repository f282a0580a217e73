"""The published tables are uploaded by versions, and bank details are checked by the one in force."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.factories import people
from tests.factories.staff import staff
from tests.people.test_modulus import WEIGHTS
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.people import modulus_tables, payees
from tracker.people.models import PayeeVersion
from tracker.people.modulus import Result
from tracker.people.modulus_models import ModulusCheck, ModulusTable
from tracker.web.ids import encode
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]
PAIRS = b"938600 938611\n"


def uploaded(version: str = "7.70", **values: object) -> ModulusTable:
    given = {"published_on": TODAY, "weights": WEIGHTS.encode(), **values}
    admin = staff("administrator").actor()
    with writing():
        return modulus_tables.upload(
            actor=admin,
            on=TODAY,
            version=version,
            **given,  # type: ignore[arg-type]
        )


def entered(account_number: str = "66374958", sort_code: str = "089999") -> PayeeVersion:
    finance, person = staff("finance").actor(), people.participant(name="Amina Example")
    with writing():
        return payees.set_payee(
            actor=finance,
            on=TODAY,
            participant=person,
            account_name="A Example",
            sort_code=sort_code,
            account_number=account_number,
        )


@pytest.mark.parametrize(
    ("sort_code", "account", "result"),
    [
        ("089999", "66374958", Result.VALID),
        ("089999", "66374959", Result.INVALID),
        ("999999", "66374958", Result.NOT_CHECKED),
    ],
)
def test_details_are_checked_as_they_are_entered_and_kept_whatever_the_result(
    db_session: object, sort_code: str, account: str, result: Result
) -> None:
    table = uploaded()
    payee = entered(account, sort_code)
    kept = db.session.scalars(select(ModulusCheck)).one()
    assert (kept.payee_version_id, kept.table_id, kept.result) == (payee.id, table.id, result)


def test_without_tables_nothing_is_checked_and_nothing_is_called_valid(db_session: object) -> None:
    found = modulus_tables.of_payee(entered())
    assert (found.checked.result, found.table) == (Result.NOT_CHECKED, None)
    assert "an administrator uploads them" in found.checked.reason
    assert db.session.scalar(select(func.count()).select_from(ModulusCheck)) == 0


def test_a_newer_version_is_in_force_and_what_was_found_before_is_still_told(db_session: object) -> None:
    uploaded("7.60")
    payee = entered()
    # By these the range has another weight at its end.
    changed = WEIGHTS.replace("7 1 3 7 1 3 7 1\n", "7 1 3 7 1 3 7 2\n", 1)
    newest = uploaded("7.70", weights=changed.encode())
    assert (newest.number, newest.rows) == (2, len(WEIGHTS.split("\n")) - 2)
    found = modulus_tables.of_payee(payee)
    assert (found.checked.result, found.before) == (Result.INVALID, (Result.VALID, "7.60"))


def test_a_sort_code_that_needs_substitutions_is_checked_once_they_are_given(db_session: object) -> None:
    uploaded()
    assert modulus_tables.check("938063", "55065200").checked.result is Result.NOT_CHECKED
    uploaded(substitutions=PAIRS)
    assert modulus_tables.check("938063", "55065200").checked.result is not Result.NOT_CHECKED


def test_the_same_files_again_are_no_new_version(db_session: object) -> None:
    first = uploaded()
    assert uploaded().id == first.id
    assert [one.number for one in modulus_tables.versions()] == [1]


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"weights": b"nonsense"}, "tables", "VALACDOS.txt, line 1 is no row"),
        ({"weights": b""}, "tables", "holds no row"),
        ({"weights": b"0" * 5_000_001}, "weights", "too large"),
        ({"substitutions": b"1 2"}, "tables", "SCSUBTAB.txt, line 1 is no pair"),
        ({"published_on": TODAY + timedelta(days=1)}, "published_on", "today or earlier"),
        ({"version": " "}, "version", "Enter the version"),
    ],
)
def test_what_is_no_table_is_refused_and_the_one_in_force_stays(
    db_session: object, values: dict[str, object], field: str, sentence: str
) -> None:
    kept = uploaded()
    with pytest.raises(Invalid, match=sentence) as refused:
        uploaded(**values)  # type: ignore[arg-type]
    assert refused.value.field == field
    newest = modulus_tables.in_force()
    assert newest is not None
    assert newest.id == kept.id


def test_only_an_administrator_uploads_them_and_it_is_on_the_record(db_session: object) -> None:
    for role in ("finance", "lead", "approver", "auditor"):
        somebody = staff(role).actor()
        with pytest.raises(Refused, match="Only an administrator"), writing():
            modulus_tables.upload(
                actor=somebody,
                on=TODAY,
                version="7.70",
                published_on=TODAY,
                weights=WEIGHTS.encode(),
            )
    table = uploaded()
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.kind == "modulus_table")).one()
    assert event.verb == "uploaded-bank-check-tables"
    assert table.weights_sha256 in str(event.values)


@pytest.mark.parametrize(
    ("published_on", "old"),
    [
        (date(2026, 5, 23), True),
        (date(2026, 5, 24), False),
        (date(2025, 12, 31), True),
    ],
)
def test_tables_are_old_six_months_after_they_were_published(published_on: date, old: bool) -> None:
    assert modulus_tables.is_old(ModulusTable(published_on=published_on), TODAY) is old


# --- the pages --------------------------------------------------------------------------------------------


def sent(client: FlaskClient, content: bytes = WEIGHTS.encode(), year: str = "2026") -> str:
    data = {
        "weights": (io.BytesIO(content), "VALACDOS.txt"),
        "version": "7.70",
        "published_on": ["1", "3", year],
    }
    return unescape(client.post("/settings/bank-check-tables", data=data, follow_redirects=True).text)


def test_an_administrator_uploads_them_and_is_warned_once_they_are_old(as_: As) -> None:
    admin = as_("administrator")
    assert "/settings/bank-check-tables" in admin.get("/settings").text
    assert "No tables yet" in admin.get("/settings/bank-check-tables").text
    assert "Bank check tables" not in admin.get("/").text
    page = sent(admin)
    assert "Version 7.70 is in force." in page
    assert "published on 1 March 2026" in page
    assert "more than 6 months ago" in page
    assert "look for a newer version" in admin.get("/").text


def test_a_file_that_is_no_table_is_answered_on_the_page(as_: As) -> None:
    page = sent(as_("administrator"), b"\x00\xff not a table")
    assert "line 1 is no row of the weight table" in page
    assert "No tables yet" in page
    assert "2026" in sent(as_("administrator"), year="12")


def test_the_page_of_bank_details_says_what_the_check_came_to(app: Flask, as_: As) -> None:
    with app.app_context():
        path = f"/people/{encode(people.participant(name='Amina Example').id)}/bank"
        uploaded()
    finance = as_("finance")
    details = {"account_name": "A Example", "sort_code": "08-99-99", "account_number": "66374959"}
    page = finance.post(path, data=details, follow_redirects=True).text
    assert "Does not fit" in page
    assert "check both with the person" in page
    assert "By version 7.70 of the tables" in page
    assert "66374959" not in page
    page = finance.post(path, data=details | {"sort_code": "99-99-99"}, follow_redirects=True).text
    assert "Not checked" in page
    assert "</span> Fits" not in page

"""Passwords are changed, accounts end and open again, and the record says who was given what where."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.conftest import TODAY
from tests.factories.projects import project
from tests.factories.staff import PASSWORD, sign_in, staff
from tracker.accounts import services
from tracker.accounts.models import User
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.errors import Refused
from tracker.permissions import Role
from tracker.web.ids import encode
from tracker.web.transaction import writing

NEW = "four quite different words"
As = Callable[..., FlaskClient]


@pytest.fixture
def email(app: Flask) -> str:
    with app.app_context():
        return staff("lead").email


def test_somebody_changes_their_own_password_and_is_signed_out_elsewhere(
    app: Flask, client: FlaskClient, email: str
) -> None:
    elsewhere = app.test_client()
    sign_in(elsewhere, email)
    sign_in(client, email)
    answer = client.post("/password", data={"current": PASSWORD, "password": NEW})
    assert answer.status_code == 302
    assert "Your password is changed" in client.get("/").text
    assert elsewhere.get("/").status_code == 302
    sign_in(app.test_client(), email, NEW)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"current": "wrong", "password": NEW}, "This is not the password you have now"),
        ({"current": PASSWORD, "password": "short"}, "12 characters or more"),
        ({"current": "", "password": NEW}, "Enter the password you have now"),
    ],
)
def test_a_password_is_changed_only_by_whoever_knows_it_for_one_that_is_long_enough(
    app: Flask, client: FlaskClient, email: str, typed: dict[str, str], sentence: str
) -> None:
    sign_in(client, email)
    assert sentence in client.post("/password", data=typed).text
    sign_in(app.test_client(), email)


def test_the_password_one_has_now_cannot_be_guessed_on_the_page_that_changes_it(
    client: FlaskClient, email: str
) -> None:
    sign_in(client, email)
    for _ in range(5):
        client.post("/password", data={"current": "wrong", "password": NEW})
    answer = client.post("/password", data={"current": PASSWORD, "password": NEW})
    assert "Too many wrong passwords" in answer.text


def test_an_administrator_gives_somebody_a_new_password(app: Flask, as_: As, email: str) -> None:
    theirs = app.test_client()
    sign_in(theirs, email)
    with app.app_context():
        user_id = db.session.scalars(select(User.id).where(User.email == email)).one()
    admin = as_("administrator")
    assert admin.post(f"/staff/{encode(user_id)}/password", data={"password": NEW}).status_code == 302
    assert "by voice or on paper" in admin.get(f"/staff/{encode(user_id)}").text
    assert theirs.get("/").status_code == 302
    sign_in(theirs, email, NEW)


def test_an_account_that_ended_signs_nobody_in_until_it_is_opened_again(
    app: Flask, as_: As, email: str
) -> None:
    theirs = app.test_client()
    sign_in(theirs, email)
    with app.app_context():
        address = f"/staff/{encode(db.session.scalars(select(User.id).where(User.email == email)).one())}"
    admin = as_("administrator")
    admin.post(f"{address}/end")
    assert theirs.get("/").status_code == 302
    assert "is not right" in theirs.post("/sign-in", data={"email": email, "password": PASSWORD}).text
    assert "This account has ended" in admin.get(address).text
    assert "Account ended" in admin.get("/staff").text
    admin.post(f"{address}/open-again")
    sign_in(theirs, email)


def test_nobody_ends_their_own_account(db_session: object) -> None:
    admin = staff("administrator")
    with pytest.raises(Refused, match="cannot end your own account"), writing():
        services.end_account(actor=admin.actor(), on=TODAY, user=admin)


def test_the_last_administrator_stays(db_session: object) -> None:
    last, leaving = staff("administrator"), staff("lead").actor()
    with pytest.raises(Refused, match="always be an administrator"), writing():
        services.end_account(actor=leaving, on=TODAY, user=last)
    other = staff("administrator")
    with writing():
        services.end_account(actor=other.actor(), on=TODAY, user=last)
    assert not last.is_active
    with pytest.raises(Refused, match="always be an administrator"), writing():
        services.end_account(actor=leaving, on=TODAY, user=other)


def test_the_record_of_a_grant_says_for_which_project(db_session: object) -> None:
    admin, user, where = staff("administrator").actor(), staff(), project()
    with writing():
        grant = services.grant_role(actor=admin, user=user, role=Role.LEAD, project_id=where.id)
    with writing():
        services.take_back(actor=admin, user=user, grant_id=grant.id)
    told = {"role": "lead", "project_id": where.id}
    found = db.session.scalars(select(AuditEvent).where(AuditEvent.record_id == user.id))
    assert [(one.verb, one.values) for one in found if "grant" in one.verb] == [
        ("granted", told),
        ("took-back-grant", told),
    ]

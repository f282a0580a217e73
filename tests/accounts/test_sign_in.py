"""Signing in and out: what a copied cookie is worth, and whom a stranger's wrong passwords keep out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.factories.staff import PASSWORD, sign_in, staff
from tracker import clock
from tracker.accounts import sign_ins
from tracker.accounts.models import SignIn
from tracker.db import db
from tracker.web.transaction import writing


@pytest.fixture
def email(app: Flask) -> str:
    with app.app_context():
        return staff("lead").email


def guess(client: FlaskClient, email: str, times: int = 5) -> str:
    for _ in range(times):
        answer = client.post("/sign-in", data={"email": email, "password": "a wrong password"})
    return answer.text


def test_a_cookie_that_was_copied_is_worth_nothing_after_signing_out(
    app: Flask, client: FlaskClient, email: str
) -> None:
    sign_in(client, email)
    copied = client.get_cookie("tracker")
    assert copied is not None
    assert client.post("/sign-out").status_code == 302
    thief = app.test_client()
    thief.set_cookie("tracker", copied.value)
    assert thief.get("/").status_code == 302


def test_signing_out_in_one_browser_leaves_the_others_signed_in(
    app: Flask, client: FlaskClient, email: str
) -> None:
    other = app.test_client()
    sign_in(client, email)
    sign_in(other, email)
    client.post("/sign-out")
    assert client.get("/").status_code == 302
    assert other.get("/").status_code == 200


def test_a_sign_in_that_nobody_ended_ends_by_itself(app: Flask, client: FlaskClient, email: str) -> None:
    sign_in(client, email)
    with app.app_context(), writing():
        db.session.query(SignIn).one().at = clock.now() - sign_ins.LONGEST - timedelta(minutes=1)
    assert client.get("/").status_code == 302
    with app.app_context(), writing():
        sign_ins.forget_old(clock.now())
        assert db.session.query(SignIn).count() == 0


@pytest.mark.parametrize("cookie", ["", "x", "\x00", "é"])
def test_a_token_that_nobody_gave_out_signs_nobody_in(app: Flask, cookie: str) -> None:
    with app.app_context():
        assert sign_ins.holder(cookie) is None


def test_five_wrong_passwords_keep_strange_browsers_out_even_with_the_right_one(
    app: Flask, email: str
) -> None:
    assert "is not right" in guess(app.test_client(), email, 5)
    stranger = app.test_client()
    assert "Too many wrong passwords" in guess(stranger, email, 1)
    answer = stranger.post("/sign-in", data={"email": email, "password": PASSWORD})
    assert "Too many wrong passwords" in answer.text


def test_a_stranger_cannot_lock_somebody_out_of_their_own_browser(
    app: Flask, client: FlaskClient, email: str
) -> None:
    sign_in(client, email)
    client.post("/sign-out")
    assert "Too many wrong passwords" in guess(app.test_client(), email, 6)
    sign_in(client, email)


def test_a_known_browser_is_locked_by_its_own_wrong_passwords(client: FlaskClient, email: str) -> None:
    sign_in(client, email)
    client.post("/sign-out")
    assert "Too many wrong passwords" in guess(client, email, 6)


def test_a_browser_known_for_one_address_is_strange_to_another(
    app: Flask, client: FlaskClient, email: str
) -> None:
    with app.app_context():
        other = staff("lead").email
    sign_in(client, email)
    client.post("/sign-out")
    guess(client, other, 6)
    answer = app.test_client().post("/sign-in", data={"email": other, "password": PASSWORD})
    assert "Too many wrong passwords" in answer.text

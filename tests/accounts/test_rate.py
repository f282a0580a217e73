"""Guessing passwords is slowed at the door, whichever address is tried."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tracker.accounts.login import limiter

A_MINUTE_S_WORTH = 60


@pytest.fixture
def guarded(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    """A visitor of the application as it is outside tests, where the guard is on."""
    monkeypatch.setitem(app.config, "TESTING", False)
    limiter.reset()
    yield app.test_client()
    limiter.reset()


def test_more_attempts_in_a_minute_than_fingers_can_make_are_asked_to_wait(guarded: FlaskClient) -> None:
    answers = [guarded.post("/sign-in").status_code for _ in range(A_MINUTE_S_WORTH + 1)]
    assert set(answers[:-1]) == {200}
    assert answers[-1] == 429
    assert "Wait a few minutes" in guarded.post("/sign-in").text


def test_looking_at_the_page_is_no_attempt(guarded: FlaskClient) -> None:
    answers = {guarded.get("/sign-in").status_code for _ in range(A_MINUTE_S_WORTH + 1)}
    assert answers == {200}

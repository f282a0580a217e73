"""No page can be made to change anything by a form on somebody else's site."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from tests.contracts.addresses import every_address
from tracker.permissions import Role


def test_every_form_without_its_page_s_token_is_refused(app: Flask, as_: Callable[..., FlaskClient]) -> None:
    client = as_(*Role)
    client.forged = True
    answers = {one: one.ask(client).status_code for one in every_address(app) if one.method != "GET"}
    assert len(answers) > 1
    assert {one: status for one, status in answers.items() if status != 400} == {}

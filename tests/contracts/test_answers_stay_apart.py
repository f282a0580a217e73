"""An answer is planted, and every page that every role can reach is read: it is in none of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.contracts.browsing import every_form
from tests.contracts.test_access import HOLDERS
from tests.factories.everything import Everything, everything
from tracker.db import db
from tracker.diversity import answers
from tracker.diversity.answers import Answer
from tracker.people.models import Participant
from tracker.permissions import SYSTEM
from tracker.web import access
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]
PLANTED = "Zoroastrian-planted-here"
CHOSEN = 'value="buddhist" checked'


def test_a_planted_answer_is_on_no_page_of_staff(app: Flask, as_: As) -> None:
    with app.app_context():
        whole = everything()
        with writing():
            answers.key_in(
                actor=SYSTEM,
                on=whole.stage.involvement.held_on,
                participant=db.session.get_one(Participant, whole.ids["participant_id"]),
                given={"religion": Answer("buddhist", PLANTED)},
            )
    found = [
        (holder, path) for holder in HOLDERS for path in shows(app, Watching(as_(holder)), whole, holder)
    ]
    assert found == []


class Watching:
    """A browser that remembers which pages showed the planted answer."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.showed: list[str] = []

    def open(self, path: str, method: str = "GET") -> TestResponse:
        """Ask for a page and read it."""
        answer = self.client.open(path, method=method)
        # The option's word stands on forms of questions; a chosen answer would be its ticked box.
        if answer.mimetype.startswith("text/") and (PLANTED in answer.text or CHOSEN in answer.text):
            self.showed.append(f"{method} {path}")
        return answer


def shows(app: Flask, browser: Watching, whole: Everything, holder: str) -> list[str]:
    """The pages among those that links lead to, and all addresses of that record, that show it."""
    list(every_form(app, cast("FlaskClient", browser), most_of_one=2))
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.endpoint == "static":
            continue
        needed = access.declared(app, rule.endpoint)
        if not isinstance(needed, str) and not needed & HOLDERS[holder]:
            continue  # refused to this role, as test_access shows of every address
        built = rule.build({**whole.ids, "benefit": "pip"})
        assert built is not None, rule
        browser.open(built[1])
    return browser.showed

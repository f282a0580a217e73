"""No page can be made to change anything by a form on somebody else's site."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tracker.permissions import Role


def address(app: Flask, rule: Rule) -> str:
    """The rule's address with an id of the right shape in each place for one."""
    with app.test_request_context():
        made = rule.build(dict.fromkeys(rule.arguments, 1))
    assert made is not None, rule
    return made[1]


def test_every_form_without_its_page_s_token_is_refused(app: Flask, as_: Callable[..., FlaskClient]) -> None:
    client = as_(*Role)
    client.forged = True
    posting = [rule for rule in app.url_map.iter_rules() if rule.methods and "POST" in rule.methods]
    answers = {rule.rule: client.post(address(app, rule)).status_code for rule in posting}
    assert len(answers) > 1
    assert {rule: status for rule, status in answers.items() if status != 400} == {}

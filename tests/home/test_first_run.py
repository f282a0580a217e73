"""The first set-up: five questions, each saved by itself, skipped or gone on with later."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories.staff import PASSWORD, staff
from tracker.accounts import queries as accounts
from tracker.accounts.models import PayEvery, User
from tracker.db import db
from tracker.money import Money
from tracker.permissions import Role
from tracker.projects.models import Project, Rate
from tracker.working_days import Nation

pytestmark = pytest.mark.usefixtures("db_session")

As = Callable[..., FlaskClient]
WORDS = {"participant_noun": "neighbour", "participants_noun": "neighbours", "activity_noun": "co-production"}
PAY = {"usual_method": "bank", "pay_when": "week-4", "cut_off_days": "2", "promised_days": "10"}
RATES = {"name": "Our rates", "hour": "20", "half_day": "75", "day": "", "since": ["1", "11", "2026"]}
PROJECT = {
    "project": "Buses for everyone",
    "cost_code": "CC-1",
    "name": "Ann Approver",
    "email": "ann@example.org",
    "password": PASSWORD,
}


def answer(client: FlaskClient, number: int, data: dict[str, object]) -> str:
    """Answer a question as its page shows it; returns where that leads."""
    page = client.get(f"/set-up/{number}").text
    version = re.search(r'name="version" value="(\d+)"', page)
    sent = client.post(f"/set-up/{number}", data={**data, "version": version[1] if version else ""})
    assert sent.status_code == 302, sent.text
    return str(sent.location)


def test_five_answers_set_up_the_most_of_it(as_: As) -> None:
    admin = as_("administrator")
    assert "Answer five questions" in admin.get("/").text
    assert admin.get("/set-up").location == "/set-up/1"
    assert answer(admin, 1, {"name": "Harbourside", "nation": "wales"}) == "/set-up/2"
    assert answer(admin, 2, WORDS) == "/set-up/3"
    assert answer(admin, 3, PAY) == "/set-up/4"
    assert answer(admin, 4, RATES) == "/set-up/5"
    assert answer(admin, 5, PROJECT) == "/"
    kept = accounts.organisation()
    assert (kept.name, kept.nation, kept.participants_noun) == ("Harbourside", Nation.WALES, "neighbours")
    assert (kept.pay_every, kept.pay_day, kept.promised_days) == (PayEvery.WEEK, 4, 10)
    rates = {rate.label: rate.pence for rate in db.session.scalars(select(Rate))}
    assert rates == {"Hour": Money(2000), "Half day": Money(7500)}
    project = db.session.scalars(select(Project)).one()
    assert (project.name, project.cost_code) == ("Buses for everyone", "CC-1")
    assert project.rate_card_id is not None
    ann = db.session.scalars(select(User).where(User.email == "ann@example.org")).one()
    assert [(grant.role, grant.project_id) for grant in ann.grants] == [(Role.APPROVER, project.id)]
    shown = admin.get("/").text
    assert "the questions" not in shown
    assert "Setting up" in shown


def test_a_question_is_skipped_and_the_set_up_goes_on_where_it_was_left(as_: As) -> None:
    admin = as_("administrator")
    answer(admin, 1, {"name": "Harbourside"})
    assert admin.post("/set-up/2/skip").location == "/set-up/3"
    assert admin.get("/set-up").location == "/set-up/3"
    assert "Question 3 of 5 is next." in admin.get("/").text
    # Going back to one that is answered does not ask the later ones again.
    answer(admin, 1, {"name": "Harbourside Together"})
    assert admin.get("/set-up").location == "/set-up/3"
    for number in (3, 4, 5):
        admin.post(f"/set-up/{number}/skip")
    assert admin.get("/set-up").location == "/"


@pytest.mark.parametrize(
    ("number", "data", "sentence"),
    [
        (1, {"name": ""}, "Enter the organisation&#39;s name."),
        (2, {**WORDS, "activity_noun": ""}, "Enter a word, like involvement or co-production."),
        (3, {**PAY, "promised_days": "0"}, "Enter a whole number from 1 to 365."),
        (4, {**RATES, "hour": "", "half_day": ""}, "Enter at least one amount, or skip this question."),
        (5, {**PROJECT, "password": ""}, "Enter a first password: they cannot sign in yet."),
        (5, {**PROJECT, "password": "short"}, "Choose a password of 12 characters or more"),
        (5, {**PROJECT, "email": "ann"}, "Enter an email address in full"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_half_saved(
    as_: As, number: int, data: dict[str, object], sentence: str
) -> None:
    refused = as_("administrator").post(f"/set-up/{number}", data=data)
    assert refused.status_code == 200
    assert sentence in refused.text
    assert accounts.organisation().questions_done == 0
    assert db.session.scalars(select(Project)).all() == []


def test_somebody_who_can_sign_in_already_needs_no_password(as_: As) -> None:
    email = staff().email
    answer(as_("administrator"), 5, {**PROJECT, "email": email, "password": ""})
    user = accounts.user_by_email(email)
    assert user is not None
    assert [grant.role for grant in user.grants] == [Role.APPROVER]


def test_a_question_that_is_not_there_is_not_found_and_only_administrators_are_asked(as_: As) -> None:
    admin = as_("administrator")
    assert admin.get("/set-up/6").status_code == 404
    assert admin.post("/set-up/0/skip").status_code == 404
    assert as_("lead").get("/set-up/1").status_code == 403

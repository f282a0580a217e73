"""A person's own page: the code from the paper, the PIN, answers changed and withdrawn, nobody else in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.factories.diversity import PIN, asks, code_for, code_in, come_in, said
from tests.factories.people import participant
from tests.factories.projects import project
from tracker import clock
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.diversity import link, own_views
from tracker.diversity.models import DiversityAnswer
from tracker.errors import Refused
from tracker.web.ids import encode
from tracker.web.transaction import writing

As = Callable[..., FlaskClient]


def given_code(app: Flask, *dimensions: str) -> tuple[int, str]:
    """A person of a project that asks these questions, and their code."""
    with app.app_context():
        of = project()
        asks(of, *(dimensions or ("religion", "sex")))
        person = participant(of)
        return person.id, code_for(person)


def answers_held(app: Flask) -> dict[str, str]:
    with app.app_context():
        return {row.dimension: row.answer for row in db.session.scalars(select(DiversityAnswer))}


def test_a_person_answers_changes_and_withdraws(app: Flask, client: FlaskClient) -> None:
    _, code = given_code(app)
    assert "Choose a PIN" in client.post("/answers", data={"code": code.lower().replace("-", " ")}).text
    come_in(client, code)
    page = client.get("/answers/mine").text
    assert "What is your religion?" in page
    assert page.count("Prefer not to say") == 2
    assert "To see whom we miss." in page
    client.post("/answers/mine", data={"answer_religion": "sikh", "words_religion": "Nirankari"})
    assert answers_held(app) == {"religion": "sikh", "sex": "not_answered"}
    page = client.get("/answers/mine").text
    assert "Nirankari" in page
    client.post("/answers/mine", data={"answer_religion": "prefer_not_to_say", "answer_sex": "male"})
    assert answers_held(app) == {"religion": "prefer_not_to_say", "sex": "male"}
    client.post("/answers/withdraw")
    assert answers_held(app) == {}
    assert "Nirankari" not in client.get("/answers/mine").text


def test_after_the_first_use_the_code_opens_nothing_without_the_pin(app: Flask, client: FlaskClient) -> None:
    _, code = given_code(app)
    come_in(client, code)
    other = app.test_client()
    page = other.post("/answers", data={"code": code}).text
    assert "Choose a PIN" not in page
    assert "again" not in page
    refused = other.post("/answers/pin", data={"code": code, "pin": "111222", "again": "111222"})
    assert "This PIN is not right" in refused.text
    assert "What is your religion?" not in other.get("/answers/mine").text
    come_in(other, code)


def test_five_wrong_pins_close_the_code_for_an_hour(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, code = given_code(app)
    come_in(client, code)
    other = app.test_client()
    for _ in range(link.MOST_WRONG):
        other.post("/answers/pin", data={"code": code, "pin": "135790"})
    assert "too many wrong PINs" in other.post("/answers/pin", data={"code": code, "pin": PIN}).text
    now = clock.now() + link.LOCKED_FOR + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: now)
    come_in(other, code)


@pytest.mark.parametrize(
    ("pin", "again", "says"),
    [
        ("1234", "1234", "Choose a PIN of 6 digits"),
        ("123456", "123456", "harder to guess"),
        ("000000", "000000", "harder to guess"),
        ("270594", "270595", "not the same"),
        ("27059²", "27059²", "Choose a PIN of 6 digits"),
        ("", "", "Type the six digits"),
    ],
)
def test_a_pin_that_cannot_be_kept_is_refused_in_a_sentence(
    app: Flask, client: FlaskClient, pin: str, again: str, says: str
) -> None:
    _, code = given_code(app)
    page = client.post("/answers/pin", data={"code": code, "pin": pin, "again": again}).text
    assert says in page
    assert "Choose a PIN" in page


def test_a_visit_ends_by_itself_and_by_the_button(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, code = given_code(app)
    come_in(client, code)
    client.post("/answers/leave")
    assert "What is your religion?" not in client.get("/answers/mine").text
    come_in(client, code)
    now = clock.now() + link.VISIT_FOR + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: now)
    assert "What is your religion?" not in client.get("/answers/mine").text
    client.post("/answers/mine", data={"answer_religion": "sikh"})
    assert answers_held(app) == {}


def test_a_new_code_deletes_what_was_answered_and_ends_the_old_one(app: Flask, as_: As) -> None:
    person_id, code = given_code(app)
    own = app.test_client()
    come_in(own, code)
    own.post("/answers/mine", data={"answer_sex": "female"})
    lead = as_("lead")
    address = f"/people/{encode(person_id)}/diversity"
    assert "Tick the box" in lead.post(f"{address}/code", data={"once": "a"}).text
    assert answers_held(app)["sex"] == "female"
    paper = lead.post(f"{address}/code", data={"once": "b", "sure": "yes"})
    new = code_in(paper.text)
    assert new != code
    assert answers_held(app) == {}
    assert "not known" in own.post("/answers", data={"code": code}).text
    assert "What is your religion?" not in own.get("/answers/mine").text
    # Sent again, the same form makes no second code.
    assert lead.post(f"{address}/code", data={"once": "b", "sure": "yes"}).status_code == 302
    come_in(own, new)


def test_a_paper_is_typed_in_once_and_never_shown_again(app: Flask, as_: As) -> None:
    with app.app_context():
        of = project()
        asks(of, "religion", "sex")
        person_id = participant(of).id
    keeper = as_("diversity")
    address = f"/people/{encode(person_id)}/diversity/paper"
    assert "Tick at least one answer" in keeper.post(address, data={"once": "a"}).text
    assert keeper.post(address, data={"once": "b", "answer_religion": "hindu"}).status_code == 302
    assert answers_held(app) == {"religion": "hindu", "sex": "not_answered"}
    page = keeper.get(address).text
    assert "never opened or overwritten" in page
    assert "What is your religion?" not in page
    again = keeper.post(address, data={"once": "c", "answer_religion": "sikh"})
    assert again.status_code == 200
    assert answers_held(app)["religion"] == "hindu"
    assert as_("lead").get(address).status_code == 403
    deleted = keeper.post(f"/people/{encode(person_id)}/diversity/delete", data={"sure": "yes"})
    assert deleted.status_code == 302
    assert answers_held(app) == {}


def test_what_is_typed_in_from_paper_needs_no_code_and_a_code_afterwards_opens_none_of_it(
    app: Flask, client: FlaskClient
) -> None:
    with app.app_context():
        of = project()
        asks(of, "religion")
        person = participant(of)
        said(person, religion="jewish")
        with pytest.raises(Refused):
            said(person, religion="sikh")
        code = code_for(person)
    assert answers_held(app) == {}
    come_in(client, code)


def test_the_record_names_nobody_and_says_nothing_of_what_was_answered(
    app: Flask, client: FlaskClient
) -> None:
    _, code = given_code(app)
    come_in(client, code)
    client.post("/answers/mine", data={"answer_religion": "sikh"})
    client.post("/answers/withdraw")
    with app.app_context():
        events = db.session.scalars(select(AuditEvent).where(AuditEvent.kind == "diversity")).all()
        told = {event.verb: (event.actor_id, event.record_id, event.fields, event.values) for event in events}
    verbs = {"gave-code", "set-pin", "answered-about-themselves", "withdrew-own-answers"}
    assert told == dict.fromkeys(verbs, (None, None, [], {}))


def test_only_what_the_person_s_projects_ask_is_asked(app: Flask, client: FlaskClient) -> None:
    with app.app_context():
        one, other = project(), project()
        asks(one, "sex")
        asks(other, "religion")
        asks(None, "age")
        code = code_for(participant(one))
    come_in(client, code)
    page = client.get("/answers/mine").text
    assert "What is your sex?" in page
    assert "How old are you?" in page
    assert "What is your religion?" not in page
    client.post("/answers/mine", data={"answer_religion": "sikh", "answer_age": "16-24"})
    assert answers_held(app) == {"age": "16-24", "sex": "not_answered"}


def test_an_answer_can_be_left_out_again_without_declining_to_say(app: Flask, client: FlaskClient) -> None:
    _, code = given_code(app)
    come_in(client, code)
    page = client.get("/answers/mine").text
    # What is ticked by mistake can be left blank before anything is saved too.
    assert page.count("Leave this one blank") == 2
    client.post("/answers/mine", data={"answer_religion": "sikh", "answer_sex": "male"})
    client.post("/answers/mine", data={"answer_religion": "not_answered", "answer_sex": "male"})
    assert answers_held(app) == {"religion": "not_answered", "sex": "male"}


def test_why_a_question_is_asked_stands_before_its_answers(app: Flask, client: FlaskClient) -> None:
    _, code = given_code(app, "religion")
    come_in(client, code)
    page = client.get("/answers/mine").text
    asked, why, first = (page.index(text) for text in ("What is your religion?", "Why we ask: ", "radio"))
    assert asked < why < first


def test_all_answers_are_deleted_only_after_asking_once_more(app: Flask, client: FlaskClient) -> None:
    _, code = given_code(app)
    come_in(client, code)
    client.post("/answers/mine", data={"answer_sex": "male"})
    page = client.get("/answers/mine").text
    assert 'action="/answers/withdraw"' not in page
    assert 'href="/answers/withdraw"' in page
    asked = client.get("/answers/withdraw").text
    assert "Delete all your answers?" in asked
    assert "No, keep them" in asked
    assert answers_held(app)["sex"] == "male"
    client.post("/answers/withdraw")
    assert answers_held(app) == {}


def test_whoever_is_not_on_their_own_page_is_not_asked_whether_to_delete(client: FlaskClient) -> None:
    page = client.get("/answers/withdraw").text
    assert "Delete all your answers?" not in page
    assert "Type your code" in page


def test_whoever_lost_their_pin_reads_what_to_do_before_any_mistake(app: Flask, client: FlaskClient) -> None:
    _, code = given_code(app)
    come_in(client, code)
    page = app.test_client().post("/answers", data={"code": code}).text
    assert "Have you lost your PIN? Ask us for a new code." in page


def test_a_question_is_switched_on_with_a_reason_or_not_at_all(app: Flask, as_: As) -> None:
    with app.app_context():
        address = f"/projects/{encode(project().id)}/diversity"
    keeper = as_("diversity")
    page = keeper.post(address, data={"on": ["sex", "religion"], "why_sex": "To see whom we miss."}).text
    assert "Religion: say in one sentence why you ask this" in page
    assert keeper.post(address, data={"on": ["sex"], "why_sex": "We plan two groups."}).status_code == 302
    page = keeper.get(address).text
    assert "We plan two groups." in page
    assert page.count(" checked") == 1
    keeper.post(address, data={"once": "z"})
    assert keeper.get(address).text.count(" checked") == 0


def test_every_question_without_a_reason_is_named_at_once(app: Flask, as_: As) -> None:
    with app.app_context():
        address = f"/projects/{encode(project().id)}/diversity"
    page = (
        as_("diversity")
        .post(
            address, data={"on": ["age", "sex", "religion"], "why_age": "We plan two groups.", "why_sex": " "}
        )
        .text
    )
    for code, label in (("sex", "Sex"), ("religion", "Religion")):
        # Once in the summary, with its link, and once beside its box.
        assert page.count(f"{label}: say in one sentence why you ask this") == 2
        assert f'href="#why_{code}"' in page
    assert "Age: say in one sentence" not in page
    assert "We plan two groups." in page


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Have something happen once, between the moment a person's page is opened and that it is saved."""
    real, left = own_views.asked_of, [act]

    def asked(project_ids: frozenset[int]) -> object:
        if left:
            with writing():
                left.pop()()
        return real(project_ids)

    monkeypatch.setattr(own_views, "asked_of", asked)


def test_what_is_saved_while_staff_delete_leaves_no_answer_behind(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    person_id, code = given_code(app)
    come_in(client, code)
    meanwhile(monkeypatch, lambda: link.forget(person_id))
    page = client.post("/answers/mine", data={"answer_sex": "male"}).text
    assert "Your page was closed meanwhile, so nothing was saved." in page
    assert answers_held(app) == {}


def test_what_is_saved_while_another_window_withdraws_is_the_persons_to_withdraw_again(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, code = given_code(app)
    come_in(client, code)
    with client.session_transaction() as browser:
        secret = browser["own_answers"]
    meanwhile(monkeypatch, lambda: link.withdraw(secret))
    client.post("/answers/mine", data={"answer_sex": "male"})
    assert answers_held(app)["sex"] == "male"
    client.post("/answers/withdraw")
    assert answers_held(app) == {}

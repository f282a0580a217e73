"""The Jobcentre letter says what is on record, makes no more of it, and is signed by somebody named."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from tests.conftest import TODAY
from tests.factories import payments as made
from tests.factories import projects as other_projects
from tests.factories import sessions
from tests.factories.staff import staff
from tracker.accounts import services as accounts
from tracker.documents import drawing
from tracker.documents.asked import Asked
from tracker.documents.kinds import jobcentre_letter
from tracker.documents.models import Document
from tracker.errors import Refused
from tracker.payments.models import Answer
from tracker.people import services as people
from tracker.people.models import Participant
from tracker.periods import Period
from tracker.sessions.models import Outcome
from tracker.web.ids import encode
from tracker.web.transaction import writing

Db = scoped_session[Session]
Factory = Callable[..., FlaskClient]
LETTERHEAD = {
    "address": "1 Larch Road\nBrookside",
    "purpose": "We plan health services.",
    "signer_name": "Priya Nair",
    "signer_title": "Head of Involvement",
}


def fill_in(**left_out: str) -> None:
    admin = staff("administrator").actor()
    with writing():
        accounts.save_organisation(actor=admin, version=None, values=LETTERHEAD | left_out)


def said(on_stage: made.Stage, person: Participant, period: Period | None = None) -> Any:
    [subject] = jobcentre_letter.subjects(on_stage.as_("lead"), person)
    return jobcentre_letter.content(Asked(participant=person, subject=subject, period=period, on=TODAY))


def answered(involvement: Any, consulted: bool | None, free: bool | None) -> None:
    with writing():
        involvement.service_user_activity, involvement.free_to_withdraw = consulted, free


@pytest.mark.parametrize("free", [True, False, None])
@pytest.mark.parametrize("consulted", [True, False, None])
def test_only_a_recorded_yes_puts_its_sentence_into_the_letter(
    db_session: Db, consulted: bool | None, free: bool | None
) -> None:
    fill_in()
    on_stage = made.stage()
    person = made.attended(on_stage, "Amina Yusuf").participant
    answered(on_stage.involvement, consulted, free)
    found = said(on_stage, person)
    every = {"every": True, "sessions": []}
    assert found["consulted"] == (every if consulted is True else None)
    assert found["free_to_withdraw"] == (every if free is True else None)


@pytest.mark.parametrize("role", ["chair", "co-facilitator", "peer-researcher"])
def test_whoever_had_another_part_is_not_said_to_be_consulted(db_session: Db, role: str) -> None:
    fill_in()
    on_stage = made.stage()
    place = made.attended(on_stage, "Amina Yusuf")
    with writing():
        place.role = role
    answered(on_stage.involvement, consulted=True, free=True)
    found = said(on_stage, place.participant)
    assert found["consulted"] is None
    assert found["free_to_withdraw"] == {"every": True, "sessions": []}


def test_where_some_sessions_support_a_sentence_they_are_named(db_session: Db) -> None:
    fill_in()
    on_stage = made.stage()
    later = made.stage_in(on_stage, "Reading group")
    person = made.attended(on_stage, "Amina Yusuf").participant
    made.attended_by(later, person)
    answered(on_stage.involvement, consulted=True, free=None)
    answered(later.involvement, consulted=None, free=None)
    found = said(on_stage, person)
    workshop = {"held_on": "2026-11-12", "title": "Design workshop", "minutes": 180}
    assert found["consulted"] == {"every": False, "sessions": [workshop]}


def test_it_lists_what_was_done_what_is_planned_and_nothing_of_which_nobody_knows(db_session: Db) -> None:
    fill_in()
    on_stage = made.stage()
    person = made.attended(on_stage, "Amina Yusuf").participant
    made.invited(made.stage_in(on_stage, "To come", held_on=TODAY + timedelta(days=7)), person)
    made.invited(made.stage_in(on_stage, "Register not taken"), person)
    for outcome in (Outcome.DID_NOT_ATTEND, Outcome.CANCELLED_BY_THEM, Outcome.CANCELLED_BY_US):
        elsewhere = sessions.involvement(on_stage.project, title=outcome.value)
        sessions.attendance(elsewhere, person, outcome)
    supported = sessions.involvement(on_stage.project, title="As a supporter")
    sessions.attendance(supported, person, Outcome.ATTENDED, role="supporter")
    found = said(on_stage, person)
    assert [session["title"] for session in found["took_part"]] == ["Design workshop"]
    assert [session["title"] for session in found["planned"]] == ["To come"]


def test_it_sets_out_what_was_paid_for_work_in_its_days_with_fee_and_expenses_apart(db_session: Db) -> None:
    fill_in()
    on_stage = made.stage()
    person = made.approved(on_stage, "Amina Yusuf").participant
    made.paid_run(on_stage)
    found = said(on_stage, person)
    assert [(payment["paid_on"], payment["fee"]) for payment in found["payments"]] == [("2026-11-23", 7500)]
    assert (found["fee_total"], found["expense_total"], found["offers"]) == (7500, 0, [])
    day_worked = Period(date(2026, 11, 12), date(2026, 11, 12))
    day_paid = Period(TODAY, TODAY + timedelta(days=14))
    assert said(on_stage, person, day_worked)["fee_total"] == 7500
    made.invited(made.stage_in(on_stage, "To come", held_on=TODAY + timedelta(days=7)), person)
    assert said(on_stage, person, day_paid)["payments"] == []


@pytest.mark.parametrize(
    ("answer", "taken", "payments"),
    [(Answer.FULL, 7500, 0), (Answer.NONE, 0, 0), (Answer.TO_CHARITY, 7500, 0)],
)
def test_a_fee_that_is_not_paid_yet_is_said_to_be_offered_with_the_person_s_answer(
    db_session: Db, answer: Answer, taken: int, payments: int
) -> None:
    fill_in()
    on_stage = made.stage()
    person = made.attended(on_stage, "Amina Yusuf", answer=answer).participant
    found = said(on_stage, person)
    assert found["offers"] == [
        {
            "title": "Design workshop",
            "held_on": "2026-11-12",
            "offered": 7500,
            "answer": answer.value,
            "taken": taken,
            "pay_by": "2026-11-26",
        }
    ]
    assert len(found["payments"]) == payments


def test_a_gift_to_a_charity_is_said_to_be_the_person_s_choice_and_not_counted_as_paid(
    db_session: Db,
) -> None:
    fill_in()
    on_stage = made.stage()
    person = made.approved(on_stage, "Amina Yusuf", answer=Answer.TO_CHARITY).participant
    made.paid_run(on_stage)
    found = said(on_stage, person)
    assert (found["payments"], found["fee_total"]) == ([], 0)
    assert [(offer["answer"], offer["pay_by"]) for offer in found["offers"]] == [("to-charity", None)]


def test_it_holds_nothing_of_what_was_told_in_confidence_nor_of_checks_or_accounts(db_session: Db) -> None:
    fill_in()
    on_stage = made.stage()
    person = made.attended(on_stage, "Amina Yusuf").participant
    with writing():
        people.declare_benefit(
            actor=on_stage.as_("contact"),
            on=TODAY,
            participant=person,
            benefit="carers-allowance",
            since=date(2025, 1, 6),
            facts={"week_ends_on": "sunday"},
        )
    text = json.dumps(said(on_stage, person)).lower()
    for secret in ("carer", "benefit", "outcome", "12345678", "123456"):
        assert secret not in text


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ({"signer_name": ""}, "who signs letters"),
        ({"signer_title": ""}, "the job title of whoever signs"),
        ({"purpose": ""}, "what the organisation is for"),
        ({"address": " "}, "address"),
        (dict.fromkeys(LETTERHEAD, ""), "address, what the organisation is for, who signs letters"),
    ],
)
def test_while_the_settings_lack_who_stands_behind_it_a_sentence_says_what_to_fill_in(
    db_session: Db, missing: dict[str, str], named: str
) -> None:
    fill_in(**missing)
    on_stage = made.stage()
    person = made.attended(on_stage, "Amina Yusuf").participant
    with pytest.raises(Refused, match="under Settings") as refusal:
        said(on_stage, person)
    assert named in refusal.value.message


def test_where_nothing_is_on_record_it_asks_for_other_dates(db_session: Db) -> None:
    fill_in()
    on_stage = made.stage()
    person = made.attended(on_stage, "Amina Yusuf").participant
    with pytest.raises(Refused, match="Choose other dates"):
        said(on_stage, person, Period(date(2025, 1, 1), date(2025, 2, 1)))


def test_only_whoever_makes_offers_in_the_project_gives_and_opens_it(app: Flask, as_: Factory) -> None:
    with app.app_context():
        fill_in()
        on_stage = made.stage()
        person = made.attended(on_stage, "Amina Yusuf").participant
        other = other_projects.project(name="Secret garden")
        other_projects.member(other, person)
        project_id, other_id = on_stage.project.id, other.id
        address = f"/people/{encode(person.id)}/papers/jobcentre-letter"
    page = as_("lead", project_id=project_id).get(address).text
    assert "Taking part in involvement: Amina Yusuf" in page
    assert "Priya Nair" in page
    assert "Secret garden" not in page
    assert "Pain clinic" not in as_("lead", project_id=other_id).get(address).text
    assert as_("finance").get(address).status_code == 404
    assert as_("approver").get(address).status_code == 403
    assert "Jobcentre" not in as_("finance").get(address.rpartition("/")[0]).text


def test_the_answer_about_withdrawing_is_asked_on_the_session_and_kept(app: Flask, as_: Factory) -> None:
    with app.app_context():
        involvement = sessions.involvement()
        address = f"/sessions/{encode(involvement.id)}"
    lead = as_("lead")
    assert "May people stop taking part at any time" in lead.get(f"{address}/edit").text
    assert "Free to stop at any time" in lead.get(address).text


def test_letter_and_receipt_give_one_length_of_the_work_and_say_how_much_was_preparation(
    db_session: Db,
) -> None:
    fill_in()
    on_stage = made.stage()
    with writing():
        on_stage.involvement.preparation_minutes = 30
    claim = made.approved(on_stage, "Amina Yusuf")
    person = claim.participant
    made.paid_run(on_stage)
    found = said(on_stage, person)
    [receipt] = db_session.scalars(select(Document).where(Document.kind == "receipt"))
    length = {"minutes": 210, "preparation_minutes": 30}
    for row in (found["took_part"][0], found["payments"][0]["rows"][0], receipt.content["fees"][0]):
        assert length.items() <= row.items()
    letter = Document(kind="jobcentre-letter", content=found, language="english", format="standard")
    for paper in (letter, receipt):
        assert "3 hours 30 minutes, with 30 minutes to prepare" in drawing.page(paper)

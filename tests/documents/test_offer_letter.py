"""The offer letter says what the offer holds, promises what the claim pays, and nothing about benefits."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy.orm import Session, scoped_session

from tests.conftest import TODAY
from tests.factories import payments as made
from tests.factories import projects as other_projects
from tests.factories.staff import staff
from tracker.accounts import services as accounts
from tracker.documents.asked import Asked
from tracker.documents.kinds import offer_letter
from tracker.money import Money
from tracker.payments import services as payments
from tracker.payments.models import Answer, Method
from tracker.payments.terms import terms
from tracker.people.models import Participant
from tracker.web.transaction import writing

Db = scoped_session[Session]


def offered(on_stage: made.Stage, **given: Any) -> Any:
    place = made.invited(on_stage, made.person(on_stage, "Amina Yusuf"))
    values = {"pence": Money(7500), "rate": on_stage.rate, "expenses_covered": "Travel"} | given
    with writing():
        return payments.make_offer(actor=on_stage.as_("lead"), on=TODAY, attendance=place, **values)


def said(on_stage: made.Stage, person: Participant) -> Any:
    [subject] = offer_letter.subjects(on_stage.as_("lead"), person)
    return offer_letter.content(Asked(participant=person, subject=subject, period=None, on=TODAY))


def test_it_says_what_the_offer_holds(db_session: Db) -> None:
    on_stage = made.stage()
    admin = staff("administrator").actor()
    with writing():
        accounts.save_organisation(actor=admin, version=None, values={"bank_statement_name": "BROOKSIDE"})
    found = said(on_stage, offered(on_stage).attendance.participant)
    expected = {
        "covers": "Design workshop",
        "held_on": "2026-11-12",
        "start": "10:00",
        "end": "13:00",
        "minutes": 180,
        "fee": 7500,
        "rate": "Our rates: Half day",
        "expenses_covered": "Travel",
        "method": "bank",
        "pay_by": "2026-11-26",
        "bank_statement_name": "BROOKSIDE",
    }
    assert {name: found[name] for name in expected} == expected
    assert len(found["talk_to"]) == 1


def test_what_it_pays_otherwise_is_what_the_offer_promises(db_session: Db) -> None:
    on_stage = made.stage()
    offer = offered(on_stage)
    promised = [{"key": term.key, "pence": term.pence.pence} for term in terms(offer)]
    assert said(on_stage, offer.attendance.participant)["terms"] == promised
    assert promised


def test_a_bank_statement_is_named_only_where_the_money_goes_through_a_bank(db_session: Db) -> None:
    on_stage = made.stage()
    admin = staff("administrator").actor()
    with writing():
        accounts.save_organisation(actor=admin, version=None, values={"bank_statement_name": "BROOKSIDE"})
    found = said(on_stage, offered(on_stage, method=Method.CASH).attendance.participant)
    assert (found["method"], found["bank_statement_name"]) == ("cash", "")


@pytest.mark.parametrize("answer", [Answer.LESS, Answer.NONE, Answer.TO_CHARITY])
def test_an_offer_not_taken_in_full_has_its_confirmation_instead(db_session: Db, answer: Answer) -> None:
    on_stage = made.stage()
    offer = offered(on_stage)
    lead = on_stage.as_("lead")
    with writing():
        payments.answer_offer(
            actor=lead, on=TODAY, offer=offer, answer=answer, pence=Money(5000), charity="A charity"
        )
    assert offer_letter.subjects(lead, offer.attendance.participant) == []


def test_an_offer_that_is_only_prepared_has_no_letter_and_a_newer_one_takes_its_place(db_session: Db) -> None:
    on_stage = made.stage()
    lead = on_stage.as_("lead")
    place = made.invited(on_stage, made.person(on_stage, "Amina Yusuf"))
    with writing():
        payments.prepare_offer(actor=lead, on=TODAY, attendance=place, pence=Money(7500))
    assert offer_letter.subjects(lead, place.participant) == []
    with writing():
        payments.make_offer(actor=lead, on=TODAY, attendance=place, pence=Money(8000))
    assert said(on_stage, place.participant)["fee"] == 8000


def test_another_project_s_offers_are_not_listed(db_session: Db) -> None:
    on_stage = made.stage()
    person = offered(on_stage).attendance.participant
    other = other_projects.project()
    other_projects.member(other, person)
    assert offer_letter.subjects(staff("lead", project_id=other.id).actor(), person) == []


def test_it_holds_no_account_and_nothing_of_a_check(db_session: Db) -> None:
    on_stage = made.stage()
    text = json.dumps(said(on_stage, offered(on_stage).attendance.participant)).lower()
    for secret in ("12345678", "123456", "outcome", "assessment"):
        assert secret not in text

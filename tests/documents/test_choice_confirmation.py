"""A choice about a fee is confirmed as the person's own: what was offered, when they chose, what is paid."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy.orm import Session, scoped_session

from tests.conftest import TODAY
from tests.factories import day_sheets as sheets
from tests.factories import payments as made
from tests.factories import projects as other_projects
from tests.factories.staff import staff
from tracker.documents.asked import Asked
from tracker.documents.kinds import choice_confirmation
from tracker.money import Money
from tracker.payments import queries
from tracker.payments import services as payments
from tracker.payments.fee_lines import fee_lines
from tracker.payments.models import Answer
from tracker.people.models import Participant
from tracker.web.transaction import writing

Db = scoped_session[Session]


def said(on_stage: made.Stage, person: Participant) -> Any:
    [subject] = choice_confirmation.subjects(on_stage.as_("lead"), person)
    return choice_confirmation.content(Asked(participant=person, subject=subject, period=None, on=TODAY))


@pytest.mark.parametrize(
    ("answer", "taken", "charity"),
    [(Answer.LESS, 5000, None), (Answer.NONE, 0, None), (Answer.TO_CHARITY, 7500, "A charity")],
)
def test_it_says_what_was_offered_what_was_chosen_on_which_day_and_what_is_paid(
    db_session: Db, answer: Answer, taken: int, charity: str | None
) -> None:
    on_stage = made.stage()
    person = made.person(on_stage, "Amina Yusuf")
    place = made.invited(on_stage, person)
    lead = on_stage.as_("lead")
    with writing():
        offer = payments.make_offer(actor=lead, on=TODAY, attendance=place, pence=Money(7500))
        payments.answer_offer(
            actor=lead, on=TODAY, offer=offer, answer=answer, pence=Money(5000), charity=charity
        )
    found = said(on_stage, person)
    expected = {
        "answer": answer.value,
        "offered": 7500,
        "taken": taken,
        "charity": charity,
        "offered_on": "2026-11-23",
        "chosen_on": "2026-11-23",
        "before_payment": True,
        "paid_on": None,
        "pay_by": "2026-11-26",
        "title": "Design workshop",
    }
    assert {name: found[name] for name in expected} == expected


def test_once_it_is_paid_it_says_when_and_still_that_the_choice_came_first(db_session: Db) -> None:
    on_stage = made.stage()
    person = made.approved(on_stage, "Amina Yusuf", answer=Answer.TO_CHARITY).participant
    made.paid_run(on_stage)
    found = said(on_stage, person)
    assert (found["paid_on"], found["before_payment"]) == ("2026-11-23", True)


def test_a_choice_recorded_after_the_money_was_paid_is_not_said_to_come_before_it(db_session: Db) -> None:
    """As a register brought in from elsewhere may have it."""
    on_stage = made.stage()
    claim = made.approved(on_stage, "Amina Yusuf", answer=Answer.TO_CHARITY)
    run = made.paid_run(on_stage)
    with writing():
        for payment in run.payments:
            payment.paid_on = on_stage.involvement.held_on
    assert said(on_stage, claim.participant)["before_payment"] is False


def test_a_choice_made_later_on_the_claim_stands_in_place_of_the_answer_to_the_offer(db_session: Db) -> None:
    on_stage = made.stage()
    claim = made.approved(on_stage, "Amina Yusuf", answer=Answer.FULL)
    lead, person = on_stage.as_("lead"), claim.participant
    assert choice_confirmation.subjects(lead, person) == []
    with writing():
        payments.choose(
            actor=lead, on=TODAY, line=claim.lines[0], answer=Answer.TO_CHARITY, charity="The Night Kitchen"
        )
    found = said(on_stage, person)
    assert (found["answer"], found["charity"], found["offered"], found["taken"]) == (
        "to-charity",
        "The Night Kitchen",
        7500,
        7500,
    )
    assert (found["chosen_on"], found["before_payment"]) == ("2026-11-23", True)


def test_whoever_took_the_whole_fee_or_has_not_answered_has_nothing_to_confirm(db_session: Db) -> None:
    on_stage = made.stage()
    lead = on_stage.as_("lead")
    full = made.attended(on_stage, "Amina Yusuf").participant
    place = made.invited(on_stage, made.person(on_stage, "Ben Okoro"))
    with writing():
        payments.make_offer(actor=lead, on=TODAY, attendance=place, pence=Money(7500))
    assert choice_confirmation.subjects(lead, full) == []
    assert choice_confirmation.subjects(lead, place.participant) == []


def test_a_newer_offer_stands_in_place_of_the_one_that_was_answered(db_session: Db) -> None:
    on_stage = made.stage()
    lead = on_stage.as_("lead")
    place = made.invited(on_stage, made.person(on_stage, "Amina Yusuf"))
    with writing():
        first = payments.make_offer(actor=lead, on=TODAY, attendance=place, pence=Money(7500))
        payments.answer_offer(actor=lead, on=TODAY, offer=first, answer=Answer.NONE)
        payments.make_offer(actor=lead, on=TODAY, attendance=place, pence=Money(9000))
    assert choice_confirmation.subjects(lead, place.participant) == []


def test_another_project_s_choices_are_not_listed(db_session: Db) -> None:
    on_stage = made.stage()
    person = made.attended(on_stage, "Amina Yusuf", answer=Answer.NONE).participant
    other = other_projects.project()
    other_projects.member(other, person)
    assert choice_confirmation.subjects(staff("lead", project_id=other.id).actor(), person) == []


def test_no_reason_and_no_account_is_in_it(db_session: Db) -> None:
    on_stage = made.stage()
    person = made.attended(on_stage, "Amina Yusuf", answer=Answer.NONE).participant
    text = json.dumps(said(on_stage, person)).lower()
    for secret in ("reason", "benefit", "12345678", "123456"):
        assert secret not in text


def test_what_is_left_of_a_fee_is_given_away_and_the_part_in_hand_is_not(db_session: Db) -> None:
    on_stage = made.stage()
    place = sheets.to_come(on_stage, "Cass Cash")
    sheet = sheets.sanctioned(on_stage, sheets.entry(place, fee=2000, expenses=0))
    sheets.came(on_stage, place)
    sheets.keyed(on_stage, sheet, sheets.row(sheet, place, fee=Money(2000)))
    sheets.closed(on_stage, sheet)
    handed_over, rest = fee_lines([place.id])[place.id]
    with writing():
        payments.choose(
            actor=on_stage.as_("lead"), on=TODAY, line=rest, answer=Answer.TO_CHARITY, charity="A hospice"
        )
    offer = queries.offers_of_places([place.id])[place.id]
    content = said(on_stage, place.participant)
    assert (content["offered"], content["taken"], content["charity"]) == (5500, 5500, "A hospice")
    assert (content["before_payment"], content["paid_on"]) == (True, None)
    assert (handed_over.pence, offer.chosen_charity) == (Money(2000), None)

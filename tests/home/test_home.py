"""The first page answers each reader's next question, and tells nobody what is not theirs to know."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask

from tests.conftest import TODAY
from tests.factories import payments as staged
from tests.factories.people import participant
from tests.factories.projects import project
from tests.factories.sessions import attendance, involvement
from tests.factories.staff import sign_in, staff
from tracker import clock
from tracker.accounts.models import User
from tracker.money import Money
from tracker.payments import services as payments
from tracker.people import services as people
from tracker.sessions.models import Outcome
from tracker.web.transaction import writing

Page = Callable[[User], str]


@pytest.fixture
def page(db_session: object, app: Flask) -> Page:
    """The home page as a member of staff sees it."""

    def shown(user: User) -> str:
        email = user.email
        client = app.test_client()
        sign_in(client, email)
        return client.get("/").text

    return shown


# --- the lead ---------------------------------------------------------------------------------------------


def test_a_lead_with_nothing_yet_is_told_how_to_begin(page: Page) -> None:
    shown = page(staff("lead"))
    assert "To begin," in shown
    assert "log a session" in shown
    assert "Nothing is waiting for you: no questions, no registers to take" in shown


def test_a_session_without_a_register_is_named_from_the_day_after(page: Page) -> None:
    of = project()
    involvement(of, held_on=TODAY, title="This very day")
    attendance(involvement(of, held_on=TODAY - timedelta(days=1), title="Yesterday"))
    shown = page(staff("lead"))
    assert "Registers to take" in shown
    assert "Yesterday" in shown
    assert "This very day" not in shown


def test_a_register_of_another_project_is_not_hinted_at(page: Page) -> None:
    mine, other = project(), project()
    attendance(involvement(other, title="Not mine"))
    shown = page(staff("lead", project_id=mine.id))
    assert "Not mine" not in shown
    assert "no registers to take" in shown


def test_an_offer_prepared_waits_to_be_made_and_then_for_its_answer(page: Page) -> None:
    on_stage = staged.stage(held_on=TODAY + timedelta(days=7))
    place = staged.invited(on_stage, staged.person(on_stage, "Dilys Example"))
    lead = on_stage.as_("lead")
    with writing():
        offer = payments.prepare_offer(actor=lead, on=TODAY, attendance=place, pence=Money(7500))
    shown = page(on_stage.cast.lead)
    assert "Offers to make" in shown
    assert "Dilys Example: £75.00" in shown
    with writing():
        payments.make_prepared_offer(actor=lead, on=TODAY, offer=offer)
    shown = page(on_stage.cast.lead)
    assert "no offers to make" in shown
    assert "Offers without an answer" in shown


def test_of_a_check_the_lead_reads_only_whom_to_talk_to(page: Page) -> None:
    on_stage = staged.stage(held_on=TODAY + timedelta(days=7))
    carer = staged.person(on_stage, "Chidi Example")
    facts = {"other_earnings": "190.00", "other_earnings_per": "week", "week_ends_on": "sunday"}
    with writing():
        people.declare_benefit(
            actor=on_stage.as_("contact"),
            on=TODAY,
            participant=carer,
            benefit="carers-allowance",
            since=date(2025, 1, 6),
            facts={**facts, "care_costs_per_week": "0.00", "pension_per_week": "0.00"},
        )
        people.record_circumstances(
            actor=on_stage.as_("contact"), on=TODAY, participant=carer, values={"nation": "england"}
        )
    place = staged.invited(on_stage, carer)
    with writing():
        payments.prepare_offer(actor=on_stage.as_("lead"), on=TODAY, attendance=place, pence=Money(7500))
    shown = page(on_stage.cast.lead)
    assert f"Talk to {on_stage.cast.contact.name} before you offer" in shown
    assert "Carer" not in shown
    assert "People to talk with" not in shown
    for_contact = page(on_stage.cast.contact)
    assert "People to talk with" in for_contact
    assert "Chidi Example" in for_contact


def test_fees_wait_to_be_drafted_until_they_are(page: Page) -> None:
    on_stage = staged.stage()
    staged.attended(on_stage, "Ewa Example")
    assert "Fees to draft from the register" in page(on_stage.cast.lead)
    with writing():
        payments.draft_claims(actor=on_stage.as_("lead"), on=TODAY, involvement=on_stage.involvement)
    shown = page(on_stage.cast.lead)
    assert "no fees to draft" in shown
    assert "Claims to submit" in shown
    assert "Ewa Example: £75.00" in shown


def test_a_question_stands_with_its_words_until_it_is_answered(page: Page) -> None:
    on_stage = staged.stage()
    claim = staged.submitted(on_stage, "Farid Example")
    with writing():
        payments.raise_query(actor=on_stage.as_("approver"), claim=claim, question="Which bus was it?")
    assert "Which bus was it?" in page(on_stage.cast.lead)
    assert "no claims to approve" in page(on_stage.cast.approver)
    with writing():
        payments.answer_query(actor=on_stage.as_("lead"), on=TODAY, claim=claim, answer="The 11.")
    assert "no questions" in page(on_stage.cast.lead)
    assert "Claims to approve" in page(on_stage.cast.approver)


# --- approver and finance ---------------------------------------------------------------------------------


def test_a_claim_that_lacks_bank_details_is_told_to_approver_and_finance(page: Page) -> None:
    on_stage = staged.stage()
    staged.submitted(on_stage, "Grace Example", bank=False)
    assert "There are no bank details yet" in page(on_stage.cast.approver)
    shown = page(on_stage.cast.finance)
    assert "Bank details to enter" in shown
    assert "Grace Example" in shown


def test_finance_sees_what_is_ready_and_what_stops_the_rest(page: Page) -> None:
    on_stage = staged.stage()
    staged.approved(on_stage, "Amina Example")
    stopped = staged.approved(on_stage, "Brendan Example")
    with writing():
        payments.raise_query(actor=on_stage.as_("approver"), claim=stopped, question="Twice?")
    shown = page(on_stage.cast.finance)
    assert "1 claim is ready: £75.00" in shown
    assert "A question on it waits for an answer." in shown


def test_a_prepared_run_waits_for_a_colleague_and_a_released_one_for_the_bank(page: Page) -> None:
    on_stage = staged.stage()
    staged.approved(on_stage, "Amina Example")
    run = staged.prepared_run(on_stage)
    assert "Prepared by you: a colleague must release it" in page(on_stage.cast.finance)
    assert "a colleague must release it" not in page(on_stage.cast.releaser)
    with writing():
        payments.release(actor=on_stage.as_("releaser"), on=TODAY, run=run)
    shown = page(on_stage.cast.finance)
    assert "no runs to release" in shown
    assert "Pay runs to pay and mark as paid" in shown


def test_money_past_its_promised_day_is_said_first(page: Page) -> None:
    on_stage = staged.stage()
    claim = staged.approved(on_stage, "Amina Example")
    assert claim.pay_by is not None
    clock.fix_today(claim.pay_by)
    assert "past the promised day" not in page(on_stage.cast.finance)
    clock.fix_today(claim.pay_by + timedelta(days=1))
    assert "1 claim past the promised day." in page(on_stage.cast.finance)


# --- manager, administrator, everybody --------------------------------------------------------------------


def test_a_manager_sees_people_heard_first_times_and_days_to_pay(page: Page) -> None:
    on_stage = staged.stage()
    for name in ("Amina Example", "Brendan Example"):
        staged.approved(on_stage, name)
    staged.paid_run(on_stage)
    shown = page(staff("manager"))
    assert "<strong>2</strong> people heard, in 1 session" in shown
    assert "<strong>2</strong> for the first time with us" in shown
    # Worked on 12 November, paid on 23 November.
    assert "<strong>11 days</strong> from work to payment" in shown
    assert "Amina" not in shown


def test_who_was_heard_more_than_a_year_ago_is_not_in_the_managers_figures(page: Page) -> None:
    old = involvement(held_on=TODAY - timedelta(days=366))
    attendance(old, participant(), Outcome.ATTENDED)
    assert "Nobody has been heard yet" in page(staff("manager"))


def test_an_administrator_of_a_new_instance_is_led_through_setting_up(page: Page) -> None:
    shown = page(staff("administrator"))
    assert "Setting up" in shown
    for step in (
        "Enter a rate card",
        "Begin a project",
        "Name two people in finance",
        "Name a benefit contact",
    ):
        assert step in shown


def test_what_is_set_up_is_ticked_off(page: Page) -> None:
    staged.stage()
    shown = page(staff("administrator"))
    assert "Enter a rate card: done" in shown
    assert "Name two people in finance: done" in shown
    assert "Name the organisation, and say whom to contact: done" not in shown


def test_somebody_without_a_role_is_told_whom_to_ask(page: Page) -> None:
    assert "ask your administrator for the role" in page(staff())

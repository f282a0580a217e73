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
from tests.factories.settings import paid_on_fridays, settings
from tests.factories.staff import sign_in, staff
from tracker import clock
from tracker.accounts import services as accounts
from tracker.accounts.models import User
from tracker.money import Money
from tracker.payments import services as payments
from tracker.people import services as people
from tracker.permissions import SYSTEM, Role
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
    assert "Nothing is waiting for you: no questions, nobody to talk to first, no registers to take" in shown


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
    assert "Pay runs to pay" in shown


def test_money_past_its_promised_day_is_said_first(page: Page) -> None:
    on_stage = staged.stage()
    claim = staged.approved(on_stage, "Amina Example")
    assert claim.pay_by is not None
    clock.fix_today(claim.pay_by)
    assert "Past the promised day" not in page(on_stage.cast.finance)
    clock.fix_today(claim.pay_by + timedelta(days=1))
    shown = page(on_stage.cast.finance)
    assert shown.index("Past the promised day") < shown.index("Ready to be paid")
    assert "Approved: goes with the next run." in shown


def test_finance_reads_the_next_pay_day_and_its_cut_off(page: Page) -> None:
    finance = staff("finance")
    assert "The next pay day" not in page(finance)
    paid_on_fridays()
    assert "<strong>27 November 2026</strong>. Its cut-off is <strong>24 November 2026</strong>" in page(
        finance
    )
    clock.fix_today(date(2026, 11, 26))
    assert "Its cut-off was 24 November 2026." in page(finance)


def test_a_claim_that_cannot_move_is_shown_to_lead_and_finance_with_what_stops_it(page: Page) -> None:
    on_stage = staged.stage()
    staged.submitted(on_stage, "Grace Example", bank=False)
    asked = staged.submitted(on_stage, "Farid Example")
    with writing():
        payments.raise_query(actor=on_stage.as_("approver"), claim=asked, question="Which bus was it?")
    for who in (on_stage.cast.lead, on_stage.cast.finance):
        shown = page(who)
        assert "Claims that cannot move" in shown
        assert "There are no bank details yet: finance enters them." in shown
    assert "A question on it waits for an answer: with the project." in shown
    # The lead reads the question itself, and once.
    assert page(on_stage.cast.lead).count("Farid Example") == 1


def test_money_that_came_back_is_to_be_paid_again_with_the_banks_reason(page: Page) -> None:
    on_stage = staged.stage()
    staged.approved(on_stage, "Pia Paid")
    payment = staged.paid_run(on_stage).payments[0]
    with writing():
        payments.end_payment(
            actor=on_stage.as_("finance"), on=TODAY, payment=payment, code="arucs-b", ended_on=TODAY
        )
    shown = page(on_stage.cast.finance)
    assert "Did not arrive: to pay again" in shown
    assert "Returned on 23 November 2026. The account is closed (code B)." in shown


def test_what_an_approver_may_not_decide_stands_apart(page: Page) -> None:
    on_stage = staged.stage()
    staged.submitted(on_stage, "Amina Example")
    with writing():
        accounts.grant_role(actor=SYSTEM, user=on_stage.cast.lead, role=Role.APPROVER)
    shown = page(on_stage.cast.lead)
    assert "Not for you to decide now" in shown
    assert "You recorded part of it yourself: a colleague approves it." in shown
    assert "no claims to approve" in shown


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
    assert "<strong>11 days</strong> or less for half the fees paid" in shown
    assert "<strong>11 days</strong> or less for nine in ten" in shown
    assert "2 of 2 fees paid within the 14 days we promise" in shown
    assert "11 days until sent in, 0 days until approved, 0 days until paid" in shown
    assert "Amina" not in shown


def test_a_manager_reads_what_is_late_without_names(page: Page) -> None:
    on_stage = staged.stage()
    claim = staged.approved(on_stage, "Amina Example")
    assert claim.pay_by is not None
    ref = claim.ref
    clock.fix_today(claim.pay_by + timedelta(days=3))
    shown = page(staff("manager"))
    assert "3 days late" in shown
    assert f"Claim {ref}, Pain clinic, Design workshop on 12 November 2026" in shown
    assert "Amina" not in shown


def test_a_lead_of_some_projects_finds_the_figures_under_voices_and_not_here(page: Page) -> None:
    of = project()
    attendance(involvement(of), participant(), Outcome.ATTENDED)
    assert "The last twelve months" not in page(staff("lead", project_id=of.id))
    assert "The last twelve months" in page(staff("lead"))


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


def test_what_is_left_to_set_up_names_the_projects_that_lack_it(page: Page) -> None:
    project(name="Buses for everyone", cost_code="CC-1")
    project(name="Home from hospital")
    leads, approves = project(name="Renters"), project(name="Harbour")
    staff("lead", project_id=leads.id)
    staff("approver", project_id=approves.id)
    shown = page(staff("administrator"))
    assert "Give a cost code to Harbour, Home from hospital and Renters" in shown
    assert "Name a lead for Buses for everyone, Harbour and Home from hospital" in shown
    assert "Name an approver for Buses for everyone, Home from hospital and Renters" in shown


def test_an_auditor_reads_where_the_usual_two_people_were_not_there(page: Page) -> None:
    settings(small_team_reason="There are two of us")
    on_stage = staged.stage()
    claim = staged.submitted(on_stage, "Amina Example")
    with writing():
        accounts.grant_role(actor=SYSTEM, user=on_stage.cast.lead, role=Role.APPROVER)
    with writing():
        payments.approve(
            actor=on_stage.as_("lead"),
            on=TODAY,
            claim=claim,
            shown_hash=payments.current_hash(claim),
            small_team_second_person="Ann Other",
        )
    run = staged.prepared_run(on_stage)
    with writing():
        payments.release(
            actor=on_stage.as_("finance"), on=TODAY, run=run, small_team_second_person="Ann Other"
        )
        people.set_payee(
            actor=on_stage.as_("finance"),
            on=TODAY,
            participant=claim.participant,
            account_name="Amina Example",
            sort_code="12-34-56",
            account_number="87654321",
        )
    shown = page(staff("auditor"))
    for said in (
        "What stood out in the last twelve months",
        "Approved by somebody who recorded it",
        "Pay runs released by who prepared them",
        "With Ann Other. There are two of us",
        "Bank details that changed",
    ):
        assert said in shown, said
    assert "87654321" not in shown


def test_an_auditor_to_whom_nothing_stands_out_is_told_so(page: Page) -> None:
    shown = page(staff("auditor"))
    assert "Nothing to look into: no claim approved by whoever recorded it" in shown


def test_somebody_without_a_role_is_told_whom_to_ask(page: Page) -> None:
    assert "ask your administrator for the role" in page(staff())

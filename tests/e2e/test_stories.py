"""The eight stories of the demo's year, followed through real pages as docs/how-to/follow-a-story.md says.

A story is told into the test's own database by the demo's own module, and the names come from there too.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.e2e.visitor import Visitor
from tests.factories import stories
from tracker.demo import staff
from tracker.demo.stories import (
    autism,
    garden,
    journalists,
    learning,
    panel,
    parents,
    programme,
    training,
)

TALK_FIRST = "Talk to Claire Donnelly before you offer"
# What nobody but the benefit contact may read anywhere.
PRIVATE = ("Allowance", "Universal Credit", "limit")

As = Callable[[str], AbstractContextManager[Visitor]]


@pytest.fixture
def as_staff(as_: Callable[[str], AbstractContextManager[Visitor]]) -> As:
    """Somebody of the demo's staff at a browser, by their key."""

    @contextmanager
    def at_work(key: str) -> Iterator[Visitor]:
        [email] = (one.email for one in staff.STAFF if one.key == key)
        with as_(email) as visitor:
            yield visitor

    return at_work


def open_session(visitor: Visitor, title: str) -> None:
    """From wherever they are to the page of a session."""
    visitor.follow("Sessions")
    visitor.fill("Part of the title, or start of the reference", title)
    visitor.press("Search")
    visitor.follow(title)
    visitor.reads(title)


def open_offers(visitor: Visitor, title: str) -> None:
    """To the offers of a session and what became of each."""
    open_session(visitor, title)
    visitor.follow("Offers")
    visitor.reads("Offers")


def open_claim(visitor: Visitor, title: str, name: str) -> None:
    """To somebody's claim for a session."""
    open_offers(visitor, title)
    visitor.row(name).get_by_role("link", name=re.compile("Claim C")).first.click()
    visitor.reads(name)


def test_a_trainer_with_a_learning_disability_is_paid_and_her_contact_alone_watches_her_permitted_work(
    fresh_app: Flask, as_staff: As
) -> None:
    stories.tell(fresh_app, training.KEY)
    rosalind = training.ROSALIND.name
    with as_staff(staff.AMARA) as lead:
        lead.says(f"{rosalind}: £95.00")
        lead.says(TALK_FIRST)
        lead.says_nothing_of(*PRIVATE)
        open_claim(lead, training.NEAR[0], rosalind)
        lead.says("Paid")
        lead.says("£95.00")
        lead.says_nothing_of(*PRIVATE)
        open_session(lead, training.INTERNSHIP)
        lead.says("it is unpaid. Expenses can be paid")
    with as_staff(staff.CONTACT) as contact:
        contact.follow("To talk about")
        contact.press(f"Open the check of {rosalind}")
        contact.says("£285.00")
        contact.says("£203.50")
        contact.press("We talked about this")
    with as_staff(staff.AMARA) as lead:
        lead.says(f"{rosalind}: £95.00")
        lead.says_nothing_of(TALK_FIRST)


def test_people_who_never_meet_are_paid_for_reading_and_writing_in_their_own_time(
    fresh_app: Flask, as_staff: As
) -> None:
    stories.tell(fresh_app, autism.KEY)
    with as_staff(staff.SIAN) as lead:
        open_offers(lead, autism.TO_COME)
        expect(lead.row(autism.KWABENA.name)).to_contain_text(TALK_FIRST)
        expect(lead.row(autism.ZOE.name)).not_to_contain_text(TALK_FIRST)
        expect(lead.row(autism.ROBIN.name)).to_contain_text("Takes no fee")
        lead.says_nothing_of(*PRIVATE)
        open_claim(lead, autism.CHAT, autism.ISHBEL.name)
        lead.says("Paid")
        lead.says("£15.00")
        open_session(lead, autism.ANSWERED)
        lead.says("Two lamps were changed")
    with as_staff(staff.CONTACT) as contact:
        contact.follow("To talk about")
        contact.press(f"Open the check of {autism.KWABENA.name}")
        contact.says("Universal Credit")
        contact.says_nothing_of(autism.ZOE.name)


def test_a_carer_whose_two_fees_arrive_in_one_week_is_talked_with_and_nobody_else_reads_why(
    fresh_app: Flask, as_staff: As
) -> None:
    stories.tell(fresh_app, parents.KEY)
    brid = parents.BRID.name
    with as_staff(staff.TOM) as lead:
        open_claim(lead, parents.FIRST_FEE, brid)
        lead.says("Paid")
        lead.says_nothing_of(*PRIVATE)
        open_session(lead, parents.SURVEY)
        lead.says("243")
    with as_staff(staff.FINANCE) as finance:
        finance.follow("Receipts")
        finance.page.get_by_role("row").filter(has_text=brid).get_by_role("link").click()
        finance.says("£150.00")
        finance.says_nothing_of(*PRIVATE)
    with as_staff(staff.CONTACT) as contact:
        contact.follow("To talk about")
        contact.press(f"Open the check of {brid}")
        contact.says("£245.00")
        contact.says("£204.00")
        contact.press("We talked about this")
        contact.says_nothing_of(brid)


def test_a_woman_who_may_have_expenses_only_is_repaid_and_no_page_says_why(
    fresh_app: Flask, as_staff: As
) -> None:
    stories.tell(fresh_app, garden.KEY)
    samira = garden.SAMIRA.name
    with as_staff(staff.FARIDA) as lead:
        open_claim(lead, garden.LAST_TITLE, samira)
        lead.says("Expenses")
        lead.says("£3.20")
        lead.says("Paid by voucher")
        open_session(lead, garden.LAST_TITLE)
        expect(lead.row(garden.NADIA.name)).to_contain_text("Interpreter")
        open_claim(lead, garden.ON_PAPER, garden.WINNIE.name)
        lead.says(f"Signed on 29 July 2026, filled in for {garden.WINNIE.name} by Abena, her granddaughter")
        open_claim(lead, garden.TO_SISTER, garden.ZARMINA.name)
        lead.says(f"This money goes to {garden.SISTER} for {garden.ZARMINA.name}.")
        open_claim(lead, garden.CALLED, garden.WINNIE.name)
        lead.says("£15.00")
    with as_staff(staff.MANAGER) as manager:
        manager.follow("Voices")
        manager.says("as interpreter")
        manager.says_nothing_of(samira)


def test_childcare_is_paid_to_the_creche_and_a_student_on_the_board_gives_her_fee_away(
    fresh_app: Flask, as_staff: As
) -> None:
    stories.tell(fresh_app, learning.KEY)
    with as_staff(staff.SIAN) as lead:
        open_claim(lead, learning.LAST_TITLE, learning.SHANICE.name)
        lead.says("Little Owls Crèche direct: not part of the total")
        expect(lead.page.get_by_role("row", name="Total", exact=False).last).to_contain_text("£75.00")
        open_session(lead, learning.LAST_BOARD)
        expect(lead.row(learning.GWENDOLEN.name)).to_contain_text("Board member")
        open_claim(lead, learning.LAST_BOARD, learning.GWENDOLEN.name)
        lead.says(f"Paid to a charity, {learning.GWENDOLEN.charity}")
        open_claim(lead, learning.CHOSEN, learning.ANNELIESE.name)
        lead.says("£30.00")
        lead.says("Paid")
    with as_staff(staff.APPROVER) as approver:
        approver.follow(f"{learning.DELROY.name}: £86.50")
        approver.press("Approve")
        approver.says_nothing_of(learning.DELROY.name)
    with as_staff(staff.SIAN) as lead:
        open_claim(lead, learning.LATE, learning.POL.name)
        lead.says("The form was lost in the post")
        lead.says("Paid")


def test_a_panel_that_asks_the_same_people_again_sees_it_without_reading_a_name(
    fresh_app: Flask, as_staff: As
) -> None:
    stories.tell(fresh_app, panel.KEY)
    with as_staff(staff.MANAGER) as manager:
        manager.follow("Voices")
        manager.reads("9 people heard in 11 sessions")
        manager.says("held by the three most frequent people")
        manager.follow("Hearing back")
        manager.says(panel.CAME_BACK)
        manager.follow("Voices")
        manager.says_nothing_of(*(person.name for person in panel.REGULARS))
    with as_staff(staff.TOM) as lead:
        lead.follow(panel.WITHOUT_REGISTER)
        lead.follow("Take the register")
        lead.press("Save, and everybody not recorded yet attended")
        lead.reads(panel.WITHOUT_REGISTER)
        lead.follow("Projects")
        lead.follow(panel.WORK.name)
        lead.says(f"{panel.MEMBERS} contributors")
        open_claim(lead, panel.CAME_BACK, panel.GEOFFREY.name)
        lead.says("The account is closed")
        lead.says("£0.00 still to reach the person")


def test_a_young_reporter_answers_the_question_on_a_claim_and_somebody_else_approves_it(
    fresh_app: Flask, as_staff: As
) -> None:
    stories.tell(fresh_app, journalists.KEY)
    kacper = journalists.KACPER.name
    with as_staff(staff.AMARA) as lead:
        open_claim(lead, journalists.LAST_TITLE, journalists.MOHAMMED.name)
        lead.says("Declined")
        lead.follow("Involvement Tracker")
        lead.follow(f"{kacper}: £45.00")
        lead.says("Was this the morning or the evening sitting?")
        lead.follow("Answer the question")
        lead.fill("Your answer", "The evening one.")
        lead.press("Send the answer")
        lead.says("The evening one.")
    with as_staff(staff.APPROVER) as approver:
        approver.follow(f"{kacper}: £45.00")
        approver.reads(kacper)
        approver.says("The evening one.")
        approver.press("Approve")
        approver.says_nothing_of(kacper)
    with as_staff(staff.FINANCE) as finance:
        finance.follow(f"{journalists.FREYA.name}: £48.20")
        finance.says("The bank refused the account details before it left")
        finance.follow("Pay runs")
        finance.page.get_by_role("row").filter(has_text="Failed").get_by_role("link").click()
        finance.says("None of its payments arrived")
        finance.says("Paid again in")


def test_the_group_that_designed_a_service_is_paid_for_judging_it_and_seen_to_be_the_same_group(
    fresh_app: Flask, as_staff: As
) -> None:
    stories.tell(fresh_app, programme.KEY)
    with as_staff(staff.MANAGER) as manager:
        manager.follow("Voices")
        expect(manager.row(programme.LAST_TITLE)).to_contain_text("7")
    with as_staff(staff.FARIDA) as lead:
        open_claim(lead, programme.PART, programme.PAUL.name)
        lead.says("£38.57")
    with as_staff(staff.FINANCE) as finance:
        finance.follow("Pay runs")
        expect(finance.row("C").filter(has_text=programme.ADRIAN.name).first).to_contain_text(
            "changed after approval"
        )
        expect(finance.page.get_by_role("row").filter(has_text=programme.KELLY_ANN.name)).to_contain_text(
            "Held"
        )
        finance.page.get_by_role("row").filter(has_text="Released").get_by_role("link").click()
        finance.says(programme.IFEOMA.name)
        finance.fill("Reference on the bank statement", "BACS 0931")
        finance.press("Mark as paid and make receipts")
        finance.says("Paid")

"""A lead's whole day by keyboard alone, in a browser that runs no script."""

from __future__ import annotations

from flask import Flask
from playwright.sync_api import Page, expect

from tests.conftest import TODAY
from tests.e2e.keyboard import Keyboard
from tests.e2e.panel import panel
from tracker.db import db
from tracker.payments.models import Claim, ClaimState

AMINA, CHIDI = "Amina Okonkwo", "Chidi Okonkwo"


def test_a_leads_whole_day_is_done_by_keyboard_alone_and_without_script(
    fresh_app: Flask, plain_page: Page
) -> None:
    lead = Keyboard(plain_page)
    lead.sign_in(panel(fresh_app, 12).lead)
    plan_a_session(lead)
    invite(lead)
    offer(lead, AMINA, "The whole fee")
    offer(lead, CHIDI, "No fee")
    print_the_register(lead)
    take_the_register(lead)
    type_in_expenses(lead)
    submit(lead, AMINA)
    hear_back(lead)
    with fresh_app.app_context():
        claims = {claim.participant.name: claim for claim in db.session.query(Claim).all()}
        assert {name: claim.state for name, claim in claims.items()} == {
            AMINA: ClaimState.SUBMITTED,
            CHIDI: ClaimState.DRAFT,
        }
        assert {name: claim.total.pence for name, claim in claims.items()} == {AMINA: 7980, CHIDI: 688}


def plan_a_session(lead: Keyboard) -> None:
    lead.follow("Sessions")
    lead.at("Sessions")
    lead.follow("Log a session")
    lead.choose("Project", "Citizens’ panel")
    lead.fill("What is it about?", "Budget workshop")
    lead.date("Date", TODAY.day, TODAY.month, TODAY.year)
    lead.pick("How do people take part?", "Some in the room, some online")
    lead.fill("Starts at", "10:00")
    lead.fill("Ends at", "13:00")
    lead.press("Enter")
    lead.at("Budget workshop")
    lead.follow("Plan what it will cost")
    lead.at("What it will cost")
    lead.fill("How many people do you expect?", "2")
    lead.fill("Amount: Fees", "75")
    lead.send("Save the plan")
    lead.at("Budget workshop")


def invite(lead: Keyboard) -> None:
    lead.follow("Put people on the register")
    for name in (AMINA, CHIDI):
        lead.tick(name)
    lead.send("Invite the people ticked")
    lead.at("Offers")
    lead.choose("Rate", "Half day")
    lead.send("Prepare offers")
    lead.at("Offers")


def offer(lead: Keyboard, name: str, answer: str) -> None:
    lead.follow(f"Make the offer to {name}")
    lead.at("Make the offer")
    lead.tick("I gave them information")
    lead.send("Record that the offer was made")
    lead.follow(f"Record the answer of {name}")
    lead.at(f"What {name} chose")
    lead.pick("What did they choose?", answer)
    lead.send("Save the answer")
    lead.at("Offers")


def print_the_register(lead: Keyboard) -> None:
    lead.follow("Budget workshop")
    lead.follow("Print a sheet")
    lead.at("Sign-in sheet")
    lead.follow("Register")
    lead.follow("Large print")
    lead.at("Register")
    expect(lead.page.get_by_role("row", name=AMINA)).to_be_visible()
    lead.follow("Budget workshop")


def take_the_register(lead: Keyboard) -> None:
    lead.follow("Take the register")
    lead.at("Register")
    lead.choose(f"What became of it: {CHIDI}", "Came for part of it")
    lead.fill(f"Minutes there: {CHIDI}", "45")
    lead.send("Save, and everybody not recorded yet attended")
    lead.at("Budget workshop")


def type_in_expenses(lead: Keyboard) -> None:
    lead.send("Draft the fees from the register")
    lead.at("Claims")
    lead.follow("Sessions")
    lead.follow("Budget workshop")
    lead.follow("Type in the expenses")
    lead.choose("Who, row 1", AMINA)
    lead.choose("What for, row 1", "Bus, train, tram or underground")
    lead.fill("Amount, row 1", "4.80")
    lead.tick("I have seen the receipt, row 1")
    lead.choose("Who, row 2", CHIDI)
    lead.choose("What for, row 2", "Mileage by car")
    lead.fill("Or miles, row 2", "12.5")
    lead.send("Add these expenses")
    lead.at("Claims")


def submit(lead: Keyboard, name: str) -> None:
    lead.reach(lead.page.get_by_role("row", name=name).get_by_role("link").first)
    lead.press("Enter")
    lead.at(name)
    lead.send("Submit for approval")
    expect(lead.page.locator("main")).to_contain_text("Submitted")


def hear_back(lead: Keyboard) -> None:
    lead.follow("Sessions")
    lead.follow("Budget workshop")
    lead.follow("Write down what was said and done")
    lead.at("What was said and done")
    lead.fill("What did people say?", "The figures come too late.")
    lead.fill("What did you do, or what will you do?", "They come a week before.")
    lead.fill("How are they told?", "By letter")
    lead.date("When were they told?", TODAY.day, TODAY.month, TODAY.year)
    lead.send("Save")
    lead.at("Budget workshop")
    lead.follow("Close the session")
    lead.at("Close Budget workshop")
    lead.send("Close the session")
    expect(lead.page.locator("main")).to_contain_text("Closed")

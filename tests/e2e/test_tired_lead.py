"""A tired lead at the end of a day: how long the clicks and keys of a session take, by the steps really done.

The counting is the keystroke-level model (Card, Moran and Newell, 1980), slow on purpose: 0.28 seconds a key,
which is somebody who types seldom; 1.1 seconds to point at something and click; 1.35 seconds to think before
each field, choice or button; and 1 second to see each new page. A list is two clicks: open it, choose.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Flask
from playwright.sync_api import Page, expect

from tests.conftest import TODAY
from tests.e2e.panel import Panel, panel
from tests.factories.staff import PASSWORD
from tracker.db import db
from tracker.payments.models import ClaimLine
from tracker.sessions.models import Attendance, Outcome

KEY, CLICK, THINK, PAGE = 0.28, 1.1, 1.35, 1.0
FOUR_MINUTES, FIVE_MINUTES = 240, 300


@dataclass
class TiredLead:
    """Somebody at a browser; every step that they do is timed by the model."""

    page: Page
    seconds: float = 0.0
    steps: list[str] = field(default_factory=list)

    def _step(self, what: str, *, clicks: int = 1, keys: int = 0, page: bool = False) -> None:
        took = THINK + clicks * CLICK + keys * KEY + page * PAGE
        self.seconds += took
        self.steps.append(f"{self.seconds:6.1f}  {what}")

    def follow(self, name: str) -> None:
        named = self.page.get_by_role("link", name=name).or_(self.page.get_by_role("button", name=name))
        named.first.click()
        self._step(f"follow {name}", page=True)

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).first.click()
        self._step(f"press {name}", page=True)

    def tick(self, label: str) -> None:
        self.page.get_by_label(label).first.check()
        self._step(f"tick {label}")

    def choose(self, label: str, option: str) -> None:
        self.page.get_by_label(label, exact=True).select_option(label=option)
        self._step(f"choose {option}", clicks=2)

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)
        self._step(f"type {text}", keys=len(text))

    def next_field(self, label: str, text: str, tabs: int) -> None:
        """Go on by Tab, without the mouse, and type."""
        self.page.get_by_label(label, exact=True).fill(text)
        self._step(f"tab, type {text}", clicks=0, keys=tabs + len(text))

    def sign_in(self, email: str) -> None:
        """Not counted: the day began long before."""
        self.page.goto("/sign-in")
        self.page.get_by_label("Email address").fill(email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("button", name="Sign out")).to_be_visible()

    def at(self, title: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(title)

    def took(self) -> str:
        return "\n".join(self.steps)


def log_a_session(lead: TiredLead) -> None:
    lead.follow("Sessions")
    lead.follow("Log a session")
    lead.choose("Project", "Citizens’ panel")
    lead.fill("What is it about?", "Budget workshop")
    lead.fill("Day", str(TODAY.day))
    lead.next_field("Month", str(TODAY.month), tabs=1)
    lead.next_field("Year", str(TODAY.year), tabs=1)
    lead.fill("Starts at", "10:00")
    lead.next_field("Ends at", "13:00", tabs=1)
    lead.press("Save")
    lead.at("Budget workshop")


def type_three_expenses(lead: TiredLead, people: Panel) -> None:
    lead.follow("Type in the expenses")
    lead.at("Expenses")
    for row, (name, kind, how_much) in enumerate(
        (
            (people.names[0], "Taxi", "14.20"),
            (people.names[3], "Bus, train, tram or underground", "4.80"),
            (people.names[7], "Mileage by car", "12.5"),
        ),
        start=1,
    ):
        lead.choose(f"Who, row {row}", name)
        lead.choose(f"What for, row {row}", kind)
        mileage = kind.startswith("Mileage")
        lead.fill(f"{'Or miles' if mileage else 'Amount'}, row {row}", how_much)
        if not mileage:
            lead.tick(f"I have seen the receipt, row {row}")
    lead.press("Add these expenses")
    lead.at("Claims")


def what_is_kept(app: Flask) -> tuple[list[Outcome | None], list[int]]:
    """The outcomes of the register, and the expenses in pence."""
    with app.app_context():
        places = db.session.query(Attendance).all()
        lines = db.session.query(ClaimLine).all()
        return [place.outcome for place in places], sorted(line.pence.pence for line in lines)


def assert_all_is_kept(app: Flask, people: int) -> None:
    outcomes, expenses = what_is_kept(app)
    assert (len(outcomes), outcomes.count(Outcome.PART)) == (people, 2)
    assert outcomes.count(Outcome.ATTENDED) == people - 2
    assert expenses == [480, 688, 1420]


def test_a_tired_lead_logs_twelve_people_two_parts_and_three_expenses_in_under_four_minutes(
    fresh_app: Flask, page: Page
) -> None:
    people = panel(fresh_app, 30)
    lead = TiredLead(page)
    lead.sign_in(people.lead)
    log_a_session(lead)
    lead.follow("Put people on the register")
    for name in people.names[:12]:
        lead.tick(name)
    lead.press("Invite the people ticked")
    lead.follow("Budget workshop")
    lead.follow("Take the register")
    for name, minutes in ((people.names[2], "45"), (people.names[5], "90")):
        lead.choose(f"What became of it: {name}", "Came for part of it")
        lead.next_field(f"Minutes there: {name}", minutes, tabs=1)
    lead.press("Save, and everybody not recorded yet attended")
    lead.at("Budget workshop")
    type_three_expenses(lead, people)
    assert_all_is_kept(fresh_app, 12)
    assert lead.seconds < FOUR_MINUTES, lead.took()


def test_a_tired_lead_does_the_same_from_a_paper_sheet_in_under_four_minutes(
    fresh_app: Flask, page: Page
) -> None:
    people = panel(fresh_app, 30)
    lead = TiredLead(page)
    lead.sign_in(people.lead)
    log_a_session(lead)
    lead.follow("Type in a paper sheet")
    for row, name in enumerate(people.names[:12], start=1):
        if row == 1:
            lead.fill(f"Name or reference, row {row}", name)
        else:
            lead.next_field(f"Name or reference, row {row}", name, tabs=1 if row in {4, 7} else 3)
        if row in {3, 6}:
            lead.choose(f"What became of it, row {row}", "Came for part of it")
            lead.next_field(f"Minutes, if part, row {row}", "45", tabs=1)
    lead.press("Record the sheet")
    lead.at("Budget workshop")
    type_three_expenses(lead, people)
    assert_all_is_kept(fresh_app, 12)
    assert lead.seconds < FOUR_MINUTES, lead.took()


def test_twenty_names_from_a_paper_sheet_are_keyed_in_under_five_minutes(
    fresh_app: Flask, page: Page
) -> None:
    """Every third of them is somebody new, asked about on the next page."""
    people = panel(fresh_app, 30)
    lead = TiredLead(page)
    lead.sign_in(people.lead)
    log_a_session(lead)
    lead.seconds = 0.0
    lead.follow("Type in a paper sheet")
    for row, name in enumerate(people.names[:20], start=1):
        typed = f"New {name}" if row % 3 == 0 else name
        if row == 1:
            lead.fill(f"Name or reference, row {row}", typed)
        else:
            lead.next_field(f"Name or reference, row {row}", typed, tabs=3)
    lead.press("Record the sheet")
    lead.at("Who are these 6?")
    for name in people.names[2:20:3]:
        lead.tick(f"Somebody new: add “New {name}”")
    lead.press("Record the sheet")
    lead.at("Budget workshop")
    outcomes, _ = what_is_kept(fresh_app)
    assert outcomes == [Outcome.ATTENDED] * 20
    assert lead.seconds < FIVE_MINUTES, lead.took()

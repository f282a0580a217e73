"""Rising Tide: people with a learning disability who train others, after an unpaid internship.

To find: Rosalind gets New Style Employment and Support Allowance and may do permitted work up to a weekly
limit. Two trainings in one week were near it; the three in a week to come are above it, so the lead is asked
to have the benefit contact talk with her first. Nobody but the benefit contact sees why.
"""

from __future__ import annotations

from datetime import date

from tracker.demo import papers
from tracker.demo.cast import Person, Work
from tracker.demo.costs import Cost
from tracker.demo.hearing import CameOf
from tracker.demo.life import Meeting, Step
from tracker.demo.organisation import OUR_RATES, TRAINING
from tracker.demo.staff import AMARA
from tracker.demo.stage import BEGINNING
from tracker.demo.story import Story
from tracker.payments.models import Answer
from tracker.people.models import DocumentFormat
from tracker.permissions import Actor
from tracker.projects import queries as projects
from tracker.projects.models import Design
from tracker.projects.roles import give_role
from tracker.sessions.models import Mode, Outcome

KEY = "training"
WORK = Work(
    ref="RISE",
    name="Rising Tide trainers",
    cost_code="CC-4102",
    lead=AMARA,
    design=Design.ROTATING,
    card=OUR_RATES,
    pool=12,
)

ROSALIND = Person(
    first="Rosalind",
    last="Achterberg-Nwosu",
    format=DocumentFormat.EASY_READ,
    contact="phone",
    benefit="new-style-esa",
    # Her office was told of the work before it began, and she said that she knows.
    knows=True,
    facts={
        "week_ends_on": "sunday",
        "supported_permitted_work": False,
        "other_earnings": "0.00",
        "other_earnings_per": "week",
        "other_minutes_per_week": 0,
        "pension_per_week": "0.00",
    },
)
DWAYNE = Person(first="Dwayne", last="Pemberton", contact="phone", cost=Cost.TAXI)
TUAN = Person(first="Tuấn", last="Nguyễn-Clarke", contact="text-message", cost=Cost.TICKET)
MARY_KATE = Person(first="Mary-Kate", last="O'Shaughnessy", contact="in-person", cost=Cost.BUS)
BARTHOLOMEW = Person(
    first="Bartholomew",
    last="Fitzgerald-Okonjo",
    format=DocumentFormat.LARGE_PRINT,
    contact="letter",
    own_limit_pence=20000,
)
PRIYA = Person(first="Priya", last="Venkataraghavan", chooses=Answer.LESS, cost=Cost.BUS)
GETHIN = Person(first="Gethin", last="Llŷr-Davies", contact="text-message", cost=Cost.MILEAGE)
LORRAINE = Person(first="Lorraine", last="Tibbs", role="supporter", cost=Cost.BUS)
PEOPLE = (ROSALIND, DWAYNE, TUAN, MARY_KATE, BARTHOLOMEW, PRIYA, GETHIN, LORRAINE)

_INTERNS = (ROSALIND, DWAYNE, TUAN, MARY_KATE, GETHIN)
_INTERNSHIP = (
    (-341, "Internship: meeting the trainers"),
    (-327, "Internship: watching a training day"),
    (-306, "Internship: practising with each other"),
    (-285, "Internship: a first half hour of our own"),
)
INTERNSHIP = _INTERNSHIP[2][1]
CAME_OF = (
    CameOf(
        "Watching is not enough: let us try a part early.",
        "Interns now lead the first five minutes from the second week on.",
        "Talked through with each intern, with pictures",
    ),
    CameOf(
        "Write the questions on cards, with one question on each.",
        "The cards are printed, in two sizes. Everybody has a set.",
        "Shown at the next training day",
    ),
    CameOf(
        "Receptionists speak to the supporter and not to us.",
        "The surgery changed its training: look at the person who came.",
        "Read out at the next training day, and an easy read letter",
    ),
)
NEAR = ("Asking, not guessing: ward staff", "Asking, not guessing: the dentists")
ABOVE = ("Plain words: the bus drivers", "Plain words: the library", "Plain words: the college")


def tell(story: Story) -> None:
    """Four months of learning the work unpaid, then trainings that are paid."""
    story.lead(BEGINNING + 4, lambda actor, on: _become(story, actor, on, "trainee", unpaid=True))
    story.lead(-262, lambda actor, on: _become(story, actor, on, "member", unpaid=False))
    for days, title in _INTERNSHIP:
        story.meet(
            Meeting(days=days, title=title, people=_INTERNS, rate=None, stage="delivery", role="intern")
        )
    _train(story, -242, "What helps us at the surgery: receptionists", (DWAYNE, MARY_KATE, PRIYA, LORRAINE))
    _train(story, -186, "What helps us at the surgery: nurses", (ROSALIND, TUAN, BARTHOLOMEW, GETHIN))
    story.meet(
        Meeting(
            days=-122,
            title="Writing the new training together",
            people=(DWAYNE, TUAN, MARY_KATE, BARTHOLOMEW, PRIYA, GETHIN),
            rate=TRAINING,
            mode=Mode.ONLINE,
            level="co-production",
            role="trainer",
            absent={PRIYA: Outcome.CANCELLED_BY_THEM},
        )
    )
    for weekday, title in zip((1, 3), NEAR, strict=True):
        _train(story, story.in_week(-6, weekday), title, (ROSALIND, DWAYNE, MARY_KATE, LORRAINE))
    papers.give(story, -15, ROSALIND, "jobcentre-letter")
    papers.give(story, -4, BARTHOLOMEW, "statement")
    for weekday, title in zip((0, 2, 4), ABOVE, strict=True):
        _train(story, story.in_week(2, weekday), title, (ROSALIND, TUAN, GETHIN), asked=False)


def _train(story: Story, days: int, title: str, people: tuple[Person, ...], *, asked: bool = True) -> None:
    story.meet(
        Meeting(
            days=days,
            title=title,
            people=people,
            rate=TRAINING,
            minutes=210,
            stage="delivery",
            level="co-production",
            role="trainer",
            talked=asked,
            waits={} if asked else {ROSALIND: Step.OFFER},
        )
    )


def _become(story: Story, actor: Actor, on: date, role: str, *, unpaid: bool) -> None:
    """What the interns are in the project from now on; an unpaid role is offered no fee."""
    for person in _INTERNS:
        membership = projects.open_membership(story.project.id, story.people[person].id, on)
        assert membership is not None  # noqa: S101 - they joined on the first days
        give_role(
            actor=actor, membership=membership, version=membership.version, role=role, unpaid=unpaid, since=on
        )

"""Kinder Shores: a large programme whose co-design group became its evaluation group.

To find: the people who judge the service are those who designed it, which the list of sessions shows stage by
stage. Paul came for a part and is paid for his time; Aoife prepared and could not come, and is paid for that.
Two payments are on their way to the bank, one waits because the account changed after approval, and one is
held by the lead, who says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tracker.demo.cast import Person, Work
from tracker.demo.costs import Cost
from tracker.demo.hearing import CameOf
from tracker.demo.life import Life, Meeting, Step, approve
from tracker.demo.organisation import FUNDER, FUNDERS_RATES, WORKSHOP
from tracker.demo.pay_days import plan_urgent
from tracker.demo.staff import APPROVER, FARIDA, FINANCE
from tracker.demo.story import Story
from tracker.payments import services
from tracker.payments.models import Answer
from tracker.people import services as people
from tracker.people.models import DocumentFormat
from tracker.permissions import Actor
from tracker.projects.models import Design
from tracker.sessions.models import Mode, Outcome

KEY = "programme"
WORK = Work(
    ref="SHORES",
    name="Kinder Shores",
    cost_code="LT-0110",
    lead=FARIDA,
    design=Design.STANDING_PANEL,
    funder=FUNDER,
    card=FUNDERS_RATES,
    pool=400,
)

IFEOMA = Person(first="Ifeoma", last="Eze-Thompson", contact="phone", cost=Cost.BUS)
GURPREET = Person(first="Gurpreet", last="Sandhu", language="panjabi", chooses=Answer.LESS, cost=Cost.MILEAGE)
KELLY_ANN = Person(first="Kelly-Ann", last="Morris", contact="text-message", cost=Cost.CHILDCARE)
HUGO = Person(first="Hugo", last="Castellanos-Muñoz", cost=Cost.TICKET)
ADRIAN = Person(first="Adrian", last="Popescu", language="romanian", cost=Cost.BUS)
MEI = Person(first="Mei", last="Lin-Abernathy", chooses=Answer.NONE)
PRITESH = Person(first="Pritesh", last="Patel", language="gujarati", cost=Cost.MILEAGE)
AOIFE = Person(first="Aoife", last="Brennan", language="british-sign-language", cost=Cost.TICKET)
PAUL = Person(
    first="Paul", last="Jennings-Achebe", format=DocumentFormat.EASY_READ, contact="letter", cost=Cost.BUS
)
PEOPLE = (IFEOMA, GURPREET, KELLY_ANN, HUGO, ADRIAN, MEI, PRITESH, AOIFE, PAUL)

GROUP = (IFEOMA, GURPREET, KELLY_ANN, HUGO, ADRIAN, MEI)
_WORKSHOPS: Sequence[tuple[int, str, str, tuple[Person, ...]]] = (
    (-343, "What a kind first visit is", "design", (*GROUP, PRITESH)),
    (-315, "Drawing the journey", "design", GROUP),
    (-294, "What we would measure", "design", (*GROUP, AOIFE)),
    (-259, "Choosing the words", "design", GROUP),
    (-231, "Trying it on each other", "design", (*GROUP, PAUL)),
    (-182, "Before it opens", "design", GROUP),
    (-133, "How it went: the first month", "evaluation", GROUP),
    (-94, "How it went: reading what people wrote", "evaluation", (*GROUP, AOIFE)),
    (-52, "How it went: what we would change", "evaluation", GROUP),
)
CAME_OF = (
    CameOf(
        "A kind first visit has nobody in it who reads from a screen.",
        "The first visit has no forms. They are filled in afterwards, together.",
    ),
    CameOf(
        "Measure whether people come back, not whether they smile on the way out.",
        "Coming back within a month is the first of the four measures.",
    ),
    CameOf(
        "The words on the door are the funder's words.",
        "The group chose the name, and the sign was painted again.",
    ),
    CameOf(
        "Nobody asked the people who came only once.",
        "Twelve of them were rung. What they said opens the report.",
        "A letter with the report, and a film with signing",
    ),
)
PART, PREPARED = "Trying it on each other", "What we would measure"
LAST_TITLE = "How it went: our verdict"
TO_COME = "Telling the other towns"


def tell(story: Story) -> None:
    """Six workshops to design the service, and four, with the same people, to judge it."""
    for days, title, stage, people_there in _WORKSHOPS:
        story.meet(_workshop(days, title, stage, people_there))
    last = story.meet(
        replace(
            _workshop(-11, LAST_TITLE, "evaluation", (*GROUP, PAUL)),
            waits=dict.fromkeys((IFEOMA, HUGO, ADRIAN), Step.APPROVAL),
        )
    )
    _on_the_way(story, last)
    story.meet(
        replace(_workshop(10, TO_COME, "evaluation", GROUP), waits={MEI: Step.ANSWER, HUGO: Step.OFFER})
    )


def _workshop(days: int, title: str, stage: str, people_there: tuple[Person, ...]) -> Meeting:
    return Meeting(
        days=days,
        title=title,
        people=people_there,
        rate=WORKSHOP,
        stage=stage,
        mode=Mode.ONLINE if "reading" in title else Mode.IN_PERSON,
        venue="Shore House, the long room",
        part={PAUL: 105} if title == PART else {},
        absent=_absent(title),
    )


def _absent(title: str) -> dict[Person, Outcome]:
    if title == PREPARED:
        return {AOIFE: Outcome.PREPARATION_ONLY}
    return {GURPREET: Outcome.CANCELLED_BY_THEM} if title == "Choosing the words" else {}


def _on_the_way(story: Story, last: Life) -> None:
    """Two claims approved late go out in a run of their own; one more waits for a second look."""

    def look(actor: Actor, on: date) -> None:
        for person in (IFEOMA, HUGO, ADRIAN):
            approve(actor, on, last.claims[person])

    def another_bank(actor: Actor, on: date) -> None:
        people.set_payee(
            actor=actor,
            on=on,
            participant=story.people[ADRIAN],
            account_name="A Popescu",
            sort_code="00-00-01",
            account_number="20304050",
        )

    story.lead(
        -8,
        lambda actor, on: services.hold(
            actor=actor,
            on=on,
            claim=last.claims[KELLY_ANN],
            reason="The crèche sent an invoice for another day: we have asked them.",
        ),
    )
    story.plan(-3, APPROVER, look)
    story.plan(-2, FINANCE, another_bank)
    if not story.copy:
        plan_urgent(story.stage, lambda: [last.claims[IFEOMA], last.claims[HUGO]])

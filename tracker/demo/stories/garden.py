"""Loom and Lavender: a women's art and garden group, with interpreters, cash in hand and calls at odd hours.

To find: Samira may have her expenses paid and no fee, and nothing says why. Two women are paid in hand, on a
sheet that somebody sanctioned beforehand; once the float was twenty pence short. Winnie sends her claim on
paper, in her granddaughter's hand, and Zarmina has one fee go to her sister. The interpreters are there, paid
direct, and are not counted as voices. Calls are written down on the day they happen, as lightly as that.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.demo import papers
from tracker.demo.cast import Person, Work
from tracker.demo.costs import Cost
from tracker.demo.day_money import hand_out
from tracker.demo.given import give
from tracker.demo.hearing import CameOf
from tracker.demo.life import Life, Meeting, Step, approve
from tracker.demo.organisation import CALL, HALF_DAY, OUR_RATES
from tracker.demo.staff import APPROVER, FARIDA, FINANCE
from tracker.demo.story import Story
from tracker.money import Money
from tracker.payments import services
from tracker.people import payees
from tracker.people.models import DocumentFormat, PaymentRoute, WorkPermission
from tracker.permissions import Actor
from tracker.projects.models import Design
from tracker.sessions.models import Outcome

KEY = "garden"
WORK = Work(
    ref="LOOM",
    name="Loom and Lavender",
    cost_code="CC-6004",
    lead=FARIDA,
    design=Design.ROTATING,
    card=OUR_RATES,
    pool=45,
)

SAMIRA = Person(
    first="Samira",
    last="Haddad",
    language="arabic",
    contact="phone",
    route=PaymentRoute.VOUCHER,
    work=WorkPermission.EXPENSES_ONLY,
    cost=Cost.INTERPRETED,
)
TSEGEREDA = Person(
    first="Tsegereda",
    last="Gebremariam-Woldeyohannes",
    language="tigrinya",
    contact="phone",
    route=PaymentRoute.CASH,
    cost=Cost.BUS,
)
OLENA = Person(
    first="Olena", last="Kovalchuk", language="ukrainian", contact="text-message", cost=Cost.CHILDCARE
)
CONCEICAO = Person(
    first="Maria da Conceição", last="Figueiredo", language="portuguese", contact="in-person", cost=Cost.BUS
)
HODAN = Person(first="Hodan", last="Warsame", language="somali", contact="phone", route=PaymentRoute.CASH)
ZARMINA = Person(first="Zarmina", last="Sultani", language="dari", contact="phone", cost=Cost.BUS)
WINNIE = Person(
    first="Winnie", last="Ampofo-Darko", contact="letter", format=DocumentFormat.LARGE_PRINT, cost=Cost.TAXI
)
SHABNAM = Person(first="Shabnam", last="Begum", language="bengali", contact="phone", cost=Cost.BUS)
NADIA = Person(first="Nadia", last="Rahmani", role="interpreter")
YORDANOS = Person(first="Yordanos", last="Tesfay", role="interpreter")
PEOPLE = (SAMIRA, TSEGEREDA, OLENA, CONCEICAO, HODAN, ZARMINA, WINNIE, SHABNAM, NADIA, YORDANOS)

_MORNINGS: Sequence[tuple[int, str, tuple[Person, ...]]] = (
    (-337, "Seeds, and what we would change here", (SAMIRA, OLENA, ZARMINA, SHABNAM, NADIA)),
    (-296, "Weaving a map of the surgery", (TSEGEREDA, HODAN, CONCEICAO, WINNIE, YORDANOS)),
    (-252, "Planting, and the new leaflet", (SAMIRA, TSEGEREDA, ZARMINA, SHABNAM, NADIA, YORDANOS)),
    (-208, "A wall hanging for the waiting room", (OLENA, CONCEICAO, HODAN, WINNIE, SHABNAM)),
    (-165, "Herbs, and how to ask for an interpreter", (SAMIRA, TSEGEREDA, OLENA, HODAN, NADIA, YORDANOS)),
    (-117, "Painting the sign", (CONCEICAO, ZARMINA, WINNIE, SHABNAM, NADIA)),
    (-75, "Harvest, and a letter to the manager", (SAMIRA, TSEGEREDA, HODAN, OLENA, YORDANOS, NADIA)),
    (-9, "Bulbs, and what the manager answered", (SAMIRA, TSEGEREDA, CONCEICAO, ZARMINA, SHABNAM, NADIA)),
    (6, "Wreaths, and a letter of thanks", (TSEGEREDA, HODAN, OLENA, WINNIE, YORDANOS)),
)
_IN_HAND = (TSEGEREDA, HODAN)
_CALLS: Sequence[tuple[int, str, Person]] = (
    (-279, "A call about the appointment line", HODAN),
    (-139, "A call about the letter in English", ZARMINA),
    (-40, "A call about the garden in winter", WINNIE),
)
CAME_OF = (
    CameOf(
        "Nobody at the desk asks whether you need an interpreter: you have to know that you may ask.",
        "The desk asks everybody, and the answer stands on the first screen.",
        "Told in each language at the next morning, with a sheet to take home",
    ),
    CameOf(
        "The map of the surgery is only words.",
        "The woven map hangs in the hall, and the printed one has pictures.",
        "Shown to the group, with tea",
    ),
    CameOf(
        "The leaflet is for people who read English.",
        "It is printed in five languages; the sixth is being checked.",
        "Told in each language at the next morning, with the leaflets",
    ),
    CameOf(
        "The letter in English frightens people.",
        "The letter has one sentence in the person's own language at the top, with a number to ring.",
        "A call to each woman, with an interpreter",
    ),
)
NOT_TOLD = {
    "A wall hanging for the waiting room": "The manager left, and the new one has not answered us yet."
}
CALLED = _CALLS[-1][1]
LAST_TITLE, TO_COME = _MORNINGS[-2][1], _MORNINGS[-1][1]
ON_PAPER = "Painting the sign"
TO_SISTER, SISTER = "Planting, and the new leaflet", "Rahima Sultani"
SHORT = "Harvest, and a letter to the manager"


def _waits(title: str) -> dict[Person, Step]:
    waiting = {LAST_TITLE: SHABNAM, TO_SISTER: ZARMINA}
    return {waiting[title]: Step.SUBMITTING} if title in waiting else {}


def tell(story: Story) -> None:
    """Mornings in the garden, and calls between them."""
    for days, title, people in _MORNINGS:
        in_hand = tuple(person for person in people if person in _IN_HAND)
        life = story.meet(
            Meeting(
                days=days,
                title=title,
                people=people,
                rate=HALF_DAY,
                level="co-production",
                venue="The walled garden, Mill Lane",
                part={SHABNAM: 75} if title == ON_PAPER else {},
                absent={ZARMINA: Outcome.CANCELLED_BY_US} if title == ON_PAPER else {},
                waits=_waits(title),
                in_hand=in_hand,
                on_paper={WINNIE: "Abena, her granddaughter"} if title == ON_PAPER else {},
            )
        )
        if title == TO_SISTER:
            _to_her_sister(story, life)
        if in_hand:
            hand_out(story, life, "Farida Noorzai", short_by=Money(20) if title == SHORT else None)
    for days, title, person in _CALLS:
        give(story, days, title, (person,), activity="phone-call", rate=CALL, minutes=25)
    papers.give(story, -60, WINNIE, "offer-letter")
    papers.give(story, -30, OLENA, "statement")


def _to_her_sister(story: Story, life: Life) -> None:
    """Zarmina has her money go to her sister, whose account finance enters."""

    def enter(actor: Actor, on: date) -> None:
        payees.set_payee(
            actor=actor,
            on=on,
            participant=story.people[ZARMINA],
            account_name="R Sultani",
            sort_code="00-00-04",
            account_number="16180339",
            recipient=SISTER,
            consent_on=on,
        )

    def send(actor: Actor, on: date) -> None:
        claim = life.claims[ZARMINA]
        services.pay_to(actor=actor, on=on, claim=claim, recipient=SISTER, consent_on=on)
        services.submit(actor=actor, on=on, claim=claim)

    held = life.meeting.days
    story.plan(held + 2, FINANCE, enter)
    story.lead(held + 3, send)
    story.plan(held + 4, APPROVER, lambda actor, on: approve(actor, on, life.claims[ZARMINA]))

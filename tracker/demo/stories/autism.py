"""Quiet Harbour: autistic people who shape a service in writing, on screen and in their own time.

To find: hardly a meeting. People read at home, chat one to one, draw, and meet on screen when they like. Zoë
gets Universal Credit and has said that she knows how a fee changes it, so nobody is asked to talk to her
again; Kwabena has not, so the lead is. Ewa has given no bank details, and is past the promised day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import time

from tracker.demo import papers
from tracker.demo.cast import Person, Work
from tracker.demo.given import give
from tracker.demo.hearing import CameOf
from tracker.demo.life import Meeting, Step
from tracker.demo.organisation import CALL, HALF_DAY, OUR_RATES, READING
from tracker.demo.staff import SIAN
from tracker.demo.story import Story
from tracker.payments.models import Answer
from tracker.people.models import DocumentFormat
from tracker.projects.models import Design
from tracker.sessions.models import Mode

KEY = "autism"
WORK = Work(
    ref="QUIET",
    name="Quiet Harbour",
    cost_code="CC-4177",
    lead=SIAN,
    design=Design.OPEN_CALL,
    card=OUR_RATES,
    pool=60,
)

_NO_OTHER_WORK = {"other_earnings": "0.00", "other_earnings_per": "assessment-period"}

ZOE = Person(
    first="Zoë",
    last="van den Heuvel",
    benefit="universal-credit",
    facts={"assessment_period_starts_on_day": 9, "work_allowance": "none", **_NO_OTHER_WORK},
    knows=True,
)
KWABENA = Person(
    first="Kwabena",
    last="Asante-Frimpong",
    contact="text-message",
    benefit="universal-credit",
    facts={"assessment_period_starts_on_day": 15, "work_allowance": "none", **_NO_OTHER_WORK},
)
LUKASZ = Person(first="Łukasz", last="Wiśniewski", language="polish", chooses=Answer.LESS)
ISHBEL = Person(first="Ishbel", last="Mac an t-Saoir", contact="text-message")
NOOR = Person(first="Noor-ul-Ain", last="Qureshi", language="urdu", format=DocumentFormat.TEXT)
ROBIN = Person(first="Robin", last="Featherstonehaugh", chooses=Answer.NONE, format=DocumentFormat.TEXT)
SANDEEP = Person(first="Sandeep", last="Kaur-Mistry", contact="text-message")
EWA = Person(first="Ewa", last="Zielińska-Moore", language="polish", bank_details=False)
PEOPLE = (ZOE, KWABENA, LUKASZ, ISHBEL, NOOR, ROBIN, SANDEEP, EWA)

_READINGS: Sequence[tuple[int, str, tuple[Person, ...]]] = (
    (-333, "Reading the old welcome letter", (ZOE, LUKASZ, ISHBEL, ROBIN)),
    (-268, "Marking up the website", (KWABENA, NOOR, SANDEEP, ISHBEL)),
    (-191, "A first look at the quiet room plan", (ZOE, LUKASZ, NOOR, ROBIN)),
    (-3, "Trying the quiet room booking page", (ISHBEL, NOOR, SANDEEP)),
    (-31, "Reading the sensory guide, second draft", (ZOE, KWABENA, ISHBEL, EWA)),
)
_ON_SCREEN: Sequence[tuple[int, str, tuple[Person, ...]]] = (
    (-305, "Cameras off: what a first visit is like", (ZOE, KWABENA, LUKASZ, NOOR, SANDEEP)),
    (-214, "Cameras off: waiting rooms", (ZOE, ISHBEL, NOOR, ROBIN, SANDEEP)),
    (-96, "Cameras off: changes at short notice", (KWABENA, LUKASZ, ISHBEL, SANDEEP)),
)
_ONE_TO_ONE: Sequence[tuple[int, str, Person]] = (
    (-247, "A chat in writing about lighting", NOOR),
    (-150, "A chat in writing about noise", LUKASZ),
    (-68, "A chat in writing about the phone line", ISHBEL),
)
ANSWERED = _READINGS[2][1]
CAME_OF = (
    CameOf(
        "The welcome letter says who we are before it says what will happen.",
        "The first page now says what will happen, with a photograph of each room.",
        "In writing to each person, and on the website",
    ),
    CameOf(
        "A phone number alone shuts people out: give a way to write.",
        "The booking page takes messages, and says how soon they are answered.",
        "In writing to each person",
    ),
    CameOf(
        "The light and the noise in the waiting room send people home again.",
        "Two lamps were changed and the radio is off on Tuesdays. The quiet room is planned for spring.",
        "In writing to each person, with the plan",
    ),
    CameOf(
        "Say early when an appointment changes, and say why.",
        "Changes are sent as a text message the day before; in the morning of the day somebody rings.",
        "In writing to each person",
    ),
)
CHAT = _ONE_TO_ONE[-1][1]
TO_COME = "Reading the sensory guide, last draft"


def tell(story: Story) -> None:
    """A year in which most of the work is done alone."""
    for days, title, people in _READINGS:
        story.meet(replace(_own_time(days, title, people), waits={EWA: Step.APPROVAL}))
    for days, title, people in _ON_SCREEN:
        story.meet(
            Meeting(
                days=days,
                title=title,
                people=people,
                rate=HALF_DAY,
                minutes=90,
                starts=time(14),
                mode=Mode.ONLINE,
            )
        )
    for days, title, person in _ONE_TO_ONE:
        give(story, days, title, (person,), activity="message", rate=CALL, minutes=30)
    give(
        story,
        -118,
        "A drawing of the quiet room",
        (SANDEEP,),
        activity="artwork",
        rate=None,
        minutes=90,
        mode=Mode.OWN_TIME,
    )
    papers.give(story, -20, ROBIN, "choice-confirmation")
    papers.give(story, -8, ZOE, "jobcentre-letter")
    story.meet(
        replace(
            _own_time(13, TO_COME, (ZOE, KWABENA, LUKASZ, ROBIN)),
            talked=False,
            waits={KWABENA: Step.OFFER},
        )
    )


def _own_time(days: int, title: str, people: tuple[Person, ...]) -> Meeting:
    return Meeting(
        days=days,
        title=title,
        people=people,
        rate=READING,
        minutes=60,
        mode=Mode.OWN_TIME,
    )

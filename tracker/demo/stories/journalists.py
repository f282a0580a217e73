"""The Harbour Current: young community journalists in training, paid by the assignment.

To find: Adaeze is a student who may work so many hours a week, and is asked about nothing else. Tiernan's
claim was rejected for the wrong day, and Freya's entered twice and withdrawn; an earlier payment to her was
refused by the bank and waits for her new details. A whole run of Kacper's failed, and was paid again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tracker.demo.cast import Person, Work
from tracker.demo.costs import Cost
from tracker.demo.hearing import CameOf
from tracker.demo.life import Life, Meeting, Step
from tracker.demo.organisation import ASSIGNMENT, FUNDER, FUNDERS_RATES
from tracker.demo.pay_days import came_back, plan_urgent
from tracker.demo.staff import AMARA, APPROVER, FINANCE
from tracker.demo.story import Story
from tracker.payments import services
from tracker.people.models import PaymentRoute, WorkPermission
from tracker.projects.models import Design
from tracker.sessions.models import Mode, Outcome

KEY = "journalists"
WORK = Work(
    ref="CURRENT",
    name="The Harbour Current",
    cost_code="LT-0093",
    lead=AMARA,
    design=Design.OPEN_CALL,
    funder=FUNDER,
    card=FUNDERS_RATES,
    pool=25,
)

ADAEZE = Person(
    first="Adaeze",
    last="Nwachukwu",
    born=date(2005, 2, 11),
    work=WorkPermission.WEEKLY_HOURS_LIMIT,
    weekly_minutes=1200,
    cost=Cost.BUS,
)
TIERNAN = Person(first="Tiernan", last="Mac Lochlainn", born=date(2007, 9, 3), contact="text-message")
FREYA = Person(
    first="Freya", last="Ravenscroft-Singh", born=date(2006, 5, 27), contact="text-message", cost=Cost.BUS
)
MOHAMMED = Person(
    first="Mohammed",
    last="al-Rashid",
    born=date(2004, 12, 19),
    route=PaymentRoute.PREPAID_CARD,
    bank_details=False,
)
LEILANI = Person(first="Leilani", last="Fa'asavalu", born=date(2006, 8, 8), cost=Cost.TICKET)
KACPER = Person(
    first="Kacper", last="Żuraw", born=date(2005, 6, 30), language="polish", contact="text-message"
)
PEOPLE = (ADAEZE, TIERNAN, FREYA, MOHAMMED, LEILANI, KACPER)

_TRAINING: Sequence[tuple[int, str]] = (
    (-338, "Training: asking an open question"),
    (-317, "Training: notes, and who said what"),
    (-292, "Training: the law, in two hours"),
)
_ASSIGNMENTS: Sequence[tuple[int, str, tuple[Person, ...]]] = (
    (-264, "The market that moved", (ADAEZE, KACPER, LEILANI)),
    (-233, "Night bus: a diary", (TIERNAN, FREYA, MOHAMMED)),
    (-198, "Who mends the lifts?", (ADAEZE, TIERNAN, LEILANI, KACPER)),
    (-161, "Young carers, in their words", (FREYA, MOHAMMED, LEILANI)),
    (-119, "The pool: open or shut", (ADAEZE, FREYA, KACPER)),
    (-82, "Exam week", (TIERNAN, MOHAMMED, LEILANI, ADAEZE)),
    (-26, "The harbour wall", (ADAEZE, FREYA, KACPER, MOHAMMED)),
)
CAME_BACK = _ASSIGNMENTS[-1][1]
CAME_OF = (
    CameOf(
        "Teach the law with stories that went wrong.",
        "The third training has four of them, two from this town.",
        "Talked through at the editors' meeting",
    ),
    CameOf(
        "A night on the bus needs two people.",
        "Nobody reports alone after eight in the evening; the second person is paid the same.",
        "A message to everybody, and at the editors' meeting",
    ),
    CameOf(
        "The council's press office answers after the paper is printed.",
        "The council named one person for the paper, who answers within a day.",
        "Talked through at the editors' meeting",
    ),
)
REFUSED = "The pool: open or shut"
LAST_TITLE = "Reporting from the council chamber"


def tell(story: Story) -> None:
    """Three unpaid trainings; then stories for the paper, each of them paid."""
    for days, title in _TRAINING:
        story.meet(Meeting(days=days, title=title, people=PEOPLE, rate=None, minutes=120, stage="delivery"))
    lives = {title: story.meet(_assignment(days, title, people)) for days, title, people in _ASSIGNMENTS}
    story.plan(
        -12,
        FINANCE,
        lambda actor, on: came_back(actor, on, lives[CAME_BACK].claims[FREYA], "refused-details"),
    )
    if not story.copy:
        _refused_and_paid_again(story, lives[REFUSED])
    last = story.meet(_assignment(-10, LAST_TITLE, PEOPLE))
    _ends_without_money(story, last)


def _assignment(days: int, title: str, people: tuple[Person, ...]) -> Meeting:
    last = title == LAST_TITLE
    return Meeting(
        days=days,
        title=title,
        people=people,
        rate=ASSIGNMENT,
        minutes=240,
        preparation=60,
        mode=Mode.IN_PERSON,
        stage="delivery",
        level="co-production",
        role="journalist",
        venue=None,
        absent={LEILANI: Outcome.DID_NOT_ATTEND} if last else {},
        waits=dict.fromkeys((TIERNAN, FREYA, MOHAMMED, KACPER), Step.APPROVAL) if last else {},
    )


def _refused_and_paid_again(story: Story, life: Life) -> None:
    """A run out of turn for one claim: the bank refused it, so the run failed; the next one pays it."""
    held = life.meeting.days
    plan_urgent(story.stage, lambda: [life.claims[KACPER]], held + 5, paid=True)
    story.plan(held + 6, FINANCE, lambda actor, on: came_back(actor, on, life.claims[KACPER], "refused"))


def _ends_without_money(story: Story, life: Life) -> None:
    """The ways in which a claim ends without money, and a question that still waits for its answer."""
    story.plan(
        -6,
        APPROVER,
        lambda actor, _: services.reject(
            actor=actor,
            claim=life.claims[TIERNAN],
            reason="The fee is for another day: please enter it under that one.",
        ),
    )
    story.lead(
        -6,
        lambda actor, _: services.withdraw(
            actor=actor, claim=life.claims[FREYA], reason="Entered twice by mistake."
        ),
    )
    story.lead(
        -6,
        lambda actor, _: services.decline(
            actor=actor,
            claim=life.claims[MOHAMMED],
        ),
    )
    story.plan(
        -5,
        APPROVER,
        lambda actor, _: services.raise_query(
            actor=actor, claim=life.claims[KACPER], question="Was this the morning or the evening sitting?"
        ),
    )

"""Lanternside Learning: students of an adult-education charity shape its courses and sit on its board.

To find: childcare is paid to the crèche and never counts as anybody's money; some join on screen; and the
students on the board are offered the same as everybody, which Gwendolen gives away, and twice the charity has
confirmed it. Delroy once prepared and could not come; Anneliese and Ioana chose when their claims were
written already. Pól's claim came three months late, with its reason, and was paid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

from tracker.demo import papers
from tracker.demo.cast import Person, Work
from tracker.demo.costs import Cost
from tracker.demo.hearing import CameOf
from tracker.demo.life import Life, Meeting, Step, approve
from tracker.demo.organisation import HALF_DAY, OUR_RATES
from tracker.demo.staff import APPROVER, FINANCE, SIAN
from tracker.demo.story import Story
from tracker.money import Money
from tracker.payments import gifts, payment_queries, services
from tracker.payments.models import Answer, Claim, ClaimLine, LineKind
from tracker.people.models import DocumentFormat, PaymentRoute
from tracker.permissions import Actor
from tracker.projects.models import Design
from tracker.sessions.models import Mode, Outcome

KEY = "learning"
WORK = Work(
    ref="LANTERN",
    name="Lanternside Learning",
    cost_code="CC-6230",
    lead=SIAN,
    design=Design.STANDING_PANEL,
    card=OUR_RATES,
    pool=30,
)

SHANICE = Person(first="Shanice", last="Whyte-Delgado", cost=Cost.CHILDCARE)
RUKHSANA = Person(first="Rukhsana", last="Bibi", language="urdu", contact="phone", cost=Cost.CHILDCARE)
GWENDOLEN = Person(
    first="Gwendolen",
    last="Ap Rhys-Pritchard",
    language="welsh",
    chooses=Answer.TO_CHARITY,
    charity="The Night Shelter, Newhaven Quay",
)
POL = Person(
    first="Pól", last="Ó Súilleabháin", contact="letter", route=PaymentRoute.CHEQUE, cost=Cost.TICKET
)
ANNELIESE = Person(first="Anneliese", last="Grünwald-Hope", cost=Cost.BUS)
CHUKWUEMEKA = Person(
    first="Chukwuemeka",
    last="Obi-Ezeani",
    cost=Cost.TICKET,
    benefit="universal-credit",
    facts={
        "assessment_period_starts_on_day": 28,
        "work_allowance": "with-housing",
        "other_earnings": "380.00",
        "other_earnings_per": "assessment-period",
    },
)
IOANA = Person(first="Ioana", last="Ștefănescu", language="romanian", contact="text-message", cost=Cost.BUS)
DELROY = Person(
    first="Delroy", last="Francis", format=DocumentFormat.LARGE_PRINT, contact="phone", cost=Cost.TAXI
)
PEOPLE = (SHANICE, RUKHSANA, GWENDOLEN, POL, ANNELIESE, CHUKWUEMEKA, IOANA, DELROY)

_BOARD = (GWENDOLEN, CHUKWUEMEKA, POL)
_MEETINGS: Sequence[tuple[int, str, tuple[Person, ...]]] = (
    (-345, "Board meeting, winter", _BOARD),
    (-322, "What made us come back to learning", (SHANICE, RUKHSANA, POL, ANNELIESE, IOANA)),
    (-288, "The first evening: what would help", (RUKHSANA, CHUKWUEMEKA, IOANA, DELROY)),
    (-254, "Board meeting, spring", _BOARD),
    (-225, "Maths again: trying the new sheets", (SHANICE, ANNELIESE, DELROY, IOANA, RUKHSANA)),
    (-174, "Choosing next year's courses", (SHANICE, GWENDOLEN, ANNELIESE, CHUKWUEMEKA, DELROY)),
    (-145, "Board meeting, summer", _BOARD),
    (-103, "The crèche: what works and what does not", (SHANICE, RUKHSANA, IOANA, ANNELIESE)),
    (-54, "Reading the inspectors' report together", (POL, GWENDOLEN, DELROY, ANNELIESE, CHUKWUEMEKA)),
    (-20, "Board meeting, autumn", _BOARD),
)
LATE = "Board meeting, summer"
CHOSEN, PREPARED = "The crèche: what works and what does not", "Choosing next year's courses"
_CONFIRMED = ("Board meeting, winter", "Board meeting, spring")
TOY_FUND = "Little Owls Toy Fund"
CAME_OF = (
    CameOf(
        "People come back to learning because somebody asked them, not because of a brochure.",
        "Every course has one student who rings those who stopped coming; they are paid for it.",
    ),
    CameOf(
        "The first evening is the hardest: nobody knows where to go.",
        "A student meets people at the door in the first week of each term.",
    ),
    CameOf(
        "The maths sheets look like school.",
        "The new sheets begin with a bus timetable and a wage slip. Two were rewritten by the group.",
    ),
    CameOf(
        "The crèche closes ten minutes before the lesson ends.",
        "The crèche stays open until a quarter past, and the courses are planned with it.",
    ),
)
LAST_BOARD = _MEETINGS[-1][1]
LAST_TITLE = "Planning the open evening"


def tell(story: Story) -> None:
    """Workshops with some on screen, and four meetings of the board."""
    for days, title, people in _MEETINGS:
        absent = {DELROY: Outcome.PREPARATION_ONLY} if title == PREPARED else {}
        life = story.meet(replace(_meeting(days, title, people), waits=_waits(title), absent=absent))
        if title == LATE:
            _comes_late(story, life)
        if title == CHOSEN:
            _choose_on_their_claims(story, life)
        if title in _CONFIRMED:
            _confirm(story, life)
    story.meet(
        replace(
            _meeting(-3, LAST_TITLE, (SHANICE, RUKHSANA, POL, IOANA, DELROY)),
            part={IOANA: 100},
            absent={POL: Outcome.DID_NOT_ATTEND},
        )
    )
    papers.give(story, -12, GWENDOLEN, "choice-confirmation")
    papers.give(story, -29, DELROY, "offer-letter")


def _waits(title: str) -> dict[Person, Step]:
    if title == CHOSEN:
        return dict.fromkeys((ANNELIESE, IOANA), Step.APPROVAL)
    return {POL: Step.SUBMITTING} if title == LATE else {}


def _comes_late(story: Story, life: Life) -> None:
    """Pól's tickets come long after the session: a reason is asked for, and the claim is paid."""
    story.lead(
        -40,
        lambda actor, on: services.submit(
            actor=actor,
            on=on,
            claim=life.claims[POL],
            late_reason="The form was lost in the post, and he sent another.",
        ),
    )
    story.plan(-37, APPROVER, lambda actor, on: approve(actor, on, life.claims[POL]))


def _choose_on_their_claims(story: Story, life: Life) -> None:
    """What people choose when the claim is written already: one takes less, one gives her fee to the toys."""
    chosen: list[Claim] = []

    def choose(actor: Actor, on: date) -> None:
        less, given = life.claims[ANNELIESE], life.claims[IOANA]
        services.choose(actor=actor, on=on, line=_fee(less), answer=Answer.LESS, pence=Money(3000))
        gift = services.choose(
            actor=actor, on=on, line=_fee(given), answer=Answer.TO_CHARITY, charity=TOY_FUND
        )
        chosen.extend((less, given, gift))

    def look(actor: Actor, on: date) -> None:
        for claim in chosen:
            approve(actor, on, claim)

    story.lead(life.meeting.days + 3, choose)
    story.plan(life.meeting.days + 4, APPROVER, look)


def _fee(claim: Claim) -> ClaimLine:
    return next(line for line in claim.lines if line.kind == LineKind.FEE)


def _confirm(story: Story, life: Life) -> None:
    """The shelter writes to say that Gwendolen's fee arrived."""

    def confirm(actor: Actor, on: date) -> None:
        payment = payment_queries.of_claim(life.claims[GWENDOLEN].id)[-1]
        gifts.confirm(
            actor=actor, on=on, payment=payment, confirmed_on=on, confirmation="Letter, with thanks"
        )

    story.plan(life.meeting.days + 28, FINANCE, confirm)


def _meeting(days: int, title: str, people: tuple[Person, ...]) -> Meeting:
    board = title.startswith("Board")
    return Meeting(
        days=days,
        title=title,
        people=people,
        rate=HALF_DAY,
        starts=time(18) if board else time(9, 30),
        minutes=120 if board else 150,
        mode=Mode.HYBRID,
        stage="governance" if board else "design",
        level="co-production" if board else "co-design",
        role="board-member" if board else None,
        venue="Lanternside, upstairs",
    )

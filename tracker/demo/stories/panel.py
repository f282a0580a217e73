"""The Estuary Citizens' Panel: commissioners ask the same people again and again.

To find: the panel has forty-eight members, and six of them hold nearly all its seats, which the voices report
says without naming anybody. One of the six, Carol, chairs every time. A payment to Geoffrey
came back because his account was closed: its receipt is void, and another payment stands in its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from tracker.demo.cast import Person, Work
from tracker.demo.costs import Cost
from tracker.demo.hearing import CameOf
from tracker.demo.life import Life, Meeting, Step, approve
from tracker.demo.organisation import HALF_DAY, OUR_RATES
from tracker.demo.pay_days import came_back, send_back_changed
from tracker.demo.sheets import LISTED, bring_in, listed
from tracker.demo.staff import APPROVER, FINANCE, SECOND_FINANCE, TOM
from tracker.demo.story import Story
from tracker.payments.models import Answer
from tracker.people import confirming
from tracker.people import services as people
from tracker.people.confirmation_models import AskedBy
from tracker.people.models import DocumentFormat, PayeeVersion, PaymentRoute
from tracker.permissions import Actor
from tracker.projects.models import Design
from tracker.sessions.models import Mode, Outcome

KEY = "panel"
MEMBERS = 48
WORK = Work(
    ref="PANEL",
    name="Estuary Citizens' Panel",
    cost_code="CC-5010",
    lead=TOM,
    design=Design.OPEN_CALL,
    card=OUR_RATES,
    pool=MEMBERS,
    funder="Estuary Commissioning Board",
)

CAROL = Person(first="Carol", last="Whitehouse-Adebayo", role="chair", cost=Cost.MILEAGE)
GEOFFREY = Person(
    first="Geoffrey",
    last="Thistlewood",
    contact="letter",
    format=DocumentFormat.LARGE_PRINT,
    cost=Cost.MILEAGE,
)
MARGARET = Person(
    first="Margaret", last="Doyle", contact="letter", route=PaymentRoute.CHEQUE, cost=Cost.TICKET
)
YUSUF = Person(first="Yusuf", last="Khan", language="urdu", benefit="pip", cost=Cost.BUS)
BERYL = Person(first="Beryl", last="Thornton", own_limit_pence=15000)
NEVILLE = Person(first="Neville", last="Braithwaite", chooses=Answer.LESS)
JADWIGA = Person(first="Jadwiga", last="Szczepańska", language="polish", cost=Cost.BUS)
CHINEDU = Person(first="Chinedu", last="Okoro", contact="text-message")
ELSPETH = Person(first="Elspeth", last="Mac Dhòmhnaill", chooses=Answer.NONE)
PEOPLE = (CAROL, GEOFFREY, MARGARET, YUSUF, BERYL, NEVILLE, JADWIGA, CHINEDU, ELSPETH)

REGULARS = (CAROL, GEOFFREY, MARGARET, YUSUF, BERYL, NEVILLE)

_SITTINGS: Sequence[tuple[int, str, str, tuple[Person, ...]]] = (
    (-347, "What matters most this year", "needs", (*REGULARS, ELSPETH)),
    (-319, "Choosing three priorities", "needs", REGULARS),
    (-284, "Reading the bids for the night service", "buying", REGULARS),
    (-256, "Questions for the bidders", "buying", (*REGULARS, JADWIGA)),
    (-228, "Scoring the night service", "buying", REGULARS),
    (-193, "How the night service began", "delivery", REGULARS),
    (-158, "Complaints, and what was learnt", "evaluation", REGULARS),
    (-130, "Visiting the night service", "evaluation", (*REGULARS, CHINEDU)),
    (-89, "Six months on", "evaluation", REGULARS),
    (-47, "A second look at the scores", "evaluation", REGULARS),
    (-12, "What to ask for next year", "needs", REGULARS),
)
CAME_OF = (
    CameOf(
        "Nights and weekends matter most: that is when nobody answers.",
        "The night service became the first of the three priorities for the year.",
    ),
    CameOf(
        "Ask the bidders what they do when somebody rings twice in one night.",
        "The question was put to all three bidders, and its answer counted for a tenth of the score.",
    ),
    CameOf(
        "The first month had too many calls that nobody took.",
        "Two more people answer after ten at night. Six calls in a hundred are missed now; it was nineteen.",
    ),
)
NOT_TOLD = {"Six months on": "The provider asked us to wait until its figures are checked."}
LAST_TITLE = _SITTINGS[-1][1]
CAME_BACK = "A second look at the scores"
WITHOUT_REGISTER = "Drafting next year's letter"


def tell(story: Story) -> None:
    """Eleven sittings, and one of last week whose register nobody has taken."""
    story.lead(-356, lambda actor, on: _members(story, actor, on))
    lives = {
        title: story.meet(replace(_sitting(days, title, stage, there), absent=_away(title)))
        for days, title, stage, there in _SITTINGS
    }
    _paid_again(story, lives[CAME_BACK])
    story.meet(replace(_sitting(-5, WITHOUT_REGISTER, "needs", REGULARS), all_wait=Step.REGISTER))


def _sitting(days: int, title: str, stage: str, there: tuple[Person, ...]) -> Meeting:
    return Meeting(
        days=days,
        title=title,
        people=there,
        rate=HALF_DAY,
        stage=stage,
        level="consultation",
        mode=Mode.HYBRID,
        venue="Estuary House, room 4",
    )


def _paid_again(story: Story, life: Life) -> None:
    """Geoffrey's account was closed: the money came back, and went out again to the new one."""

    def new_account(actor: Actor, on: date) -> None:
        changed = people.set_payee(
            actor=actor,
            on=on,
            participant=story.people[GEOFFREY],
            account_name="G Thistlewood",
            sort_code="00-00-03",
            account_number="27182818",
        )
        send_back_changed(actor, on)
        rung.append(changed)

    def ring(actor: Actor, on: date) -> None:
        confirming.confirm(actor=actor, on=on, payee=rung[0], theirs=True, asked_by=AskedBy.PHONE)

    rung: list[PayeeVersion] = []
    held = life.meeting.days
    story.plan(held + 13, FINANCE, lambda actor, on: came_back(actor, on, life.claims[GEOFFREY], "arucs-b"))
    story.plan(held + 16, FINANCE, new_account)
    story.plan(held + 17, SECOND_FINANCE, ring)
    story.plan(held + 18, APPROVER, lambda actor, on: approve(actor, on, life.claims[GEOFFREY]))


def _members(story: Story, actor: Actor, on: date) -> None:
    """All who signed up for the panel when it began; most have not been asked since."""
    rest = islice(listed(story), MEMBERS - len(PEOPLE))
    bring_in(actor, on, "Citizens' panel sign-up", {"people": (LISTED, list(rest))})


def _away(title: str) -> dict[Person, Outcome]:
    return {YUSUF: Outcome.DID_NOT_ATTEND} if title == "Six months on" else {}

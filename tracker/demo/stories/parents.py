"""Saltmarsh Parents: a peer group of six hundred, most of whom answer surveys and are never met.

To find: Bríd gets Carer's Allowance. Each of her two fees by itself was within the weekly limit; but the
first waited for her bank details, so both arrived in one week, and together with her wages they are above it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import islice

from tracker.demo.cast import Person, Work
from tracker.demo.costs import Cost
from tracker.demo.hearing import CameOf
from tracker.demo.life import Life, Meeting, Step, approve
from tracker.demo.organisation import HALF_DAY, OUR_RATES
from tracker.demo.sheets import LISTED, bring_in, listed
from tracker.demo.staff import APPROVER, FINANCE, TOM
from tracker.demo.story import Story
from tracker.payments.models import Answer
from tracker.people import services as people
from tracker.people.models import PaymentRoute
from tracker.permissions import Actor
from tracker.projects.models import Design
from tracker.sessions import queries as sessions_queries
from tracker.sessions.hearing_back import close_session
from tracker.sessions.models import Mode, Outcome
from tracker.tables import Row

KEY = "parents"
WORK = Work(
    ref="SALT",
    name="Saltmarsh Parents",
    cost_code="CC-5122",
    lead=TOM,
    design=Design.OPEN_CALL,
    card=OUR_RATES,
    pool=600,
)
MEMBERS = 600

BRID = Person(
    first="Bríd",
    last="Ní Cheallaigh",
    contact="text-message",
    bank_details=False,
    benefit="carers-allowance",
    facts={
        "week_ends_on": "sunday",
        "care_costs_per_week": "0.00",
        "pension_per_week": "0.00",
        "other_earnings": "95.00",
        "other_earnings_per": "week",
    },
)
HAMZA = Person(first="Hamza", last="Rehman-Ali", contact="text-message", cost=Cost.MILEAGE)
LATOYA = Person(first="Latoya", last="Grant", cost=Cost.CHILDCARE)
AGNIESZKA = Person(first="Agnieszka", last="Wójcikiewicz", language="polish", cost=Cost.CHILDCARE)
MICHAEL = Person(
    first="Michael", last="O'Donoghue", chooses=Answer.TO_CHARITY, charity="Saltmarsh Toy Library"
)
SUNITHA = Person(first="Sunitha", last="Balasubramaniam", route=PaymentRoute.VOUCHER)
PEOPLE = (BRID, HAMZA, LATOYA, AGNIESZKA, MICHAEL, SUNITHA)

_SURVEYS = (
    (-330, "Survey: short breaks", 214),
    (-222, "Survey: moving up to secondary school", 187),
    (-61, "Survey: what the group should do next", 243),
)
_COFFEE = (
    (-358, "Coffee morning, north side"),
    (-355, "Coffee morning, south side"),
    (-352, "Coffee morning, by the harbour"),
)
_AT_COFFEE = 30
_FORUMS: Sequence[tuple[int, str, tuple[Person, ...]]] = (
    (-310, "Parents' forum: what the survey said", (HAMZA, LATOYA, AGNIESZKA, MICHAEL)),
    (-201, "Parents' forum: school places", (LATOYA, AGNIESZKA, SUNITHA, HAMZA)),
    (-110, "Parents' forum: the holiday scheme", (HAMZA, MICHAEL, SUNITHA, LATOYA)),
)
CAME_OF = (
    CameOf(
        "Two hundred answers say the same: short breaks are offered when school is on.",
        "Half of the breaks are now in the holidays. The list of dates goes out in January.",
        "The members' newsletter",
    ),
    CameOf(
        "Parents hear about school places after they are gone.",
        "The council sends the group its dates first, and the group sends them on.",
        "The members' newsletter, and a text message",
    ),
    CameOf(
        "The holiday scheme has no place for a brother or sister.",
        "From Easter each family may bring one more child.",
        "The members' newsletter",
    ),
)
SURVEY = _SURVEYS[-1][1]
FIRST_FEE, SECOND_FEE = "Interviewing for the family worker", "Parents' forum: a year of answers"
TO_COME = "Parents' forum: the winter programme"


def tell(story: Story) -> None:
    """The members come in with their lists; then surveys for all, and a few people round a table."""
    story.lead(-350, lambda actor, on: _members(story, actor, on))
    story.lead(-338, lambda actor, on: _close_coffee_mornings(story, actor, on))
    for days, title, answers in _SURVEYS:
        story.meet(_survey(days, title, answers))
    for days, title, people_there in _FORUMS:
        story.meet(_forum(days, title, people_there))
    late = story.meet(
        _forum(story.in_week(-5, 1), FIRST_FEE, (BRID, HAMZA, AGNIESZKA), {BRID: Step.APPROVAL})
    )
    soon = story.meet(
        _forum(story.in_week(-3, 1), SECOND_FEE, (BRID, LATOYA, MICHAEL, SUNITHA), {BRID: Step.APPROVAL})
    )
    _both_in_one_week(story, late, soon)
    story.meet(_forum(13, TO_COME, (HAMZA, LATOYA, AGNIESZKA, SUNITHA), {LATOYA: Step.ANSWER}))


def _survey(days: int, title: str, answers: int) -> Meeting:
    """Answered by a link, without names."""
    return Meeting(
        days=days,
        title=title,
        people=(),
        rate=None,
        minutes=15,
        mode=Mode.OWN_TIME,
        level="consultation",
        without_names=answers,
    )


def _forum(
    days: int, title: str, people_there: tuple[Person, ...], waits: dict[Person, Step] | None = None
) -> Meeting:
    return Meeting(
        days=days, title=title, people=people_there, rate=HALF_DAY, level="engagement", waits=waits or {}
    )


def _both_in_one_week(story: Story, late: Life, soon: Life) -> None:
    """Bríd's bank details come at last, and both her claims are approved for one run."""

    def enter(actor: Actor, on: date) -> None:
        people.set_payee(
            actor=actor,
            on=on,
            participant=story.people[BRID],
            account_name="B Ni Cheallaigh",
            sort_code="00-00-02",
            account_number="31415926",
        )

    def look(actor: Actor, on: date) -> None:
        approve(actor, on, late.claims[BRID])
        approve(actor, on, soon.claims[BRID])

    story.plan(-16, FINANCE, enter)
    story.plan(-15, APPROVER, look)


def _members(story: Story, actor: Actor, on: date) -> None:
    """The group's list of members, and who came to its coffee mornings, as it kept them itself."""
    members = list(islice(listed(story), MEMBERS - len(PEOPLE)))
    ref = story.project.ref
    sessions: list[Row] = []
    came: list[Row] = []
    for number, (days, title) in enumerate(_COFFEE, start=1):
        session_ref = f"{ref}-COFFEE-{number}"
        sessions.append((session_ref, ref, story.stage.day(days), "10:00", "11:30", title))
        there = story.dice.sample(members, _AT_COFFEE)
        came += [(session_ref, member[0], Outcome.ATTENDED.value) for member in there]
    bring_in(
        actor,
        on,
        "Saltmarsh members",
        {
            "people": (LISTED, members),
            "sessions": (("ref", "project_ref", "date", "start", "end", "title"), sessions),
            "attendance": (("session_ref", "person_ref", "outcome"), came),
        },
    )


def _close_coffee_mornings(story: Story, actor: Actor, on: date) -> None:
    """They were before our time, so nobody owes anybody an answer."""
    for number in range(1, len(_COFFEE) + 1):
        held = sessions_queries.by_ref(f"{story.project.ref}-COFFEE-{number}")
        assert held is not None  # noqa: S101 - they came in with the members
        close_session(
            actor=actor, on=on, involvement=held, version=held.version, reason="The group kept these itself."
        )

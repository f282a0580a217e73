"""Who and what is in the demo: staff, people, projects and sessions, all invented."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tracker.payments.models import Answer
from tracker.people.models import DocumentFormat, PaymentRoute, WorkPermission
from tracker.permissions import Permission, Role
from tracker.projects.models import Design
from tracker.sessions.models import Mode


@dataclass(frozen=True)
class Colleague:
    """A member of staff: how the story calls them, who they are, and what they hold where."""

    key: str
    name: str
    holds: Role | Permission
    projects: Sequence[str] = ()


STAFF: Sequence[Colleague] = (
    Colleague("lead", "Amara Osei", Role.LEAD),
    Colleague("lead 2", "Tom Hartley", Role.LEAD, ("renting",)),
    Colleague("approver", "Helen Zhou", Role.APPROVER),
    Colleague("finance", "Marek Nowak", Role.FINANCE),
    Colleague("finance 2", "Joyce Adeyemi", Role.FINANCE),
    Colleague("manager", "Sunita Rao", Role.MANAGER),
    Colleague("administrator", "Bill Fraser", Role.ADMINISTRATOR),
    Colleague("benefit contact", "Claire Donnelly", Permission.BENEFIT_CONTACT),
    Colleague("auditor", "Ruth Abrahams", Role.AUDITOR),
)


@dataclass(frozen=True, kw_only=True)
class Person:
    """A participant, and what they told the benefit contact, if anything."""

    first: str
    last: str
    route: PaymentRoute = PaymentRoute.BANK
    language: str = "english"
    format: DocumentFormat = DocumentFormat.STANDARD
    contact: str = "email"
    chooses: Answer = Answer.FULL
    role: str = "participant"
    benefit: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    knows: bool = False
    work: WorkPermission = WorkPermission.CAN_BE_PAID
    own_limit_pence: int | None = None
    bank_details: bool = True


_NO_OTHER_WORK = {"other_earnings": "0.00", "other_earnings_per": "assessment-period"}
_CARER = {"care_costs_per_week": "0.00", "pension_per_week": "0.00", "other_earnings_per": "week"}

PEOPLE: Sequence[Person] = (
    # The standing panel of the discharge project.
    Person(first="Margaret", last="Doyle", contact="letter", format=DocumentFormat.LARGE_PRINT),
    Person(first="Yusuf", last="Khan", language="urdu", benefit="pip"),
    Person(
        first="Denise",
        last="Campbell",
        benefit="universal-credit",
        facts={
            "assessment_period_starts_on_day": 28,
            "work_allowance": "with-housing",
            "other_earnings": "380.00",
            "other_earnings_per": "assessment-period",
        },
    ),
    Person(first="Gurpreet", last="Sandhu", language="panjabi", chooses=Answer.LESS),
    Person(
        first="Sean",
        last="Gallagher",
        benefit="carers-allowance",
        facts={**_CARER, "other_earnings": "140.00"},
    ),
    Person(first="Ifeoma", last="Eze", contact="phone"),
    Person(first="Beryl", last="Thornton", route=PaymentRoute.CHEQUE, own_limit_pence=15000),
    Person(first="Hassan", last="Abdi", language="somali", contact="text-message"),
    Person(first="Carol", last="Whitehouse", role="chair"),
    Person(first="Nasreen", last="Akhtar", language="urdu", role="interpreter"),
    # Renters, invited in turn.
    Person(
        first="Joanna",
        last="Kowalska",
        language="polish",
        benefit="universal-credit",
        facts={"assessment_period_starts_on_day": 9, "work_allowance": "none", **_NO_OTHER_WORK},
        knows=True,
    ),
    Person(first="Delroy", last="Francis", route=PaymentRoute.CASH, contact="phone"),
    Person(first="Mei", last="Lin", chooses=Answer.NONE),
    Person(first="Adrian", last="Popescu", language="romanian"),
    Person(first="Kelly-Ann", last="Morris", contact="text-message"),
    Person(
        first="Samira",
        last="Haddad",
        language="arabic",
        route=PaymentRoute.VOUCHER,
        work=WorkPermission.EXPENSES_ONLY,
        bank_details=False,
    ),
    Person(first="Paul", last="Jennings", format=DocumentFormat.EASY_READ),
    Person(first="Shabnam", last="Begum", language="bengali"),
    Person(first="Rhys", last="Morgan", language="welsh"),
    Person(first="Folake", last="Balogun"),
    # Bus passengers, who answered an open call.
    Person(first="Dorothy", last="Baines", contact="letter", route=PaymentRoute.CASH),
    Person(
        first="Imran",
        last="Sheikh",
        benefit="carers-allowance",
        facts={**_CARER, "other_earnings": "0.00", "week_ends_on": "sunday"},
    ),
    Person(first="Teresa", last="Almeida", language="portuguese", chooses=Answer.TO_CHARITY),
    Person(first="Callum", last="Reid", contact="text-message"),
    Person(
        first="Latoya",
        last="Grant",
        benefit="universal-credit",
        facts={"assessment_period_starts_on_day": 15, "work_allowance": "without-housing", **_NO_OTHER_WORK},
    ),
    Person(first="Pritesh", last="Patel", language="gujarati", chooses=Answer.LESS),
    Person(first="Ewa", last="Zielinska", language="polish", bank_details=False),
    Person(first="Winston", last="Bailey", contact="phone"),
    Person(first="Aoife", last="Brennan", language="british-sign-language"),
    Person(first="Linda", last="Cartwright", role="supporter"),
)


@dataclass(frozen=True, kw_only=True)
class Work:
    """A project and its lead."""

    key: str
    ref: str
    name: str
    cost_code: str
    design: Design
    card: str
    lead: str
    pool: int | None = None
    funder: str | None = None


PROJECTS: Sequence[Work] = (
    Work(
        key="discharge",
        ref="HOME",
        name="Home from hospital",
        cost_code="CC-4102",
        design=Design.STANDING_PANEL,
        pool=12,
        card="City rates",
        lead="lead",
    ),
    Work(
        key="renting",
        ref="RENT",
        name="Renters' voice",
        cost_code="CC-4177",
        design=Design.ROTATING,
        pool=200,
        card="City rates",
        lead="lead 2",
    ),
    Work(
        key="buses",
        ref="BUS",
        name="Buses for everyone",
        cost_code="HF-0093",
        design=Design.OPEN_CALL,
        funder="Harbour Fund",
        card="Harbour Fund rates",
        lead="lead",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """A session: how many days before (or after) the last day of the demo, and who is invited."""

    days: int
    project: str
    title: str
    people: Sequence[int]
    rate: str = "Half-day meeting"
    hours: int = 3
    mode: Mode = Mode.IN_PERSON
    stage: str = "design"
    level: str = "co-design"
    venue: str | None = "Harbour Street Community Centre"
    without_names: int = 0


_PANEL = (0, 1, 2, 3, 4, 5, 6, 7, 8)

# The last four are under way: their money, register or offers still wait for somebody.
SESSIONS: Sequence[Meeting] = (
    Meeting(days=-342, project="discharge", title="What a good journey home looks like", people=(*_PANEL, 9)),
    Meeting(
        days=-308,
        project="renting",
        title="Renting here: the first circle",
        people=(10, 11, 12, 13, 14, 15),
        level="consultation",
    ),
    Meeting(days=-270, project="discharge", title="Walking the ward", people=(0, 1, 2, 3, 5, 6, 8, 9)),
    Meeting(
        days=-236,
        project="buses",
        title="Getting about: an open afternoon",
        people=(20, 21, 22, 23, 24, 29),
        rate="Workshop",
        level="engagement",
        without_names=23,
    ),
    Meeting(
        days=-199, project="renting", title="Damp, repairs and who answers", people=(10, 13, 16, 17, 18, 19)
    ),
    Meeting(
        days=-165,
        project="discharge",
        title="Reading the new leaflet at home",
        people=(0, 2, 4, 6, 8),
        rate="Reading at home",
        hours=1,
        mode=Mode.OWN_TIME,
        venue=None,
    ),
    Meeting(
        days=-128,
        project="buses",
        title="Fares and tickets",
        people=(20, 21, 22, 25, 27, 28),
        rate="Workshop",
        hours=2,
        mode=Mode.ONLINE,
        venue=None,
    ),
    Meeting(
        days=-95, project="renting", title="Drafting a renters' charter", people=(11, 12, 14, 15, 17, 19, 1)
    ),
    Meeting(
        days=-16,
        project="discharge",
        title="Judging the pilot",
        people=(0, 1, 2, 3, 5, 6, 7, 8),
        stage="evaluation",
    ),
    Meeting(
        days=-9,
        project="buses",
        title="A timetable that works",
        people=(20, 21, 23, 24, 25, 26, 27, 28, 22, 29),
        rate="Workshop",
    ),
    Meeting(
        days=-4,
        project="renting",
        title="Choosing the charter's first pledge",
        people=(10, 13, 16, 18, 19, 14),
    ),
    Meeting(
        days=9,
        project="discharge",
        title="Planning next year together",
        people=(0, 1, 2, 4, 5, 6, 7, 8),
        stage="governance",
    ),
)
PAID, RUNS_OPEN, CLAIMS_OPEN, NO_REGISTER, TO_COME = range(8), 8, 9, 10, 11

"""What a story says of its project and its people, and how they come into the records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.demo.costs import Cost
from tracker.demo.names import plain
from tracker.money import Money
from tracker.payments.models import Answer
from tracker.people import services
from tracker.people.models import DocumentFormat, LimitPer, Participant, PaymentRoute, WorkPermission
from tracker.permissions import Actor
from tracker.projects.models import Design

# There to help others take part: nobody offers them a fee for it.
HELPERS = ("interpreter", "supporter")
TAKES_LESS = Money(3000)


@dataclass(frozen=True, kw_only=True)
class Work:
    """A project, which of the staff leads it, and the card it pays by."""

    ref: str
    name: str
    cost_code: str
    lead: str
    design: Design
    card: str
    pool: int | None = None
    funder: str | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Person:
    """Somebody invented: how to reach and pay them, what they choose and spend, what they told."""

    first: str
    last: str
    route: PaymentRoute = PaymentRoute.BANK
    language: str = "english"
    format: DocumentFormat = DocumentFormat.STANDARD
    contact: str = "email"
    role: str = "participant"
    chooses: Answer = Answer.FULL
    charity: str | None = None
    cost: Cost = Cost.NONE
    born: date | None = None
    benefit: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    knows: bool = False
    work: WorkPermission | None = None
    weekly_minutes: int | None = None
    own_limit_pence: int | None = None
    bank_details: bool = True

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.first} {self.last}"

    @property
    def is_offered_fees(self) -> bool:
        """Whether a fee is ever offered: not to those who help, nor to those who may have expenses only."""
        return self.role not in HELPERS and self.work != WorkPermission.EXPENSES_ONLY


@dataclass(frozen=True)
class Welcome:
    """How one person of a story comes in. Further copies of the year give first names other last ones."""

    person: Person
    last: str
    number: int
    copy: int

    def write_down(self, actor: Actor, on: date) -> Participant:
        """The lead writes down who they are, and what they asked to be kept to; no reason asked."""
        person = self.person
        address = f"{plain(person.first)}.{plain(self.last)}{self.copy or ''}@example.org"
        participant = services.create_participant(
            actor=actor,
            on=on,
            name=f"{person.first} {self.last}",
            known_as=person.first,
            email=address if person.contact == "email" else None,
            phone=f"01632 960 {self.number % 1000:03d}",
            preferred_contact=person.contact,
            language=person.language,
            format=person.format,
            payment_route=person.route,
            date_of_birth=person.born,
        )
        if person.own_limit_pence is not None:
            services.set_own_limit(
                actor=actor,
                on=on,
                participant=participant,
                per=LimitPer.MONTH,
                starts_on=on.replace(day=1),
                amount=Money(person.own_limit_pence),
            )
        return participant

    def enter_bank_details(self, actor: Actor, on: date, participant: Participant) -> None:
        """Finance enters where the money goes, for those who are paid so and gave it."""
        if self.person.bank_details and self.person.route == PaymentRoute.BANK:
            services.set_payee(
                actor=actor,
                on=on,
                participant=participant,
                account_name=participant.name,
                sort_code="00-00-00",
                account_number=f"{10000000 + (self.number + 1009 * self.copy) * 373737 % 89999999}",
            )

    def listen(self, actor: Actor, on: date, participant: Participant) -> None:
        """The benefit contact writes down no more than a limit needs of what the person told."""
        person = self.person
        told = {"work_permission": person.work, "weekly_minutes_limit": person.weekly_minutes}
        values: dict[str, Any] = {name: value for name, value in told.items() if value is not None}
        if person.benefit is not None:
            values["nation"] = "england"
        if values:
            services.record_circumstances(
                actor=actor, on=on, participant=participant, values=values, consent_on=on
            )
        if person.benefit is None:
            return
        declared = services.declare_benefit(
            actor=actor,
            on=on,
            participant=participant,
            benefit=person.benefit,
            since=date(on.year - 2, 4, 6),
            facts=person.facts,
        )
        if person.knows:
            services.set_knows(actor=actor, on=on, declaration=declared, knows=True)

"""What is known of a record while planning, whether it is in the database already or only in the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any

from tracker.money import Money
from tracker.payments.models import Answer, ClaimState, Method
from tracker.people.models import PaymentRoute
from tracker.sessions.models import Outcome


@dataclass(slots=True)
class Person:
    """A participant; `projects` are those that they belong to today."""

    id: int
    ref: str | None
    name: str
    match_name: str
    payment_route: PaymentRoute | None = None
    new: bool = True
    added_by_id: int | None = None
    values: dict[str, Any] = field(default_factory=dict)
    projects: set[int] = field(default_factory=set)
    has_money: bool = False


@dataclass(slots=True)
class ProjectState:
    """A project."""

    id: int
    ref: str
    name: str
    cost_code: str | None
    new: bool = True
    values: dict[str, Any] = field(default_factory=dict)
    has_money: bool = False
    # Where several cost codes pay: a sheet knows one, and one that it brings takes the place of all.
    cost_split: list[list[Any]] | None = None


@dataclass(slots=True)
class SessionState:
    """A session."""

    id: int
    ref: str
    project: ProjectState
    held_on: date
    title: str
    start: time | None = None
    end: time | None = None
    minutes: int | None = None
    preparation_minutes: int = 0
    new: bool = True
    values: dict[str, Any] = field(default_factory=dict)
    has_money: bool = False


@dataclass(slots=True)
class Place:
    """A person's place in a session."""

    id: int
    outcome: Outcome | None
    minutes: int | None
    role: str
    preparation_minutes: int | None = None
    new: bool = True
    # Set while planning, so that a second row about the same place is noticed.
    row: int | None = None


@dataclass(slots=True)
class OfferState:
    """The offer that stands for a place, with what was answered."""

    id: int
    pence: Money
    answer: Answer | None
    answer_pence: Money | None
    imported: bool
    pay_by: date | None = None


@dataclass(slots=True)
class FeeLine:
    """A fee on a claim that has not ended, and how far that claim has got."""

    id: int
    claim_id: int
    pence: Money
    state: ClaimState


@dataclass(slots=True)
class DraftClaim:
    """An open claim of a person for a session."""

    id: int
    method: Method
    new: bool = True


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of expense."""

    code: str
    label: str
    cap: Money | None = None
    by_mileage: bool = False
    receipt_wanted: bool = True


@dataclass(frozen=True, slots=True)
class ExpenseKey:
    """What makes two imported expenses the same: every cell of the row."""

    session: int
    person: int
    category: str
    pence: Money
    miles: Decimal | None
    vehicle: str | None
    receipt: bool


@dataclass(frozen=True, slots=True)
class PaymentKey:
    """What makes two imported past payments the same: every cell of the row."""

    person: int
    paid_on: date
    kind: str
    pence: Money
    method: str | None
    session: int | None
    minutes: int | None

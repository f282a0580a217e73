"""What is known about one person and the money in question: the frozen inputs of a check.

None always means unknown, never nil. Money is `Money`, time is whole minutes. Built from JSON by
`tracker.rules.contract`, or directly by `tracker.payments.checks`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.money import Money
from tracker.periods import Period


@dataclass(frozen=True, slots=True)
class Immigration:
    """Permission to work: a status and, for those who have one, a limit of hours in a week."""

    status: str
    weekly_hours: int | None = None
    told_on: date | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One benefit that the person says they get, and the few facts that its limit needs."""

    benefit: str
    starts: date | None = None
    until: date | None = None
    assessment_period_starts_on_day: int | None = None
    work_allowance: str | None = None
    disregard: str | None = None
    week_ends_on: str | None = None
    other_earnings: Money | None = None
    other_earnings_per: str | None = None
    other_minutes_per_week: int | None = None
    care_costs_per_week: Money | None = None
    pension_per_week: Money | None = None
    age_25_or_over: bool | None = None
    supported_permitted_work: bool | None = None
    permitted_work: bool | None = None
    accommodation: str | None = None
    passported: bool | None = None
    kit_days_used: int | None = None
    told_on: date | None = None


@dataclass(frozen=True, slots=True)
class OwnLimit:
    """What the person asked us to keep to: money, minutes or both, in each period."""

    per: str
    amount: Money | None = None
    minutes: int | None = None
    starts_on: date | None = None
    told_on: date | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """Minutes worked on a day, paid or required preparation included; None is unknown."""

    on: date
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """A sum paid, planned, proposed or declined, with the dates that benefits look at."""

    id: str
    kind: str
    amount: Money
    state: str = "proposed"
    method: str | None = None
    received_on: date | None = None
    due_on: date | None = None
    worked: tuple[Work, ...] | None = None
    covers: Period | None = None
    service_user_activity: bool | None = None
    actual_cost: bool | None = None
    receipted: bool | None = None
    net: Money | None = None
    reported_to_hmrc_on: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a check knows about one person."""

    nation: str | None = None
    date_of_birth: date | None = None
    couple: bool | None = None
    immigration: Immigration | None = None
    benefits: tuple[Claim, ...] = ()
    own_limits: tuple[OwnLimit, ...] = ()
    payments: tuple[Payment, ...] = ()

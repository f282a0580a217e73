"""Who could do what, and which limits stood, at the end of a day: out of the record and of dated rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker import clock
from tracker.accounts import limits, queries
from tracker.accounts.models import User
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.money import Money
from tracker.permissions import ROLE_NAMES, Role
from tracker.projects.budget_models import Budget
from tracker.projects.models import Project
from tracker.web.filters import plain

# What a grant was of, and of which project; None is all of them.
Held = tuple[str, int | None]


@dataclass
class Account:
    """Somebody who could sign in, what they held, and until when each of it counted."""

    user: User
    held: dict[Held, date | None] = field(default_factory=dict)
    # The most at once, of what has a limit.
    most: dict[Held, Money] = field(default_factory=dict)
    is_open: bool = True


@dataclass(frozen=True)
class Standing:
    """What stood at the end of a day; a limit of None is one whose value was not kept then."""

    on: date
    accounts: Sequence[Account]
    limits: Mapping[str, str | None]
    budgets: Sequence[Budget]
    projects: Mapping[int, str]


def end_of(day: date) -> datetime:
    """The instant at which a London day ends."""
    return datetime.combine(day + timedelta(days=1), time(), clock.LONDON)


def standing(on: date) -> Standing:
    """Accounts that were open and what they held, the organisation's limits and its budgets."""
    return Standing(
        on=on,
        accounts=_accounts(on),
        limits={limits.LIMITS[name]: told for name, told in limits.at(end_of(on)).items()},
        budgets=_budgets(on),
        projects={row.id: row.name for row in db.session.execute(select(Project.id, Project.name))},
    )


def _accounts(on: date) -> list[Account]:
    found = {user.id: Account(user, is_open=False) for user in queries.users()}
    events = select(AuditEvent).where(AuditEvent.kind == User.__tablename__, AuditEvent.at < end_of(on))
    for event in db.session.scalars(events.order_by(AuditEvent.position)):
        if (account := found.get(event.record_id or 0)) is not None:
            _follow(account, event)
    for account in found.values():
        account.held = {held: until for held, until in account.held.items() if until is None or until >= on}
    return [account for account in found.values() if account.is_open]


def _follow(account: Account, event: AuditEvent) -> None:
    """Do to an account what an act of the record did."""
    if event.verb in {"opened-account", "opened-account-again"}:
        account.is_open = True
    elif event.verb == "ended-account":
        account.is_open = False
    elif event.verb in {"granted", "took-back-grant"}:
        values = event.values
        held = (values.get("role") or values["permission"], values.get("project_id"))
        if event.verb == "granted":
            until = values.get("until")
            account.held[held] = date.fromisoformat(until) if until else None
            if "pence" in values:
                account.most[held] = Money(values["pence"])
        else:
            account.held.pop(held, None)
            account.most.pop(held, None)


def held_name(code: str) -> str:
    """What a role or a permission given by name is called."""
    return ROLE_NAMES[Role(code)] if code in set(Role) else plain(code)


def _budgets(on: date) -> list[Budget]:
    """The newest of each budget that was set by then, where it was not taken away."""
    rows = db.session.scalars(
        select(Budget)
        .where(Budget.set_at < end_of(on))
        .options(joinedload(Budget.project))
        .order_by(Budget.number)
    )
    newest = {(one.project_id, one.cost_code, one.starts_on, one.ends_on): one for one in rows}
    kept = [one for one in newest.values() if one.pence is not None]
    return sorted(kept, key=lambda one: (one.project.name, one.starts_on, one.cost_code))

"""The settings that bound what may be paid, as the record keeps them: so that a day in the past can be told.

A reason for a small team is free text, so of that only whether there is one is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select

from tracker.accounts import queries
from tracker.accounts.models import Organisation
from tracker.audit.models import AuditEvent
from tracker.db import db
from tracker.money import Money
from tracker.web.filters import plain

# Each with what a page calls it.
LIMITS: Mapping[str, str] = {
    "promised_days": "Days after the work within which people are paid",
    "receipt_needed_over_pence": "A receipt is needed for an expense above",
    "claim_window_days": "Days after the work within which a claim comes, or says why not",
    "cut_off_days": "Working days before a pay day by which a claim is approved",
    "over_budget": "An approval that goes over a budget",
    "small_team_reason": "One person may do two people\u2019s work, with a second person named",
}
_WORDS = {"ask": "asks for a reason", "stop": "is refused"}
Value = str | int | bool | None


def of(kept: Organisation) -> dict[str, Value]:
    """The limits as they stand, each as the record keeps it."""
    return {name: _kept(name, getattr(kept, name)) for name in LIMITS}


def changed(kept: Organisation, values: Mapping[str, Any]) -> dict[str, Value]:
    """Those that a save would change, as they will be."""
    before = of(kept)
    after = {name: _kept(name, values[name]) for name in LIMITS if name in values}
    return {name: value for name, value in after.items() if value != before[name]}


def _kept(name: str, value: Any) -> Value:
    if name == "small_team_reason":
        return bool(value)
    if isinstance(value, Money):
        return value.pence
    return value.value if isinstance(value, StrEnum) else value


def told(name: str, value: Value) -> str:
    """A limit as a page prints it."""
    if name.endswith("_pence") and isinstance(value, int):
        return Money(value).pounds()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _WORDS.get(str(value), str(plain(str(value)))) if value is not None else "not set"


def at(instant: datetime) -> Mapping[str, str | None]:
    """The limits at an instant, in words; None where the record did not keep the value yet."""
    standing: dict[str, str | None] = {
        name: told(name, value) for name, value in of(queries.organisation()).items()
    }
    later = select(AuditEvent).where(
        AuditEvent.kind == Organisation.__tablename__,
        AuditEvent.verb.in_(["changed-limits", "changed-settings"]),
        AuditEvent.at > instant,
    )
    # The newest first: what the first change after the instant says of before it is what stood then.
    for event in db.session.scalars(later.order_by(AuditEvent.position.desc())):
        before = event.values.get("limits_before", {})
        for name in standing:
            if name in event.fields:
                standing[name] = told(name, before[name]) if name in before else None
    return standing

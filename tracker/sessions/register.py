"""Take the whole register at once: each row that somebody changed is recorded, the others are left alone.

Two people may take one register together; only a row that both changed is refused, with both values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.errors import Invalid, StaleVersion
from tracker.permissions import Actor
from tracker.sessions.models import Attendance, Outcome
from tracker.sessions.services import record_attendance


@dataclass(frozen=True)
class Row:
    """What was typed for one place. `key` ends the names of its fields; `version` is the one then shown."""

    attendance: Attendance
    key: str
    version: int
    outcome: Outcome | None
    minutes: int | None
    preparation_minutes: int | None
    role: str | None


def take_register(*, actor: Actor, on: date, rows: Sequence[Row]) -> None:
    """Record these rows, or none: raises StaleVersion and Invalid, naming the person and the field."""
    for row in rows:
        name = row.attendance.participant.name
        try:
            _record(actor, on, row)
        except StaleVersion as refusal:
            raise StaleVersion(
                refusal.message,
                theirs={f"{name}: {field}": text for field, text in refusal.theirs.items()},
                yours={f"{name}: {field}": text for field, text in refusal.yours.items()},
            ) from None
        except Invalid as refusal:
            raise Invalid(f"{name}: {refusal.message}", field=f"{refusal.field}_{row.key}") from None


def _record(actor: Actor, on: date, row: Row) -> None:
    if row.outcome == Outcome.PART and row.minutes is None:
        raise Invalid("Enter how many minutes they were there.", field="minutes")
    record_attendance(
        actor=actor,
        on=on,
        attendance=row.attendance,
        version=row.version,
        outcome=row.outcome,
        minutes=row.minutes,
        preparation_minutes=row.preparation_minutes,
        role=row.role,
    )

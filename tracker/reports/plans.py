"""Write down what we will do about who is heard, and read it again: each wording stays as it was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from tracker.accounts import queries as accounts
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid
from tracker.permissions import Actor
from tracker.reports.models import VoicesPlan

LONGEST = 400


@dataclass(frozen=True)
class Plan:
    """A wording, with who wrote it when, and of the report up to which day."""

    until: date
    lines: Sequence[str]
    written_at: datetime
    written_by: str


def write_plan(*, actor: Actor, project_id: int | None, until: date, says: str | None) -> VoicesPlan:
    """Write what we will do beside the report of a project up to a day. Raises Invalid."""
    text = "\n".join(line.strip() for line in (says or "").splitlines() if line.strip())
    if not text:
        raise Invalid("Write what you will do, in a sentence or two.", field="says")
    if len(text) > LONGEST:
        raise Invalid(
            f"Make this {LONGEST} letters or fewer, so that it fits on the page: it has {len(text):,}.",
            field="says",
        )
    written = VoicesPlan(project_id=project_id, until=until, says=text, written_by_id=actor.user_id)
    db.session.add(written)
    db.session.flush()
    record(actor, "wrote-voices-plan", written)
    return written


def plans(project_id: int | None, until: date) -> Sequence[Plan]:
    """Everything written for a project's reports up to a day and before it, the newest first."""
    column = VoicesPlan.project_id
    rows = db.session.scalars(
        select(VoicesPlan)
        .where(
            column.is_(None) if project_id is None else column == project_id,
            VoicesPlan.until <= until,
        )
        .order_by(VoicesPlan.until.desc(), VoicesPlan.written_at.desc())
    ).all()
    names = accounts.names({row.written_by_id for row in rows if row.written_by_id is not None})
    return [
        Plan(row.until, row.says.splitlines(), row.written_at, names.get(row.written_by_id or 0, "—"))
        for row in rows
    ]

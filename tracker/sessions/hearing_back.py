"""Hearing back: what people said, what came of it, that they were told; and the closing of a session.

A session closes once everybody has heard back, or with the reason why they have not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from tracker.accounts.editing import refuse_stale, save_changes
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.permissions import Actor
from tracker.sessions import hearing_queries, queries
from tracker.sessions.models import Feedback, InvolvementSession
from tracker.values import day, line

_LONGEST = 2000


def write_feedback(
    *, actor: Actor, on: date, involvements: Sequence[InvolvementSession], values: Mapping[str, Any]
) -> list[Feedback]:
    """Write one entry down for each of these sessions. Raises Invalid, and Refused for one that is closed."""
    written = []
    for involvement in involvements:
        _must_be_open(involvement)
        if involvement.held_on > on:
            raise Refused("The session has not taken place yet: write down afterwards what came of it.")
        checked = _checked(values, involvement, on)
        entry = Feedback(
            involvement_session_id=involvement.id, recorded_on=on, recorded_by_id=actor.user_id, **checked
        )
        db.session.add(entry)
        db.session.flush()
        record(actor, "wrote-feedback", entry)
        written.append(entry)
    return written


def change_feedback(
    *,
    actor: Actor,
    on: date,
    involvement: InvolvementSession,
    entry: Feedback,
    version: int | None,
    values: Mapping[str, Any],
) -> Feedback:
    """Change an entry of a session that is open. Raises StaleVersion, Invalid, Refused."""
    _must_be_open(involvement)
    checked = _checked(values, involvement, on)
    save_changes(actor, entry, version=version, values=checked, verb="changed-feedback")
    return entry


def remove_feedback(*, actor: Actor, involvement: InvolvementSession, entry: Feedback) -> None:
    """Take back an entry that was written by mistake. Raises Refused once the session is closed."""
    _must_be_open(involvement)
    record(actor, "removed-feedback", entry)
    db.session.delete(entry)
    db.session.flush()


def _must_be_open(involvement: InvolvementSession) -> None:
    if involvement.closed_on is not None:
        raise Refused(f"{involvement.title} is closed. Open it again to change what is written down.")


def _checked(values: Mapping[str, Any], involvement: InvolvementSession, on: date) -> dict[str, Any]:
    """The fields of an entry, each in the form that is stored."""
    checks: dict[str, Callable[[Any], Any]] = {
        "you_said": lambda text: _lines(text, "you_said", "Write what people said."),
        "we_did": lambda text: _lines(text, "we_did", "Write what you did, or will do."),
        "due_on": lambda value: day(value, field="due_on"),
        "told_by": lambda text: line(text, field="told_by", longest=200),
        "told_how": lambda text: line(text, field="told_how", longest=200),
        "told_on": lambda value: day(value, field="told_on", latest=on),
    }
    checked = {name: check(values.get(name)) for name, check in checks.items()}
    if checked["told_on"] is not None and checked["told_on"] < involvement.held_on:
        raise Invalid("People cannot have heard back before the session: check the day.", field="told_on")
    if checked["told_on"] is not None and checked["told_how"] is None:
        raise Invalid("Enter how they were told, in a few words.", field="told_how")
    return checked


def _lines(text: str | None, field: str, sentence: str) -> str:
    found = (text or "").strip()
    if not found:
        raise Invalid(sentence, field=field)
    if len(found) > _LONGEST:
        raise Invalid(f"Make this {_LONGEST:,} letters or fewer: it has {len(found):,}.", field=field)
    return found


def close_session(
    *, actor: Actor, on: date, involvement: InvolvementSession, version: int | None, reason: str | None
) -> InvolvementSession:
    """Close a session: everybody has heard back, or `reason` says why not.

    Raises Invalid, Refused and StaleVersion.
    """
    given = line(reason, field="reason", longest=400)
    refuse_stale(involvement, version, {"not_heard_back_reason": given})
    if involvement.closed_on is not None:
        return involvement
    if involvement.held_on > on:
        raise Refused("The session has not taken place yet, so it cannot be closed.")
    if any(place.outcome is None for place in queries.attendances(involvement.id)):
        raise Refused("Take the register first: for somebody it is not recorded whether they came.")
    heard = hearing_queries.heard_back(hearing_queries.feedback(involvement.id))
    if not heard and given is None:
        raise Invalid("Enter why people have not heard back, or tell them first.", field="reason")
    involvement.closed_on, involvement.closed_by_id = on, actor.user_id
    involvement.not_heard_back_reason = None if heard else given
    db.session.flush()
    record(actor, "closed-session", involvement, values={"on": on.isoformat()})
    return involvement


def reopen_session(*, actor: Actor, involvement: InvolvementSession) -> InvolvementSession:
    """Open a closed session again; it owes hearing back as before."""
    if involvement.closed_on is not None:
        involvement.closed_on = involvement.closed_by_id = involvement.not_heard_back_reason = None
        db.session.flush()
        record(actor, "reopened-session", involvement)
    return involvement

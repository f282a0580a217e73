"""That the benefit contact opened a check, and talked with the person about it; never what was said."""

from __future__ import annotations

from datetime import date

from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Refused
from tracker.payments.check_models import Check, Conversation
from tracker.permissions import Actor, Permission


def note_opened(*, actor: Actor, check: Check) -> None:
    """Note that somebody opens a check in full: it shows what a person told."""
    record(actor, "opened-check", check, values={"stage": check.stage.value})


def note_conversation(*, actor: Actor, on: date, check: Check) -> Conversation:
    """Note that the talk took place; from now on nobody is asked to wait for it."""
    if actor.user_id is None or not actor.may(Permission.BENEFIT_CONTACT, check.project_id):
        raise Refused("Only a benefit contact records such a conversation.")
    talk = Conversation(
        participant_id=check.participant_id, check_id=check.id, held_on=on, by_id=actor.user_id
    )
    db.session.add(talk)
    db.session.flush()
    record(actor, "talked-about-check", check, values={"on": on.isoformat()})
    return talk

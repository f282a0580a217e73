"""Write participants: who they are and how to reach them, their own limits, advice offered.

What they tell about benefits is written in `benefits.py`, bank details in `payees.py`; both are offered here,
so that callers find one place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from tracker import clock
from tracker.accounts.editing import refuse_stale, save_changes
from tracker.accounts.services import normal_email
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.money import Money
from tracker.people import queries
from tracker.people.benefits import (
    declare_benefit,
    end_benefit,
    note_opened,
    record_circumstances,
    set_knows,
)
from tracker.people.hearing import told
from tracker.people.models import (
    AdviceOffered,
    DocumentFormat,
    LimitPer,
    OwnLimit,
    Participant,
    PaymentRoute,
)
from tracker.people.payees import masked, reveal, set_payee, withdraw_consent
from tracker.people.queries import match_name
from tracker.permissions import Actor
from tracker.projects.refs import next_ref
from tracker.values import day, line, needed_line, whole
from tracker.web.transaction import explain

__all__ = [
    "create_participant",
    "declare_benefit",
    "end_benefit",
    "end_own_limit",
    "known",
    "masked",
    "match_name",
    "note_opened",
    "offer_advice",
    "record_circumstances",
    "reveal",
    "set_knows",
    "set_own_limit",
    "set_payee",
    "update_participant",
    "withdraw_consent",
]

MINUTES_IN_A_YEAR = 366 * 24 * 60

_TAKEN = "Another person has this reference: choose a different one, or leave it empty to get the next one."
explain("uq_participant_ref", "ref", _TAKEN)
explain("participant(ref)", "ref", _TAKEN)


def create_participant(
    *,
    actor: Actor,
    on: date,
    name: str,
    ref: str | None = None,
    known_as: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    preferred_contact: str | None = None,
    language: str = "english",
    format: DocumentFormat = DocumentFormat.STANDARD,  # noqa: A002 - the column's name, fixed by the headers
    payment_route: PaymentRoute | None = None,
    date_of_birth: date | None = None,
    import_batch_id: int | None = None,
) -> Participant:
    """Add a person; without a reference they get the next one. Raises Invalid, naming the field."""
    values = _checked(
        {
            "name": name,
            "known_as": known_as,
            "email": email,
            "phone": phone,
            "preferred_contact": preferred_contact,
            "language": language,
            "format": format,
            "payment_route": payment_route,
            "date_of_birth": date_of_birth,
        },
        on,
    )
    values["ref"] = line(ref, field="ref", longest=40) or next_ref(Participant.ref, "P")
    participant = Participant(
        **values,
        match_name=match_name(values["name"]),
        since=on,
        added_by_id=actor.user_id,
        import_batch_id=import_batch_id,
    )
    db.session.add(participant)
    db.session.flush()
    record(actor, "added-person", participant)
    return participant


def update_participant(
    *, actor: Actor, participant: Participant, version: int | None, values: Mapping[str, Any]
) -> Participant:
    """Change a person's own fields, `until` among them. Raises StaleVersion, Invalid."""
    checked = _checked(values, clock.today())
    until = checked.get("until")
    if until is not None and until < participant.since:
        raise Invalid("A record cannot end before it began: check the date.", field="until")
    refuse_stale(participant, version, checked)
    if "name" in checked:
        participant.match_name = match_name(checked["name"])
    save_changes(actor, participant, version=version, values=checked)
    return participant


def _checked(values: Mapping[str, Any], born_by: date) -> dict[str, Any]:
    """The fields that are given, each in the form that is stored."""
    checks: dict[str, Callable[[Any], Any]] = {
        "ref": lambda text: needed_line(text, field="ref", longest=40, sentence="Enter a reference."),
        "name": lambda text: needed_line(
            text, field="name", longest=200, sentence="Enter the person's full name."
        ),
        "known_as": lambda text: line(text, field="known_as", longest=100),
        "email": lambda text: normal_email(text) if text and text.strip() else None,
        "phone": lambda text: line(text, field="phone", longest=40),
        "preferred_contact": lambda text: line(text, field="preferred_contact", longest=60),
        "language": lambda text: line(text, field="language", longest=60) or "english",
        "format": DocumentFormat,
        "payment_route": lambda code: PaymentRoute(code) if code else None,
        "date_of_birth": lambda value: day(value, field="date_of_birth", latest=born_by),
        "until": lambda value: day(value, field="until"),
    }
    return {name: checks[name](value) for name, value in values.items()}


def known(
    *,
    ref: str | None = None,
    email: str | None = None,
    name: str | None = None,
    date_of_birth: date | None = None,
) -> Participant | None:
    """The person known under this reference, this email, or this full name with date of birth.

    Looks in every project, so its answer may say no more than "already known". Raises Refused when an
    address belongs to several people and the name does not tell them apart.
    """
    if ref and (found := queries.by_ref(ref)):
        return found
    if name and date_of_birth:
        same = queries.by_match_name(name, date_of_birth)
        if same:
            return same[0]
    return _known_by_email(email, name) if email else None


def _known_by_email(email: str, name: str | None) -> Participant | None:
    sharing = queries.by_email(email)
    if len(sharing) > 1 and name:
        sharing = [person for person in sharing if person.match_name == match_name(name)]
        return sharing[0] if sharing else None
    if len(sharing) > 1:
        raise Refused(
            "Several people share this email address. Enter the full name as well, or the reference."
        )
    return sharing[0] if sharing else None


def set_own_limit(
    *,
    actor: Actor,
    on: date,
    participant: Participant,
    per: LimitPer,
    starts_on: date,
    amount: Money | None = None,
    minutes: int | None = None,
    import_batch_id: int | None = None,
) -> OwnLimit:
    """What the person asked us to keep to in each period; an earlier limit of the same period ends."""
    if amount is None and minutes is None:
        raise Invalid("Enter an amount, a number of hours, or both.", field="amount")
    if amount is not None and amount.pence < 0:
        raise Invalid("Enter an amount of nought or more.", field="amount")
    whole(minutes, field="minutes", least=0, most=MINUTES_IN_A_YEAR)
    for earlier in queries.own_limits(participant.id, on):
        if earlier.per == per:
            end_own_limit(actor=actor, on=on, limit=earlier)
    limit = OwnLimit(
        participant_id=participant.id,
        amount=amount,
        minutes=minutes,
        per=per,
        starts_on=day(starts_on, field="starts_on"),
        told_on=on,
        import_batch_id=import_batch_id,
    )
    db.session.add(limit)
    db.session.flush()
    record(actor, "set-own-limit", limit)
    told(participant, actor, on)
    return limit


def end_own_limit(*, actor: Actor, on: date, limit: OwnLimit) -> None:
    """The person takes a limit back: from `on` it no longer holds."""
    limit.until = on - timedelta(days=1)
    db.session.flush()
    record(actor, "ended-own-limit", limit)
    told(db.session.get_one(Participant, limit.participant_id), actor, on)


def offer_advice(*, actor: Actor, on: date, participant: Participant) -> AdviceOffered:
    """Note that information and free independent advice was offered; what was advised is never kept.

    The same person offering it twice on one day offered it once.
    """
    if actor.user_id is None:
        raise Refused("Sign in first: the record names who offered the advice.")
    last = queries.last_advice(participant.id)
    if last is not None and (last.offered_on, last.by_id) == (on, actor.user_id):
        return last
    offered = AdviceOffered(participant_id=participant.id, offered_on=on, by_id=actor.user_id)
    db.session.add(offered)
    db.session.flush()
    record(actor, "offered-advice", offered)
    return offered

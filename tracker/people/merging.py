"""Put two records of one person together, and take them apart again; say of two that they are two people.

Nothing is moved: one record points to the other, and `tracker.projects.one_person` reads both. So taking
them apart leaves exactly what was there before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from tracker import clock
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Refused
from tracker.people import queries, record_queries
from tracker.people.hearing import told
from tracker.people.models import Participant, PayeeVersion
from tracker.people.record_models import GoesBy, PersonMerge, TwoPeople
from tracker.permissions import Actor, Permission
from tracker.values import needed_line
from tracker.web.transaction import explain

_AT_ONCE = "Somebody else said so at the same moment: look again."
explain("uq_two_people_first_id_second_id", "reason", _AT_ONCE)
explain("two_people(first_id)", "reason", _AT_ONCE)


@dataclass(frozen=True)
class Row:
    """One line of a preview: what each of two records has, and what there will be after."""

    label: str
    stays: str
    joins: str
    after: str


@dataclass(frozen=True)
class Preview:
    """What a package shows before two records are put together; `notes` are sentences to look at twice."""

    rows: Sequence[Row] = ()
    notes: Sequence[str] = ()


# What higher packages show of two records: the viewer, the one that stays, the one that joins it.
previews: list[Callable[[Actor, Participant, Participant], Preview]] = []


def merge(*, actor: Actor, on: date, participant: Participant, into: Participant, reason: str) -> PersonMerge:
    """Put a record together with the one that stays. Raises Refused where either cannot be, Invalid."""
    why = _reason(reason)
    _lock(participant, into)
    _demand(actor, participant, into)
    if sentence := obstacle(participant, into):
        raise Refused(sentence, code="not-to-merge")
    merged = PersonMerge(
        participant_id=participant.id,
        into_id=into.id,
        reason=why,
        payees_before=_last_number(into),
        merged_by_id=actor.user_id,
    )
    participant.merged_into_id = into.id
    db.session.add(merged)
    db.session.flush()
    record(actor, "put-together", participant, fields=["merged_into_id"])
    record(actor, "put-together-with", into)
    told(into, actor, on)
    return merged


def obstacle(participant: Participant, into: Participant) -> str | None:
    """Why a record cannot be put together with the other, as a sentence that says what to do; or None."""
    if into.id in {participant.id, participant.merged_into_id}:
        return "These are one person already."
    for one in (participant, into):
        if one.erased_on is not None:
            return f"The details of {one.ref} were erased, so nobody can say who this was. Leave it as it is."
        if one.merged_into_id is not None:
            return f"{one.ref} was put together with another record meanwhile. Take that apart first."
    if held := record_queries.other_records(participant.id):
        return (
            f"{participant.ref} holds another record already, {held[0].ref}. Let {participant.ref} stay "
            "instead, or take those two apart first."
        )
    if record_queries.said_two(participant.id, into.id) is not None:
        return "It is on record that these are two people. Take that back first."
    return None


def take_apart(*, actor: Actor, on: date, participant: Participant, reason: str) -> PersonMerge:
    """Make two records of one again: each has what it had, and what came since stays where it is."""
    why = _reason(reason)
    into = queries.standing(participant)
    _lock(participant, into)
    _demand(actor, into)
    merged = record_queries.merge_of(participant.id)
    if participant.merged_into_id is None or merged is None:
        raise Refused("These were taken apart already.", code="not-merged")
    participant.merged_into_id = None
    merged.undone_reason, merged.undone_by_id, merged.undone_at = why, actor.user_id, clock.now()
    db.session.flush()
    record(actor, "took-apart", participant, fields=["merged_into_id"])
    record(actor, "took-apart-from", into)
    told(into, actor, on)
    told(participant, actor, on)
    return merged


def two_people(*, actor: Actor, on: date, one: Participant, other: Participant) -> TwoPeople:
    """Note that two records are two people, so that nobody is asked again; said twice, it stands once."""
    _lock(one, other)
    _demand(actor, one, other)
    if queries.standing(one).id == queries.standing(other).id:
        raise Refused("These were put together as one person. Take them apart first.", code="merged")
    if (known := record_queries.said_two(one.id, other.id)) is not None:
        return known
    first, second = sorted((one.id, other.id))
    said = TwoPeople(first_id=first, second_id=second, said_by_id=actor.user_id, said_on=on)
    db.session.add(said)
    db.session.flush()
    record(actor, "said-two-people", said)
    return said


def take_back_two_people(*, actor: Actor, one: Participant, other: Participant) -> None:
    """Ask of two records again whether they are one person's."""
    _demand(actor, one, other)
    said = record_queries.said_two(one.id, other.id)
    if said is None:
        raise Refused("This was taken back already.", code="not-said")
    record(actor, "took-back-two-people", said)
    db.session.delete(said)
    db.session.flush()


def forget_name(*, actor: Actor, person: Participant, called: GoesBy) -> None:
    """Match a sheet's name or reference to this person no more; what came in by it stays."""
    _demand(actor, person)
    record(actor, "forgot-other-name", called)
    db.session.delete(called)
    db.session.flush()


def _reason(text: str) -> str:
    return needed_line(text, field="reason", longest=500, sentence="Enter how you know, in a few words.")


def _lock(*people: Participant) -> None:
    """Let nobody else put these together or apart until the commit, and see what others did before."""
    db.session.execute(
        select(Participant)
        .where(Participant.id.in_([one.id for one in people]))
        .order_by(Participant.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _demand(actor: Actor, *people: Participant) -> None:
    if not all(queries.holds(actor, one.id, Permission.ADD_PEOPLE) for one in people):
        raise Refused("Only somebody who may change the details of both can say this: ask them.")


def _last_number(participant: Participant) -> int:
    last = select(func.max(PayeeVersion.number)).where(PayeeVersion.participant_id == participant.id)
    return db.session.scalar(last) or 0

"""Read bank details: whose money goes where.

Putting two records together moves no money: what is owed under a record goes to the account of that record.
Only what finance enters afterwards, for the person as a whole, counts for all of their records.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Select,
    bindparam,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from tracker.db import db
from tracker.errors import NotFound
from tracker.people.models import PayeeVersion
from tracker.people.record_models import PersonMerge
from tracker.projects.one_person import records

# A record, its bank details, who else gets it, and the day on which that was agreed.
_Newest: TypeAlias = Select[int, int, str | None, date | None]


def current_payee(participant_id: int, recipient: str | None = None) -> PayeeVersion | None:
    """The newest version of a record's own bank details, or of somebody's who gets money for the person."""
    return db.session.scalars(_versions(participant_id, recipient).limit(1)).one_or_none()


def payee_versions(participant_id: int, recipient: str | None = None) -> Sequence[PayeeVersion]:
    """All versions of those bank details, the newest first."""
    return db.session.scalars(_versions(participant_id, recipient)).all()


def _versions(participant_id: int, recipient: str | None) -> Select[PayeeVersion]:
    later = PayeeVersion.id.in_(_entered_since(participant_id).with_only_columns(PayeeVersion.id))
    return (
        select(PayeeVersion)
        .where(or_(PayeeVersion.participant_id == participant_id, later), PayeeVersion.recipient == recipient)
        .order_by(PayeeVersion.participant_id == participant_id, PayeeVersion.number.desc())
    )


def _entered_since(record: Any) -> _Newest:
    """What was entered for the whole person after this record was put together with the one that stands."""
    return (
        select(PersonMerge.participant_id, PayeeVersion.id, PayeeVersion.recipient, PayeeVersion.consent_on)
        .select_from(PersonMerge)
        .join(PayeeVersion, PayeeVersion.participant_id == PersonMerge.into_id)
        .where(
            PersonMerge.participant_id == record,
            PersonMerge.undone_at.is_(None),
            PayeeVersion.number > PersonMerge.payees_before,
        )
    )


def of_other_records(participant_id: int) -> Sequence[PayeeVersion]:
    """The newest bank details, their own and of those who get money for them, of a person's other records."""
    others = set(records([participant_id])) - {participant_id}
    if not others:
        return ()
    return db.session.scalars(
        newest_payees()
        .where(PayeeVersion.participant_id.in_(others))
        .order_by(PayeeVersion.recipient, PayeeVersion.participant_id)
    ).all()


def newest_of_person(participant_id: int, recipient: str | None = None) -> PayeeVersion | None:
    """The same as `current_payee`, or else what is held under another record of the person."""
    own = current_payee(participant_id, recipient)
    others = (payee for payee in of_other_records(participant_id) if payee.recipient == recipient)
    return own or next(others, None)


def trusted_payees(participant_id: int) -> Sequence[PayeeVersion]:
    """The newest bank details of everybody who may get, or once got, money for a person, by name."""
    own = db.session.scalars(
        newest_payees().where(
            PayeeVersion.participant_id == participant_id, PayeeVersion.recipient.is_not(None)
        )
    )
    found = {payee.recipient: payee for payee in (*of_other_records(participant_id), *own)}
    return [found[name] for name in sorted(name for name in found if name is not None)]


def trusted_payee(participant_id: int, payee_id: int) -> PayeeVersion:
    """One of these. Raises NotFound."""
    found = next((payee for payee in trusted_payees(participant_id) if payee.id == payee_id), None)
    if found is None:
        raise NotFound("There is no such account.")
    return found


def with_payee(participant_ids: Sequence[int]) -> set[int]:
    """Which of these people have bank details of their own, under any record."""
    person = records(participant_ids)
    rows = select(PayeeVersion.participant_id).where(
        PayeeVersion.participant_id.in_(list(person)), PayeeVersion.recipient.is_(None)
    )
    return {person[one] for one in db.session.scalars(rows.distinct())} & set(participant_ids)


def newest_payee_ids(participant_ids: Collection[int]) -> dict[tuple[int, str | None], int]:
    """The id of the newest bank details of each record, and of whoever gets money for the person, by both.

    The person's own stand under None. An account to which they no longer agree is left out.
    """
    if not participant_ids:
        return {}
    asked = {"records": list(participant_ids)}
    found = {(row[0], row[2]): row for row in db.session.execute(_newest_of_records(), asked)}
    return {key: row[1] for key, row in found.items() if key[1] is None or row[3] is not None}


@cache
def _newest_of_records() -> CompoundSelect[int, int, str | None, date | None, int]:
    """What to ask for `records`: each one's own, then what was entered since for the whole person, by number.

    Written once, because every approval asks it several times.
    """
    records: BindParameter[Any] = bindparam("records", expanding=True)
    columns = (PayeeVersion.participant_id, PayeeVersion.id, PayeeVersion.recipient, PayeeVersion.consent_on)
    own = newest_payees().where(PayeeVersion.participant_id.in_(records))
    since = _entered_since(PersonMerge.participant_id).where(PersonMerge.participant_id.in_(records))
    # Numbers begin at 1.
    return union_all(
        own.with_only_columns(*columns, literal(0).label("since")),
        since.add_columns(PayeeVersion.number.label("since")),
    ).order_by("since")


def is_payable(record: Any, recipient: Any) -> ColumnElement[bool]:
    """Of rows with money of a record for a recipient: whether bank details to pay it to were entered."""
    agreed = or_(PayeeVersion.recipient.is_(None), PayeeVersion.consent_on.is_not(None))
    theirs = (PayeeVersion.recipient.is_not_distinct_from(recipient), agreed)
    own = newest_payees().where(PayeeVersion.participant_id == record, *theirs)
    return or_(own.exists(), _entered_since(record).where(*theirs).exists())


@cache
def newest_payees() -> Select[PayeeVersion]:
    """Every record's newest bank details, and of whoever gets it for the person, to be narrowed further."""
    later = aliased(PayeeVersion)
    replaced = (
        select(later.id)
        .where(
            later.participant_id == PayeeVersion.participant_id,
            later.recipient.is_not_distinct_from(PayeeVersion.recipient),
            later.number > PayeeVersion.number,
        )
        .exists()
    )
    return select(PayeeVersion).where(~replaced)

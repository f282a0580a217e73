"""Read participants and what belongs to them. `viewer` is the scope: what lies outside it does not exist."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true, tuple_
from sqlalchemy.orm import aliased

from tracker import clock
from tracker.db import db
from tracker.errors import NotFound
from tracker.people.models import (
    AdviceOffered,
    OwnLimit,
    Participant,
    PayeeVersion,
)
from tracker.permissions import Actor, Permission
from tracker.projects.models import ProjectPerson
from tracker.projects.queries import is_open
from tracker.values import folded, searched
from tracker.web.pagination import PAGE_SIZE, Page, cursor_id, cursor_parts, page_of

# Adding somebody lets a person see them until they join a project; it opens nothing they told in confidence.
_ADDING = frozenset({Permission.SEE_PEOPLE, Permission.ADD_PEOPLE})


def participant(
    viewer: Actor, participant_id: int, permission: Permission = Permission.SEE_PEOPLE
) -> Participant:
    """A person for whom the viewer holds `permission`. Raises NotFound."""
    found = db.session.scalars(
        select(Participant).where(Participant.id == participant_id, in_scope(viewer, permission))
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such person.")
    return found


def holds(viewer: Actor, participant_id: int, permission: Permission) -> bool:
    """Whether the viewer holds a permission for this person."""
    return (
        db.session.scalar(
            select(Participant.id).where(Participant.id == participant_id, in_scope(viewer, permission))
        )
        is not None
    )


def in_scope(viewer: Actor, permission: Permission) -> ColumnElement[bool]:
    """Of participants: those for whom the viewer holds `permission`."""
    projects = viewer.projects(permission)
    if projects is None:
        return true()
    standing = (
        select(ProjectPerson.id)
        .where(ProjectPerson.participant_id == Participant.id, is_open(clock.today()))
        .correlate(Participant)
    )
    member = standing.where(ProjectPerson.project_id.in_(sorted(projects))).exists()
    if permission not in _ADDING or not viewer.may(permission) or viewer.user_id is None:
        return member if projects else false()
    return or_(member, and_(Participant.added_by_id == viewer.user_id, ~standing.exists()))


def people(
    viewer: Actor,
    project_id: int | None = None,
    after: str | None = None,
    search: str | None = None,
    *,
    permission: Permission = Permission.SEE_PEOPLE,
    size: int = PAGE_SIZE,
) -> Page[Participant]:
    """A page of people by name; `search` is part of a name, the start of a reference, or a whole email."""
    return page(matching(viewer, project_id, search, permission=permission), after, size=size)


def matching(
    viewer: Actor,
    project_id: int | None = None,
    search: str | None = None,
    *,
    permission: Permission = Permission.SEE_PEOPLE,
) -> Select[Participant]:
    """The same people by name, all of them, to be narrowed further and then cut into pages."""
    asked = (
        select(Participant)
        .where(in_scope(viewer, permission), Participant.merged_into_id.is_(None))
        .order_by(Participant.match_name, Participant.id)
    )
    if project_id is not None:
        asked = asked.where(_belongs_to(project_id))
    if search and (wanted := searched(search)):
        asked = asked.where(_answers(wanted))
    return asked


def page(asked: Select[Participant], after: str | None, *, size: int = PAGE_SIZE) -> Page[Participant]:
    """One page of people who were asked for by `matching`."""
    if last := _last_shown(after):
        asked = asked.where(tuple_(Participant.match_name, Participant.id) > (last.match_name, last.id))
    return page_of(db.session.scalars(asked.limit(size + 1)).all(), lambda row: (str(row.id),), size)


def _belongs_to(project_id: int) -> ColumnElement[bool]:
    return (
        select(ProjectPerson.id)
        .where(
            ProjectPerson.participant_id == Participant.id,
            ProjectPerson.project_id == project_id,
            is_open(clock.today()),
        )
        .exists()
    )


def _answers(wanted: str) -> ColumnElement[bool]:
    return or_(
        Participant.match_name.contains(wanted, autoescape=True),
        Participant.ref.istartswith(wanted, autoescape=True),
        Participant.email == wanted,
    )


def _last_shown(after: str | None) -> Participant | None:
    """The person at whom the page before ended. The cursor holds an id only: addresses are logged."""
    parts = cursor_parts(after, 1)
    number = cursor_id(parts[0]) if parts else None
    return db.session.get(Participant, number) if number is not None else None


def by_ref(ref: str) -> Participant | None:
    """The person with this reference, whoever asks; one merged into another leads to the other."""
    found = db.session.scalars(select(Participant).where(Participant.ref == ref)).one_or_none()
    while found is not None and found.merged_into_id is not None:
        found = db.session.get(Participant, found.merged_into_id)
    return found


def match_name(name: str) -> str:
    """A name as matching sees it: trimmed, spaces collapsed, case folded, accents written one way."""
    return folded(name)


def by_match_name(name: str) -> Sequence[Participant]:
    """Everybody of this name, as matching sees it, whoever asks; without merged records."""
    return db.session.scalars(
        select(Participant)
        .where(Participant.match_name == match_name(name), Participant.merged_into_id.is_(None))
        .order_by(Participant.since, Participant.id)
    ).all()


def by_email(email: str) -> Sequence[Participant]:
    """Everybody with this address, whoever asks; families share one. Without merged records."""
    return db.session.scalars(
        select(Participant)
        .where(Participant.email == email.strip().lower(), Participant.merged_into_id.is_(None))
        .order_by(Participant.since, Participant.id)
    ).all()


def current_payee(participant_id: int, recipient: str | None = None) -> PayeeVersion | None:
    """The newest version of a person's own bank details, or of somebody's who gets money for them."""
    return db.session.scalars(_versions(participant_id, recipient).limit(1)).one_or_none()


def payee_versions(participant_id: int, recipient: str | None = None) -> Sequence[PayeeVersion]:
    """All versions of those bank details, the newest first."""
    return db.session.scalars(_versions(participant_id, recipient)).all()


def _versions(participant_id: int, recipient: str | None) -> Select[PayeeVersion]:
    return (
        select(PayeeVersion)
        .where(PayeeVersion.participant_id == participant_id, PayeeVersion.recipient == recipient)
        .order_by(PayeeVersion.number.desc())
    )


def trusted_payees(participant_id: int) -> Sequence[PayeeVersion]:
    """The newest bank details of everybody who may get, or once got, money for a person, by name."""
    return db.session.scalars(
        newest_payees()
        .where(PayeeVersion.participant_id == participant_id, PayeeVersion.recipient.is_not(None))
        .order_by(PayeeVersion.recipient)
    ).all()


def trusted_payee(participant_id: int, payee_id: int) -> PayeeVersion:
    """One of these. Raises NotFound."""
    found = next((payee for payee in trusted_payees(participant_id) if payee.id == payee_id), None)
    if found is None:
        raise NotFound("There is no such account.")
    return found


def with_payee(participant_ids: Sequence[int]) -> set[int]:
    """Which of these people have bank details of their own."""
    rows = select(PayeeVersion.participant_id).where(
        PayeeVersion.participant_id.in_(participant_ids), PayeeVersion.recipient.is_(None)
    )
    return set(db.session.scalars(rows.distinct()))


def own_limits(participant_id: int, on: date) -> Sequence[OwnLimit]:
    """What a person asked us to keep to and has not taken back before a day."""
    return db.session.scalars(
        select(OwnLimit)
        .where(
            OwnLimit.participant_id == participant_id,
            or_(OwnLimit.until.is_(None), OwnLimit.until >= on),
        )
        .order_by(OwnLimit.starts_on, OwnLimit.id)
    ).all()


def own_limit(participant_id: int, limit_id: int) -> OwnLimit:
    """One limit of this person. Raises NotFound."""
    found = db.session.get(OwnLimit, limit_id)
    if found is None or found.participant_id != participant_id:
        raise NotFound("There is no such limit.")
    return found


def last_advice(participant_id: int) -> AdviceOffered | None:
    """When information and free independent advice was last offered, and by whom."""
    return db.session.scalars(
        select(AdviceOffered)
        .where(AdviceOffered.participant_id == participant_id)
        .order_by(AdviceOffered.offered_on.desc(), AdviceOffered.id.desc())
        .limit(1)
    ).one_or_none()


def advised(participant_ids: Collection[int]) -> frozenset[int]:
    """Those of these people to whom information and free independent advice was ever offered."""
    asked = select(AdviceOffered.participant_id).where(
        AdviceOffered.participant_id.in_(list(participant_ids))
    )
    return frozenset(db.session.scalars(asked))


def names(participant_ids: Collection[int]) -> dict[int, str]:
    """The names of people by their ids, for a caller whose scope covers what these ids came from."""
    rows = db.session.execute(
        select(Participant.id, Participant.name).where(Participant.id.in_(list(participant_ids)))
    )
    return {row.id: row.name for row in rows}


def newest_payee_ids(participant_ids: Collection[int]) -> dict[tuple[int, str | None], int]:
    """The id of the newest bank details of each person, and of whoever gets money for them, by both.

    The person's own stand under None. An account to which they no longer agree is left out.
    """
    newest = newest_payees().where(
        PayeeVersion.participant_id.in_(list(participant_ids)),
        or_(PayeeVersion.recipient.is_(None), PayeeVersion.consent_on.is_not(None)),
    )
    rows = db.session.execute(
        newest.with_only_columns(PayeeVersion.participant_id, PayeeVersion.recipient, PayeeVersion.id)
    )
    return {(row.participant_id, row.recipient): row.id for row in rows}


@cache
def newest_payees() -> Select[PayeeVersion]:
    """Everybody's newest bank details, and those of whoever gets money for them, to be narrowed further."""
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

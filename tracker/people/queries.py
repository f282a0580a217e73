"""Read participants and what belongs to them. `viewer` is the scope: what lies outside it does not exist."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true, tuple_
from sqlalchemy.orm import aliased

from tracker import clock
from tracker.db import db
from tracker.errors import NotFound
from tracker.people.models import (
    AdviceOffered,
    OwnLimit,
    Participant,
)
from tracker.people.record_models import GoesBy
from tracker.permissions import Actor, Permission
from tracker.projects.models import ProjectPerson
from tracker.projects.one_person import any_of, of_person, record_that_stands, records, stands_for
from tracker.projects.queries import is_open
from tracker.values import folded, searched
from tracker.web.pagination import PAGE_SIZE, Page, cursor_id, cursor_parts, page_of

# Adding somebody lets a person see them until they join a project; it opens nothing they told in confidence.
_ADDING = frozenset({Permission.SEE_PEOPLE, Permission.ADD_PEOPLE})


def participant(
    viewer: Actor, participant_id: int, permission: Permission = Permission.SEE_PEOPLE
) -> Participant:
    """A person for whom the viewer holds `permission`, by any record of theirs. Raises NotFound."""
    found = db.session.scalars(
        select(Participant).where(
            Participant.id == record_that_stands(participant_id), in_scope(viewer, permission)
        )
    ).one_or_none()
    if found is None:
        raise NotFound("There is no such person.")
    return found


def holds(viewer: Actor, participant_id: int, permission: Permission) -> bool:
    """Whether the viewer holds a permission for this person."""
    return (
        db.session.scalar(
            select(Participant.id).where(
                Participant.id == record_that_stands(participant_id), in_scope(viewer, permission)
            )
        )
        is not None
    )


def in_scope(viewer: Actor, permission: Permission) -> ColumnElement[bool]:
    """Of records that stand for a person: those for whom the viewer holds `permission`."""
    projects = viewer.projects(permission)
    if projects is None:
        return true()
    standing = select(ProjectPerson.id).where(is_open(clock.today())).correlate(Participant)
    theirs = standing.where(ProjectPerson.project_id.in_(sorted(projects)))
    member = any_of(theirs, ProjectPerson.participant_id, Participant.id)
    if permission not in _ADDING or not viewer.may(permission) or viewer.user_id is None:
        return member if projects else false()
    anywhere = any_of(standing, ProjectPerson.participant_id, Participant.id)
    return or_(member, and_(Participant.added_by_id == viewer.user_id, ~anywhere))


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
        .where(
            in_scope(viewer, permission),
            Participant.merged_into_id.is_(None),
            Participant.erased_on.is_(None),
        )
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
    joined = select(ProjectPerson.id).where(ProjectPerson.project_id == project_id, is_open(clock.today()))
    return any_of(joined.correlate(Participant), ProjectPerson.participant_id, Participant.id)


def _answers(wanted: str) -> ColumnElement[bool]:
    """Whether a record answers a search, or another record of the same person does."""
    other = aliased(Participant)
    merged = select(other.merged_into_id).where(other.merged_into_id.is_not(None), _is_found(other, wanted))
    return or_(_is_found(Participant, wanted), Participant.id.in_(merged))


def _is_found(record: type[Participant], wanted: str) -> ColumnElement[bool]:
    return or_(
        record.match_name.contains(wanted, autoescape=True),
        record.ref.istartswith(wanted, autoescape=True),
        record.email == wanted,
    )


def _last_shown(after: str | None) -> Participant | None:
    """The person at whom the page before ended. The cursor holds an id only: addresses are logged."""
    parts = cursor_parts(after, 1)
    number = cursor_id(parts[0]) if parts else None
    return db.session.get(Participant, number) if number is not None else None


def by_ref(ref: str) -> Participant | None:
    """The person with this reference, of any record of theirs or in somebody's sheets, whoever asks."""
    known = db.session.scalar(select(Participant.id).where(Participant.ref == ref))
    if known is None:
        known = db.session.scalar(select(GoesBy.participant_id).where(GoesBy.ref == ref))
    return None if known is None else db.session.get(Participant, record_that_stands(known))


def standing(record: Participant) -> Participant:
    """The record that stands for the person whose record this is."""
    if record.merged_into_id is None:
        return record
    return db.session.get_one(Participant, record.merged_into_id)


def match_name(name: str) -> str:
    """A name as matching sees it: trimmed, spaces collapsed, case folded, accents written one way."""
    return folded(name)


def by_match_name(name: str, born: date | None = None) -> Sequence[Participant]:
    """Everybody of this name, as matching sees it, under any record of theirs, whoever asks.

    With a day of birth, only those who have it on the same record.
    """
    called = Participant.match_name == match_name(name)
    return _people_with(called if born is None else called & (Participant.date_of_birth == born))


def by_email(email: str) -> Sequence[Participant]:
    """Everybody with this address, under any record of theirs, whoever asks; families share one."""
    return _people_with(Participant.email == email.strip().lower())


def _people_with(condition: ColumnElement[bool]) -> Sequence[Participant]:
    """The records that stand for the people of whom some record meets a condition."""
    found = select(stands_for(Participant.id)).where(condition)
    return db.session.scalars(
        select(Participant).where(Participant.id.in_(found)).order_by(Participant.since, Participant.id)
    ).all()


def own_limits(participant_id: int, on: date) -> Sequence[OwnLimit]:
    """What a person asked us to keep to and has not taken back before a day."""
    return db.session.scalars(
        select(OwnLimit)
        .where(
            of_person(OwnLimit.participant_id, participant_id),
            or_(OwnLimit.until.is_(None), OwnLimit.until >= on),
        )
        .order_by(OwnLimit.starts_on, OwnLimit.id)
    ).all()


def own_limit(participant_id: int, limit_id: int) -> OwnLimit:
    """One limit of this person. Raises NotFound."""
    found = db.session.get(OwnLimit, limit_id)
    if found is None or found.participant_id not in records([participant_id]):
        raise NotFound("There is no such limit.")
    return found


def last_advice(participant_id: int) -> AdviceOffered | None:
    """When information and free independent advice was last offered, and by whom."""
    return db.session.scalars(
        select(AdviceOffered)
        .where(of_person(AdviceOffered.participant_id, participant_id))
        .order_by(AdviceOffered.offered_on.desc(), AdviceOffered.id.desc())
        .limit(1)
    ).one_or_none()


def advised(participant_ids: Collection[int]) -> frozenset[int]:
    """Those of these people to whom information and free independent advice was ever offered."""
    person = records(participant_ids)
    asked = select(AdviceOffered.participant_id).where(AdviceOffered.participant_id.in_(list(person)))
    told = {person[one] for one in db.session.scalars(asked.distinct())}
    return frozenset(one for one in participant_ids if person[one] in told)


def refs(participant_ids: Collection[int]) -> dict[int, str]:
    """The references of records, to say under which of a person's something stands."""
    rows = select(Participant.id, Participant.ref).where(Participant.id.in_(list(participant_ids)))
    return {row.id: row.ref for row in db.session.execute(rows)}


def names(participant_ids: Collection[int]) -> dict[int, str]:
    """The names of people by their ids, for a caller whose scope covers what these ids came from."""
    rows = db.session.execute(
        select(Participant.id, Participant.name).where(Participant.id.in_(list(participant_ids)))
    )
    return {row.id: row.name for row in rows}

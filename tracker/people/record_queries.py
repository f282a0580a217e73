"""Read which records were put together or told apart, and which look as if they were one person's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from sqlalchemy import or_, select

from tracker.db import db
from tracker.errors import NotFound
from tracker.people import likeness, near_names, queries
from tracker.people.models import Participant
from tracker.people.record_models import GoesBy, PersonMerge, TwoPeople
from tracker.permissions import Actor, Permission
from tracker.projects.one_person import of_person, records

# An address or a number that more people have is that of a house or an office, and says nothing of anybody.
_MOST_SHARING = 5
_LEAST_DIGITS = 7


def other_records(participant_id: int) -> Sequence[Participant]:
    """The records that were put together with the one that stands for this person, the oldest first."""
    others = set(records([participant_id])) - {participant_id}
    return db.session.scalars(
        select(Participant)
        .where(Participant.id.in_(others), Participant.merged_into_id.is_not(None))
        .order_by(Participant.since, Participant.id)
    ).all()


def merge_of(participant_id: int) -> PersonMerge | None:
    """How a record came to be put together with another, while it is."""
    return db.session.scalars(
        select(PersonMerge).where(
            PersonMerge.participant_id == participant_id, PersonMerge.undone_at.is_(None)
        )
    ).one_or_none()


def other_record(person: Participant, record_id: int) -> Participant:
    """One record that was put together with this person's. Raises NotFound."""
    found = db.session.get(Participant, record_id)
    if found is None or found.merged_into_id != person.id:
        raise NotFound("There is no such record.")
    return found


def goes_by(participant_id: int) -> Sequence[GoesBy]:
    """By which other names and references somebody's sheets call a person."""
    return db.session.scalars(
        select(GoesBy)
        .where(of_person(GoesBy.participant_id, participant_id))
        .order_by(GoesBy.match_name, GoesBy.ref)
    ).all()


def other_name(person: Participant, name_id: int) -> GoesBy:
    """One of these. Raises NotFound."""
    found = next((one for one in goes_by(person.id) if one.id == name_id), None)
    if found is None:
        raise NotFound("There is no such name.")
    return found


def said_two(one_id: int, other_id: int) -> TwoPeople | None:
    """That two records are two people, if somebody said so."""
    first, second = sorted((one_id, other_id))
    return db.session.scalars(
        select(TwoPeople).where(TwoPeople.first_id == first, TwoPeople.second_id == second)
    ).one_or_none()


def told_apart_from(viewer: Actor, person: Participant) -> Sequence[Participant]:
    """The people, of those whom the viewer may change, of whom it was said that they are somebody else."""
    said = db.session.scalars(
        select(TwoPeople).where(or_(TwoPeople.first_id == person.id, TwoPeople.second_id == person.id))
    )
    others = {one.first_id if one.second_id == person.id else one.second_id for one in said}
    return db.session.scalars(
        select(Participant)
        .where(
            Participant.id.in_(others),
            Participant.merged_into_id.is_(None),
            queries.in_scope(viewer, Permission.ADD_PEOPLE),
        )
        .order_by(Participant.match_name, Participant.id)
    ).all()


@dataclass(frozen=True)
class Known:
    """As much of a person as it takes to see whether another record is theirs."""

    id: int
    ref: str
    name: str
    email: str | None
    phone: str | None
    date_of_birth: date | None


@dataclass
class Alike:
    """Two records that may be one person's, and every reason to think so, as sentences."""

    one: Known
    other: Known
    why: list[str] = field(default_factory=list)


def alike(viewer: Actor) -> list[Alike]:
    """The pairs that may be one person, of people whom the viewer may change; the likeliest first.

    Left out: whoever was said to be two people, and who differs by date of birth.
    """
    rows = db.session.execute(
        select(*(getattr(Participant, name) for name in Known.__dataclass_fields__))
        .where(
            queries.in_scope(viewer, Permission.ADD_PEOPLE),
            Participant.merged_into_id.is_(None),
            Participant.erased_on.is_(None),
        )
        .order_by(Participant.match_name, Participant.id)
    )
    people = {row.id: Known(*row) for row in rows}
    apart = {
        (row.first_id, row.second_id)
        for row in db.session.execute(select(TwoPeople.first_id, TwoPeople.second_id))
    }
    found: dict[tuple[int, int], Alike] = {}
    for one, other, why in _reasons(people):
        pair = (min(one, other), max(one, other))
        if pair not in apart and _may_be_one(people[one], people[other]):
            found.setdefault(pair, Alike(people[one], people[other])).why.append(why)
    return sorted(found.values(), key=lambda pair: -len(pair.why))


def _may_be_one(one: Known, other: Known) -> bool:
    return one.date_of_birth is None or other.date_of_birth in {None, one.date_of_birth}


def _reasons(people: Mapping[int, Known]) -> Iterator[tuple[int, int, str]]:
    for one, other, why in near_names.near({person.id: person.name for person in people.values()}):
        yield one, other, differ_by(why)
    yield from _sharing(people, lambda person: person.email, "They have the same email address.")
    yield from _sharing(people, lambda person: _digits(person.phone), "They have the same telephone number.")


def differ_by(why: str) -> str:
    """What tells two near names apart, as a sentence."""
    return "Their names are the same." if why == likeness.SAME else f"Their names differ only by {why}."


def _sharing(
    people: Mapping[int, Known], of: Callable[[Known], str | None], sentence: str
) -> Iterator[tuple[int, int, str]]:
    having: dict[str, list[int]] = defaultdict(list)
    for person in people.values():
        if value := of(person):
            having[value].append(person.id)
    for ids in having.values():
        if len(ids) <= _MOST_SHARING:
            yield from ((one, other, sentence) for one, other in combinations(ids, 2))


def _digits(phone: str | None) -> str | None:
    """A telephone number as it is dialled here, however it was written; None for what is none."""
    digits = "".join(letter for letter in phone or "" if letter.isdecimal())
    for abroad in ("0044", "44"):
        if digits.startswith(abroad):
            digits = "0" + digits.removeprefix(abroad).lstrip("0")
    return digits if len(digits) >= _LEAST_DIGITS else None

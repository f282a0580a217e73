"""Which records are one person's: the one place that knows how records were put together.

Somebody who was entered twice has two records, of which one stands for the person and the other points to it
by `merged_into_id`. No row is ever moved between them, so whatever counts or lists by person asks here. It
lies in this package because memberships, the lowest thing that belongs to a person, are read here.

A record that others point to points to none itself: the services keep it so, and everything here rests on it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, case, column, func, or_, select, table

from tracker.db import Identity, db

Found = TypeVar("Found")

# The table of a package above, as far as it is needed here.
_RECORD = table("participant", column("id", Identity), column("merged_into_id", Identity))
_MERGED = select(_RECORD.c.id, _RECORD.c.merged_into_id).where(_RECORD.c.merged_into_id.is_not(None))


def put_together() -> dict[int, int]:
    """Every record that was put together with another, with the id of the one that stands for the person."""
    return dict(db.session.execute(_MERGED).all())


def records(participant_ids: Collection[int]) -> dict[int, int]:
    """Every record of these people by its id, with the id of the one that stands for the person.

    Asked of any one record of a person, it gives them all.
    """
    merged = put_together()
    stands = {merged.get(one, one) for one in participant_ids}
    found = {one: one for one in stands}
    found.update((one, into) for one, into in merged.items() if into in stands)
    return found


def for_every_record(found: Mapping[int, Found]) -> dict[int, Found]:
    """What was found of some records, under each record of the same people."""
    person = records(found)
    by_person = {person[one]: value for one, value in found.items()}
    return {one: by_person[stands] for one, stands in person.items()}


def record_that_stands(participant_id: int) -> int:
    """The id of the record that stands for the person whose record this is."""
    into = db.session.scalar(select(_RECORD.c.merged_into_id).where(_RECORD.c.id == participant_id))
    return participant_id if into is None else into


def of_person(key: Any, participant_id: int) -> ColumnElement[bool]:
    """Of rows whose column `key` names a record: those of the person whose record this is."""
    return of_people(key, [participant_id])


def of_people(key: Any, participant_ids: Collection[int]) -> ColumnElement[bool]:
    """The same for several people."""
    found: ColumnElement[bool] = key.in_(list(records(participant_ids)))
    return found


def stands_for(key: Any) -> ColumnElement[int]:
    """In SQL, the id of the record that stands for the person, of rows whose column `key` names a record.

    Few records are ever put together: the others cost a look into a short list.
    """
    record = _RECORD.alias()
    into = select(record.c.merged_into_id).where(record.c.id == key).correlate_except(record)
    return case((_was_merged(key), into.scalar_subquery()), else_=key)


def any_of(asked: Select[Any], key: Any, person: Any) -> ColumnElement[bool]:
    """Whether there is a row of `asked` whose column `key` names any record of the outer query's `person`.

    `person` is the column of a record that stands. Two questions, so that each goes by its index.
    """
    record = _RECORD.alias()
    others = select(record.c.id).where(record.c.merged_into_id == person).correlate_except(record)
    return or_(asked.where(key == person).exists(), asked.where(key.in_(others)).exists())


def also_at(asked: Select[Any], key: Any, other: Any) -> ColumnElement[bool]:
    """Of rows whose column `key` names a record: whether a row of `asked` names another of that person.

    `asked` are rows of an alias whose column `other` names theirs, told already what they have alike. Of two
    such rows of one person this holds for one alone, so that leaving it out counts the person once.
    """
    first = or_(other == stands_for(key), other < key)
    others = asked.where(stands_for(other) == stands_for(key), other != key, first)
    # Counted, and not asked whether there is one: for that, PostgreSQL would read the whole table.
    return _was_merged(key) & (others.with_only_columns(func.count()).scalar_subquery() > 0)


def second_of(row: Any, other: Any) -> Select[Any]:
    """The ids of rows of `row` beside which an `other` row of the same person counts, as in `also_at`.

    Both are aliases with `id` and `participant_id`; the caller says what makes them rows of one thing. Joins
    alone, and no look-up for each row, so that PostgreSQL may count with several processes at once.
    """
    mine, theirs = _RECORD.alias(), _RECORD.alias()
    stands = mine.c.merged_into_id
    also = select(theirs.c.id).where(theirs.c.merged_into_id == stands).correlate(mine)
    earlier = (other.participant_id < row.participant_id) & other.participant_id.in_(also)
    return (
        select(row.id)
        .join(mine, mine.c.id == row.participant_id)
        .join(other, other.participant_id != row.participant_id)
        .where(stands.is_not(None), or_(other.participant_id == stands, earlier))
    )


def _was_merged(key: Any) -> ColumnElement[bool]:
    record = _RECORD.alias()
    found: ColumnElement[bool] = key.in_(select(record.c.id).where(record.c.merged_into_id.is_not(None)))
    return found

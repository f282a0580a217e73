"""What people told us that a limit needs, read for many at once; of two records of one person both count."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, select

from tracker.db import db
from tracker.people.models import BenefitDeclaration, Circumstances, OwnLimit
from tracker.projects.one_person import records

_FACTS = ("nation", "date_of_birth", "couple")


@dataclass
class Told:
    """What a person told us that a limit needs."""

    circumstances: Circumstances | None = None
    benefits: list[BenefitDeclaration] = field(default_factory=list)
    own_limits: list[OwnLimit] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        """Whether there is anything to check against."""
        permission = self.circumstances is not None and self.circumstances.work_permission is not None
        return permission or bool(self.benefits or self.own_limits)

    def knows(self) -> frozenset[str]:
        """The benefits whose taper the person said they know about."""
        return frozenset(told.benefit for told in self.benefits if told.knows_since is not None)


def told_by(participant_ids: Collection[int], on: date) -> Mapping[int, Told]:
    """What holds on a day of what each of these people told us; who told nothing is there too.

    Where two records of one person say different things, what was told last holds.
    """
    person = records(participant_ids)
    told: dict[int, Told] = {stands: Told() for stands in person.values()}
    kept: dict[int, list[Circumstances]] = {}
    for one in _of(Circumstances, person):
        kept.setdefault(person[one.participant_id], []).append(one)
    for stands, several in kept.items():
        told[stands].circumstances = _last_told(several)
    for declared in _of(BenefitDeclaration, person):
        told[person[declared.participant_id]].benefits.append(declared)
    for limit in _of(OwnLimit, person):
        if limit.until is None or limit.until >= on:
            told[person[limit.participant_id]].own_limits.append(limit)
    for one in told.values():
        one.benefits = _one_of_each(one.benefits)
    return {asked: told[person[asked]] for asked in participant_ids}


def _of(model: Any, participant_ids: Collection[int]) -> Iterable[Any]:
    return db.session.scalars(_told_in(model), {"records": list(participant_ids)})


@cache
def _told_in(model: Any) -> Select[Any]:
    """What to ask for `records`; written once, because every check asks it."""
    records: BindParameter[Any] = bindparam("records", expanding=True)
    return select(model).where(model.participant_id.in_(records)).order_by(model.id)


def _last_told(several: Sequence[Circumstances]) -> Circumstances:
    """Each fact as it was told last; a record that says nothing of it says nothing against it."""
    if len(several) == 1:
        return several[0]
    newest = sorted(several, key=lambda one: one.told_on, reverse=True)
    facts = {
        name: next((value for one in newest if (value := getattr(one, name)) is not None), None)
        for name in _FACTS
    }
    allowed = next((one for one in newest if one.work_permission is not None), newest[0])
    # A value to read from: it stands in no session and is never written.
    return Circumstances(
        participant_id=newest[0].participant_id,
        work_permission=allowed.work_permission,
        weekly_minutes_limit=allowed.weekly_minutes_limit,
        told_on=allowed.told_on,
        **facts,
    )


def _one_of_each(declared: Sequence[BenefitDeclaration]) -> list[BenefitDeclaration]:
    """The benefits without those of another record that were told again later for the same time."""
    return [
        one
        for one in declared
        if not any(_takes_its_place(other, one) for other in declared if other is not one)
    ]


def _takes_its_place(other: BenefitDeclaration, one: BenefitDeclaration) -> bool:
    if other.benefit != one.benefit or other.participant_id == one.participant_id:
        return False
    overlap = (one.until is None or other.since <= one.until) and (
        other.until is None or one.since <= other.until
    )
    return overlap and (other.told_on, other.id) > (one.told_on, one.id)

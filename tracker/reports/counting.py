"""Seats, people and new voices, counted in one walk over the sessions in their order. Pure.

What is counted is handed on as numbers alone: nothing that comes out can be traced to a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

# A session's key is its day, as 20261123, followed by its place in the order of all sessions.
PLACES = 10**8


class Sitting(NamedTuple):
    """A session at which somebody was heard, its day as 20261123, and the records of whoever was.

    `here` says whether it is in the choice of a report, `ours` whether in the projects of the choice, on
    whatever day, and `met` whether people came together.
    """

    id: int
    day: int
    mode: str
    activity: str | None
    stage: str | None
    here: bool
    ours: bool
    met: bool
    records: Sequence[str]


@dataclass(frozen=True)
class Heard:
    """What was counted. `seats`, `new_here` and `new_to_us` are by session key, `left_out` by role.

    `last_heard` is people by the last day in the choice on which they were heard, as 20261123; `met` whether
    they came to a meeting; `stages` the stages that they took part in, a bit for each; `began` the first
    day on which somebody came, by stage, as 20261123.
    """

    people_by_seats: Counter[int] = field(default_factory=Counter)
    seats: Counter[int] = field(default_factory=Counter)
    new_here: Counter[int] = field(default_factory=Counter)
    new_to_us: Counter[int] = field(default_factory=Counter)
    last_heard: Counter[int] = field(default_factory=Counter)
    met: Counter[bool] = field(default_factory=Counter)
    stages: Counter[int] = field(default_factory=Counter)
    began: dict[str, int] = field(default_factory=dict)
    ids: dict[int, int] = field(default_factory=dict)
    sessions_by_way: Counter[tuple[str, str | None]] = field(default_factory=Counter)
    seats_by_way: Counter[tuple[str, str | None]] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)


class _Person:
    """What is known of somebody so far on the walk; the first four are of the choice, `last` is a key."""

    __slots__ = ("apart", "elsewhere", "last", "ours", "seats", "stages")

    def __init__(self) -> None:
        self.seats = self.apart = self.last = self.stages = 0
        self.ours = self.elsewhere = False


class _Everybody(dict[str, _Person]):
    """Whose each record is. Asked of every seat, of which there may be a million."""

    def __init__(self, merged: Mapping[str, str]) -> None:
        for record, stands in merged.items():
            self[record] = self[stands]

    def __missing__(self, record: str) -> _Person:
        person = self[record] = _Person()
        return person


def counted(
    sittings: Iterable[Sitting], stages: Sequence[str] = (), merged: Mapping[str, str] | None = None
) -> Heard:
    """Count sittings that come in their order; of these stages, who took part in which together.

    `merged` are records that were put together with another, with the one that stands for the person.
    """
    found, everybody = Heard(), _Everybody(merged or {})
    bits = {stage: 1 << place for place, stage in enumerate(stages)}
    for place, sitting in enumerate(sittings):
        people = map(everybody.__getitem__, sitting.records)
        if sitting.here:
            _count(found, sitting, people, sitting.day * PLACES + place, bits)
        elif sitting.ours:
            for person in people:
                person.ours = True
        else:
            for person in people:
                person.elsewhere = True
    heard = {id(person): person for person in everybody.values() if person.seats}.values()
    found.people_by_seats.update(person.seats for person in heard)
    found.last_heard.update(person.last // PLACES for person in heard)
    found.met.update(person.apart < person.seats for person in heard)
    found.stages.update(person.stages for person in heard)
    return found


def _count(
    found: Heard, sitting: Sitting, people: Iterable[_Person], key: int, bits: Mapping[str, int]
) -> None:
    """Count a session of the choice."""
    came, first = [], []
    for person in people:
        # Somebody who came under two records holds one seat.
        if person.last != key:
            person.last = key
            if not person.seats:
                first.append(person)
            person.seats += 1
            came.append(person)
    way = sitting.mode, sitting.activity
    found.seats[key], found.ids[key] = len(came), sitting.id
    found.sessions_by_way[way] += 1
    found.seats_by_way[way] += len(came)
    if first:
        found.new_here[key] = sum(not person.ours for person in first)
        found.new_to_us[key] = sum(not (person.ours or person.elsewhere) for person in first)
    if not sitting.met:
        for person in came:
            person.apart += 1
    if sitting.stage is not None:
        found.began.setdefault(sitting.stage, sitting.day)
        bit = bits.get(sitting.stage, 0)
        for person in came:
            person.stages |= bit

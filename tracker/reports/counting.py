"""Seats, people and new voices, counted in one walk over the sessions in their order. Pure.

What is counted is handed on as numbers alone: nothing that comes out can be traced to a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

# A session's key is its day, as 20261123, followed by its place in the order of all sessions.
PLACES = 10**8


class Sitting(NamedTuple):
    """A session at which somebody was heard, its day as 20261123, and whoever was, each once.

    `here` says whether it is in the choice of a report, `ours` whether in the projects of the choice, on
    whatever day, and `met` whether people came together. People are whatever identifies them.
    """

    id: int
    day: int
    mode: str
    activity: str | None
    stage: str | None
    here: bool
    ours: bool
    met: bool
    people: set[int]


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


@dataclass(frozen=True)
class _People:
    """What is known of people so far on the walk.

    Of the choice, by person: `seats`, those of them without a meeting (`apart`), the `last` day, and who was
    at each stage. Besides, who was met outside it: in its projects (`ours`), and in others (`elsewhere`).
    """

    seats: dict[int, int] = field(default_factory=dict)
    apart: Counter[int] = field(default_factory=Counter)
    last: dict[int, int] = field(default_factory=dict)
    at_stage: dict[str, set[int]] = field(default_factory=dict)
    ours: set[int] = field(default_factory=set)
    elsewhere: set[int] = field(default_factory=set)


def counted(sittings: Iterable[Sitting], stages: Sequence[str] = ()) -> Heard:
    """Count sittings that come in their order; of these stages, who took part in which together."""
    found, people = Heard(), _People(at_stage={stage: set() for stage in stages})
    for place, sitting in enumerate(sittings):
        if sitting.here:
            key = sitting.day * PLACES + place
            _count_session(found, sitting, key)
            _count_people(found, people, sitting, key)
        else:
            (people.ours if sitting.ours else people.elsewhere).update(sitting.people)
    found.people_by_seats.update(people.seats.values())
    found.last_heard.update(people.last.values())
    never = sum(people.seats[person] == seats for person, seats in people.apart.items())
    found.met.update({True: len(people.seats) - never, False: never})
    found.stages.update(_together(people, stages))
    return found


def _count_session(found: Heard, sitting: Sitting, key: int) -> None:
    seats, way = len(sitting.people), (sitting.mode, sitting.activity)
    found.seats[key], found.ids[key] = seats, sitting.id
    found.sessions_by_way[way] += 1
    found.seats_by_way[way] += seats
    if sitting.stage is not None:
        found.began.setdefault(sitting.stage, sitting.day)


def _count_people(found: Heard, so_far: _People, sitting: Sitting, key: int) -> None:
    day, seats, last, first = sitting.day, so_far.seats, so_far.last, set()
    # Done for every seat, of which there may be a million: what can be done once a session is done below.
    for person in sitting.people:
        held = seats.get(person, 0)
        if not held:
            first.add(person)
        seats[person] = held + 1
        last[person] = day
    if first:
        new_here = first - so_far.ours
        found.new_here[key] = len(new_here)
        found.new_to_us[key] = len(new_here - so_far.elsewhere)
    if not sitting.met:
        so_far.apart.update(sitting.people)
    if sitting.stage in so_far.at_stage:
        so_far.at_stage[sitting.stage].update(sitting.people)


def _together(people: _People, stages: Sequence[str]) -> Iterable[int]:
    """Of each person, the stages that they took part in, a bit for each."""
    took = dict.fromkeys(people.seats, 0)
    for place, stage in enumerate(stages):
        for person in people.at_stage[stage]:
            took[person] |= 1 << place
    return took.values()

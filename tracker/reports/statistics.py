"""How evenly seats are spread over people, and where new voices come in. Pure: no database, no clock.

A seat is one person's attendance at one session. A share or a rate of nobody is None, never nought.
Concentration is told three ways, because Gini alone is nought for a panel of six who attend everything:
HHI is the chance that two seats drawn at random belong to one person; the Hill numbers say how many
people, speaking equally, would give the same spread (order 1 from Shannon's entropy, order 2 from HHI;
Hill 1973, Jost 2006).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, NamedTuple


class Attended(NamedTuple):
    """One person at one session; session and person are whatever identifies them."""

    session: str
    date: date
    person: str


class Step(NamedTuple):
    """One session, or one stretch of time, of a timeline: its seats, and how many were first times."""

    session: str
    date: date
    seats: int
    first_time: int


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How seats are spread over people. The names are the keys of the JSON contract."""

    people: int
    seats: int
    mean_sessions_per_person: float | None
    median_sessions_per_person: float | None
    max_sessions: int
    people_with_2_or_more: int
    repeat_person_rate: float | None
    repeat_seats: int
    repeat_seat_rate: float | None
    top_1_share: float | None
    top_3_share: float | None
    top_10pct_people: int
    top_10pct_share: float | None
    gini: float | None
    hhi: float | None
    hill_q1: float | None
    hill_q2: float | None

    def as_json(self) -> dict[str, Any]:
        """The figures by their contract keys."""
        return asdict(self)


def spread_of(attended: Iterable[Attended]) -> Spread:
    """The spread of an attendance list; a person twice at one session holds one seat."""
    seats_by_person = Counter(person for _, person in {(one.session, one.person) for one in attended})
    return spread(Counter(seats_by_person.values()))


def spread(people_by_seats: Mapping[int, int]) -> Spread:
    """The spread from a histogram: how many people hold exactly so many seats."""
    histogram = sorted((held, people) for held, people in people_by_seats.items() if held and people)
    people = sum(count for _, count in histogram)
    seats = sum(held * count for held, count in histogram)
    several = sum(count for held, count in histogram if held > 1)
    tenth = -(-people // 10)
    hhi = _ratio(sum(count * held * held for held, count in histogram), seats * seats)
    return Spread(
        people=people,
        seats=seats,
        mean_sessions_per_person=_ratio(seats, people),
        median_sessions_per_person=_median(histogram, people),
        max_sessions=histogram[-1][0] if histogram else 0,
        people_with_2_or_more=several,
        repeat_person_rate=_ratio(several, people),
        repeat_seats=seats - people,
        repeat_seat_rate=_ratio(seats - people, seats),
        top_1_share=_ratio(top_seats(people_by_seats, 1), seats),
        top_3_share=_ratio(top_seats(people_by_seats, 3), seats),
        top_10pct_people=tenth,
        top_10pct_share=_ratio(top_seats(people_by_seats, tenth), seats),
        gini=_gini(histogram, people, seats),
        hhi=hhi,
        hill_q1=_hill_1(histogram, seats),
        hill_q2=1 / hhi if hhi else None,
    )


def top_seats(people_by_seats: Mapping[int, int], how_many: int) -> int:
    """The seats held by the `how_many` people who hold most; nobody is named, so ties do not matter."""
    seats = 0
    for held, people in sorted(people_by_seats.items(), reverse=True):
        taken = min(people, how_many)
        seats += held * taken
        how_many -= taken
    return seats


def timeline(attended: Iterable[Attended]) -> list[Step]:
    """The sessions in order of date, each with its seats and the people never seen before it."""
    people_of: dict[tuple[date, str], set[str]] = {}
    for one in attended:
        people_of.setdefault((one.date, one.session), set()).add(one.person)
    seen: set[str] = set()
    steps = []
    for (day, session), people in sorted(people_of.items()):
        steps.append(Step(session, day, len(people), len(people - seen)))
        seen |= people
    return steps


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _median(histogram: list[tuple[int, int]], people: int) -> float | None:
    """The middle number of seats, or the mean of the two in the middle."""
    if not people:
        return None
    return (_at_rank(histogram, (people - 1) // 2) + _at_rank(histogram, people // 2)) / 2


def _at_rank(histogram: list[tuple[int, int]], rank: int) -> int:
    for held, count in histogram:
        if rank < count:
            return held
        rank -= count
    raise IndexError(rank)


def _gini(histogram: list[tuple[int, int]], people: int, seats: int) -> float | None:
    """The mean absolute difference over twice the mean, uncorrected; those who never came do not count."""
    if not seats:
        return None
    below, weighted = 0, 0
    for held, count in histogram:
        # The sum of (2 x rank - people - 1) over the ranks that this group fills.
        weighted += held * count * (2 * below + count - people)
        below += count
    return weighted / (people * seats)


def _hill_1(histogram: list[tuple[int, int]], seats: int) -> float | None:
    if not seats:
        return None
    return math.exp(-sum(count * (held / seats) * math.log(held / seats) for held, count in histogram))

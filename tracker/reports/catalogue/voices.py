"""Voices: how many people were heard, how many of them for the first time, and how evenly seats were spread.

Says nothing of any one person: no names, no ranks, and how often people came only in bands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.errors import Invalid
from tracker.projects.models import Project
from tracker.reports import queries
from tracker.reports.caps import OverCaps, over_caps
from tracker.reports.counting import Heard
from tracker.reports.pools import Pool, pool_of
from tracker.reports.queries import Choice
from tracker.reports.stages import Carried, carried
from tracker.reports.statistics import Spread, spread, top_seats
from tracker.reports.stretches import Bar, Stretch, by_quarter, by_stretch, day_of
from tracker.reports.tested import Tested, tested

KEY = "voices"
TITLE = "Voices"

# How often somebody took part, in words and as the range of sessions it covers.
BANDS: Sequence[tuple[str, int, int | None]] = (
    ("Once", 1, 1),
    ("Twice", 2, 2),
    ("3 to 5 times", 3, 5),
    ("6 to 10 times", 6, 10),
    ("More than 10 times", 11, None),
)


LONG_AGO = "More than 6 months ago"
# How long ago somebody was last heard, in words and in days at most.
AGO: Sequence[tuple[str, int | None]] = (
    ("In the last month", 31),
    ("1 to 3 months ago", 92),
    ("3 to 6 months ago", 183),
    (LONG_AGO, None),
)


@dataclass(frozen=True)
class Band:
    """How many people took part about so often, and how many seats they filled."""

    words: str
    people: int
    seats: int


@dataclass(frozen=True)
class Way:
    """A way of taking part: the codes of its mode and kind of activity, how many sessions, how many seats."""

    mode: str
    activity: str | None
    sessions: int
    seats: int


@dataclass(frozen=True, kw_only=True)
class Report:
    """The whole report, in numbers that are ready to be put in sentences.

    `days` are the first and the last session's; `last_heard` is people by how long ago, as of `as_of`;
    `never_met` are people heard in other ways than meetings only; `tested` is None where the report is not of
    one project.
    """

    spread: Spread
    sessions: int
    days: tuple[date, date] | None
    top_three_seats: int
    bands: Sequence[Band]
    stretch: Stretch
    bars: Sequence[Bar]
    quarters: Sequence[Bar]
    as_of: date
    last_heard: Mapping[str, int]
    never_met: int
    ways: Sequence[Way]
    carried: Sequence[Carried]
    tested: Tested | None
    over_caps: OverCaps
    left_out: Mapping[str, int]
    without_names: int
    sessions_without_names: int

    @property
    def new_here(self) -> int:
        """The people heard for the first time in the projects of the choice."""
        return sum(bar.new_here for bar in self.bars)

    @property
    def new_to_us(self) -> int:
        """The people heard for the first time anywhere with us."""
        return sum(bar.new_to_us for bar in self.bars)


def build(choice: Choice, *, on: date, project: Project | None = None, pool: int | None = None) -> Report:
    """The report on a choice of projects and dates, as of a day. Raises Invalid, naming `pool`.

    `project` is the only one of the choice, then held against chance; `pool` how many could be asked there.
    """
    stages = queries.stages_in(choice)
    heard = queries.heard(choice, stages)
    people, sessions = queries.without_names(choice)
    keys = sorted(heard.seats)
    stretch, bars = by_stretch(heard)
    as_of = min(choice.until or on, on)
    return Report(
        spread=spread(heard.people_by_seats),
        sessions=len(keys),
        days=(day_of(keys[0]), day_of(keys[-1])) if keys else None,
        top_three_seats=top_seats(heard.people_by_seats, 3),
        bands=_bands(heard.people_by_seats),
        stretch=stretch,
        bars=bars,
        quarters=by_quarter(heard),
        as_of=as_of,
        last_heard=_ago(heard.last_heard, as_of),
        never_met=heard.met[False],
        ways=_ways(heard),
        carried=carried(stages, heard.began, heard.stages),
        tested=_tested(choice, project, pool, heard) if project and keys else None,
        over_caps=over_caps(choice),
        left_out=dict(sorted(heard.left_out.items())),
        without_names=people,
        sessions_without_names=sessions,
    )


def _ways(heard: Heard) -> list[Way]:
    """The ways of taking part, those of most sessions first."""
    return [
        Way(mode, activity, held, heard.seats_by_way[mode, activity])
        for (mode, activity), held in heard.sessions_by_way.most_common()
    ]


def _tested(choice: Choice, project: Project, pool: int | None, heard: Heard) -> Tested:
    people = heard.people_by_seats.total()
    if pool is not None and pool < people:
        raise Invalid(
            f"{people} people were heard, so the pool cannot be {pool}. Enter how many people could have "
            "been asked, those who came included.",
            field="pool",
        )
    could_be_asked = pool_of(project, choice, people) if pool is None else Pool(pool, stated=True)
    # By day, as the command line has them: sums of fractions are then the same to the last digit.
    sizes = [heard.seats[key] for key in sorted(heard.seats)]
    return tested(project.design, could_be_asked, sizes, heard.people_by_seats)


def _ago(last_heard: Mapping[int, int], as_of: date) -> dict[str, int]:
    """People by how long before a day they were last heard."""
    found = dict.fromkeys((words for words, _ in AGO), 0)
    for day, people in last_heard.items():
        ago = (as_of - date.fromisoformat(str(day))).days
        found[next(words for words, most in AGO if most is None or ago <= most)] += people
    return found


def _bands(people_by_seats: Mapping[int, int]) -> list[Band]:
    bands = []
    for words, least, most in BANDS:
        inside = {n: people for n, people in people_by_seats.items() if least <= n <= (most or n)}
        if inside:
            bands.append(Band(words, sum(inside.values()), sum(n * people for n, people in inside.items())))
    return bands

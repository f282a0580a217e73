"""The repeat-voices analysis of a plain attendance list: who is not asked, only how often. Pure.

Rows of people who are there to help others take part are left out and counted; a headcount without names is
counted apart and enters neither people nor chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import combinations
from typing import Any

from tracker.errors import Invalid
from tracker.reports.chance import Balance, Breadth, CarryOver, balance, breadth, carry_over
from tracker.reports.statistics import Attended, Spread, Step, spread_of, timeline
from tracker.values import folded

# There to help others take part: never counted as voices.
HELPERS = frozenset({"staff", "supporter", "interpreter", "observer"})


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One row of a list: a person at a session, or a number of people without names (`person` empty)."""

    session: str
    date: date
    person: str
    stage: str | None = None
    role: str | None = None
    count: int = 1


@dataclass(frozen=True, kw_only=True)
class Stages:
    """How much of a later stage's group had taken part in an earlier stage."""

    earlier: str
    later: str
    carried: CarryOver

    def as_json(self) -> dict[str, Any]:
        return {"from": self.earlier, "to": self.later} | asdict(self.carried)


@dataclass(frozen=True, kw_only=True)
class Repetition:
    """What a list says of repetition; `excluded` are rows of helpers, `unnamed` people without names."""

    spread: Spread
    breadth: Breadth
    balance: Balance
    carry_over: Sequence[Stages]
    timeline: Sequence[Step]
    excluded: int
    unnamed: int

    def as_json(self) -> dict[str, Any]:
        """The document of `tracker voices --json`."""
        return self.spread.as_json() | {
            "breadth": _test(self.breadth),
            "balance": _test(self.balance),
            "carry_over": [one.as_json() for one in self.carry_over],
            "timeline": [step._asdict() | {"date": step.date.isoformat()} for step in self.timeline],
            "excluded": self.excluded,
            "unnamed": self.unnamed,
        }


def repetition(entries: Iterable[Entry], pool: int | None = None) -> Repetition:
    """Analyse a list. `pool` is how many people could have been asked; without it, those who came.

    Too small a pool makes chance expect more repeats, so an unknown one errs towards raising no flag. Raises
    Invalid for a pool smaller than the people of the list.
    """
    rows = list(entries)
    heard = _spelt_alike([row for row in rows if row.role not in HELPERS])
    voices = [row for row in heard if row.person]
    # A name that comes back, such as "Board meeting", is another session on another day.
    attended = [Attended(f"{row.session}\n{row.date}", row.date, row.person) for row in voices]
    steps = timeline(attended)
    held = Counter(one.person for one in set(attended))
    pool = len(held) if pool is None else pool
    if pool < len(held):
        raise Invalid(
            f"The list names {len(held)} people, so the pool cannot be {pool}. Enter how many people could "
            "have been asked, those who came included.",
            field="pool",
        )
    sizes = [step.seats for step in steps]
    return Repetition(
        spread=spread_of(attended),
        breadth=breadth(sizes, len(held), pool),
        balance=balance(sizes, held.values(), pool),
        carry_over=_stages(voices, pool),
        timeline=[step._replace(session=step.session.partition("\n")[0]) for step in steps],
        excluded=len(rows) - len(heard),
        unnamed=sum(row.count for row in heard if not row.person),
    )


def _spelt_alike(rows: Sequence[Entry]) -> list[Entry]:
    """The rows with each session and stage as it is spelt first: a capital letter makes no other one."""
    first: dict[str, str] = {}

    def spelt(name: str) -> str:
        return first.setdefault(folded(name), name)

    return [replace(row, session=spelt(row.session), stage=row.stage and spelt(row.stage)) for row in rows]


def _stages(voices: Sequence[Entry], pool: int) -> list[Stages]:
    """Every stage against every later one, in the order in which they began."""
    began: dict[str, date] = {}
    people: dict[str, set[str]] = {}
    for row in voices:
        if row.stage:
            began[row.stage] = min(row.date, began.get(row.stage, row.date))
            people.setdefault(row.stage, set()).add(row.person)
    order = sorted(people, key=lambda stage: (began[stage], stage))
    return [
        Stages(
            earlier=earlier,
            later=later,
            carried=carry_over(
                len(people[earlier]), len(people[later]), len(people[earlier] & people[later]), pool
            ),
        )
        for earlier, later in combinations(order, 2)
    ]


def _test(found: Breadth | Balance) -> dict[str, Any]:
    return asdict(found) | {"verdict": found.verdict.value, "flag": found.flag}

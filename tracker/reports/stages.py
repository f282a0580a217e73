"""How many people of an earlier stage, such as design, took part in a later one, such as evaluation. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

# Who judges or steers a piece of work is asked of: had they made it, too?
MADE, JUDGED = "design", frozenset({"evaluation", "governance"})


@dataclass(frozen=True, kw_only=True)
class Carried:
    """Of the people of a later stage, how many had been in an earlier one. Stages are codes of the list."""

    earlier: str
    later: str
    size_from: int
    size_to: int
    shared: int

    @property
    def mostly_the_same(self) -> bool:
        """Whether most of those who judge or steer the work had helped to design it."""
        asks = self.earlier == MADE and self.later in JUDGED
        return asks and 2 * self.shared > self.size_to


def carried(
    stages: Sequence[str], began: Mapping[str, int], people_by_stages: Mapping[int, int]
) -> list[Carried]:
    """Every stage against every later one, in the order in which they began; nobody came to the others.

    `people_by_stages` counts people by the stages they took part in: a bit for each, as `stages` has them.
    """

    def people(*wanted: str) -> int:
        bits = sum(1 << stages.index(stage) for stage in wanted)
        return sum(number for held, number in people_by_stages.items() if held & bits == bits)

    order = sorted(began.keys() & set(stages), key=lambda stage: (began[stage], stage))
    return [
        Carried(
            earlier=earlier,
            later=later,
            size_from=people(earlier),
            size_to=people(later),
            shared=people(earlier, later),
        )
        for earlier, later in combinations(order, 2)
    ]

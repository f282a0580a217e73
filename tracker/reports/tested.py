"""The two tests against chance for one project, and why they are sometimes not made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from tracker.projects.models import Design
from tracker.reports.chance import Balance, Breadth, Verdict, balance, breadth, too_early
from tracker.reports.pools import Pool

# The exact chain grows with people times seats; beyond this a page would be waited for.
MOST_STEPS = 500_000


class Says(StrEnum):
    """Whether chance was compared with, or why not."""

    TESTED = "tested"
    TOO_EARLY = "too-early"
    ON_PURPOSE = "on-purpose"
    TOO_MANY = "too-many"


@dataclass(frozen=True, kw_only=True)
class Tested:
    """What the tests say. Breadth and balance are None unless they were made."""

    says: Says
    pool: Pool
    breadth: Breadth | None = None
    balance: Balance | None = None

    @property
    def flags(self) -> bool:
        """Whether either test raises a flag."""
        return bool((self.breadth and self.breadth.flag) or (self.balance and self.balance.flag))

    @property
    def watched(self) -> bool:
        """Whether a test says that it is somewhat more than chance brings."""
        return any(one is not None and one.verdict is Verdict.WATCH for one in (self.breadth, self.balance))


def tested(design: Design | None, pool: Pool, sizes: Sequence[int], people_by_seats: Counter[int]) -> Tested:
    """Hold the sessions of a project, of these many seats each, against fair draws from its pool.

    A standing panel repeats its people on purpose, so it is not compared with chance.
    """
    people = people_by_seats.total()
    if design is Design.STANDING_PANEL:
        return Tested(says=Says.ON_PURPOSE, pool=pool)
    if too_early(sizes):
        return Tested(says=Says.TOO_EARLY, pool=pool)
    if people * sum(sizes) > MOST_STEPS:
        return Tested(says=Says.TOO_MANY, pool=pool)
    return Tested(
        says=Says.TESTED,
        pool=pool,
        breadth=breadth(sizes, people, pool.people),
        balance=balance(sizes, people_by_seats.elements(), pool.people),
    )

"""Whether the same voices come back more than chance alone would bring them back. Pure.

The measure is a fair draw: at each session, as many people as came, drawn without replacement from a pool of
people who could have been asked, each session apart from the others. Breadth asks whether new people come
through; balance asks whether a few people hold many of the seats. Both are needed: two people at every
session, with four new ones each time, pass the first and fail the second. Exact, and in the standard library
alone: a chain of hypergeometrics for breadth, a mean and a variance in closed form for balance. Thresholds
are ours (no published ones were found) and were set so that a fair draw is flagged in at most 1.5% of cases.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

# Under either of these nothing can be said yet.
LEAST_SESSIONS, LEAST_SEATS = 3, 12
FLAG_EFFECT, WATCH_EFFECT = 0.2, 0.1
FLAG_P, WATCH_P = 0.01, 0.05
FLAG_Z, WATCH_Z = 3.0, 2.0
# Where chance alone makes at least so much of the seats repeats, the pool is small: a statement, not a flag.
SMALL_POOL_REPEATS = 0.5


class Verdict(StrEnum):
    """What a test says. Only `flag` raises one."""

    TOO_EARLY = "too-early"
    WITHIN_CHANCE = "within-chance"
    WATCH = "watch"
    FLAG = "flag"


@dataclass(frozen=True, kw_only=True)
class Breadth:
    """How many people were heard, against how many a fair draw would have brought.

    `shortfall` is 0 for a fair draw and 1 where only ever the same room came; None where the pool is no
    larger than the largest session. `small_pool` says that chance alone makes half the seats repeats.
    """

    pool: int
    observed_distinct: int
    expected_distinct: float
    p_at_most_observed: float
    shortfall: float | None
    verdict: Verdict
    small_pool: bool

    @property
    def not_heard(self) -> int:
        """How many of those who could be asked were never heard."""
        return self.pool - self.observed_distinct

    @property
    def flag(self) -> bool:
        return self.verdict is Verdict.FLAG


@dataclass(frozen=True, kw_only=True)
class Balance:
    """How often the same people met again, counted in pairs of seats of one person.

    `sameness` is 0 for a fair draw, 1 for the same group every time, negative where people take turns; None
    where chance itself already brings the same group.
    """

    observed_pairs: int
    expected_pairs: float
    variance: float
    z: float | None
    sameness: float | None
    verdict: Verdict

    @property
    def flag(self) -> bool:
        return self.verdict is Verdict.FLAG


@dataclass(frozen=True, kw_only=True)
class CarryOver:
    """How much of a later group had been in an earlier one, and how often chance would bring as many."""

    size_from: int
    size_to: int
    shared: int
    share: float | None
    p_at_least: float


def too_early(sizes: Sequence[int]) -> bool:
    """Whether there are too few sessions or seats to say anything."""
    return len(sizes) < LEAST_SESSIONS or sum(sizes) < LEAST_SEATS


def breadth(sizes: Sequence[int], distinct: int, pool: int) -> Breadth:
    """Test whether `distinct` people are fewer than a fair draw from `pool` brings to sessions of `sizes`.

    Raises ValueError for a pool smaller than the people heard.
    """
    sizes = _attended(sizes, distinct, pool)
    expected = _expected_distinct(sizes, pool)
    room = expected - max(sizes, default=0)
    shortfall = float((expected - distinct) / room) if room > 0 else None
    chance = _chance_of_at_most(sizes, distinct, pool)
    seats = sum(sizes)
    return Breadth(
        pool=pool,
        observed_distinct=distinct,
        expected_distinct=float(expected),
        p_at_most_observed=chance,
        shortfall=shortfall,
        verdict=_verdict(sizes, shortfall, certain=chance < FLAG_P, likely=chance < WATCH_P),
        small_pool=bool(seats) and seats - expected >= SMALL_POOL_REPEATS * seats,
    )


def balance(sizes: Sequence[int], seats_by_person: Iterable[int], pool: int) -> Balance:
    """Test whether people came together again more often than a fair draw from `pool` would bring them.

    Raises ValueError for a pool smaller than the people heard.
    """
    held = [seats for seats in seats_by_person if seats]
    sizes = _attended(sizes, len(held), pool)
    observed = sum(seats * (seats - 1) // 2 for seats in held)
    expected = Fraction(_sum_of_pairs(sizes), pool) if pool else Fraction(0)
    most = sum(size * later for size, later in zip(sorted(sizes), range(len(sizes) - 1, -1, -1), strict=True))
    variance = _variance(sizes, pool)
    z = float(observed - expected) / math.sqrt(variance) if variance else None
    sameness = float((observed - expected) / (most - expected)) if most > expected else None
    # Without any variance every draw gives what was seen, so nothing can be told from chance.
    return Balance(
        observed_pairs=observed,
        expected_pairs=float(expected),
        variance=float(variance),
        z=z,
        sameness=sameness,
        verdict=_verdict(
            sizes, sameness, certain=z is not None and z >= FLAG_Z, likely=z is not None and z >= WATCH_Z
        ),
    )


def carry_over(size_from: int, size_to: int, shared: int, pool: int) -> CarryOver:
    """How much of the later group was in the earlier, both out of `pool`."""
    ways = math.comb(pool, size_to)
    at_least = sum(
        math.comb(size_from, both) * math.comb(pool - size_from, size_to - both)
        for both in range(shared, min(size_from, size_to) + 1)
    )
    return CarryOver(
        size_from=size_from,
        size_to=size_to,
        shared=shared,
        share=shared / size_to if size_to else None,
        p_at_least=at_least / ways,
    )


def _attended(sizes: Sequence[int], distinct: int, pool: int) -> list[int]:
    attended = [size for size in sizes if size]
    if pool < max([distinct, *attended]):
        raise ValueError("the pool cannot be smaller than the people who were heard")
    return attended


def _verdict(sizes: Sequence[int], effect: float | None, *, certain: bool, likely: bool) -> Verdict:
    if too_early(sizes):
        return Verdict.TOO_EARLY
    if effect is not None and effect >= FLAG_EFFECT and certain:
        return Verdict.FLAG
    if effect is not None and effect >= WATCH_EFFECT and likely:
        return Verdict.WATCH
    return Verdict.WITHIN_CHANCE


def _expected_distinct(sizes: Sequence[int], pool: int) -> Fraction:
    """Each of the pool is missed by every session with the product of the chances of being missed by one."""
    missed = pool
    for size in sizes:
        missed *= pool - size
    return Fraction(pool) - Fraction(missed, pool ** len(sizes)) if pool else Fraction(0)


def _chance_of_at_most(sizes: Sequence[int], distinct: int, pool: int) -> float:
    """The chance that a fair draw brings at most `distinct` people: the chain over people seen so far."""
    seen = {0: 1.0}
    for size in sizes:
        after: dict[int, float] = {}
        for people, chance in seen.items():
            # The number of people seen only grows, so more than `distinct` can be forgotten.
            for new, likelihood in _new_people(pool, people, size, most=distinct - people):
                after[people + new] = after.get(people + new, 0.0) + chance * likelihood
        seen = after
    return min(1.0, math.fsum(seen.values()))


def _new_people(pool: int, seen: int, size: int, *, most: int) -> Iterable[tuple[int, float]]:
    """The chance of each number of new people among `size` drawn, up to `most`: hypergeometric.

    One value is exact, by whole numbers, where it is greatest; its neighbours follow by their ratios, which
    neither overflow nor lose the tail.
    """
    unseen, least = pool - seen, max(0, size - seen)
    highest = min(size, unseen)
    mode = min(max((size + 1) * (unseen + 1) // (pool + 2), least), highest)
    at_mode = math.comb(unseen, mode) * math.comb(seen, size - mode) / math.comb(pool, size)
    down, new = at_mode, mode
    while new >= least:
        if new <= most:
            yield new, down
        down *= new * (seen - size + new) / ((unseen - new + 1) * (size - new + 1))
        new -= 1
    up, new = at_mode, mode
    while new < min(highest, most):
        up *= (unseen - new) * (size - new) / ((new + 1) * (seen - size + new + 1))
        new += 1
        yield new, up


def _sum_of_pairs(numbers: Sequence[int]) -> int:
    """The sum of the products of all pairs."""
    return (sum(numbers) ** 2 - sum(number * number for number in numbers)) // 2


def _variance(sizes: Sequence[int], pool: int) -> Fraction:
    """Of the pairs under a fair draw: no overlap of two sessions depends on that of another two."""
    if pool < 2:
        return Fraction(0)
    spread = _sum_of_pairs([size * (pool - size) for size in sizes])
    return Fraction(spread, pool * pool * (pool - 1))

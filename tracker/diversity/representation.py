"""Who is heard beside who could be: shares of people held against a chosen benchmark, protected. Pure.

Formulas and states: the project's research on diversity reporting, sections 3.1, 3.3 and 5.2. Of people,
never of seats; who did not answer is never imputed, so that every share comes with the least and the most it
could be. What is hidden takes everything that was worked out from it along, the status word too. The public
table works from rounded counts alone, so that nothing beside them can say more than they do.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any

from tracker.diversity.disclosure import hidden_in, rounded

# The 97.5% point of the normal distribution: intervals of 95%.
_Z = 1.959963984540054
_LEAST_KNOWN_FOR_A_STATE = 10
# Fewer expected than this and nobody at all would be no surprise (the rule of three).
_LEAST_EXPECTED = 3
_LEAST_COMPLETE = Fraction(1, 2)
_IN_LINE = (Fraction(4, 5), Fraction(6, 5))
# Public percentages stand on this many answers at least (HESA's 22.5, rounded up).
_LEAST_FOR_PERCENTAGES = 25


class Tier(StrEnum):
    """Who reads a table: people inside with that permission, or anybody."""

    INTERNAL = "internal"
    PUBLIC = "public"


class Status(StrEnum):
    """What a share says beside its benchmark."""

    TOO_FEW_TO_SAY = "too_few_to_say"
    CLEAR_GAP = "clear_gap"
    POSSIBLE_GAP = "possible_gap"
    IN_LINE = "in_line"
    MORE_THAN_BENCHMARK = "more_than_benchmark"


class State(StrEnum):
    """Whether a category's figures are there to be read."""

    SHOWN = "shown"
    HIDDEN = "hidden"
    WITHHELD = "withheld"


@dataclass(frozen=True, kw_only=True)
class Category:
    """One group's figures; every one but the state is None where they are hidden. Names are contract keys."""

    count: int | None = None
    share: float | None = None
    difference_pp: float | None = None
    expected_count: float | None = None
    ppr: float | None = None
    wilson_low: float | None = None
    wilson_high: float | None = None
    ppr_low: float | None = None
    ppr_high: float | None = None
    lower_bound: float | None = None
    upper_bound: float | None = None
    status: Status | None = None
    state: State


@dataclass(frozen=True, kw_only=True)
class Dimension:
    """One question's table: answers known, of how many people asked or not, and its groups by name."""

    known: int
    completeness: float | None
    base: int
    tier: Tier
    categories: Mapping[str, Category] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The figures by their contract keys."""
        return {**asdict(self), "categories": {name: asdict(one) for name, one in self.categories.items()}}


def dimension_of(
    counts: Mapping[str, int], unknown: int, benchmark: Mapping[str, Fraction], tier: Tier
) -> Dimension:
    """The protected table of one question.

    `counts` are people by what they answered, `unknown` those of whom no answer is known, for any reason;
    `benchmark` is the share of each group to compare with. A group of the benchmark that nobody named is
    there with nought. Where people answered in groups that the benchmark lacks, nothing is said about gaps.
    """
    every = {**dict.fromkeys(benchmark, 0), **dict(sorted(counts.items()))}
    comparable = counts.keys() <= benchmark.keys()
    known = sum(every.values())
    hidden = hidden_in(every)
    unseen = dict.fromkeys(every, State.WITHHELD) if hidden is None else dict.fromkeys(hidden, State.HIDDEN)
    base = known + unknown
    if tier is Tier.PUBLIC:
        known, base = rounded(known), rounded(base)
        every = {name: rounded(count) for name, count in every.items()}
    return Dimension(
        known=known,
        completeness=_share(known, base),
        base=base,
        tier=tier,
        categories={
            name: Category(state=unseen[name])
            if name in unseen
            else _shown(count, known, base, benchmark.get(name), tier, says=comparable)
            for name, count in every.items()
        },
    )


def wilson(count: int, known: int) -> tuple[float, float]:
    """The Wilson score interval of 95% of a share, with no correction for continuity."""
    share, spread = count / known, _Z**2 / known
    middle = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * math.sqrt(share * (1 - share) / known + spread / (4 * known))
    # Exactly nought and one at the ends, which floating point misses by a hair.
    return (0.0 if count == 0 else max(0.0, middle - half)), (
        1.0 if count == known else min(1.0, middle + half)
    )


def _shown(
    count: int, known: int, base: int, expected: Fraction | None, tier: Tier, *, says: bool
) -> Category:
    if known < (_LEAST_FOR_PERCENTAGES if tier is Tier.PUBLIC else 1):
        return Category(count=count, state=State.SHOWN)
    low, high = wilson(count, known)
    says = says and _complete(known, base)
    beside = _beside(count, known, expected, (low, high), says=says) if expected else {}
    figures: dict[str, Any] = {
        "share": count / known,
        "wilson_low": low,
        "wilson_high": high,
        "lower_bound": count / base,
        "upper_bound": min(1.0, (count + max(0, base - known)) / base),
        **beside,
    }
    if tier is Tier.PUBLIC:
        figures = {name: _in_whole_percent(name, value) for name, value in figures.items()}
    return Category(count=count, state=State.SHOWN, **figures)


def _beside(
    count: int, known: int, expected: Fraction, interval: tuple[float, float], *, says: bool
) -> dict[str, Any]:
    """What the benchmark adds."""
    ratio = Fraction(count, known) / expected
    return {
        "difference_pp": 100 * float(Fraction(count, known) - expected),
        "expected_count": float(known * expected),
        "ppr": float(ratio),
        "ppr_low": interval[0] / float(expected),
        "ppr_high": interval[1] / float(expected),
        "status": _status(known, expected, ratio, interval[1] / float(expected)) if says else None,
    }


def _status(known: int, expected: Fraction, ratio: Fraction, highest: float) -> Status:
    if known < _LEAST_KNOWN_FOR_A_STATE or known * expected < _LEAST_EXPECTED:
        return Status.TOO_FEW_TO_SAY
    least, most = _IN_LINE
    if ratio < least:
        return Status.CLEAR_GAP if highest < 1 else Status.POSSIBLE_GAP
    return Status.IN_LINE if ratio <= most else Status.MORE_THAN_BENCHMARK


def _complete(known: int, base: int) -> bool:
    """Whether enough answered for a state to say something."""
    return base > 0 and Fraction(known, base) >= _LEAST_COMPLETE


def _in_whole_percent(name: str, value: Any) -> Any:
    """A public figure: shares in whole percents, expected people in whole people, ratios to one place."""
    if not isinstance(value, float):
        return value
    if name in {"expected_count", "difference_pp"}:
        return float(round(value))
    return round(value, 1) if name.startswith("ppr") else round(value, 2)


def _share(known: int, base: int) -> float | None:
    return known / base if base else None

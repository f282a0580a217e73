"""How many days pass from the work to the money, and where they go. Pure: the days are given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Way:
    """The days of one fee: worked, sent in, approved, paid; a day that is not known is None."""

    worked: date
    sent_in: date | None
    approved: date | None
    paid: date


@dataclass(frozen=True)
class Pace:
    """Of some fees the days from work to payment: half took `half` or less, nine in ten `nine_in_ten`.

    `kept` of the `fees` came within the days promised. `steps` is where the days of half of them went.
    """

    fees: int
    half: int
    nine_in_ten: int
    slowest: int
    kept: int
    steps: Mapping[str, int]


def pace(ways: Mapping[Way, int], promised_days: int) -> Pace | None:
    """The pace of so many fees of each way; None where nothing was paid."""
    days: Counter[int] = Counter()
    for way, fees in ways.items():
        days[(way.paid - way.worked).days] += fees
    if not days:
        return None
    return Pace(
        fees=days.total(),
        half=quantile(days, 50),
        nine_in_ten=quantile(days, 90),
        slowest=max(days),
        kept=sum(fees for taken, fees in days.items() if taken <= promised_days),
        steps=_steps(ways),
    )


def _steps(ways: Mapping[Way, int]) -> Mapping[str, int]:
    steps: dict[str, Counter[int]] = {
        "until sent in": Counter(),
        "until approved": Counter(),
        "until paid": Counter(),
    }
    for way, fees in ways.items():
        ends = ((way.worked, way.sent_in), (way.sent_in, way.approved), (way.approved, way.paid))
        for taken, (start, end) in zip(steps.values(), ends, strict=True):
            if start is not None and end is not None:
                taken[(end - start).days] += fees
    return {words: quantile(taken, 50) for words, taken in steps.items() if taken}


def quantile(counts: Mapping[int, int], percent: int) -> int:
    """The least number that so many in a hundred do not exceed (nearest rank). Something must be counted."""
    rank = -(-sum(counts.values()) * percent // 100)
    seen = 0
    for number in sorted(counts):
        seen += counts[number]
        if seen >= rank:
            return number
    raise ValueError("nothing was counted")

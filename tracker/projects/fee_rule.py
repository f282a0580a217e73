"""What a fee comes to, and how much of it each outcome pays. Pure: pence and minutes in, pence and why out.

The one place that works it out: a claim is drafted from it, and the words of the offer are made from it, so
that no offer promises anything else than what is paid. Every amount is rounded once, at the end, to the
nearest penny, half a penny up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from tracker.money import ZERO, Money

ATTENDED, PART, PREPARATION_ONLY = "attended", "part", "preparation-only"
# Whoever only prepared gave time as well; the others gave none.
OUTCOMES = (
    ATTENDED,
    PART,
    PREPARATION_ONLY,
    "cancelled-by-us",
    "cancelled-by-them",
    "did-not-attend",
)

# In percent of the fee; an outcome that is absent pays nothing. Cancelled by us is owed in full because the
# person kept the time free.
USUAL_SHARES: Mapping[str, int] = {ATTENDED: 100, PART: 100, "cancelled-by-us": 100}

_MINUTES_IN_AN_HOUR = 60


class Why(StrEnum):
    """Why an outcome pays what it pays."""

    WHOLE = "whole"
    SHARE = "share"
    # For the minutes they were there, of those that were asked.
    TIME = "time"
    NOTHING = "nothing"
    # It is paid by the time, and the time is not known: no amount can be named, and it is not nought.
    TIME_UNKNOWN = "time-unknown"


@dataclass(frozen=True)
class FeeRule:
    """How much of a fee each outcome pays.

    `shares` are percent by outcome, 1 to 100. `by_time` pays whoever came for a part in proportion to their
    minutes. `with_preparation` counts preparation among all minutes, because the fee pays for it too. `asked`
    are the minutes that an offer was made for, where it knew them.
    """

    shares: Mapping[str, int] = field(default_factory=lambda: USUAL_SHARES)
    by_time: bool = False
    with_preparation: bool = True
    asked: int | None = None

    def as_json(self) -> dict[str, Any]:
        """What an offer keeps, so that it pays by what was promised whatever the rate card says later."""
        return asdict(self) | {"shares": dict(self.shares)}


def from_json(kept: Mapping[str, Any]) -> FeeRule:
    """The rule that an offer keeps."""
    return FeeRule(**kept)


@dataclass(frozen=True)
class Pays:
    """What an outcome pays of a fee; None where it cannot be worked out."""

    pence: Money | None
    why: Why


def pays(
    rule: FeeRule, fee: Money, outcome: str, *, given: int | None = None, held: int | None = None
) -> Pays:
    """What an outcome pays of a fee: never more than the fee, never less for more minutes.

    `given` and `held` are minutes, used for a part that is paid by the time: how long the person was there,
    and how long it took in the end. The shorter of what was asked and what was held counts as the whole: a
    session that goes on longer takes nothing from anybody.
    """
    share = rule.shares.get(outcome, 0)
    if not share:
        return Pays(ZERO, Why.NOTHING)
    if outcome == PART and rule.by_time:
        whole = min((minutes for minutes in (rule.asked, held) if minutes), default=None)
        if given is None or whole is None:
            return Pays(None, Why.TIME_UNKNOWN)
        return Pays(_part_of(fee, share * min(given, whole), 100 * whole), Why.TIME)
    return Pays(_part_of(fee, share, 100), Why.WHOLE if share == 100 else Why.SHARE)


def by_the_hour(pence: Money, minutes: int) -> Money:
    """The whole fee that an amount for each hour comes to."""
    return _part_of(pence, minutes, _MINUTES_IN_AN_HOUR)


def _part_of(amount: Money, parts: int, of: int) -> Money:
    """So many parts of an amount, to the nearest penny, half a penny up."""
    return Money((2 * amount.pence * parts + of) // (2 * of))

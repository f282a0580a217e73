"""Time two things in turn and hold them against each other."""

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

ROUNDS = 15


@dataclass(frozen=True)
class Ratio:
    """Seconds of ours and of what it is held against, each the best of several runs."""

    ours: float
    against: float

    @property
    def times(self) -> float:
        """How many times as long ours takes."""
        return self.ours / self.against


def paired(ours: Callable[[], object], against: Callable[[], object], rounds: int = ROUNDS) -> Ratio:
    """The best of several runs of each, taken in turn, so that a busy moment of the machine hits both.

    Each is run once unmeasured before, which pays for what only a first run pays.
    """
    ours(), against()
    taken = [(seconds(ours), seconds(against)) for _ in range(rounds)]
    return Ratio(min(one for one, _ in taken), min(other for _, other in taken))


def paired_by_parts(
    ours: Callable[[Any], object],
    against: Callable[[Any], object],
    parts: Sequence[Any],
    rounds: int = ROUNDS,
) -> Ratio:
    """The same for work of some seconds over many alike: each part in turn, the best of each part summed.

    What is long meets busy moments of the machine in every run, and what it is held against in hardly any.
    """

    def timed(part: Any) -> Ratio:
        return Ratio(seconds(lambda: ours(part)), seconds(lambda: against(part)))

    for part in parts:
        ours(part), against(part)
    best = [timed(part) for part in parts]
    for _ in range(rounds - 1):
        again = [timed(part) for part in parts]
        best = [
            Ratio(min(one.ours, other.ours), min(one.against, other.against))
            for one, other in zip(best, again, strict=True)
        ]
    return Ratio(sum(one.ours for one in best), sum(one.against for one in best))


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes, the collector of garbage held off."""
    gc.collect()
    gc.disable()
    try:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start
    finally:
        gc.enable()

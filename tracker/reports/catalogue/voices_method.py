"""The finer measures behind the voices report, for its page of method: names, values, what each says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tracker.reports.catalogue.voices import Report
from tracker.reports.chance import carry_over
from tracker.reports.tested import Tested

# The chance of a carry-over is counted out exactly in pools up to this; a larger one would be waited for.
_MOST_POOL = 5_000


class Measure(NamedTuple):
    """A figure as text, and what it says; the text is a dash where there is nothing to measure."""

    name: str
    value: str
    says: str


def measures(report: Report, words: Mapping[str, str]) -> list[Measure]:
    """Every measure of this report that its page leaves out; `words` names stages by their codes."""
    return [*_spread(report), *_tested(report.tested), *_stages(report, words)]


def _spread(report: Report) -> Iterator[Measure]:
    spread = report.spread
    yield Measure(
        "Gini", _number(spread.gini), "0: everybody came equally often. Those who never came are out."
    )
    yield Measure("HHI", _number(spread.hhi), "The chance that two seats drawn by lot are one person's.")
    yield Measure("Hill number of order 1", _number(spread.hill_q1, 1), "From Shannon's entropy.")
    yield Measure("Hill number of order 2", _number(spread.hill_q2, 1), "“As if so many had spoken equally.”")
    yield Measure("Top tenth of people", str(spread.top_10pct_people), "One person below eleven: it jumps.")
    yield Measure("Their share of seats", _number(spread.top_10pct_share), "")
    yield Measure("Sessions a person, on average", _number(spread.mean_sessions_per_person, 1), "")
    yield Measure("Sessions a person, the middle one", _number(spread.median_sessions_per_person, 1), "")
    yield Measure("Repeat seats, of all", _number(spread.repeat_seat_rate), "Rises with more sessions alone.")


def _tested(tested: Tested | None) -> Iterator[Measure]:
    if tested is None or tested.breadth is None or tested.balance is None:
        return
    breadth, balance = tested.breadth, tested.balance
    yield Measure("Breadth: people expected", _number(breadth.expected_distinct, 2), "Under a fair draw.")
    yield Measure("Breadth: p", _chance(breadth.p_at_most_observed), "So few people or fewer by chance.")
    yield Measure("Breadth: shortfall", _number(breadth.shortfall), "0: a fair draw. 1: only ever one room.")
    yield Measure("Balance: pairs seen", str(balance.observed_pairs), "Two seats of one person make a pair.")
    yield Measure("Balance: pairs expected", _number(balance.expected_pairs, 2), "Under a fair draw.")
    yield Measure("Balance: z", _number(balance.z, 2), "Standard deviations above that.")
    yield Measure(
        "Balance: sameness", _number(balance.sameness), "0: a fair draw. 1: one group. Below 0: turns."
    )


def _stages(report: Report, words: Mapping[str, str]) -> Iterator[Measure]:
    if report.tested is None or report.tested.pool.people > _MOST_POOL:
        return
    pool = report.tested.pool.people
    for one in report.carried:
        found = carry_over(one.size_from, one.size_to, one.shared, pool)
        earlier, later = (words.get(code, code) for code in (one.earlier, one.later))
        yield Measure(
            f"{earlier} to {later}: p", _chance(found.p_at_least), "So many shared or more by chance."
        )


def _chance(value: float) -> str:
    """A chance to four places; one that would read as nought is not."""
    return "under 0.0001" if 0 < value < 0.0001 else _number(value, 4)


def _number(value: float | None, places: int = 3) -> str:
    return "—" if value is None else f"{value:.{places}f}"

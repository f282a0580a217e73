"""Whom people are compared with: the census of an area, or shares that a project sets itself.

The census files are data in `census/`: Office for National Statistics, Open Government Licence v3.0. People
who left a census question blank are left out of its shares, as those who leave ours blank are.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from importlib.resources import files

from tracker.diversity.models import CompareWith, DiversityQuestion
from tracker.diversity.question_set import Dimension

ATTRIBUTION = (
    "Source: Office for National Statistics, Census 2021, licensed under the Open Government Licence v3.0."
)
AREAS: Mapping[CompareWith, str] = {CompareWith.BIRMINGHAM: "Birmingham", CompareWith.ENGLAND: "England"}
_NOT_ANSWERED = "Not answered"
# Shares of their own are kept as hundredths of a percent.
WHOLE = 10_000


@dataclass(frozen=True)
class Benchmark:
    """Shares by group, which add up to one, what they are of, and what must be printed beside them."""

    name: str = ""
    why: str = ""
    shares: Mapping[str, Fraction] = field(default_factory=dict)
    notes: Sequence[str] = ()


def benchmark_of(question: DiversityQuestion, dimension: Dimension) -> Benchmark:
    """What a question's people are compared with; without shares where it is nothing."""
    if question.compare_with == CompareWith.OWN:
        total = sum(question.shares.values())
        own = {group: Fraction(part, total) for group, part in question.shares.items()}
        return Benchmark(question.compared_name, question.compared_why, own)
    area = AREAS.get(question.compare_with)
    if area is None or not dimension.census:
        return Benchmark()
    shares, notes = census(question.compare_with, dimension.census)
    return Benchmark(f"{area}, Census 2021", question.compared_why, shares, notes)


@cache
def census(area: CompareWith, table: str) -> tuple[Mapping[str, Fraction], Sequence[str]]:
    """The share of each group among those who answered one census question, and what to print beside."""
    text = files("tracker.diversity").joinpath("census", f"census-{area.value}.csv").read_text("utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["dimension"] == table]
    counts = {row["category"]: int(row["count"]) for row in rows if row["category"] != _NOT_ANSWERED}
    total = sum(counts.values())
    notes = [ATTRIBUTION, *dict.fromkeys(row["source"] for row in rows)]
    notes += [f"Note: {note}." for note in dict.fromkeys(row["note"] for row in rows) if note]
    if table == "disability_equality_act":
        notes.append("These are plain shares of residents, not standardised for age.")
    return {group: Fraction(count, total) for group, count in counts.items()}, tuple(notes)

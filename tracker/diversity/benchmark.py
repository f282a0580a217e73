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

from sqlalchemy import select

from tracker.audit.services import record
from tracker.db import db
from tracker.diversity.models import CensusArea, CompareWith, DiversityQuestion
from tracker.diversity.question_set import Dimension
from tracker.permissions import Actor

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
    if not dimension.census:
        return Benchmark()
    if question.compare_with == CompareWith.AREA:
        added = area(question.compared_name)
        if added is None:
            return Benchmark()
        return _of_census(added.name, question, *_shares(added.content, dimension.census))
    supplied = AREAS.get(question.compare_with)
    if supplied is None:
        return Benchmark()
    return _of_census(supplied, question, *census(question.compare_with, dimension.census))


def areas() -> Sequence[CensusArea]:
    """The areas whose census was added, by name."""
    return db.session.scalars(select(CensusArea).order_by(CensusArea.name, CensusArea.code)).all()


def area(code: str) -> CensusArea | None:
    """An area that was added, by its code."""
    return db.session.scalars(select(CensusArea).where(CensusArea.code == code)).one_or_none()


def add_area(*, actor: Actor, code: str, name: str, content: str) -> CensusArea:
    """Add an area to compare with, or put its file in the place of an earlier one."""
    added = area(code) or CensusArea(code=code)
    added.name, added.content = name, content
    db.session.add(added)
    db.session.flush()
    record(actor, "added-census-area", added)
    return added


def _of_census(
    name: str, question: DiversityQuestion, shares: Mapping[str, Fraction], notes: Sequence[str]
) -> Benchmark:
    return Benchmark(f"{name}, Census 2021", question.compared_why, shares, notes)


@cache
def census(supplied: CompareWith, table: str) -> tuple[Mapping[str, Fraction], Sequence[str]]:
    """The share of each group among those who answered one census question, and what to print beside."""
    file = files("tracker.diversity").joinpath("census", f"census-{supplied.value}.csv")
    return _shares(file.read_text("utf-8"), table)


def _shares(text: str, table: str) -> tuple[Mapping[str, Fraction], Sequence[str]]:
    rows = [row for row in csv.DictReader(text.splitlines()) if row["dimension"] == table]
    counts = {row["category"]: int(row["count"]) for row in rows if row["category"] != _NOT_ANSWERED}
    total = sum(counts.values())
    notes = [ATTRIBUTION, *dict.fromkeys(row["source"] for row in rows)]
    notes += [f"Note: {note}." for note in dict.fromkeys(row["note"] for row in rows) if note]
    if table == "disability_equality_act":
        notes.append("These are plain shares of residents, not standardised for age.")
    return {group: Fraction(count, total) for group, count in counts.items()}, tuple(notes)

"""Say whom the people of a project are compared with, and why; own shares are typed in or come as CSV."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from fractions import Fraction

from sqlalchemy import inspect

from tracker.audit.services import record
from tracker.db import db
from tracker.diversity import benchmark
from tracker.diversity.benchmark import WHOLE
from tracker.diversity.models import CompareWith, DiversityQuestion
from tracker.diversity.question_set import Dimension
from tracker.errors import Invalid
from tracker.permissions import Actor
from tracker.values import folded, line, needed_line

# Typed shares may be rounded: they add up to a hundred percent within one.
_OFF = 100
_LARGEST_FILE = 100_000
WHY_NEEDED = "Say in one sentence why these are the right people to compare with."
NAME_NEEDED = "Say whose shares these are, such as the people who use the service."


def set_comparison(
    *,
    actor: Actor,
    question: DiversityQuestion,
    dimension: Dimension,
    compare_with: CompareWith,
    why: str | None,
    name: str | None = None,
    area: str = "",
    shares: Mapping[str, int] | None = None,
) -> DiversityQuestion:
    """Compare with a census, with `shares` of their own (hundredths of a percent), or with nothing.

    `area` is the code of an area that was added. Raises Invalid, naming the field.
    """
    _must_be_held(compare_with, dimension, area)
    own = compare_with == CompareWith.OWN
    question.compared_why = (
        line(why, field="why", longest=400) or ""
        if compare_with == CompareWith.NOTHING
        else needed_line(why, field="why", longest=400, sentence=WHY_NEEDED)
    )
    question.compared_name = (
        needed_line(name, field="name", longest=120, sentence=NAME_NEEDED) if own else area
    )
    question.shares = _whole(dimension, shares or {}) if own else {}
    question.compare_with = compare_with
    if inspect(question).modified:
        db.session.flush()
        record(actor, "set-comparison", question)
    return question


def _must_be_held(compare_with: CompareWith, dimension: Dimension, area: str) -> None:
    """That the census has the question, and is held of the area. Raises Invalid."""
    if compare_with not in {CompareWith.NOTHING, CompareWith.OWN} and not dimension.census:
        raise Invalid("The census has no such question. Choose another comparison.", field="compare_with")
    if compare_with == CompareWith.AREA and benchmark.area(area) is None:
        raise Invalid("The census of this area is not held any more. Choose another.", field="compare_with")


def _whole(dimension: Dimension, shares: Mapping[str, int]) -> dict[str, int]:
    """Shares of every group that add up to the whole. Raises Invalid."""
    kept = {group: shares.get(group, 0) for group in dimension.groups}
    if abs(sum(kept.values()) - WHOLE) > _OFF:
        total = f"{sum(kept.values()) / _OFF:.2f}".rstrip("0").rstrip(".")
        raise Invalid(f"The shares must add up to 100 percent. These add up to {total}.", field="percent_0")
    return kept


def percent(text: str, *, of: str, field: str) -> int:
    """Hundredths of a percent from 12, 12.5 or 12.5%; nothing is nought. Raises Invalid, naming of what."""
    bare = text.strip().removesuffix("%").strip()
    if not bare:
        return 0
    try:
        share = Fraction(bare) if bare.isascii() and len(bare) < 10 and "/" not in bare else Fraction(-1)
    except (ValueError, ZeroDivisionError):
        share = Fraction(-1)
    if not 0 <= share <= 100:
        raise Invalid(f"{of}: enter a percentage from 0 to 100, like 12 or 12.5.", field=field)
    return round(share * _OFF)


def shares_in(content: bytes, dimension: Dimension) -> dict[str, int]:
    """Shares from a CSV with the columns category and percent. Raises Invalid, naming the row."""
    if len(content) > _LARGEST_FILE:
        raise Invalid("This file is too large for a list of shares. Choose another.", field="file")
    rows = list(csv.reader(_text(content).splitlines()))
    headings = [folded(cell) for cell in rows[0]] if rows else []
    if not {"category", "percent"} <= set(headings):
        raise Invalid("The file needs two columns, named category and percent.", field="file")
    category, share = headings.index("category"), headings.index("percent")
    groups = {folded(group): group for group in dimension.groups}
    found: dict[str, int] = {}
    for number, row in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in row):
            continue
        group = groups.get(folded(row[category])) if len(row) > max(category, share) else None
        if group is None or group in found:
            listed = "; ".join(dimension.groups)
            raise Invalid(
                f"Row {number} names no group of this question, or one a second time. The groups are: "
                f"{listed}.",
                field="file",
            )
        found[group] = percent(row[share], of=f"Row {number}, {group}", field="file")
    return found


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")

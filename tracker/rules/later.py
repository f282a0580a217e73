"""Figures of law that were published after this rulebook: they extend it in time and change nothing in it.

A file of `instance/rules` that is named as a benefit's own, in the same form, is that benefit's whole file
with dated lines added: what the rulebook vouches for must stand in it unchanged, and every added figure
begins after the last day that the rulebook vouched for.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tracker.rules.overlay import OVERLAY_FILE
from tracker.rules.rulebook import BenefitRule, Series


def later_files(folder: Path | None) -> dict[str, Path]:
    """The files of an instance's folder that extend the law, by name; the organisation's own is none."""
    if folder is None or not folder.is_dir():
        return {}
    return {path.name: path for path in sorted(folder.glob("*.toml")) if path.name != OVERLAY_FILE}


def first_difference(held: BenefitRule, later: BenefitRule) -> str | None:
    """Why a later file is no extension of the rule that we hold, as a sentence that says what to mend."""
    return next(_differences(held, later), None)


def _differences(held: BenefitRule, later: BenefitRule) -> Iterator[str]:
    for name in ("id", "kind", "nations", "settings"):
        if getattr(held, name) != getattr(later, name):
            yield f"{name}: this differs from the rulebook's; a later file adds figures, it changes no rule."
    if later.valid_through <= held.valid_through:
        yield f"valid_through: write a day after {held.valid_through}, or take the file away."
    for name, ended in held.ended_on.items():
        if later.ended_on.get(name) != ended:
            yield f"ended_on.{name}: the rulebook says {ended}; leave that as it is."
    for name, series in held.series.items():
        extended = later.series.get(name)
        if extended is None:
            yield f"values.{name}: the rulebook has this figure; put it back."
        elif problem := _not_extended(series, extended):
            yield f"values.{name}: {problem}"


def _not_extended(held: Series, later: Series) -> str | None:
    kept = later.dated[: len(held.dated)]
    if [(one.start, one.value) for one in kept] != [(one.start, one.value) for one in held.dated]:
        return "the figures that the rulebook holds must stand first and unchanged."
    if (held.unit, held.comparison, held.rounding) != (later.unit, later.comparison, later.rounding):
        return "unit, comparison and rounding must stay as the rulebook has them."
    added = later.dated[len(held.dated) :]
    if added and added[0].start <= held.valid_through:
        return f"the rulebook vouches for all days to {held.valid_through}; one added here begins later."
    return None

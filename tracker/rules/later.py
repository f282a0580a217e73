"""Figures of law that were published after this rulebook: they extend it in time and change nothing in it.

A file of `instance/rules` that is named as a benefit's own, in the same form, is that benefit's whole file
with dated lines added: what the rulebook vouches for must stand in it unchanged, and every added figure
begins after the last day that the rulebook vouched for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from tracker.rules.overlay import OVERLAY_FILE
from tracker.rules.rulebook import BenefitRule, Series

# A year's figures begin within a week of the last ones' end, since weekly benefits move on the Monday after,
# and hold for that year.
LONGEST_GAP, LONGEST_YEAR = timedelta(days=7), timedelta(days=400)
# A rule without figures holds to the end of the tax year after the one in which somebody read it again.
LONGEST_TRUST = timedelta(days=550)


def later_files(folder: Path | None) -> dict[str, Path]:
    """The files of an instance's folder that extend the law, by name; the organisation's own is none."""
    if folder is None or not folder.is_dir():
        return {}
    return {path.name: path for path in sorted(folder.glob("*.toml")) if path.name != OVERLAY_FILE}


def overtaken(held: BenefitRule, later: BenefitRule) -> str | None:
    """The sentence about a later file that the rulebook has caught up with; None while it adds days."""
    if later.valid_through > held.valid_through:
        return None
    return (
        f"the rulebook itself now knows all days to {held.valid_through}, so this file is not used. Take it "
        f"away, or write a later day at valid_through."
    )


def extended(held: BenefitRule, later: BenefitRule) -> BenefitRule:
    """The rule that we hold with the later figures: nothing else is taken from the later file.

    Call `first_difference` before: this trusts that the figures held stand first and unchanged.
    """
    return replace(
        held,
        series={name: _reaching(one, later.series[name]) for name, one in held.series.items()},
        valid_through=later.valid_through,
        review_by=later.review_by,
        verified_on=later.verified_on,
        entered_here=True,
    )


def _reaching(held: Series, later: Series) -> Series:
    """The later figures; as far as before where none was added, since none is taken to go on by itself."""
    return held if len(later.dated) == len(held.dated) else later


def first_difference(held: BenefitRule, later: BenefitRule) -> str | None:
    """Why a later file is no extension of the rule that we hold, as a sentence that says what to mend."""
    return next(_differences(held, later), None)


# What a later file repeats and may not say otherwise, whichever is used.
_UNCHANGED = (
    "id",
    "name",
    "kind",
    "nations",
    "ended_on",
    "nations_until",
    "settings",
    "wording",
    "actions",
    "criteria",
    "cannot_test",
)


def _differences(held: BenefitRule, later: BenefitRule) -> Iterator[str]:
    for name in _UNCHANGED:
        if getattr(held, name) != getattr(later, name):
            yield f"{name}: this differs from the rulebook's; a later file adds figures, it changes no rule."
    to_come = []
    for name, series in held.series.items():
        added_to = later.series.get(name)
        if added_to is None:
            yield f"values.{name}: the rulebook has this figure; put it back."
        elif problem := _changed(series, added_to):
            yield f"values.{name}: {problem}"
        elif problem := _not_extended(series, added_to, held.valid_through):
            to_come.append(f"values.{name}: {problem}")
    yield from to_come
    judging = any(not series.said_only for series in held.series.values())
    if not judging and later.valid_through > later.verified_on + LONGEST_TRUST:
        yield (
            f"valid_through: the rule was read on {later.verified_on}, and this is more than a year and a "
            "half later; one without figures is to be read again each year."
        )


def _changed(held: Series, later: Series) -> str | None:
    kept = later.dated[: len(held.dated)]
    if [(one.start, one.value) for one in kept] != [(one.start, one.value) for one in held.dated]:
        return "the figures that the rulebook holds must stand first and unchanged."
    if (held.unit, held.comparison, held.rounding) != (later.unit, later.comparison, later.rounding):
        return "unit, comparison and rounding must stay as the rulebook has them."
    return None


def _not_extended(held: Series, later: Series, known_to: date) -> str | None:
    added = later.dated[len(held.dated) :]
    if not added and not held.said_only:
        return (
            f"no line begins after {known_to}; add the new figure, or the same one again where it does not "
            "move, since no figure is taken to go on by itself."
        )
    if added and added[0].start <= known_to:
        return f"the rulebook vouches for all days to {known_to}; one added here begins later."
    if added and added[0].start > known_to + LONGEST_GAP:
        return (
            f"the first line added must begin within a week after {known_to}, since no figure is taken to go "
            "on by itself for longer."
        )
    if added and later.valid_through > added[-1].start + LONGEST_YEAR:
        return (
            f"the last line begins on {added[-1].start}, and valid_through is more than a year later; add a "
            "line for each year, since no figure is taken to go on by itself."
        )
    return None

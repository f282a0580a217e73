"""The charts of the voices report: new voices, stages and ways of taking part."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.reports.bars import Bar, Chart
from tracker.reports.catalogue.voices import Report
from tracker.web.filters import counted, plain

_TABLE = "The table after this chart has the same numbers."


def new_voices(report: Report, here: str) -> Chart:
    """Seats by session, month or year, and how many were first times; `here` says where, or is empty."""
    stretch, seats = report.stretch.name.lower(), report.spread.seats
    first = f"{report.new_here} of {seats} seats were taken by somebody heard for the first time."
    return Chart(
        code="voices",
        title=f"Seats by {stretch}, split by whether people were heard for the first time",
        sentence=f"{first} {_TABLE}",
        bars=[
            Bar(
                words=bar.label,
                said=counted(bar.seats, "seat") + (f", {bar.new_here} new" if bar.new_here else ""),
                whole=bar.seats,
                part=bar.new_here,
            )
            for bar in report.bars
        ],
        key=(f"first time {here}".strip(), "been before"),
    )


def stages(report: Report, words: Mapping[str, str]) -> Chart | None:
    """How much of each later stage had been in an earlier one; None where no stage follows another."""
    if not report.carried:
        return None
    last = report.carried[-1]
    later, earlier = _name(words, last.later), _name(words, last.earlier)
    people = counted(last.size_to, "person", "people")
    return Chart(
        code="stages",
        title="People of each later stage, split by whether they had been in the earlier one",
        sentence=f"{last.shared} of the {people} in {later}, the last stage, had been in {earlier}. {_TABLE}",
        bars=[
            Bar(
                words=f"{_name(words, one.later)} after {_name(words, one.earlier)}",
                said=f"{one.shared} of {one.size_to}",
                whole=one.size_to,
                part=one.shared,
            )
            for one in report.carried
        ],
        key=("had been in the earlier stage", "had not"),
    )


def ways(report: Report, words: Mapping[str, str]) -> Chart:
    """Seats by way of taking part, those with most first; there is at least one."""
    return Chart(
        code="ways",
        title="Seats by way of taking part",
        sentence=f"Most seats were in: {_name(words, report.ways[0].activity)}. {_TABLE}",
        bars=[
            Bar(
                words=f"{_name(words, way.activity)}, {plain(way.mode).lower()}",
                said=counted(way.seats, "seat"),
                whole=way.seats,
            )
            for way in report.ways
        ],
    )


def _name(words: Mapping[str, str], code: str | None) -> str:
    """What people see for a code of the lists."""
    return words.get(code, plain(code)) if code else "Kind not said"

"""What a dry run found, as its page shows it: values that can be kept with an upload and read back.

It holds names and sentences of the file, so it is kept nowhere but with the file, and goes with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from tracker.imports import people_asked, services
from tracker.imports.engine import Source
from tracker.imports.planning.alike import Ask, Choice
from tracker.imports.planning.book import Book
from tracker.imports.planning.plan import Fate, Line

MOST_LINES = 100


@dataclass(frozen=True)
class Lines:
    """The first lines of some that met one fate, and how many they are."""

    first: Sequence[Line]
    count: int


@dataclass(frozen=True)
class Checked:
    """What a dry run found at an instant (ISO 8601, UTC)."""

    at: str
    refused: Lines
    updated: Lines
    others: Lines
    notes: Sequence[str]
    # How many rows of each kind meet which fate.
    totals: Mapping[str, Mapping[str, int]]
    changes_nothing: bool
    asks: Sequence[Ask]
    more_asks: int
    # People, sessions and attendances of registers; None for anything else.
    figures: Mapping[str, int] | None
    new: Mapping[str, Any]
    is_wide: bool
    is_listed: bool
    several: bool
    leaves_out: bool

    @property
    def moment(self) -> datetime:
        """When it was found."""
        return datetime.fromisoformat(self.at)

    def to_json(self) -> dict[str, Any]:
        """As kept with an upload."""
        kept = {one.name: getattr(self, one.name) for one in fields(self)}
        kept |= {name: _kept_lines(kept[name]) for name in ("refused", "updated", "others")}
        return {**kept, "asks": [asdict(one) for one in self.asks]}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Checked:
        """As kept by `to_json`."""
        lines = {name: _lines_of(kept[name]) for name in ("refused", "updated", "others")}
        asks = [
            Ask(**{**one, "choices": [Choice(**choice) for choice in one["choices"]]}) for one in kept["asks"]
        ]
        return cls(**{**kept, **lines, "asks": asks})


def found(book: Book, source: Source, at: datetime) -> Checked:
    """What a dry run found, for its page."""
    plan = book.plan
    return Checked(
        at=at.isoformat(),
        refused=_first(plan.refusals),
        updated=_first([line for line in plan.lines if line.fate == Fate.UPDATED]),
        others=_first([line for line in plan.lines if line.fate in {Fate.CREATED, Fate.MATCHED}]),
        notes=list(plan.notes),
        totals={kind: {fate.value: fates[fate] for fate in Fate} for kind, fates in plan.totals().items()},
        changes_nothing=plan.changes_nothing,
        asks=people_asked.shown(book),
        more_asks=max(0, len(book.asks) - people_asked.MOST_SHOWN),
        figures=_figures(source),
        new=services.summary(book, source),
        is_wide=source.wide is not None,
        is_listed=source.listed is not None,
        several=len(source.sheets) > 1,
        leaves_out=bool(source.withheld),
    )


def _figures(source: Source) -> Mapping[str, int] | None:
    if not source.is_register:
        return None
    return {
        "people": len(source.register.people),
        "sessions": len(source.register.sittings),
        "attendances": source.register.attendances,
    }


def _first(lines: Sequence[Line]) -> Lines:
    return Lines(lines[:MOST_LINES], len(lines))


def _kept_lines(lines: Lines) -> dict[str, Any]:
    return {"first": [{**one._asdict(), "fate": one.fate.value} for one in lines.first], "count": lines.count}


def _lines_of(kept: Mapping[str, Any]) -> Lines:
    return Lines([Line(**{**one, "fate": Fate(one["fate"])}) for one in kept["first"]], kept["count"])

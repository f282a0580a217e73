"""What a person says of a wide register where it does not say so itself, as kept with an upload."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tracker.imports.wide.headings import Order


@dataclass(frozen=True, slots=True)
class Said:
    """Answers to what the sheet leaves open; nothing said is the usual meaning, or a question."""

    # What makes a session: the code of one of the ways that are offered.
    session: str = ""
    order: Order | None = None
    # The year of the first day, where the headings have none.
    year: int | None = None
    names: tuple[int, ...] = ()
    # Marks, folded, that differ from what they usually mean.
    came: tuple[str, ...] = ()
    did_not: tuple[str, ...] = ()
    nothing: tuple[str, ...] = ()
    # Whether numbers are hours.
    hours: bool | None = None
    # Columns that are about something else than who came.
    without: tuple[int, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As kept with an upload and an import."""
        return {
            name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Said:
        """As kept by `to_json`."""
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()
        }
        values["order"] = Order(values["order"]) if values.get("order") else None
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Ask:
    """Something that only a person can say: which answer it wants, why, and the answers that can be given."""

    about: str
    sentence: str
    # Each as given on the command line, and what it would mean.
    options: tuple[tuple[str, str], ...] = ()

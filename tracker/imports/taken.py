"""A sheet that comes in as a register, as it was understood; several of one workbook may come in together.

Pure.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tracker.imports import long_list, long_marks
from tracker.imports.long_list import Columns
from tracker.imports.many_rows import makes_many_rows
from tracker.imports.problem import Problem
from tracker.imports.reading import Sheet
from tracker.imports.register import Key, Presence, Register
from tracker.imports.wide.said import Said
from tracker.imports.wide.understand import Understood, understand
from tracker.imports.withheld import Withheld

# Names that a spreadsheet program gives, or that say no more than a year.
_UNNAMED = re.compile(r"^(?:sheet|tabelle|feuil|table)?\s?\d*(?:\s?[-/]\s?\d+)?$", re.IGNORECASE)


@dataclass(frozen=True)
class Taken:
    """One sheet as a register, long or wide, and what was said of it; `withheld` were left out of it."""

    sheet: Sheet
    register: Register
    columns: Columns | None = None
    wide: Understood | None = None
    said: Said = field(default_factory=Said)
    withheld: Sequence[Withheld] = ()

    @cached_property
    def remarks(self) -> Sequence[str]:
        """How it was read."""
        if self.columns is not None:
            return long_marks.remarks(self.sheet, self.columns)
        return self.wide.remarks if self.wide is not None else []

    def kept(self) -> dict[str, Any]:
        """What it was taken for, as kept with the import."""
        kept: dict[str, Any] = {"headings": list(self.sheet.headings), "sheet": self.sheet.name}
        if self.columns is not None:
            return {**kept, "columns": self.columns.to_json()}
        return {**kept, "wide": self.said.to_json(), "sessions": self._sessions()}

    def _sessions(self) -> str:
        """What tells these sessions from others that the same file may be cut into."""
        keys = sorted("\0".join(key) for key in self.register.sittings)
        return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:16]


@makes_many_rows
def as_list(sheet: Sheet, columns: Columns, withheld: Sequence[Withheld] = (), group: str = "") -> Taken:
    """A long list with a mapping of its columns. `group` tells its sessions from those of other sheets."""
    found = long_list.understand(sheet, columns, group)
    return Taken(sheet, found, columns=columns, withheld=withheld)


@makes_many_rows
def as_wide(sheet: Sheet, said: Said, withheld: Sequence[Withheld] = (), group: str = "") -> Taken:
    """A register with days across with what a person said of it."""
    made = understand(sheet, said, group)
    return Taken(sheet, made.register, wide=made, said=said, withheld=withheld)


def group_of(sheet: Sheet, file_name: str) -> str:
    """What tells the sessions of a workbook's sheet from those of the others: its name, if it has one."""
    return "" if sheet.name == file_name or _UNNAMED.match(sheet.name) else sheet.name


def together(taken: Sequence[Taken]) -> Register:
    """Who came to what in several sheets, counted together."""
    if len(taken) == 1:
        return taken[0].register
    whole = Register()
    for one in taken:
        for match, name in one.register.people.items():
            whole.people.setdefault(match, name)
        whole.sittings.update(one.register.sittings)
        for place, presence in one.register.places.items():
            before = whole.places.get(place)
            if before is None or presence.present:
                whole.places[place] = presence
    return whole


def contradictions(taken: Sequence[Taken]) -> list[Problem]:
    """A problem for each person of whom two sheets say different things of one session."""
    if len(taken) < 2:
        return []
    met: dict[tuple[Key, str], tuple[Sheet, Presence]] = {}
    found: list[Problem] = []
    for one in taken:
        for (key, match), presence in one.register.places.items():
            sheet, before = met.setdefault((key, match), (one.sheet, presence))
            if (before.present, before.minutes()) != (presence.present, presence.minutes()):
                name, title = one.register.people[match], one.register.sittings[key].title
                sentence = (
                    f"{name} stands in the sheet {sheet.name}, row {before.row}, too, which says something "
                    f"else of {title}. Correct one of the two, or tell the people apart in the name."
                )
                found.append(Problem(one.sheet.name, presence.row, presence.column, sentence))
    return found


def shared_sessions(taken: Sequence[Taken]) -> str | None:
    """A sentence that says which sheets are about the same sessions, and how they are taken."""
    sheets: dict[Key, list[str]] = {}
    for one in taken:
        for key in one.register.sittings:
            sheets.setdefault(key, []).append(one.sheet.name)
    shared = {tuple(names) for names in sheets.values() if len(names) > 1}
    if not shared:
        return None
    named = list(dict.fromkeys(name for names in sorted(shared) for name in names))
    return (
        f"The sheets {', '.join(named)} are about the same sessions in part: they are taken for lists of "
        "different people at them."
    )


def registers_in(mapping: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """What each sheet of an import was taken for, from what was kept with it."""
    kept: Sequence[Mapping[str, Any]] = mapping.get("registers") or [mapping]
    return kept

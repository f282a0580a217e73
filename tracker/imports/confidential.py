"""Bank details, or what people told about benefits, in a sheet of somebody's own making. Pure.

They are left out of every import unless whoever may enter them chooses their columns. Those then become a
sheet of ours, under our headings and where they stand, and nothing else of the file comes in with them. What
is kept of the choice are the places of columns, never a heading or a cell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tracker.errors import Invalid
from tracker.imports import withheld
from tracker.imports.columns import COLUMNS, REQUIRED
from tracker.imports.lists import table, words
from tracker.imports.problem import Problem
from tracker.imports.reading import Sheet, column_letter
from tracker.permissions import Permission
from tracker.values import folded

REF, NAME, LAST = "person_ref", "name", "last_name"
_QUOTED = re.compile("“[^”]*”")
# How a column is called that says who a row is about.
WHO = (REF, NAME, LAST)


@dataclass(frozen=True)
class Kind:
    """What may be chosen: our sheet for it, whose columns it takes, who may, and the words that head them."""

    code: str
    sheet: str
    of: str
    permission: Permission
    what: str
    labels: Mapping[str, str]
    # A heading with one of these words is likely meant, the first that fits before all others.
    words: Mapping[str, str]


KINDS = {
    one.code: one
    for one in (
        Kind(
            "bank-details",
            "payees",
            "bank",
            Permission.MANAGE_PAYEES,
            "bank details",
            {
                "account_name": "Name of the account",
                "sort_code": "Sort code",
                "account_number": "Account number",
                "roll_number": "Roll number of a building society",
            },
            {
                "account_name": r"\b(?:account|acc|a c) (?:holder|name)\b|\bname (?:on|of) account\b",
                "sort_code": r"\bsort ?code\b|^sort$|^s c\b",
                "account_number": r"\b(?:account|acc|acct|a c) (?:number|no|num)\b|^account$|^a c$",
                "roll_number": r"\broll (?:number|no)\b",
            },
        ),
        Kind(
            "benefits",
            "circumstances",
            "benefit",
            Permission.BENEFIT_CONTACT,
            "what people told about benefits",
            {
                "benefit": "The benefit",
                "from": "From which day",
                "until": "Until which day",
                "assessment_period_starts_on_day": "Day on which their Universal Credit month starts",
                "week_ends_on": "Weekday on which their benefit week ends",
            },
            {
                "benefit": r"\bbenefits?\b",
                "from": r"\b(?:from|since|start\w*)\b",
                "until": r"\b(?:until|end\w*)\b",
                "assessment_period_starts_on_day": r"\bassessment period\b",
                "week_ends_on": r"\bbenefit week\b",
            },
        ),
    )
}


@dataclass(frozen=True)
class Chosen:
    """The columns that somebody chose, by our headings, and the sheet in which they stand."""

    kind: Kind
    sheet: int
    columns: Mapping[str, int]

    @property
    def is_by_name(self) -> bool:
        """Whether people are told by their names and not by our references."""
        return REF not in self.columns

    def to_json(self) -> dict[str, Any]:
        """As kept with an upload."""
        return {"kind": self.kind.code, "sheet": self.sheet, "columns": dict(self.columns)}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Chosen:
        """As kept by `to_json`."""
        return cls(KINDS[kept["kind"]], kept["sheet"], dict(kept["columns"]))


def choosable(sheet: Sheet, kind: Kind) -> dict[int, str]:
    """The columns that may be chosen, each with its heading and letter: none that is left out otherwise."""
    closed = {one.letter for one in withheld.without(sheet)[1] if one.kind != kind.of}
    found = table.find(sheet).headings
    return {
        at: f"{text or 'No heading'} ({column_letter(at)})"
        for at, text in found.items()
        if column_letter(at) not in closed
    }


def guessed(sheet: Sheet, kind: Kind) -> dict[str, int]:
    """The columns that seem to be meant, by our headings."""
    open_to = choosable(sheet, kind)
    texts = {at: text for at, text in table.find(sheet).headings.items() if at in open_to}
    found: dict[str, int] = {}
    for name, pattern in kind.words.items():
        plain = {at: re.sub(r"[\W_]+", " ", folded(text)) for at, text in texts.items()}
        fits = (at for at, text in plain.items() if re.search(pattern, text) and at not in found.values())
        if (at := next(fits, None)) is not None:
            found[name] = at
    rest = {at: text for at, text in texts.items() if at not in found.values()}
    if (ref := words.of_refs(rest, any_ref=False)) is not None:
        return {REF: ref, **found}
    people = words.of_names(rest)
    return {**dict(zip((NAME, LAST), people, strict=False)), **found}


def refuse_unfit(sheet: Sheet, chosen: Chosen) -> None:
    """Raise Invalid, its field our heading, where a choice is incomplete or takes what it may not."""
    open_to = choosable(sheet, chosen.kind)
    for name, at in chosen.columns.items():
        if at not in open_to:
            raise Invalid("Choose a column that may come in.", field=name)
    if not {REF, NAME} & chosen.columns.keys():
        raise Invalid("Choose the column of the people’s references, or of their names.", field=REF)
    places = list(chosen.columns.values())
    if twice := next((name for name, at in chosen.columns.items() if places.count(at) > 1), None):
        raise Invalid("One column holds one thing: choose another here, or there.", field=twice)
    needed = (REQUIRED[chosen.kind.sheet] - {REF}) | ({"benefit"} & chosen.kind.labels.keys())
    if missing := next((name for name in chosen.kind.labels if name in needed - chosen.columns.keys()), None):
        raise Invalid(f"Choose the column of this: {chosen.kind.labels[missing].lower()}.", field=missing)


def as_ours(sheet: Sheet, chosen: Chosen) -> Sheet:
    """The chosen columns as a sheet of ours, each where it stands; rows that hold none of them are left out.

    A name stands in place of the reference where people are told by their names.
    """
    found = table.find(sheet)
    own = {name: at for name, at in chosen.columns.items() if name in COLUMNS[chosen.kind.sheet]}
    people = [chosen.columns[name] for name in (NAME, LAST) if name in chosen.columns]
    if chosen.is_by_name:
        own[REF] = people[0]
    width = max(own.values()) + 1
    places = {at: name for name, at in own.items()}
    headings = tuple(places.get(at, "") for at in range(width))
    rows = []
    for line in found.rows:
        cells = [line.at(at) if at in places else "" for at in range(width)]
        if not any(cells[at] for at, name in places.items() if name != REF):
            continue
        if chosen.is_by_name:
            cells[own[REF]] = " ".join(filter(None, (line.at(at) for at in people)))
        rows.append((line.number, cells))
    return Sheet(sheet.name, headings, found.heading_row, rows)


def evidence(sheet: Sheet, chosen: Mapping[str, int]) -> Sequence[tuple[str, int]]:
    """How many cells each chosen column holds, for a page that shows none of them."""
    found = table.find(sheet)
    return [(name, len(found.texts(at))) for name, at in chosen.items()]


def unquoted(problem: Problem) -> Problem:
    """The problem of a row without what stands in its cell, which no message and no log is to hold."""
    return replace(problem, sentence=_QUOTED.sub("This", problem.sentence))

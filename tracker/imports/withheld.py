"""Columns of somebody's own sheet that must not come in: bank, benefit, health, immigration, equality facts.

Pure. They are told by their heading, and some by the shape of their cells, and blanked before anything else
looks at the sheet: no preview, mapping, message or record then holds them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from tracker.errors import Invalid
from tracker.imports import cells
from tracker.imports.reading import Sheet, column_letter
from tracker.values import folded

_SAMPLE = 200
# Headings stand within so many rows, beside others of their kind, and are so short.
_HEADINGS_WITHIN = 12
_LEAST_HEADINGS = 3
_LONGEST_HEADING = 6
_DIGITS_OF_A_DAY = 3
_ALLOWANCE = "allowance"
_ALONE = frozenset({"account", "sort", "a c", "s c", "a c no", "ac no", "s c no"})
_MOST = 0.8


@dataclass(frozen=True, slots=True)
class Withheld:
    """One column that was left out, and why."""

    sheet: str
    heading: str
    letter: str
    kind: str

    @property
    def sentence(self) -> str:
        """That it was left out, and the way there is for such facts."""
        named = f"{self.heading} ({self.letter})" if self.heading else self.letter
        return (
            f"{self.sheet}, column {named} looks like {_KINDS[self.kind]} and is left out: {_WAYS[self.kind]}"
        )

    @property
    def short(self) -> str:
        """What stands in the copy of a sheet above the blank column."""
        return f"Left out of this copy: {_KINDS[self.kind]}" if self.kind else "Left out of this copy"


_KINDS = {
    "bank": "bank details",
    "benefit": "something about benefits",
    "health": "something about health",
    "immigration": "something about immigration",
    "equality": "something about equality",
}
_WAYS = {
    "bank": "finance chooses such columns to come in alone, or brings a sheet payees.",
    "benefit": "a benefit contact chooses such columns to come in alone, or brings a sheet circumstances.",
    "health": "it is kept nowhere here. What somebody needs to take part stands on their own page.",
    "immigration": "only whether somebody may be paid is kept, and a benefit contact enters it.",
    "equality": "such answers come from each person, asked by themselves, and never from a sheet.",
}
# Words of a heading, as they stand in it next to each other.
_HEADED = {
    "bank": (
        "sort code", "sortcode", "account number", "account no", "account num", "acc no", "acct no",
        "account name", "account holder", "name on account",
        "iban", "bic", "swift", "bank", "bank details", "building society", "roll number",
    ),
    "benefit": (
        "benefit", "benefits", "universal credit", "uc", "esa", "jsa", "pip", "dla", "carers allowance",
        "pension credit", "income support", "tax credits", "national insurance", "ni number", "ni no", "nino",
    ),
    "health": (
        "disability", "disabled", "disabilities", "medical", "diagnosis", "medication", "allergies",
        "impairment", "nhs number", "nhs no", "health condition", "health conditions", "health needs",
        "health issues", "health status", "long term condition", "access needs", "access requirements",
    ),
    "immigration": (
        "immigration", "visa", "nationality", "citizenship", "asylum", "refugee", "right to work", "passport",
        "leave to remain", "brp",
    ),
    "equality": (
        "ethnicity", "ethnic", "ethnic group", "race", "gender", "sex", "sexual orientation", "sexuality",
        "religion", "belief", "faith", "transgender", "trans", "pronouns", "age group", "age band",
        "age range", "age", "date of birth", "dob", "marital status", "pregnancy",
    ),
}  # fmt: skip
# A heading with one of these names a body or a sitting of it, whatever it is about.
_BODIES = frozenset(
    {"board", "committee", "council", "forum", "group", "meeting", "panel", "session", "team", "workshop"}
)
_SHAPES = (
    ("benefit", re.compile(r"[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]", re.IGNORECASE)),
    ("bank", re.compile(r"[A-Z]{2}\d{2}( ?[A-Z0-9]){11,30}", re.IGNORECASE)),
)
_SORT_CODE = re.compile(r"\d{2}[- ]\d{2}[- ]\d{2}")
_ANSWERS = frozenset(
    {"male", "female", "man", "woman", "nonbinary", "heterosexual", "straight", "gay", "lesbian", "bisexual",
     "white british", "white other", "black african", "black caribbean", "black british", "asian british",
     "mixed", "indian", "pakistani", "bangladeshi", "chinese", "arab", "christian", "muslim", "hindu", "sikh",
     "jewish", "buddhist", "no religion", "prefer not to say"}
)  # fmt: skip


def without(sheet: Sheet) -> tuple[Sheet, list[Withheld]]:
    """The sheet with such columns blanked, heading and cells, and what they were."""
    found = _found(sheet)
    if not found:
        return sheet, []
    headings = tuple("" if index in found else text for index, text in enumerate(sheet.headings))
    rows = [(number, _blanked(row, found)) for number, row in sheet.rows]
    left_out = [
        Withheld(sheet.name, text, column_letter(at), kind) for at, (text, kind) in sorted(found.items())
    ]
    return replace(sheet, headings=headings, rows=rows), left_out


def without_in(sheets: Sequence[Sheet]) -> tuple[list[Sheet], list[Withheld]]:
    """The same for every sheet of a file."""
    cleared = [without(sheet) for sheet in sheets]
    return [sheet for sheet, _ in cleared], [one for _, some in cleared for one in some]


def _blanked(row: list[str], blank: Container[int]) -> list[str]:
    return ["" if index in blank else text for index, text in enumerate(row)]


def _found(sheet: Sheet) -> dict[int, tuple[str, str]]:
    """Such columns, each with its heading and kind; the row of headings may stand below titles."""
    found: dict[int, tuple[str, str]] = {}
    for row in [list(sheet.headings), *(row for _, row in sheet.rows[:_HEADINGS_WITHIN])]:
        first = row == list(sheet.headings)
        if not first and sum(map(bool, row)) < _LEAST_HEADINGS:
            continue
        for index, text in enumerate(row):
            kind = _by_heading(text) if index not in found else None
            if kind is not None and not _is_category(text, row):
                found[index] = (text, kind)
    # A title above has one cell, and the table below it more.
    width = max((len(row) for _, row in sheet.rows[:_SAMPLE]), default=0)
    for index in range(max(width, len(sheet.headings))):
        kind = _by_cells(sheet, index) if index not in found else None
        if kind is not None:
            found[index] = (sheet.headings[index] if index < len(sheet.headings) else "", kind)
    return found


def _is_category(heading: str, row: Sequence[str]) -> bool:
    """Whether an allowance stands among others: then it is what somebody was paid for, no benefit."""
    others = sum(_ALLOWANCE in folded(text) for text in row)
    return _ALLOWANCE in folded(heading) and others >= _LEAST_HEADINGS


def _by_heading(heading: str) -> str | None:
    words = re.sub(r"[\W_]+", " ", folded(heading).replace("'", "").replace("’", "")).split()
    if not words or (_BODIES & set(words) and "age" not in words and "ethnic" not in words):
        return None
    if len(words) > _LONGEST_HEADING or sum(map(str.isdigit, heading)) >= _DIGITS_OF_A_DAY:
        # A note is no heading, and a day with its topic is a session.
        return None
    if " ".join(words) in _ALONE:
        return "bank"
    padded = f" {' '.join(words)} "
    return next(
        (kind for kind, phrases in _HEADED.items() if any(f" {phrase} " in padded for phrase in phrases)),
        None,
    )


def _by_cells(sheet: Sheet, index: int) -> str | None:
    """What most cells of a column look like, whatever its heading says."""
    texts = [row[index] for _, row in sheet.rows[:_SAMPLE] if index < len(row) and row[index]]
    if index >= len(sheet.headings):
        # Below a title its heading stands among them.
        texts = texts[1:]
    if not texts:
        return None
    for kind, shape in _SHAPES:
        if _most(bool(shape.fullmatch(text)) for text in texts):
            return kind
    if _most(bool(_SORT_CODE.fullmatch(text)) for text in texts) and not all(
        _is_date(text) for text in texts
    ):
        return "bank"
    plain = [
        re.sub(r"[\W_]+", " ", folded(text)).strip().replace("non binary", "nonbinary") for text in texts
    ]
    return "equality" if len(set(plain)) > 1 and _most(text in _ANSWERS for text in plain) else None


def _most(hits: Iterator[bool]) -> bool:
    listed: Sequence[bool] = list(hits)
    return sum(listed) >= len(listed) * _MOST


def _is_date(text: str) -> bool:
    """Whether a cell can be a day, in whatever order its parts stand."""
    for month_first in (False, True):
        try:
            cells.day(text, month_first=month_first)
        except Invalid:
            continue
        return True
    return False

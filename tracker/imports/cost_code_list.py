"""The list of cost codes of a finance system as a file: code, name, and the days it opens and closes. Pure.

Its headings may stand in any order and under the names that finance systems use.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.errors import Invalid
from tracker.imports import cells, reading
from tracker.imports.problem import Problem
from tracker.imports.reading import Sheet
from tracker.projects import cost_codes
from tracker.projects.cost_codes import Given
from tracker.values import folded

MOST_CODES = 5_000
LARGEST_BYTES = 5 * 1024 * 1024

# What a column may be called, ours first.
_CALLED: Mapping[str, tuple[str, ...]] = {
    "code": ("code", "cost code", "cost centre", "account", "nominal", "nominal code"),
    "name": ("name", "description", "title", "cost code name"),
    "opens_on": ("opens on", "opens", "open from", "valid from", "start date", "start", "from"),
    "closes_on": ("closes on", "closes", "closed on", "valid to", "end date", "end", "until", "to"),
}


@dataclass(frozen=True)
class CodeList:
    """The rows of a list, and why others cannot come in."""

    given: Sequence[Given]
    problems: Sequence[Problem]


def read(content: bytes, file_name: str) -> CodeList:
    """The codes of a file. Raises Invalid, field `file`, where it is no such list."""
    if len(content) > LARGEST_BYTES:
        raise Invalid(f"{file_name} is too large: a list of codes may be up to 5 MB.", field="file")
    sheet = reading.read(content, file_name)[0]
    columns = _columns(sheet)
    if "code" not in columns:
        raise Invalid(
            f"{file_name} has no column headed code. Its first row names the columns: code, name, opens_on "
            "and closes_on.",
            field="file",
        )
    if len(sheet.rows) > MOST_CODES:
        raise Invalid(f"{file_name} has more than {MOST_CODES:,} codes: take out old ones.", field="file")
    return _read(sheet, columns)


def _columns(sheet: Sheet) -> Mapping[str, int]:
    headings = [folded(heading.replace("_", " ")) for heading in sheet.headings]
    found = {}
    for name, called in _CALLED.items():
        place = next((headings.index(one) for one in called if one in headings), None)
        if place is not None:
            found[name] = place
    return found


def _read(sheet: Sheet, columns: Mapping[str, int]) -> CodeList:
    given: list[Given] = []
    problems: list[Problem] = []
    stands_in: dict[str, int] = {}
    for number, row in sheet.rows:
        texts = {name: row[place] if place < len(row) else "" for name, place in columns.items()}
        try:
            one = of_texts(number, texts)
            if one.code in stands_in:
                sentence = f"{one.code} stands in row {stands_in[one.code]} already. Keep one row."
                raise Invalid(sentence, field="code")
        except Invalid as refused:
            problems.append(Problem(sheet.name, number, refused.field, refused.message))
            continue
        stands_in[one.code] = number
        given.append(one)
    return CodeList(given, problems)


def of_texts(number: int, texts: Mapping[str, str]) -> Given:
    """A row as it was written. Raises Invalid, naming the field."""
    days = {name: _day(texts.get(name, ""), name) for name in ("opens_on", "closes_on")}
    return cost_codes.checked(number, texts, days["opens_on"], days["closes_on"])


def _day(text: str, field: str) -> date | None:
    if not text.strip():
        return None
    try:
        return cells.day(text)
    except Invalid as refused:
        raise Invalid(refused.message, field=field) from None

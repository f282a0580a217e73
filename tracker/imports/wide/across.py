"""Bodies side by side in one sheet, such as committees, each named once over the days of its own. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tracker.imports.wide import headings
from tracker.imports.wide.grid import Line
from tracker.imports.wide.headings import Heading, Kind
from tracker.imports.wide.names import is_heading_of_names
from tracker.values import folded

BODY = re.compile(
    r"\b(?:committees?|sub-?committee|panel|board|forum|council|cabinet|scrutiny|group|team|commission|assembly)\b"
)


def over(line: Line, column: int) -> str:
    """What stands over a column: in it, or merged from the left."""
    return next((line.at(at) for at in range(column, -1, -1) if line.at(at)), "")


def bodies(days: Sequence[tuple[int, Heading]], above: Sequence[Line]) -> dict[int, str]:
    """The body of each column of days, from the nearest row above that names several; else nothing."""
    for line in above:
        found = {at: over(line, at) for at, _ in days}
        if len(set(map(folded, found.values()))) > 1 and _are_bodies(found, dict(days)):
            return found
    return {}


def _are_bodies(found: dict[int, str], days: dict[int, Heading]) -> bool:
    """Whether these words name bodies: they say so themselves, or one day stands under two of them."""
    texts = set(found.values())
    if not all(headings.read(text).kind is Kind.WORDS and not is_heading_of_names(text) for text in texts):
        return False
    if sum(bool(BODY.search(folded(text))) for text in texts) * 2 > len(texts):
        return True
    of_day: dict[str, set[str]] = {}
    for at, text in found.items():
        of_day.setdefault(days[at].text, set()).add(text)
    return any(len(bodies) > 1 for bodies in of_day.values())

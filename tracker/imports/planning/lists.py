"""A list in somebody's own words, of whatever it is, planned once nothing about it is open."""

from __future__ import annotations

from typing import Any

from tracker.errors import Invalid
from tracker.imports import queries
from tracker.imports.lists.people import PeopleList
from tracker.imports.lists.understanding import Listed
from tracker.imports.planning import listed, listed_people
from tracker.imports.planning.book import Book
from tracker.imports.planning.register import Target
from tracker.imports.problem import Problem

_MEANT_OTHERWISE = (
    "This file was brought in before, and its columns and words were said to mean something else. Say the "
    "same again: otherwise the same money would count twice. Bring in what was left out as a list of its own."
)


def kind_of(made: Listed) -> str:
    """What such an import is, as kept with it."""
    return listed.PEOPLE if isinstance(made, PeopleList) else listed.PAYMENTS


def mapping(made: Listed, target: Target | None) -> dict[str, Any]:
    """What the columns were taken for, as kept with the import."""
    return {
        "headings": list(made.table.headings.values()),
        "sheet": made.table.sheet,
        "project": target.ref if target else None,
        "list": made.settled().to_json(),
    }


def plan(book: Book, sha256: str, made: Listed, target: Target | None) -> None:
    """Plan every row. Raises Invalid while something about the list is open."""
    if made.asks:
        raise Invalid(" ".join(ask.sentence for ask in made.asks), field="file")
    for remark in made.remarks:
        book.plan.note(remark)
    book.plan.note(made.sentence())
    sheet = made.table.sheet
    if isinstance(made, PeopleList):
        listed_people.plan_people(book, sheet, made, target)
    elif _meant_otherwise(sha256, mapping(made, target)):
        book.plan.refuse(Problem(sheet, None, None, _MEANT_OTHERWISE), listed.PAYMENTS)
    else:
        listed.plan_payments(book, sheet, made, target)


def _meant_otherwise(sha256: str, now: dict[str, Any]) -> bool:
    """Whether the same list is in already with another meaning: its money would count twice."""
    return any(
        earlier.mapping.get("sheet") == now["sheet"] and earlier.mapping.get("list") != now["list"]
        for earlier in queries.batches_of_file(sha256, listed.PAYMENTS)
    )

"""Names that seem to be of several people, who would come in as one: said, and nothing is guessed."""

from __future__ import annotations

import re

from tracker.imports.planning.book import Book

_SEVERAL = re.compile(r"\s(?:&|\+|and|with)\s|[;/]", re.IGNORECASE)
_NAMED = 5


def note(book: Book) -> None:
    """Say which new people have such a name."""
    names = [row["name"] for row in book.plan.rows["people"] if row["name"] and _SEVERAL.search(row["name"])]
    if names:
        named = ", ".join(f"“{name}”" for name in names[:_NAMED])
        more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
        book.plan.note(
            f"Taken for one person each, though several seem to be named: {named}{more}. If they are several "
            "people, give each a row of their own, and choose the file again."
        )

"""People of a sheet of ours who are told by their names there: only a name that one person bears is taken."""

from __future__ import annotations

from dataclasses import replace

from tracker.imports.headers import Table
from tracker.imports.planning import known
from tracker.imports.planning.book import Book
from tracker.imports.planning.who import Finder
from tracker.people.queries import match_name
from tracker.permissions import Permission


def with_references(book: Book, table: Table, permission: Permission) -> Table:
    """The table with references in place of names; whoever is not known, or not alone, is a refused row."""
    names = {match_name(record.get("person_ref")) for record in table.records}
    known.load_people_by_name(book, names, permission)
    finder, found = Finder(book, permission, None), []
    for record in table.records:
        name = record.get("person_ref")
        people = finder.known(name)
        if len(people) == 1:
            found.append(replace(record, values={**record.values, "person_ref": people[0].ref}))
        else:
            book.refuse(table, record, "person_ref", _SEVERAL if people else _NOBODY)
    return replace(table, records=found)


_NOBODY = "Nobody here has this name. Bring the person in first, or give their reference in a column."
_SEVERAL = "Several people have this name. Give each row the person’s reference, in a column of its own."

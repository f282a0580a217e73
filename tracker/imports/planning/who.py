"""Whom a row of somebody's own list is about: by a reference, or by a name that only one person bears."""

from __future__ import annotations

from tracker.errors import Invalid
from tracker.imports.planning import people
from tracker.imports.planning.book import Book
from tracker.imports.planning.states import Person, ProjectState
from tracker.people.queries import match_name
from tracker.permissions import Permission


class Finder:
    """Finds people for whom the importer holds a permission; those not known may join a project."""

    def __init__(self, book: Book, permission: Permission, project: ProjectState | None) -> None:
        self.book, self.permission, self.project = book, permission, project
        self.found: dict[tuple[str, str], Person] = {}

    def find(self, name: str, ref: str) -> Person:
        """The person of a row. Raises Invalid, its field `ref` or `name`."""
        if (name, ref) not in self.found:
            self.found[name, ref] = self._by_ref(name, ref) if ref else self._by_name(name)
        return self.found[name, ref]

    def known(self, name: str) -> list[Person]:
        """The people of a name, each once, those of the project before all others."""
        seen = {one.id: one for one in self.book.by_name.get(match_name(name), [])}
        mine = [one for one in seen.values() if self.book.sees(self.permission, one)]
        members = [one for one in mine if self.project is not None and self.project.id in one.projects]
        return members or mine

    def _by_ref(self, name: str, ref: str) -> Person:
        try:
            person = self.book.person_of(ref, self.permission)
        except Invalid as error:
            raise Invalid(error.message, field="ref") from None
        if name and match_name(name) != person.match_name:
            raise Invalid(
                f"{ref} is {person.name} here, and this row says {name}. Correct one of the two, or leave "
                "the column of names out.",
                field="name",
            )
        return person

    def _by_name(self, name: str) -> Person:
        found = self.known(name)
        if len(found) > 1:
            raise Invalid(
                f"Several people are called {name}. Give each a reference, and bring the list in with those.",
                field="name",
            )
        if found:
            return found[0]
        if self.project is None:
            raise Invalid(
                f"There is no person called {name}. Correct the name, bring the person in first, or choose a "
                "project that people who are new join.",
                field="name",
            )
        self.book.demand(Permission.ADD_PEOPLE, self.project, field="name")
        person = people.add(self.book, None, {"name": name, "match_name": match_name(name)})
        self.book.join(person, self.project, self.book.on)
        return person

"""Whom a row of somebody's own list is about: by a reference, or by a name that only one person bears."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tracker.errors import Invalid
from tracker.imports.planning import alike, people
from tracker.imports.planning import known as known_people
from tracker.imports.planning.book import Book
from tracker.imports.planning.states import Person, ProjectState
from tracker.people.queries import match_name
from tracker.permissions import Permission


class Finder:
    """Finds people for whom the importer holds a permission; those not known may join a project."""

    def __init__(self, book: Book, permission: Permission, project: ProjectState | None) -> None:
        self.book, self.permission, self.project = book, permission, project
        self.found: dict[tuple[str, str], Person] = {}
        # Who bears a name of the file, by the name as it is matched; and the names that nobody bears yet.
        self.named: dict[str, Person] = {}
        self.new: dict[str, str] = {}

    def ask(self, names: Iterable[str], emails: Mapping[str, str] | None = None) -> None:
        """Ask of names that are not known whether they are somebody known; `emails` by name."""
        self.new = {match_name(name): name for name in names if name and not self.known(name)}
        alike.ask(self.book, self.new, {match_name(name): email for name, email in (emails or {}).items()})

    def find(self, name: str, ref: str) -> Person:
        """The person of a row. Raises Invalid, its field `ref` or `name`."""
        if not ref:
            return self.one(name) or self._add(name)
        if (name, ref) not in self.found:
            self.found[name, ref] = self._by_ref(name, ref)
        return self.found[name, ref]

    def one(self, name: str) -> Person | None:
        """The person of a name, as is known or was said; None for somebody new. Raises Invalid."""
        key = match_name(name)
        if key in self.named:
            return self.named[key]
        found = self.known(name)
        person = self._which(key, name, found) if len(found) > 1 else next(iter(found), None)
        if not found:
            person = self._same(key, name)
        if person is not None:
            self.named[key] = person
        return person

    def known(self, name: str) -> list[Person]:
        """The people of a name, each once, those of the project before all others."""
        seen = {one.id: one for one in self.book.by_name.get(match_name(name), [])}
        mine = [one for one in seen.values() if self.book.sees(self.permission, one)]
        members = [one for one in mine if self.project is not None and self.project.id in one.projects]
        return members or mine

    def newest(self, name: str) -> Person | None:
        """Whom a row of this name has just added, who is meant by the name from here on."""
        added = next((one for one in reversed(self.known(name)) if one.new), None)
        if added is not None:
            self.named[match_name(name)] = added
        return added

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

    def _which(self, key: str, name: str, several: Sequence[Person]) -> Person | None:
        """The one of several people of one name who was said to be meant. Raises Invalid until it is said."""
        by_ref = {one.ref: one for one in several if one.ref is not None}
        answer = alike.ask_which(self.book, key, name, sorted(by_ref))
        if not answer:
            raise Invalid(
                f"Several people are called {name}. Say which of them this is, or that it is somebody new; "
                "or give each a reference, and bring the list in with those.",
                field="name",
            )
        return by_ref.get(answer)

    def _same(self, key: str, name: str) -> Person | None:
        """Whom a name that is not known was said to be; None for somebody new. Raises Invalid."""
        if sentence := alike.not_a_choice(self.book, key):
            raise Invalid(sentence, field="name")
        code = alike.same_as(self.book, key)
        if code is None:
            return None
        found = self.find(self.new[code], "") if code in self.new else known_people.seen(self.book, code)
        if isinstance(found, str) or not self.book.sees(self.permission, found):
            raise Invalid(f"There is no person {code}. Say who is meant again.", field="name")
        alike.remember(self.book, found.id, name=name)
        return found

    def _add(self, name: str) -> Person:
        if self.project is None:
            raise Invalid(
                f"There is no person called {name}. Correct the name, bring the person in first, or choose a "
                "project that people who are new join.",
                field="name",
            )
        if not self.book.actor.may(Permission.ADD_PEOPLE, self.project.id):
            raise Invalid(
                f"There is no person called {name}, and your role does not let you add people.", field="name"
            )
        person = people.add(self.book, None, {"name": name, "match_name": match_name(name)})
        self.book.join(person, self.project, self.book.on)
        self.named[match_name(name)] = person
        return person

"""The people of registers by the names that stand there: known, new, or as was said when it was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tracker.imports.planning import alike, known, people
from tracker.imports.planning.book import Book
from tracker.imports.planning.states import Person, ProjectState


class ListedPeople:
    """Who stands in one register, or in several that come in together: each name is one person in all."""

    def __init__(self, book: Book, names: Mapping[str, str], project: ProjectState) -> None:
        self.book = book
        self.names = names
        self.project = project
        # By what name somebody new was put down for a session, by the session and the person.
        self.placed: dict[tuple[int, int], str] = {}
        self._found: dict[str, Person | str] = {}

    def ask(self) -> None:
        """Ask of everybody whose name is not known here whether they are somebody known, or one another."""
        alike.ask(
            self.book, {key: name for key, name in self.names.items() if not self.book.by_name.get(key)}
        )

    def person(self, match: str) -> Person | str:
        """The person of a name as it is matched, or why it is not known who they are."""
        if match not in self._found:
            self._found[match] = self._find(match)
        return self._found[match]

    def _find(self, match: str) -> Person | str:
        """The one person of this name, of the project before all others; a new one; or why not."""
        known_here = self.book.by_name.get(match, [])
        known_here = [one for one in known_here if self.project.id in one.projects] or known_here
        if len(known_here) > 1:
            return self._which(match, known_here)
        if known_here:
            return known_here[0]
        if sentence := alike.not_a_choice(self.book, match):
            return sentence
        same = alike.same_as(self.book, match)
        if same is None:
            return self._add(match)
        found = self.person(same) if same in self.names else known.seen(self.book, same)
        if isinstance(found, Person):
            alike.remember(self.book, found.id, name=self.names[match])
        return found

    def _add(self, match: str) -> Person:
        return people.add(self.book, None, {"name": self.names[match], "match_name": match})

    def _which(self, match: str, several: Sequence[Person]) -> Person | str:
        """The one of several people of one name who was said to be meant, or the question."""
        name = self.names[match]
        by_ref = {person.ref: person for person in several if person.ref is not None}
        answer = alike.ask_which(self.book, match, name, sorted(by_ref))
        if answer == alike.NEW:
            return self._add(match)
        return by_ref.get(answer) or (
            f"Several people are called {name}. Say which of them this is, or that it is somebody new."
        )

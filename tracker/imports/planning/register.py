"""A register of somebody's own making, long or wide, as people, sessions and attendance of one project."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.db import random_id
from tracker.imports.planning import alike, people
from tracker.imports.planning import known as known_people
from tracker.imports.planning.attendance import give_place
from tracker.imports.planning.book import Book
from tracker.imports.planning.plan import Fate
from tracker.imports.planning.sessions import add as add_session
from tracker.imports.planning.states import Person, Place, ProjectState, SessionState
from tracker.imports.problem import Problem
from tracker.imports.register import Key, Presence, Register, Sitting
from tracker.permissions import Permission
from tracker.sessions.models import HEARD, Outcome

KIND = "register"
_LONGEST_REF = 40


@dataclass(frozen=True, slots=True)
class Target:
    """The project that a register goes into: one that is there, or a new one with this reference and name."""

    ref: str
    name: str | None = None


def session_ref(project_ref: str, key: Key) -> str:
    """The reference of a session of a register: the same list read again finds the same sessions."""
    whole = " ".join([project_ref, *key])
    if len(whole) <= _LONGEST_REF:
        return whole
    digest = hashlib.sha256(whole.encode()).hexdigest()[:8]
    return f"{whole[: _LONGEST_REF - 9]} {digest}"


def plan(book: Book, sheet: str, register: Register, target: Target) -> None:
    """Plan every row of a register; `book` holds the project, the sessions and the people of these names."""
    for problem in register.problems:
        book.plan.refuse(problem, KIND)
    project = _project(book, sheet, register, target)
    if project is None:
        return
    _Planner(book, sheet, register, project).plan()


def _project(book: Book, sheet: str, register: Register, target: Target) -> ProjectState | None:
    """The project, planned anew if it is to be; None where the importer may not, which is then said."""
    known = book.projects.get(target.ref)
    if known is not None and target.name is not None:
        sentence = "There is a project with this reference already. Choose it, or enter another reference."
        book.plan.refuse(Problem(sheet, None, None, sentence), KIND)
        return None
    if known is None and target.name is None:
        book.plan.refuse(Problem(sheet, None, None, f"There is no project {target.ref}."), KIND)
        return None
    if lacking := _lacking(book, known):
        book.plan.refuse(Problem(sheet, None, None, lacking), KIND)
        return None
    return known or _begin(book, target, register)


def _lacking(book: Book, known: ProjectState | None) -> str | None:
    """The sentence that refuses this importer the project, known or new; None where they may.

    A new project has no cost code, so nothing is paid from it before an administrator has looked. Only who
    holds a role in all projects may begin one: anybody else could not see it afterwards.
    """
    if known is not None:
        return book.lacks(Permission.IMPORT_REGISTERS, known)
    if Permission.BEGIN_PROJECTS in book.actor.everywhere:
        return None
    return "Your role does not let you begin a project. Ask your administrator to add it."


def _begin(book: Book, target: Target, register: Register) -> ProjectState:
    state = ProjectState(random_id(), target.ref, target.name or target.ref, None)
    book.projects[target.ref] = state
    book.plan.rows["projects"].append(
        {
            "id": state.id,
            "ref": state.ref,
            "name": state.name,
            "since": min((sitting.held_on for sitting in register.sittings.values()), default=book.on),
            "import_batch_id": book.batch_id,
        }
    )
    book.plan.note(f"A new project, {state.name}, begins.")
    return state


class _Planner:
    """Plans the rows of one register, each person, session and place once."""

    def __init__(self, book: Book, sheet: str, register: Register, project: ProjectState) -> None:
        self.book = book
        self.sheet = sheet
        self.register = register
        self.project = project
        self.people: dict[str, Person | str] = {}
        self.sessions: dict[Key, SessionState | str] = {}

    def plan(self) -> None:
        """Plan row after row."""
        new = {
            match: name for match, name in self.register.people.items() if not self.book.by_name.get(match)
        }
        alike.ask(self.book, new)
        for row, key, match in self.register.rows:
            person, involvement = self._person(match), self._session(key)
            trouble = next((found for found in (person, involvement) if isinstance(found, str)), None)
            presence = self.register.places[key, match]
            if isinstance(person, Person) and isinstance(involvement, SessionState) and presence.row == row:
                fate, sentence = self._place(person, involvement, presence)
            elif trouble is None:
                fate, sentence = Fate.MATCHED, f"The same person and session as row {presence.row}."
            if trouble is not None:
                self.book.plan.refuse(Problem(self.sheet, row, presence.column, trouble), KIND)
            else:
                self.book.plan.say(self.sheet, row, KIND, fate, sentence, column=presence.column)
        for match, row in self.register.unmarked.items():
            self._list(row, match)

    def _list(self, row: int, match: str) -> None:
        """Somebody who is listed and marked nowhere belongs to the project all the same."""
        person = self._person(match)
        if isinstance(person, str):
            self.book.plan.refuse(Problem(self.sheet, row, None, person), KIND)
            return
        fate = Fate.CREATED if person.new else Fate.MATCHED
        self.book.join(person, self.project, self.book.on)
        self.book.plan.say(self.sheet, row, KIND, fate, f"{person.name} is listed, and marked nowhere.")

    def _person(self, match: str) -> Person | str:
        if match not in self.people:
            self.people[match] = self._find_person(match)
        return self.people[match]

    def _find_person(self, match: str) -> Person | str:
        """The one person of this name, of the project before all others; a new one; or why not."""
        name = self.register.people[match]
        known = self.book.by_name.get(match, [])
        known = [person for person in known if self.project.id in person.projects] or known
        if len(known) > 1:
            return self._which(match, known)
        if known:
            return known[0]
        if sentence := alike.not_a_choice(self.book, match):
            return sentence
        same = alike.same_as(self.book, match)
        if same is None:
            return self._add(match)
        found = self._person(same) if same in self.register.people else known_people.seen(self.book, same)
        if isinstance(found, Person):
            alike.remember(self.book, found.id, name=name)
        return found

    def _add(self, match: str) -> Person:
        return people.add(self.book, None, {"name": self.register.people[match], "match_name": match})

    def _which(self, match: str, known: Sequence[Person]) -> Person | str:
        """The one of several people of one name who was said to be meant, or the question."""
        name = self.register.people[match]
        by_ref = {person.ref: person for person in known if person.ref is not None}
        answer = alike.ask_which(self.book, match, name, sorted(by_ref))
        if answer == alike.NEW:
            return self._add(match)
        return by_ref.get(answer) or (
            f"Several people are called {name}. Say which of them this is, or that it is somebody new."
        )

    def _session(self, key: Key) -> SessionState | str:
        if key not in self.sessions:
            self.sessions[key] = self._find_session(self.register.sittings[key])
        return self.sessions[key]

    def _find_session(self, sitting: Sitting) -> SessionState | str:
        ref = session_ref(self.project.ref, sitting.key)
        known = self.book.sessions.get(ref)
        if known is not None:
            same = known.project.id == self.project.id
            return known if same else f"The reference {ref} belongs to a session of another project."
        if max(sitting.days) > self.book.on:
            return "This session has not taken place yet: bring in who came afterwards."
        minutes = sitting.minutes()
        single = sitting.slots if minutes is not None else set()
        state = SessionState(
            random_id(),
            ref,
            self.project,
            sitting.held_on,
            sitting.title,
            min(start for start, _ in single) if single else None,
            max(end for _, end in single) if single else None,
            minutes,
        )
        add_session(self.book, state)
        return state

    def _place(self, person: Person, involvement: SessionState, presence: Presence) -> tuple[Fate, str]:
        outcome = Outcome.ATTENDED if presence.present else Outcome.DID_NOT_ATTEND
        timed = involvement.minutes is not None or presence.said_minutes is not None
        minutes = presence.minutes() if timed else None
        said = "came" if presence.present else "did not come"
        place = self.book.places.get((involvement.id, person.id))
        if place is None:
            give_place(self.book, involvement, person, outcome, minutes=minutes)
            return Fate.CREATED, f"{person.name} {said}."
        if place.outcome in HEARD if presence.present else place.outcome == outcome:
            return Fate.MATCHED, f"{person.name} {said}: there already."
        if place.new:
            said = "One row says that they came and another that they did not. Keep one of the two."
            return Fate.REFUSED, f"{person.name} stands here under two names. {said}"
        return self._change(person, place, outcome, minutes if presence.present else None)

    def _change(
        self, person: Person, place: Place, outcome: Outcome, minutes: int | None
    ) -> tuple[Fate, str]:
        if place.id in self.book.fees:
            return (
                Fate.REFUSED,
                f"Money rests on {person.name}'s place in this session, so it cannot change here.",
            )
        place.outcome = outcome
        self.book.plan.changes["attendance", place.id] = {
            "outcome": outcome,
            "minutes": minutes,
            "recorded_by_id": self.book.actor.user_id,
        }
        said = "came" if outcome in HEARD else "did not come"
        return Fate.UPDATED, f"{person.name} {said}: this would change."

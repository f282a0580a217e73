"""A register of somebody's own making, long or wide, as people, sessions and attendance of one project."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.db import random_id
from tracker.imports.planning.attendance import give_place
from tracker.imports.planning.book import Book
from tracker.imports.planning.listed_by_name import ListedPeople
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


def plan(book: Book, sheets: Sequence[tuple[str, Register]], whole: Register, target: Target) -> None:
    """Plan every row of registers that come in together, each with the name of its sheet.

    `whole` is all of them together; `book` holds the project, the sessions and the people of these names.
    """
    for _, register in sheets:
        for problem in register.problems:
            book.plan.refuse(problem, KIND)
    project = _project(book, sheets[0][0], whole, target)
    if project is None:
        return
    listed = ListedPeople(book, whole.people, project)
    listed.ask()
    for sheet, register in sheets:
        _Planner(book, sheet, register, project, listed).plan()


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
    """Plans the rows of one register, each session and place once; `listed` are the people of all of them."""

    def __init__(
        self, book: Book, sheet: str, register: Register, project: ProjectState, listed: ListedPeople
    ) -> None:
        self.book = book
        self.sheet = sheet
        self.register = register
        self.project = project
        self.listed = listed
        self.sessions: dict[Key, SessionState | str] = {}

    def plan(self) -> None:
        """Plan row after row."""
        say = self.book.plan.say
        for row, key, match in self.register.rows:
            person, involvement = self.listed.person(match), self._session(key)
            presence = self.register.places[key, match]
            if isinstance(person, str):
                fate, sentence = Fate.REFUSED, person
            elif isinstance(involvement, str):
                fate, sentence = Fate.REFUSED, involvement
            elif presence.row == row:
                fate, sentence = self._place(match, person, involvement, presence)
            else:
                fate, sentence = Fate.MATCHED, f"The same person and session as row {presence.row}."
            say(self.sheet, row, KIND, fate, sentence, column=presence.column)
        for match, row in self.register.unmarked.items():
            self._list(row, match)

    def _list(self, row: int, match: str) -> None:
        """Somebody who is listed and marked nowhere belongs to the project all the same."""
        person = self.listed.person(match)
        if isinstance(person, str):
            self.book.plan.refuse(Problem(self.sheet, row, None, person), KIND)
            return
        fate = Fate.CREATED if person.new else Fate.MATCHED
        self.book.join(person, self.project, self.book.on)
        self.book.plan.say(self.sheet, row, KIND, fate, f"{person.name} is listed, and marked nowhere.")

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

    def _place(
        self, match: str, person: Person, involvement: SessionState, presence: Presence
    ) -> tuple[Fate, str]:
        outcome = Outcome.ATTENDED if presence.present else Outcome.DID_NOT_ATTEND
        timed = involvement.minutes is not None or presence.said_minutes is not None
        minutes = presence.minutes() if timed else None
        said = "came" if presence.present else "did not come"
        place = self.book.places.get((involvement.id, person.id))
        if place is None:
            give_place(self.book, involvement, person, outcome, minutes=minutes)
            self.listed.placed[involvement.id, person.id] = match
            return Fate.CREATED, f"{person.name} {said}."
        if place.outcome in HEARD if presence.present else place.outcome == outcome:
            return Fate.MATCHED, f"{person.name} {said}: there already."
        if self.listed.placed.get((involvement.id, person.id)) == match:
            return Fate.MATCHED, f"{person.name} stands in another sheet, which says otherwise."
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

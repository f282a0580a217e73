"""A list of people in somebody's own words, planned as our sheet of people is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tracker.accounts.services import normal_email
from tracker.errors import Invalid
from tracker.imports.columns import COLUMNS
from tracker.imports.headers import Record
from tracker.imports.lists.people import PeopleList, PersonRow
from tracker.imports.lists.roles import Role
from tracker.imports.planning import alike, known, people
from tracker.imports.planning.book import Book
from tracker.imports.planning.listed import PEOPLE, project_of
from tracker.imports.planning.plan import Fate
from tracker.imports.planning.register import Target
from tracker.imports.planning.states import Person
from tracker.imports.planning.who import Finder
from tracker.imports.problem import Problem
from tracker.people.queries import match_name
from tracker.permissions import Permission
from tracker.values import line

# The headings of our sheet of people, for what a column of such a list may mean.
_OURS: Mapping[Role, str] = {
    Role.KNOWN_AS: "known_as",
    Role.EMAIL: "email",
    Role.PHONE: "phone",
    Role.CONTACT: "preferred_contact",
    Role.LANGUAGE: "language",
    Role.FORMAT: "format",
    Role.ROUTE: "payment_route",
}
_NAMED = {ours: role for role, ours in _OURS.items()} | {"name": Role.NAME, "ref": Role.REF}


def plan_people(book: Book, sheet: str, made: PeopleList, target: Target | None) -> None:
    """Plan every person of a list: new, there already, or with something that would change."""
    project = project_of(book, target, Permission.ADD_PEOPLE)
    known.load_lists(book)
    known.load_people(book, known.people_by_ref({one.ref for one in made.people if one.ref}))
    names = {match_name(one.name) for one in made.people if one.name and not one.ref}
    known.load_people_by_name(book, names, Permission.ADD_PEOPLE)
    finder = Finder(book, Permission.ADD_PEOPLE, project)
    _ask(book, made, finder)
    met: dict[int, int] = {}
    for row in made.people:
        try:
            values = _values(row)
            values["project_ref"] = target.ref if target else None
            fate, sentence = _plan(book, sheet, finder, row, values, met)
        except Invalid as error:
            column = made.column(_NAMED.get(error.field or "", Role.NAME))
            book.plan.refuse(Problem(sheet, row.row, column, error.message), PEOPLE)
        else:
            book.plan.say(sheet, row.row, PEOPLE, fate, sentence)


def _ask(book: Book, made: PeopleList, finder: Finder) -> None:
    """Ask of those who are new, by reference or by name, whether they are somebody known, or one another."""
    refs: dict[str, str] = {}
    by_ref: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for one in made.people:
        email = one.given.get(Role.EMAIL, "").strip().lower()
        if one.ref and one.name and one.ref not in book.people:
            refs.setdefault(one.ref, one.name)
        if email:
            (by_ref if one.ref else by_name).setdefault(one.ref or one.name, email)
    alike.ask(book, refs, by_ref)
    finder.ask((one.name for one in made.people if not one.ref), by_name)


def _values(row: PersonRow) -> dict[str, Any]:
    """The cells of a row as our sheet reads them. Raises Invalid, its field our heading."""
    given = {"name": row.name, "ref": row.ref, **{_OURS[role]: text for role, text in row.given.items()}}
    values = {}
    for name, text in given.items():
        try:
            values[name] = COLUMNS["people"][name](text) if text else None
        except Invalid as error:
            raise Invalid(error.message, field=name) from None
    return values


def _plan(
    book: Book, sheet: str, finder: Finder, row: PersonRow, values: dict[str, Any], met: dict[int, int]
) -> tuple[Fate, str]:
    """What becomes of one row. Raises Invalid."""
    person = book.people.get(row.ref) if row.ref else _by_name(finder, row, values)
    if person is not None:
        before = met.setdefault(person.id, row.row)
        if person.new and before != row.row:
            return Fate.MATCHED, _again(person, values, before)
    if person is not None and not row.ref:
        # Known by their name: how it is written here says nothing new.
        values["ref"], values["name"] = person.ref, None
    fate, sentence = people.plan_row(book, Record(sheet, row.row, values))
    added = book.people.get(row.ref) if row.ref else person or finder.newest(row.name)
    if added is not None:
        met.setdefault(added.id, row.row)
    return fate, sentence


def _by_name(finder: Finder, row: PersonRow, values: dict[str, Any]) -> Person | None:
    """The one person of this name, told apart by their email where several bear it. Raises Invalid."""
    name = line(row.name, field="name", longest=200)
    if name is None:
        raise Invalid("There is no name in this row. Enter it, or delete the row.", field="name")
    found = finder.known(name)
    email = normal_email(values["email"]) if values.get("email") else None
    if len(found) > 1 and email:
        found = [one for one in found if one.values.get("email") == email] or found
    return found[0] if len(found) == 1 else finder.one(name)


def _again(person: Person, values: dict[str, Any], before: int) -> str:
    """A second row of somebody who is new in this list. Raises Invalid where it says otherwise."""
    for name in _OURS.values():
        value = values.get(name)
        value = normal_email(value) if name == "email" and value else value
        if value is not None and person.values.get(name) != value:
            raise Invalid(
                f"Row {before} has this name too, with other details. If they are two people, give each a "
                "reference; if not, keep one row.",
                field=name,
            )
    return f"{person.name} stands in row {before} already."

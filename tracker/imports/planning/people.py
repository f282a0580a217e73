"""Rows of people: added, matched by reference, changed, and made members of a project."""

from __future__ import annotations

from typing import Any

from tracker.accounts.services import normal_email
from tracker.db import random_id
from tracker.errors import Invalid
from tracker.imports.headers import Record, Table
from tracker.imports.planning import alike, known
from tracker.imports.planning.book import Book
from tracker.imports.planning.plan import Fate
from tracker.imports.planning.states import Person
from tracker.people.models import DocumentFormat
from tracker.people.queries import match_name
from tracker.permissions import Permission

_FIELDS = (
    "name",
    "known_as",
    "email",
    "phone",
    "preferred_contact",
    "language",
    "format",
    "payment_route",
)


def plan(book: Book, table: Table) -> None:
    """Plan every row of a sheet of people; a person may have several rows, one a project."""
    told: dict[tuple[str, str], tuple[Any, int]] = {}
    _ask(book, table)
    book.each(table, lambda record: _plan_row(book, record, told))


def plan_row(book: Book, record: Record) -> tuple[Fate, str]:
    """What becomes of one row that stands for itself. Raises Invalid, naming the column at fault."""
    return _plan_row(book, record, {})


def _ask(book: Book, table: Table) -> None:
    """Ask of those whose reference is new whether they are somebody known, or one another."""
    names: dict[str, str] = {}
    emails: dict[str, str] = {}
    for record in table.records:
        ref, name, email = (record.get(column) for column in ("ref", "name", "email"))
        if ref is not None and name is not None and ref not in book.people:
            names.setdefault(ref, name)
            if email is not None:
                emails.setdefault(ref, email.strip().lower())
    alike.ask(book, names, emails)


def _same(book: Book, ref: str | None) -> Person | None:
    """The person whom a new reference was said to be. Raises Invalid for an answer that is none."""
    if ref is None or ref in book.people:
        return None
    if sentence := alike.not_a_choice(book, ref):
        raise Invalid(sentence, field="ref")
    code = alike.same_as(book, ref)
    if code is None:
        return None
    found = known.seen(book, code)
    if isinstance(found, str):
        raise Invalid(found, field="ref")
    alike.remember(book, found.id, ref=ref)
    book.people[ref] = found
    return found


def _refuse_contradiction(record: Record, told: dict[tuple[str, str], tuple[Any, int]]) -> None:
    """Two rows of one reference must say the same of the person, or one of them is somebody else."""
    ref = record.get("ref")
    for name in _FIELDS:
        value = record.get(name)
        if value is None:
            continue
        before, row = told.setdefault((ref, name), (value, record.row))
        if before != value:
            raise Invalid(
                f"Row {row} says {before} for {ref}. Keep one of the two, or correct the reference.",
                field=name,
            )


def _plan_row(book: Book, record: Record, told: dict[tuple[str, str], tuple[Any, int]]) -> tuple[Fate, str]:
    """What becomes of one row. Raises Invalid, naming the column at fault."""
    _refuse_contradiction(record, told)
    project = None
    if ref := record.get("project_ref"):
        project = book.project_of(ref, Permission.ADD_PEOPLE)
    else:
        book.demand(Permission.ADD_PEOPLE)
    values = _values(book, record)
    ref = record.get("ref")
    person = _same(book, ref) or book.people.get(ref)
    if person is not None and person.ref != ref:
        # Another reference of theirs: its sheet must not change what stands under their own.
        fate, sentence = Fate.MATCHED, f"{person.name}, {person.ref}, is the same person."
    elif person is None:
        if record.get("name") is None:
            raise Invalid("Enter the person's name: this reference is new.", field="name")
        person = add(book, record.get("ref"), values)
        fate, sentence = Fate.CREATED, f"{person.name} is added."
    else:
        fate, sentence = _compare(book, person, values)
    if project is not None and project.id not in person.projects:
        book.join(person, project, book.on)
        sentence += f" They join {project.name}."
        fate = Fate.UPDATED if fate == Fate.MATCHED else fate
    return fate, sentence


def _values(book: Book, record: Record) -> dict[str, Any]:
    """The fields that the row gives, in the form that is stored."""
    values = {name: record.get(name) for name in _FIELDS if record.get(name) is not None}
    if "email" in values:
        values["email"] = normal_email(values["email"])
    if "name" in values:
        values["match_name"] = match_name(values["name"])
    book.list_word("language", values.get("language"))
    book.list_word("preferred-contact", values.get("preferred_contact"))
    return values


def add(book: Book, ref: str | None, values: dict[str, Any]) -> Person:
    """Plan a new person; without a reference they get the next one when they are written."""
    row = {
        "id": random_id(),
        "ref": ref,
        "known_as": None,
        "email": None,
        "phone": None,
        "preferred_contact": None,
        "language": "english",
        "format": DocumentFormat.STANDARD,
        "payment_route": None,
        **values,
        "since": book.on,
        "added_by_id": book.actor.user_id,
        "import_batch_id": book.batch_id,
    }
    person = Person(
        row["id"],
        ref,
        row["name"],
        row["match_name"],
        row["payment_route"],
        added_by_id=book.actor.user_id,
        # The very row that will be written: a later row of the same person may complete it.
        values=row,
    )
    if ref is not None:
        book.people[ref] = person
    book.by_name.setdefault(person.match_name, []).append(person)
    book.plan.rows["people"].append(row)
    return person


def _compare(book: Book, person: Person, values: dict[str, Any]) -> tuple[Fate, str]:
    """What a row says of a person who is known. Raises Invalid where it would rename somebody with money."""
    if not person.new and not book.sees(Permission.ADD_PEOPLE, person):
        return Fate.MATCHED, "This reference is already known; their details stay as they are."
    changes = {name: value for name, value in values.items() if person.values[name] != value}
    if not changes:
        return Fate.MATCHED, f"{person.name} is there already."
    if "match_name" in changes and person.has_money:
        raise Invalid(
            f"{person.ref} is {person.name}, and money rests on that. Check the reference; if the name "
            "itself has changed, change it on their page.",
            field="name",
        )
    person.values.update(changes)
    if person.new:
        return Fate.MATCHED, f"{person.name} is in this file already; what this row adds is taken over."
    book.plan.changes.setdefault(("people", person.id), {}).update(changes)
    said = ", ".join(name.replace("_", " ") for name in changes if name != "match_name")
    return Fate.UPDATED, f"{person.name}: {said} would change."

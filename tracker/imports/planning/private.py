"""Rows of circumstances and of bank details: who may bring them in, and whether they say anything new.

What a row says stays in the plan and in the services that keep it: lines name the person, never the fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.errors import Invalid
from tracker.imports.headers import Record, Table
from tracker.imports.planning.attendance import unknown_person
from tracker.imports.planning.book import Book
from tracker.imports.planning.plan import Fate
from tracker.imports.planning.states import Person
from tracker.money import Money
from tracker.people.models import WorkPermission
from tracker.people.payees import read_account_number, read_sort_code
from tracker.permissions import Permission

_PERSONAL = ("nation", "immigration_status", "weekly_hours", "date_of_birth", "couple")
_IDENTITY = frozenset({"person_ref", "benefit", "from", "until"})
# Stored is what a person may be paid, never why (DESIGN section 4).
_WORK = {
    "unrestricted": WorkPermission.CAN_BE_PAID,
    "no-permission-to-work": WorkPermission.EXPENSES_ONLY,
    "prisoner": WorkPermission.EXPENSES_ONLY,
    "student": WorkPermission.WEEKLY_HOURS_LIMIT,
}

Trouble = tuple[str | None, str]


@dataclass
class Confidential:
    """What is kept of people in confidence already, by their ids: loaded only for who may read it."""

    circumstances: dict[int, dict[str, Any]] = field(default_factory=dict)
    # By benefit: start, end and facts of each declaration.
    benefits: dict[tuple[int, str], dict[date, tuple[date | None, dict[str, Any]]]] = field(
        default_factory=dict
    )
    payees: dict[int, tuple[str, str, str, str | None]] = field(default_factory=dict)


def plan_circumstances(book: Book, table: Table, kept: Confidential) -> None:
    """Plan every row of a sheet of circumstances; a person has a row for each benefit."""
    told: dict[tuple[int, str], tuple[Any, int]] = {}
    for record in table.records:
        person = _person(book, record, Permission.BENEFIT_CONTACT)
        if isinstance(person, tuple):
            book.refuse(table, record, *person)
        elif problem := _contradiction(record, person, told) or _circumstances(
            book, table, record, person, kept
        ):
            book.refuse(table, record, *problem)


def _person(book: Book, record: Record, permission: Permission) -> Person | Trouble:
    if sentence := book.lacks(permission):
        return None, sentence
    person = book.people.get(record.get("person_ref"))
    if person is None or not book.sees(permission, person):
        return "person_ref", unknown_person(record.get("person_ref"))
    return person


def _contradiction(
    record: Record, person: Person, told: dict[tuple[int, str], tuple[Any, int]]
) -> Trouble | None:
    """Personal facts repeated on a person's rows must agree."""
    for name in _PERSONAL:
        value = record.get(name)
        if value is not None:
            before, row = told.setdefault((person.id, name), (value, record.row))
            if before != value:
                return name, f"Row {row} says otherwise about the same person. Make the two agree."
    return None


def _circumstances(
    book: Book, table: Table, record: Record, person: Person, kept: Confidential
) -> Trouble | None:
    if record.get("immigration_status") == "student" and record.get("weekly_hours") is None:
        return "weekly_hours", "Enter how many hours a week they may work."
    if (born := record.get("date_of_birth")) is not None and born > book.on:
        return "date_of_birth", "Enter a date of birth that is not after today."
    personal = _personal(record)
    known = kept.circumstances.get(person.id)
    changes = {name: value for name, value in personal.items() if known is None or known.get(name) != value}
    benefit = _benefit(record, person, kept)
    if isinstance(benefit, tuple):
        return benefit
    if changes:
        kept.circumstances[person.id] = {**(known or {}), **personal}
        book.plan.rows["circumstances"].append({"participant_id": person.id, "values": personal})
    new = bool(changes) and known is None
    if benefit:
        new = benefit.pop("new") or new
        book.plan.rows["benefits"].append(benefit)
    fate = Fate.CREATED if new else Fate.UPDATED if changes or benefit else Fate.MATCHED
    said = {Fate.CREATED: "recorded", Fate.UPDATED: "would change", Fate.MATCHED: "there already"}[fate]
    book.say(table, record, fate, f"{person.name}, what they told: {said}.")
    return None


def _personal(record: Record) -> dict[str, Any]:
    """The facts about the person as a whole, as they are stored."""
    values = {name: record.get(name) for name in ("nation", "date_of_birth", "couple")}
    values["work_permission"] = _WORK.get(record.get("immigration_status") or "")
    if values["work_permission"] == WorkPermission.WEEKLY_HOURS_LIMIT:
        values["weekly_minutes_limit"] = record.get("weekly_hours") * 60
    return {name: value for name, value in values.items() if value is not None}


def _benefit(record: Record, person: Person, kept: Confidential) -> dict[str, Any] | Trouble | None:
    """The declaration to write, None where the row has none or says nothing new, or the refusal."""
    benefit, since, until = record.get("benefit"), record.get("from"), record.get("until")
    facts = _facts(record)
    if benefit is None:
        if facts or since or until:
            return "benefit", "Enter the benefit that this row is about."
        return None
    if since is None:
        return "from", "Enter the date from which they get this benefit."
    if until is not None and until < since:
        return "until", "A benefit cannot end before it began: check the two dates."
    standing = kept.benefits.setdefault((person.id, benefit), {})
    for other, (ends, _) in standing.items():
        if other != since and (until is None or other <= until) and (ends is None or ends >= since):
            return "from", (
                f"This benefit is recorded from {other.day} {other:%B %Y} already. End that entry first, or "
                "correct the date."
            )
    if standing.get(since) == (until, facts):
        return None
    new = since not in standing
    standing[since] = (until, facts)
    return {
        "participant_id": person.id,
        "benefit": benefit,
        "since": since,
        "until": until,
        "facts": facts,
        "new": new,
    }


def _facts(record: Record) -> dict[str, Any]:
    """The facts about the benefit, as the rules' contract writes them."""
    facts = {
        name: str(value) if isinstance(value, Money) else value
        for name, value in record.values.items()
        if name not in _IDENTITY and name not in _PERSONAL
    }
    if "other_earnings" not in facts:
        facts.pop("other_earnings_per", None)
    return facts


def plan_payees(book: Book, table: Table, kept: Confidential) -> None:
    """Plan every row of a sheet of bank details, one a person."""
    seen: dict[int, int] = {}
    for record in table.records:
        person = _person(book, record, Permission.MANAGE_PAYEES)
        if isinstance(person, tuple):
            book.refuse(table, record, *person)
        elif seen.setdefault(person.id, record.row) != record.row:
            sentence = f"Row {seen[person.id]} holds bank details of the same person. Keep one of the two."
            book.refuse(table, record, "person_ref", sentence)
        elif problem := _payee(book, table, record, person, kept.payees):
            book.refuse(table, record, *problem)


def _payee(
    book: Book,
    table: Table,
    record: Record,
    person: Person,
    kept: Mapping[int, tuple[str, str, str, str | None]],
) -> Trouble | None:
    try:
        details = (
            record.get("account_name"),
            read_sort_code(record.get("sort_code")),
            read_account_number(record.get("account_number")),
            record.get("roll_number"),
        )
    except Invalid as error:
        return error.field, error.message
    known = kept.get(person.id)
    if known == details:
        book.say(table, record, Fate.MATCHED, f"{person.name}, bank details: there already.")
        return None
    names = ("account_name", "sort_code", "account_number", "roll_number")
    book.plan.rows["payees"].append({"participant_id": person.id, **dict(zip(names, details, strict=True))})
    fate = Fate.CREATED if known is None else Fate.UPDATED
    said = "recorded" if known is None else "a new version is recorded, the old one stays on file"
    book.say(table, record, fate, f"{person.name}, bank details: {said}.")
    return None

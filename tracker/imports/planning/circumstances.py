"""Rows of circumstances: brought in by a benefit contact alone, and only the few facts that a limit needs.

What a row says stays in the plan and in the services that keep it: lines name the person, never the fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.errors import Invalid
from tracker.imports.headers import Record, Table
from tracker.imports.planning.book import Book
from tracker.imports.planning.plan import Fate
from tracker.imports.planning.states import Person
from tracker.money import Money
from tracker.people.models import WorkPermission
from tracker.permissions import Permission

_PERSONAL = ("nation", "immigration_status", "weekly_hours", "date_of_birth", "couple")
_IDENTITY = frozenset({"person_ref", "benefit", "from", "until"})
# Stored is what a person may be paid, never why.
_WORK = {
    "unrestricted": WorkPermission.CAN_BE_PAID,
    "no-permission-to-work": WorkPermission.EXPENSES_ONLY,
    "prisoner": WorkPermission.EXPENSES_ONLY,
    "student": WorkPermission.WEEKLY_HOURS_LIMIT,
}

_SAID = {Fate.CREATED: "recorded", Fate.UPDATED: "would change", Fate.MATCHED: "there already"}


@dataclass
class Confidential:
    """What is kept of people already, by their ids: loaded only for who may read it."""

    circumstances: dict[int, dict[str, Any]] = field(default_factory=dict)
    # By benefit: start, end and facts of each declaration.
    benefits: dict[tuple[int, str], dict[date, tuple[date | None, dict[str, Any]]]] = field(
        default_factory=dict
    )


def plan(book: Book, table: Table, kept: Confidential) -> None:
    """Plan every row of a sheet of circumstances; a person has a row for each benefit."""
    told: dict[tuple[int, str], tuple[Any, int]] = {}
    book.each(table, lambda record: _plan_row(book, record, kept, told))


def _plan_row(
    book: Book, record: Record, kept: Confidential, told: dict[tuple[int, str], tuple[Any, int]]
) -> tuple[Fate, str]:
    """What becomes of one row. Raises Invalid, naming the column at fault."""
    book.demand(Permission.BENEFIT_CONTACT)
    person = book.person_of(record.get("person_ref"), Permission.BENEFIT_CONTACT)
    _refuse_contradiction(record, person, told)
    if record.get("immigration_status") == "student" and record.get("weekly_hours") is None:
        raise Invalid("Enter how many hours a week they may work.", field="weekly_hours")
    if (born := record.get("date_of_birth")) is not None and born > book.on:
        raise Invalid("Enter a date of birth that is not after today.", field="date_of_birth")
    benefit_fate = _plan_benefit(book, record, person, kept)
    personal_fate = _plan_personal(book, record, person, kept)
    fate = next(
        fate
        for fate in (Fate.CREATED, Fate.UPDATED, Fate.MATCHED)
        if fate in {benefit_fate, personal_fate, Fate.MATCHED}
    )
    return fate, f"{person.name}, what they told: {_SAID[fate]}."


def _refuse_contradiction(
    record: Record, person: Person, told: dict[tuple[int, str], tuple[Any, int]]
) -> None:
    """Personal facts repeated on a person's rows must agree."""
    for name in _PERSONAL:
        value = record.get(name)
        if value is None:
            continue
        before, row = told.setdefault((person.id, name), (value, record.row))
        if before != value:
            raise Invalid(f"Row {row} says otherwise about the same person. Make the two agree.", field=name)


def _plan_personal(book: Book, record: Record, person: Person, kept: Confidential) -> Fate:
    personal = _personal(record)
    known = kept.circumstances.get(person.id)
    if all(known is not None and known.get(name) == value for name, value in personal.items()):
        return Fate.MATCHED
    kept.circumstances[person.id] = {**(known or {}), **personal}
    book.plan.rows["circumstances"].append({"participant_id": person.id, "values": personal})
    return Fate.CREATED if known is None else Fate.UPDATED


def _personal(record: Record) -> dict[str, Any]:
    """The facts about the person as a whole, as they are stored."""
    values = {name: record.get(name) for name in ("nation", "date_of_birth", "couple")}
    values["work_permission"] = _WORK.get(record.get("immigration_status") or "")
    if values["work_permission"] == WorkPermission.WEEKLY_HOURS_LIMIT:
        values["weekly_minutes_limit"] = record.get("weekly_hours") * 60
    return {name: value for name, value in values.items() if value is not None}


def _plan_benefit(book: Book, record: Record, person: Person, kept: Confidential) -> Fate:
    """Plan the declaration of a row that names a benefit."""
    benefit, since, until = record.get("benefit"), record.get("from"), record.get("until")
    facts = _facts(record)
    if benefit is None:
        if facts or since or until:
            raise Invalid("Enter the benefit that this row is about.", field="benefit")
        return Fate.MATCHED
    if since is None:
        raise Invalid("Enter the date from which they get this benefit.", field="from")
    if until is not None and until < since:
        raise Invalid("A benefit cannot end before it began: check the two dates.", field="until")
    standing = kept.benefits.setdefault((person.id, benefit), {})
    _refuse_overlap(standing, since, until)
    if standing.get(since) == (until, facts):
        return Fate.MATCHED
    fate = Fate.UPDATED if since in standing else Fate.CREATED
    standing[since] = (until, facts)
    book.plan.rows["benefits"].append(
        {
            "participant_id": person.id,
            "benefit": benefit,
            "since": since,
            "until": until,
            "facts": facts,
        }
    )
    return fate


def _refuse_overlap(
    standing: Mapping[date, tuple[date | None, dict[str, Any]]], since: date, until: date | None
) -> None:
    for other, (ends, _) in standing.items():
        begins_before_end = until is None or other <= until
        ends_after_begin = ends is None or ends >= since
        if other != since and begins_before_end and ends_after_begin:
            raise Invalid(
                f"This benefit is recorded from {other.day} {other:%B %Y} already. End that entry first, or "
                "correct the date.",
                field="from",
            )


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

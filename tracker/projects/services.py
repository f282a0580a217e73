"""Write projects and who belongs to them. Rate cards are in `rates.py`, extensible lists in `lists.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Protocol

from tracker.accounts.editing import save_changes
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid
from tracker.permissions import Actor
from tracker.projects import coding, cost_codes, queries
from tracker.projects.lists import add_expense_category, add_word, seed_lists
from tracker.projects.models import Design, Project, ProjectPerson
from tracker.projects.rates import add_mileage_rate, add_rate, create_rate_card
from tracker.values import day, line, needed_line, whole
from tracker.web.transaction import explain

__all__ = [
    "add_expense_category",
    "add_mileage_rate",
    "add_person_to_project",
    "add_rate",
    "add_word",
    "create_project",
    "create_rate_card",
    "end_membership",
    "seed_lists",
    "update_project",
]

LARGEST_POOL = 10_000_000

_TAKEN = "Another project has this reference: choose a different one."
explain("uq_project_ref", "ref", _TAKEN)
explain("project(ref)", "ref", _TAKEN)
_JOINED = "Somebody added this person to the project a moment ago: look at the project's page again."
explain("uq_project_person_project_id_participant_id_since", "participant", _JOINED)
explain("project_person(project_id)", "participant", _JOINED)


class Person(Protocol):
    """A participant, as far as projects know people: this package stands below them."""

    id: int


def create_project(
    *,
    actor: Actor,
    on: date,
    ref: str,
    name: str,
    cost_code: str | None = None,
    cost_split: str | None = None,
    funder: str | None = None,
    design: Design | None = None,
    pool: int | None = None,
    rate_card_id: int | None = None,
    import_batch_id: int | None = None,
) -> Project:
    """Begin a project on a day. `pool` is how many people could be heard, if that is known.

    `cost_split` has a code and its percentage a line, where several codes pay.
    """
    values = _checked(
        {
            "ref": ref,
            "name": name,
            "cost_code": cost_code,
            "cost_split": cost_split,
            "funder": funder,
            "design": design,
            "pool": pool,
            "rate_card_id": rate_card_id,
        }
    )
    _must_be_listed(values)
    project = Project(**values, since=on, import_batch_id=import_batch_id)
    db.session.add(project)
    db.session.flush()
    record(actor, "began-project", project)
    return project


def update_project(
    *, actor: Actor, project: Project, version: int | None, values: Mapping[str, Any]
) -> Project:
    """Change a project's own fields, `until` among them. Raises StaleVersion, Invalid."""
    checked = _checked(values)
    until = checked.get("until")
    if until is not None and until < project.since:
        raise Invalid("A project cannot end before it began: check the date.", field="until")
    if "cost_code" in checked and coding.of(checked["cost_code"], checked["cost_split"]) != project.coding:
        _must_be_listed(checked)
    save_changes(actor, project, version=version, values=checked)
    return project


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are given, each in the form that is stored; a card's id becomes the card."""
    checks: dict[str, Callable[[Any], Any]] = {
        "ref": lambda text: needed_line(
            text, field="ref", longest=40, sentence="Enter a short reference, like EYP-2026."
        ),
        "name": lambda text: needed_line(
            text, field="name", longest=200, sentence="Enter the name of the project."
        ),
        "cost_code": lambda text: text,
        "cost_split": lambda split: split,
        "funder": lambda text: line(text, field="funder", longest=200),
        "design": lambda code: Design(code) if code else None,
        "pool": lambda number: whole(number, field="pool", least=1, most=LARGEST_POOL),
        "rate_card": lambda card_id: queries.rate_card(card_id) if card_id is not None else None,
        "until": lambda value: day(value, field="until"),
    }
    values = {**values, **_coded(values)} if "cost_code" in values else values
    given = {"rate_card" if name == "rate_card_id" else name: value for name, value in values.items()}
    return {name: checks[name](value) for name, value in given.items()}


def _coded(values: Mapping[str, Any]) -> dict[str, Any]:
    """The code and the split as they are stored: of several codes, the first stands for all."""
    code = line(values["cost_code"], field="cost_code", longest=coding.LONGEST_CODE)
    found = coding.read(values.get("cost_split") or "", field="cost_split")
    if found and code is not None and code not in found.codes:
        raise Invalid(
            f"{code} is not among the codes with shares: add it there, or leave the cost code empty.",
            field="cost_split",
        )
    found = found or coding.of(code, None)
    return {"cost_code": found.main, "cost_split": found.split}


def _must_be_listed(values: Mapping[str, Any]) -> None:
    found = coding.of(values["cost_code"], values["cost_split"])
    cost_codes.must_be_listed(found, field="cost_split" if found.split else "cost_code")


def add_person_to_project(
    *, actor: Actor, on: date, project: Project, participant: Person, import_batch_id: int | None = None
) -> ProjectPerson:
    """Make a person a member from a day on, and so visible to its leads; a standing member stays one."""
    standing = queries.open_membership(project.id, participant.id, on)
    if standing is not None:
        return standing
    membership = ProjectPerson(
        project_id=project.id, participant_id=participant.id, since=on, import_batch_id=import_batch_id
    )
    db.session.add(membership)
    db.session.flush()
    record(actor, "joined-project", membership)
    return membership


def end_membership(*, actor: Actor, on: date, membership: ProjectPerson) -> ProjectPerson:
    """A person leaves a project on a day; from the next day its leads no longer see them."""
    if on < membership.since:
        raise Invalid("Nobody can leave before they joined: check the date.", field="until")
    if membership.until is None or membership.until > on:
        membership.until = on
        db.session.flush()
        record(actor, "left-project", membership, fields=["until"])
    return membership

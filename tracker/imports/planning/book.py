"""The book that planning reads and writes: what is known, who is importing, and the plan so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.db import random_id
from tracker.errors import Invalid
from tracker.imports.headers import Record, Table
from tracker.imports.planning.plan import Fate, Plan
from tracker.imports.planning.states import (
    Category,
    DraftClaim,
    ExpenseKey,
    FeeLine,
    OfferState,
    PaymentKey,
    Person,
    Place,
    ProjectState,
    SessionState,
)
from tracker.imports.problem import Problem
from tracker.money import Money
from tracker.permissions import ROLE_NAMES, ROLES, Actor, Permission

_NOT_YOURS = {
    Permission.IMPORT_REGISTERS: "Your role does not let you bring registers into this project.",
    Permission.MANAGE_PROJECTS: "Your role does not let you add or change projects.",
    Permission.ADD_PEOPLE: "Your role does not let you add people or change their details.",
    Permission.MAKE_OFFERS: "Your role does not let you record offers in this project.",
    Permission.LOG_CLAIMS: "Your role does not let you write down fees and expenses in this project.",
    Permission.BENEFIT_CONTACT: "Only a benefit contact may bring in what people tell about benefits.",
    Permission.MANAGE_PAYEES: "Only finance staff may bring in bank details.",
}


def _who_may(permission: Permission) -> str:
    """Who can do what the importer cannot, by their role."""
    roles = [ROLE_NAMES[role].lower() for role, held in ROLES.items() if permission in held]
    if not roles:
        return "Ask your administrator, or leave this out."
    return (
        f"It takes the role of {' or '.join(roles)}, which administrators give. Have somebody bring this in "
        "who has it, or leave it out."
    )


@dataclass
class Book:
    """Known records by the identities that rows give; filled by `known.load`, added to while planning."""

    actor: Actor
    on: date
    # How far the chain of events was when planning began: while it stands there, the plan holds.
    chain: str = ""
    promised_days: int = 14
    batch_id: int = field(default_factory=random_id)
    plan: Plan = field(default_factory=Plan)
    # What was said of people who may be known already, and what is asked, by what the file calls them.
    answers: Mapping[str, str] = field(default_factory=dict)
    asks: dict[str, Any] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    by_name: dict[str, list[Person]] = field(default_factory=dict)
    projects: dict[str, ProjectState] = field(default_factory=dict)
    sessions: dict[str, SessionState] = field(default_factory=dict)
    places: dict[tuple[int, int], Place] = field(default_factory=dict)
    words: dict[str, set[str]] = field(default_factory=dict)
    categories: dict[str, Category] = field(default_factory=dict)
    mileage: dict[str, list[tuple[date, Money, int]]] = field(default_factory=dict)
    offers: dict[int, OfferState] = field(default_factory=dict)
    fees: dict[int, FeeLine] = field(default_factory=dict)
    drafts: dict[tuple[int, int, bool], DraftClaim] = field(default_factory=dict)
    expenses: Counter[ExpenseKey] = field(default_factory=Counter)
    payments: Counter[PaymentKey] = field(default_factory=Counter)

    def refuse(self, table: Table, record: Record, column: str | None, sentence: str) -> None:
        """Refuse a row of ours, naming the column at fault by its heading and letter."""
        named = table.column(column) if column else None
        self.plan.refuse(Problem(record.sheet, record.row, named, sentence), table.kind)

    def each(self, table: Table, plan_row: Callable[[Record], tuple[Fate, str]]) -> None:
        """Plan every record of a table; what `plan_row` refuses, by raising Invalid, is a refused row."""
        for record in table.records:
            try:
                fate, sentence = plan_row(record)
            except Invalid as error:
                self.refuse(table, record, error.field, error.message)
            else:
                self.say(table, record, fate, sentence)

    def say(self, table: Table, record: Record, fate: Fate, sentence: str) -> None:
        """Note what becomes of a row of ours."""
        self.plan.say(record.sheet, record.row, table.kind, fate, sentence)

    def lacks(self, permission: Permission, project: ProjectState | None = None) -> str | None:
        """The sentence that refuses, where the importer may not do this; None where they may."""
        if project is None and self.actor.may(permission):
            return None
        if project is not None and self.actor.may(permission, project.id):
            return None
        return f"{_NOT_YOURS[permission]} {_who_may(permission)}"

    def demand(
        self, permission: Permission, project: ProjectState | None = None, *, field: str | None = None
    ) -> None:
        """Raise Invalid unless the importer may do this, in this project or anywhere."""
        if sentence := self.lacks(permission, project):
            raise Invalid(sentence, field=field)

    def sees(self, permission: Permission, person: Person) -> bool:
        """Whether the importer holds a permission for this person, or is adding them now."""
        scope = self.actor.projects(permission)
        if scope is None or person.new or person.projects & scope:
            return True
        mine = person.added_by_id is not None and person.added_by_id == self.actor.user_id
        return mine and not person.projects

    def project_of(self, ref: str, permission: Permission) -> ProjectState:
        """The project with a reference, where the importer has this permission. Raises Invalid."""
        found = self.projects.get(ref)
        if found is None or not self.actor.may(permission, found.id):
            raise Invalid(
                f"There is no project {ref}. Correct the reference, or bring the project in first.",
                field="project_ref",
            )
        return found

    def session_of(self, ref: str, permission: Permission = Permission.IMPORT_REGISTERS) -> SessionState:
        """The session with a reference, where the importer has this permission. Raises Invalid."""
        found = self.sessions.get(ref)
        if found is None or not self.actor.may(permission, found.project.id):
            raise Invalid(
                f"There is no session {ref}. Correct the reference, or bring the session in first.",
                field="session_ref",
            )
        return found

    def person_of(self, ref: str, permission: Permission | None = None) -> Person:
        """The person with a reference, for whom the importer holds the permission. Raises Invalid."""
        found = self.people.get(ref)
        if found is None or (permission is not None and not self.sees(permission, found)):
            raise Invalid(
                f"There is no person {ref}. Correct the reference, or bring the person in first.",
                field="person_ref",
            )
        return found

    def join(self, person: Person, project: ProjectState, since: date) -> None:
        """Make a person a member of a project, unless they are one."""
        if project.id in person.projects:
            return
        person.projects.add(project.id)
        self.plan.rows["memberships"].append(
            {
                "id": random_id(),
                "project_id": project.id,
                "participant_id": person.id,
                "since": since,
                "until": None,
                "import_batch_id": self.batch_id,
            }
        )

    def list_word(self, list_name: str, code: str | None) -> str | None:
        """An entry of a list; one that is not there yet is planned and said."""
        if code is None or code in self.words.setdefault(list_name, set()):
            return code
        self.words[list_name].add(code)
        label = code.replace("-", " ").capitalize()
        self.plan.rows["words"].append(
            {"list_name": list_name, "code": code, "label": label, "import_batch_id": self.batch_id}
        )
        self.plan.note(f"“{label}” is new in the list of {_LISTS[list_name]} and will be added to it.")
        return code


_LISTS = {
    "stage": "stages",
    "level": "levels",
    "role": "roles",
    "language": "languages",
    "preferred-contact": "ways of contact",
}

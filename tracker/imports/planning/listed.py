"""A list in somebody's own words, of payments or expenses, planned as our own sheets are."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

from tracker.errors import Invalid
from tracker.imports import cells
from tracker.imports.headers import Record, Table
from tracker.imports.lists.entries import Entry
from tracker.imports.lists.kinds import Kind
from tracker.imports.lists.payments import PaymentList
from tracker.imports.lists.people import PeopleList
from tracker.imports.lists.roles import Role
from tracker.imports.planning import expenses, known, known_money, not_known, payments
from tracker.imports.planning.book import Book
from tracker.imports.planning.paid_back import PaidBack
from tracker.imports.planning.plan import Fate
from tracker.imports.planning.register import Target
from tracker.imports.planning.states import PaymentKey, Person, ProjectState, SessionState
from tracker.imports.planning.who import Finder
from tracker.imports.problem import Problem
from tracker.money import ZERO
from tracker.payments.models import LineKind, Method
from tracker.people.queries import match_name
from tracker.permissions import Permission
from tracker.values import line

PAYMENTS, PEOPLE = "payment-list", "people-list"
_KINDS = {
    Kind.FEE: LineKind.FEE,
    Kind.VOUCHER: LineKind.FEE,
    Kind.EXPENSE: LineKind.EXPENSE,
    Kind.ALLOWANCE: LineKind.ALLOWANCE,
}
_category = cells.list_word(40)


def project_of(book: Book, target: Target | None, permission: Permission) -> ProjectState | None:
    """The project that a list goes into, if one was said. Raises Invalid."""
    if target is None:
        return None
    known.load_projects(book, [target.ref])
    return book.project_of(target.ref, permission)


def plan_payments(book: Book, sheet: str, made: PaymentList, target: Target | None) -> None:
    """Plan every amount of a list: as paid before, or as costs of sessions that are still to be paid."""
    for problem in made.problems:
        book.plan.refuse(problem, PAYMENTS)
    needed = Permission.LOG_CLAIMS if made.is_of_sessions else payments.permission(book)
    project = project_of(book, target, needed)
    _load(book, made, needed)
    finder = Finder(book, needed, None if made.is_of_sessions else project)
    finder.ask(one.name for one in made.entries if not one.ref)
    if made.is_of_sessions:
        _expenses(book, made, finder, sheet)
    else:
        not_known.refuse(book, finder, sheet, PAYMENTS)
        _Payments(book, made, finder, sheet, project, needed).plan()


def _load(book: Book, made: PaymentList, needed: Permission) -> None:
    known.load_lists(book)
    known.load_sessions(book, {one.session for one in made.entries if one.session})
    known.load_people(book, known.people_by_ref({one.ref for one in made.entries if one.ref}))
    names = {match_name(one.name) for one in made.entries if one.name and not one.ref}
    known.load_people_by_name(book, names, needed)
    ids = [state.id for state in book.sessions.values()]
    if made.is_of_sessions:
        known.load_places(book, ids)
        known_money.load_fees(book, ids)
        known_money.load_drafts(book, ids)
        known_money.load_expenses(book, ids)
    else:
        known_money.load_payments(book, {person.id for person in book.people.values()})


@dataclass
class _Payments:
    """Plans the payments of one list."""

    book: Book
    made: PaymentList
    finder: Finder
    sheet: str
    project: ProjectState | None
    needed: Permission

    def plan(self) -> None:
        """Plan amount after amount; of those alike in every way, as many are new as are not there yet."""
        counted: Counter[PaymentKey] = Counter()
        paid_back = self._paid_back()
        for entry in self.made.entries:
            try:
                fate, sentence = self._entry(entry, counted, paid_back)
            except Invalid as error:
                column = _column(self.made, error.field) or entry.column
                _refuse(self.book, Problem(self.sheet, entry.row, column, error.message))
            else:
                self.book.plan.say(self.sheet, entry.row, PAYMENTS, fate, sentence, column=entry.column)

    def _paid_back(self) -> PaidBack | None:
        """What is known to have been paid, where anything in the list was paid back."""
        if all(entry.pence >= ZERO for entry in self.made.entries):
            return None
        keys = []
        for entry in self.made.entries:
            # What is wrong with an entry is said when its turn comes.
            with suppress(Invalid):
                keys.append(self._key(entry)[0])
        return PaidBack(self.book.payments, keys)

    def _entry(
        self, entry: Entry, counted: Counter[PaymentKey], paid_back: PaidBack | None
    ) -> tuple[Fate, str]:
        """What becomes of one amount. Raises Invalid, its field what is at fault."""
        key, person, involvement = self._key(entry)
        if paid_back is not None and entry.pence < ZERO:
            paid_back.demand(key)
        of = involvement.project if involvement else self.project
        fate, sentence = payments.settle(self.book, key, counted, person, of.id if of else None)
        new = " They are new." if person.new and fate is Fate.CREATED else ""
        return fate, f"{sentence[:-1]} as {_said(entry)}.{new}" if fate is Fate.CREATED else sentence

    def _key(self, entry: Entry) -> tuple[PaymentKey, Person, SessionState | None]:
        """What makes an amount itself, whose it is and of which session. Raises Invalid."""
        if entry.day is None or entry.day > self.book.on:
            raise Invalid("Enter the day it was paid: it cannot be after today.", field="day")
        person = self.finder.find(_line(entry.name), entry.ref)
        involvement = self._session(entry)
        key = PaymentKey(
            person.id,
            entry.day,
            _KINDS[entry.kind],
            entry.pence,
            Method(entry.method) if entry.method else None,
            involvement.id if involvement else None,
            entry.minutes,
        )
        return key, person, involvement

    def _session(self, entry: Entry) -> SessionState | None:
        if not entry.session:
            return None
        try:
            return self.book.session_of(entry.session, self.needed)
        except Invalid:
            raise Invalid(
                f"There is no session {entry.session}. Correct the reference, bring the session in first, or "
                "say that this column is something else.",
                field="session",
            ) from None


def _refuse(book: Book, problem: Problem) -> None:
    """Refuse a cell, once however many amounts of its row rest on it."""
    last = next(reversed(book.plan.lines), None)
    if last is None or (last.row, last.column, last.sentence) != (
        problem.row,
        problem.column,
        problem.sentence,
    ):
        book.plan.refuse(problem, PAYMENTS)


def _said(entry: Entry) -> str:
    if entry.kind is Kind.EXPENSE and entry.category:
        return f"an expense ({entry.category})"
    return {Kind.EXPENSE: "an expense", Kind.ALLOWANCE: "an allowance"}.get(
        entry.kind, f"a {entry.kind.value}"
    )


def _line(name: str) -> str:
    return line(name, field="name", longest=200) or ""


def _column(made: PaymentList | PeopleList, at_fault: str | None) -> str | None:
    """The column that a refusal is about, by its heading and letter."""
    roles = {
        "name": (Role.NAME, Role.FIRST, Role.LAST),
        "ref": (Role.REF,),
        "day": (Role.DAY,),
        "session": (Role.SESSION,),
    }.get(at_fault or "", ())
    return next((one.named for role in roles for one in made.columns if one.role is role), None)


def _expenses(book: Book, made: PaymentList, finder: Finder, sheet: str) -> None:
    """Costs of sessions, a table for each column of amounts, as rows of our sheet of expenses."""
    tables: dict[str, Table] = {}
    for entry in made.entries:
        try:
            person = finder.find(_line(entry.name), entry.ref)
            category = _category(entry.category) if entry.category else None
        except Invalid as error:
            column = _column(made, error.field) or entry.column
            _refuse(book, Problem(sheet, entry.row, column, error.message))
            continue
        values = {"session_ref": entry.session, "person_ref": person.ref, "amount": entry.pence}
        table = tables.setdefault(
            entry.column, Table("expenses", sheet, letters=_letters(made, entry.column))
        )
        table.records.append(Record(sheet, entry.row, {**values, "category": category}))
    for table in tables.values():
        expenses.plan(book, table)


def _letters(made: PaymentList, column: str) -> dict[str, str]:
    """Where what our sheet of expenses calls so stands in this list."""
    roles = {
        Role.SESSION: "session_ref",
        Role.NAME: "person_ref",
        Role.REF: "person_ref",
        Role.KIND: "category",
    }
    found = {roles[one.role]: one.letter for one in made.columns if one.role in roles}
    found["amount"] = next(one.letter for one in made.columns if one.named == column)
    return found

"""Fill a book with what the database knows of the records that a file names, in few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select

from tracker.accounts import queries as accounts
from tracker.db import db
from tracker.imports.headers import Table
from tracker.imports.planning import known_money
from tracker.imports.planning.book import Book
from tracker.imports.planning.chunks import chunks
from tracker.imports.planning.states import Category, Person, Place, ProjectState, SessionState
from tracker.payments.models import Claim
from tracker.payments.run_models import LedgerEntry
from tracker.people import queries as people
from tracker.people.models import Participant
from tracker.people.record_models import GoesBy
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.projects.lists import LISTS
from tracker.projects.models import Project, ProjectPerson
from tracker.projects.one_person import records
from tracker.sessions.models import Attendance, InvolvementSession


def load(book: Book, tables: Sequence[Table]) -> None:
    """Load whatever the rows of these tables are about."""
    load_lists(book)
    load_projects(book, _refs(tables, "projects", "project_ref"))
    load_sessions(book, _refs(tables, "sessions", "session_ref"))
    load_people(book, people_by_ref(_refs(tables, "people", "person_ref")))
    kinds = {table.kind for table in tables}
    in_file = [known.id for known in book.sessions.values()]
    if kinds & {"attendance", "expenses"}:
        load_places(book, in_file)
        known_money.load_fees(book, in_file)
        known_money.load_drafts(book, in_file)
    if "expenses" in kinds:
        known_money.load_expenses(book, in_file)
    if "payments" in kinds:
        known_money.load_payments(book, [person.id for person in book.people.values()])


def _refs(tables: Sequence[Table], own: str, foreign: str) -> set[str]:
    return {
        ref
        for table in tables
        for record in table.records
        if (ref := record.get("ref" if table.kind == own else foreign)) is not None
    }


def load_lists(book: Book) -> None:
    """The lists that an organisation may extend, kinds of expense, mileage rates and the promise to pay."""
    book.promised_days = accounts.organisation().promised_days
    book.words = {name: {word.code for word in projects.words(name)} for name in LISTS}
    book.categories = {
        kept.code: Category(kept.code, kept.label, kept.cap, kept.by_mileage, kept.receipt_wanted)
        for kept in projects.categories()
    }
    for rate in projects.mileage_rates():
        book.mileage.setdefault(rate.vehicle, []).append((rate.since, rate.pence_per_mile, rate.id))


def load_projects(book: Book, refs: Collection[str]) -> None:
    """The projects with these references."""
    for chunk in chunks(refs):
        _keep_projects(book, db.session.scalars(select(Project).where(Project.ref.in_(chunk))))


def _keep_projects(book: Book, found: Iterable[Project]) -> None:
    for kept in found:
        values = {name: getattr(kept, name) for name in ("name", "cost_code", "funder", "design", "pool")}
        book.projects[kept.ref] = ProjectState(
            kept.id,
            kept.ref,
            kept.name,
            kept.cost_code,
            new=False,
            values=values,
            cost_split=kept.cost_split,
        )
    for state in _with_money(book.projects.values(), Claim.project_id):
        state.has_money = True


def load_sessions(book: Book, refs: Collection[str]) -> None:
    """The sessions with these references, and their projects."""
    found: list[InvolvementSession] = []
    for chunk in chunks(refs):
        found += db.session.scalars(select(InvolvementSession).where(InvolvementSession.ref.in_(chunk)))
    there = {state.id for state in book.projects.values()}
    for ids in chunks({kept.project_id for kept in found} - there):
        _keep_projects(book, db.session.scalars(select(Project).where(Project.id.in_(ids))))
    by_id = {state.id: state for state in book.projects.values()}
    for kept in found:
        book.sessions[kept.ref] = _session_state(kept, by_id[kept.project_id])
    states = book.sessions.values()
    for state in _with_money(states, Claim.involvement_session_id, LedgerEntry.involvement_session_id):
        state.has_money = True


def _session_state(kept: InvolvementSession, project: ProjectState) -> SessionState:
    names = ("start", "end", "title", "stage", "mode", "level", "service_user_activity")
    return SessionState(
        kept.id,
        kept.ref,
        project,
        kept.held_on,
        kept.title,
        kept.start,
        kept.end,
        kept.minutes,
        kept.preparation_minutes,
        new=False,
        values={"date": kept.held_on, **{name: getattr(kept, name) for name in names}},
    )


def _with_money(states: Iterable[Any], *columns: Any) -> Iterator[Any]:
    """The states whose id stands in one of these columns of claims or of the ledger."""
    by_id = {state.id: state for state in states if not state.new}
    for column in columns:
        for chunk in chunks(by_id):
            for found in db.session.scalars(select(column).where(column.in_(chunk)).distinct()):
                yield by_id[found]


def people_by_ref(refs: Collection[str]) -> dict[str, Participant]:
    """The people with these references, under any record of theirs or in sheets that came in before."""
    ids: dict[str, int] = {}
    for chunk in chunks(refs):
        said = select(GoesBy.ref, GoesBy.participant_id).where(GoesBy.ref.in_(chunk))
        own = select(Participant.ref, Participant.id).where(Participant.ref.in_(chunk))
        rows = [*db.session.execute(said), *db.session.execute(own)]
        ids.update({ref: one for ref, one in rows if ref is not None})
    person = records(ids.values())
    stand = _participants(set(person.values()))
    return {ref: stand[person[one]] for ref, one in ids.items()}


def _participants(ids: Collection[int]) -> dict[int, Participant]:
    found: dict[int, Participant] = {}
    for chunk in chunks(ids):
        rows = db.session.scalars(select(Participant).where(Participant.id.in_(chunk)))
        found.update((person.id, person) for person in rows)
    return found


def seen(book: Book, ref: str) -> Person | str:
    """The person with this reference, if the importer may see them; or why not."""
    if ref not in book.people:
        load_people(book, people_by_ref([ref]))
    found = book.people.get(ref)
    if found is None or not book.sees(Permission.SEE_PEOPLE, found):
        return f"There is no person {ref}. Say who is meant again."
    return found


def load_people_by_name(
    book: Book, names: Collection[str], permission: Permission = Permission.SEE_PEOPLE
) -> None:
    """The people of these names, or of whom these were said before, for whom the importer may do this."""
    called: dict[int, set[str]] = defaultdict(set)
    for chunk in chunks(names):
        own = select(Participant.id, Participant.match_name).where(Participant.match_name.in_(chunk))
        said = select(GoesBy.participant_id, GoesBy.match_name).where(GoesBy.match_name.in_(chunk))
        for one, name in [*db.session.execute(own), *db.session.execute(said)]:
            called[one].add(name)
    person = records(called)
    by_person: dict[int, set[str]] = defaultdict(set)
    for one, theirs in called.items():
        by_person[person[one]] |= theirs
    scope: ColumnElement[bool] = people.in_scope(book.actor, permission)
    found: dict[str, Participant] = {}
    for some in chunks(by_person):
        asked = select(Participant).where(Participant.id.in_(some), scope)
        found.update({kept.ref: kept for kept in db.session.scalars(asked)})
    load_people(book, found)
    for state in {state.id: state for state in book.people.values()}.values():
        for name in sorted(by_person.get(state.id, ())):
            book.by_name.setdefault(name, []).append(state)


def load_people(book: Book, found: dict[str, Participant]) -> None:
    """These people, with the projects that they belong to and whether money rests on them."""
    names = (
        "name",
        "match_name",
        "known_as",
        "email",
        "phone",
        "preferred_contact",
        "language",
        "format",
        "payment_route",
    )
    by_id: dict[int, Person] = {}
    for ref, kept in found.items():
        state = by_id.get(kept.id) or Person(
            kept.id,
            kept.ref,
            kept.name,
            kept.match_name,
            kept.payment_route,
            new=False,
            added_by_id=kept.added_by_id,
            values={name: getattr(kept, name) for name in names},
        )
        book.people[ref] = by_id[kept.id] = state
    by_record = {one: by_id[stands] for one, stands in records(by_id).items()}
    for chunk in chunks(by_record):
        standing = select(ProjectPerson.participant_id, ProjectPerson.project_id).where(
            ProjectPerson.participant_id.in_(chunk), projects.is_open(book.on)
        )
        for record_id, project_id in db.session.execute(standing):
            by_record[record_id].projects.add(project_id)
    for column in (Claim.participant_id, LedgerEntry.participant_id):
        for chunk in chunks(by_record):
            for record_id in db.session.scalars(select(column).where(column.in_(chunk)).distinct()):
                by_record[record_id].has_money = True


def load_places(book: Book, session_ids: Collection[int]) -> None:
    """Everybody's place in these sessions; of somebody with two, that of the record that stands."""
    for chunk in chunks(session_ids):
        rows = db.session.execute(
            select(
                Attendance.id,
                Attendance.involvement_session_id,
                Attendance.participant_id,
                Attendance.outcome,
                Attendance.minutes,
                Attendance.role,
                Attendance.preparation_minutes,
            ).where(Attendance.involvement_session_id.in_(chunk))
        )
        found = rows.all()
        person = records({row.participant_id for row in found})
        for row in sorted(found, key=lambda row: person[row.participant_id] == row.participant_id):
            place = Place(row.id, row.outcome, row.minutes, row.role, row.preparation_minutes, new=False)
            book.places[row.involvement_session_id, person[row.participant_id]] = place

"""Write a plan, in the order in which rows rest on each other, within the caller's one transaction.

Rows go in as lists, a statement for each table and a few thousand rows, so that a register of any size costs
little more than reading it. Lists and confidences are written by the services that keep them.
"""

from __future__ import annotations

from operator import itemgetter
from typing import Any, cast

from sqlalchemy import Table, insert, select

from tracker.db import Base, db
from tracker.imports.planning.book import Book
from tracker.imports.planning.chunks import chunks
from tracker.payments import claims, numbering
from tracker.payments.models import Claim, ClaimLine, Offer
from tracker.payments.run_models import LedgerEntry
from tracker.people.models import Participant
from tracker.people.record_models import GoesBy
from tracker.people.services import declare_benefit, record_circumstances, set_payee
from tracker.projects.models import Project, ProjectPerson
from tracker.projects.refs import next_ref
from tracker.projects.services import add_expense_category, add_word
from tracker.sessions.models import Attendance, InvolvementSession

_CHANGED: dict[str, type[Base]] = {
    "projects": Project,
    "people": Participant,
    "sessions": InvolvementSession,
    "attendance": Attendance,
    "offers": Offer,
}


def write(book: Book) -> None:
    """Write everything that the plan holds."""
    rows = book.plan.rows
    _write_lists(book)
    _number(book)
    _insert(Project, rows["projects"])
    _insert(Participant, rows["people"])
    _insert(GoesBy, rows["goes_by"])
    _insert(ProjectPerson, rows["memberships"])
    _insert(InvolvementSession, rows["sessions"])
    # In the order of their ids, which a table is kept in: each page of it is then written once.
    _insert(Attendance, sorted(rows["attendance"], key=itemgetter("id")))
    _insert(Offer, rows["offers"])
    _insert(Claim, rows["claims"])
    _insert(ClaimLine, rows["fee_lines"])
    _insert(ClaimLine, rows["expense_lines"])
    _insert(LedgerEntry, rows["ledger"])
    for noun, model in _CHANGED.items():
        _change(book, noun, model)
    _touch_claims(book)
    _write_confidences(book)


def _insert(model: type[Base], rows: list[dict[str, Any]]) -> None:
    for some in chunks(rows):
        if all(row.keys() == some[0].keys() for row in some):
            # As rows of the table: what a record needs besides costs as much again.
            db.session.execute(insert(cast(Table, model.__table__)), some)
            continue
        # Without this, rows that differ in which cells are empty would each be a statement of their own.
        db.session.execute(insert(model), some, execution_options={"render_nulls": True})


def _write_lists(book: Book) -> None:
    for word in book.plan.rows["words"]:
        add_word(actor=book.actor, **word)
    for category in book.plan.rows["categories"]:
        add_expense_category(actor=book.actor, **category)


def _number(book: Book) -> None:
    """Give claims, and people who came without a reference, the next ones."""
    claims_made = book.plan.rows["claims"]
    if claims_made:
        for row, ref in zip(claims_made, numbering.claim_refs(book.on.year, len(claims_made)), strict=True):
            row["ref"] = ref
    unnamed = [row for row in book.plan.rows["people"] if row["ref"] is None]
    if unnamed:
        prefix, _, digits = next_ref(Participant.ref, "P").rpartition("-")
        for number, row in enumerate(unnamed, start=int(digits)):
            row["ref"] = f"{prefix}-{number:0{len(digits)}d}"


def _change(book: Book, noun: str, model: Any) -> None:
    changes = {key[1]: values for key, values in book.plan.changes.items() if key[0] == noun}
    for ids in chunks(changes):
        for kept in db.session.scalars(select(model).where(model.id.in_(ids))):
            for name, value in changes[kept.id].items():
                setattr(kept, name, value)
    db.session.flush()


def _touch_claims(book: Book) -> None:
    """A draft that gets lines is looked at anew by whoever had it open."""
    for noun, claim_id in book.plan.changes:
        if noun == "claims":
            claims.touch(db.session.get_one(Claim, claim_id))


def _write_confidences(book: Book) -> None:
    for row in book.plan.rows["circumstances"]:
        record_circumstances(
            actor=book.actor,
            on=book.on,
            participant=_participant(row),
            values=row["values"],
            import_batch_id=book.batch_id,
        )
    for row in book.plan.rows["benefits"]:
        declare_benefit(
            actor=book.actor,
            on=book.on,
            participant=_participant(row),
            import_batch_id=book.batch_id,
            **_rest(row),
        )
    for row in book.plan.rows["payees"]:
        set_payee(
            actor=book.actor,
            on=book.on,
            participant=_participant(row),
            import_batch_id=book.batch_id,
            **_rest(row),
        )


def _participant(row: dict[str, Any]) -> Participant:
    return db.session.get_one(Participant, row["participant_id"])


def _rest(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "participant_id"}

"""What is kept in confidence of the people of a file, each part only for who may read it."""

from __future__ import annotations

from sqlalchemy import select

from tracker.db import db
from tracker.imports.planning.book import Book
from tracker.imports.planning.chunks import chunks
from tracker.imports.planning.circumstances import Confidential
from tracker.imports.planning.payees import Details
from tracker.people import payee_queries
from tracker.people.models import BenefitDeclaration, Circumstances, PayeeVersion
from tracker.permissions import Permission
from tracker.projects.one_person import records


def told(book: Book) -> Confidential:
    """What the people in the book told about benefits; nothing to whom may not read it."""
    kept = Confidential()
    for chunk in chunks(_seen(book, Permission.BENEFIT_CONTACT)):
        _load_told(kept, chunk)
    return kept


def bank_details(book: Book) -> dict[int, Details]:
    """The newest bank details of the people in the book; nothing to whom may not read them."""
    kept: dict[int, Details] = {}
    for chunk in chunks(_seen(book, Permission.MANAGE_PAYEES)):
        newest = payee_queries.newest_payees().where(
            PayeeVersion.participant_id.in_(chunk), PayeeVersion.recipient.is_(None)
        )
        for payee in db.session.scalars(newest):
            kept[payee.participant_id] = (
                payee.account_name,
                payee.sort_code,
                payee.account_number,
                payee.roll_number,
            )
    return kept


def _seen(book: Book, permission: Permission) -> list[int]:
    if not book.actor.may(permission):
        return []
    return [state.id for state in book.people.values() if not state.new and book.sees(permission, state)]


def _load_told(kept: Confidential, ids: list[int]) -> None:
    names = ("nation", "date_of_birth", "couple", "work_permission", "weekly_minutes_limit")
    for one in db.session.scalars(select(Circumstances).where(Circumstances.participant_id.in_(ids))):
        kept.circumstances[one.participant_id] = {name: getattr(one, name) for name in names}
    person = records(ids)
    declared = select(BenefitDeclaration).where(BenefitDeclaration.participant_id.in_(list(person)))
    for benefit in db.session.scalars(declared.order_by(BenefitDeclaration.told_on, BenefitDeclaration.id)):
        standing = kept.benefits.setdefault((person[benefit.participant_id], benefit.benefit), {})
        standing[benefit.since] = (benefit.until, benefit.facts)

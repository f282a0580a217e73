"""What is kept in confidence of the people of a file, each part only for who may read it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from tracker.db import db
from tracker.imports.planning.book import Book
from tracker.imports.planning.chunks import chunks
from tracker.imports.planning.private import Confidential
from tracker.people import queries as people
from tracker.people.models import BenefitDeclaration, Circumstances, PayeeVersion
from tracker.permissions import Permission


def confidential(book: Book, kinds: Collection[str]) -> Confidential:
    """What is kept in confidence of the people in the book, each part only for who may read it."""
    kept = Confidential()
    if "circumstances" in kinds:
        ids = _seen(book, Permission.BENEFIT_CONTACT)
        for chunk in chunks(ids):
            _load_told(kept, chunk)
    if "payees" in kinds:
        for chunk in chunks(_seen(book, Permission.MANAGE_PAYEES)):
            newest = people.newest_payees().where(PayeeVersion.participant_id.in_(chunk))
            for payee in db.session.scalars(newest):
                kept.payees[payee.participant_id] = (
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
    for told in db.session.scalars(select(Circumstances).where(Circumstances.participant_id.in_(ids))):
        kept.circumstances[told.participant_id] = {name: getattr(told, name) for name in names}
    declared = select(BenefitDeclaration).where(BenefitDeclaration.participant_id.in_(ids))
    for one in db.session.scalars(declared):
        standing = kept.benefits.setdefault((one.participant_id, one.benefit), {})
        standing[one.since] = (one.until, one.facts)

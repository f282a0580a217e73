"""Close the books up to a day, open them again for a reason, and refuse what would change a closed day.

What comes late goes into the open days: it is entered on the day it is recorded, and the day of the work is
kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.payments import for_finance
from tracker.payments.books_models import BooksClosed
from tracker.permissions import Actor, Permission
from tracker.web.filters import day as written


def closed_through() -> date | None:
    """The last day of the books that are closed; None where they are open."""
    newest = _newest()
    return newest.through if newest is not None else None


def history() -> Sequence[BooksClosed]:
    """Every time they were closed or opened, the newest first."""
    return db.session.scalars(select(BooksClosed).order_by(BooksClosed.number.desc())).all()


def close(*, actor: Actor, on: date, through: date) -> BooksClosed:
    """Close the books up to the end of a day that is over. Raises Invalid for any other."""
    _must_be_of_all(actor)
    before = closed_through()
    if through >= on:
        raise Invalid("Enter a day that is over: money may still move today.", field="through")
    if before is not None and through <= before:
        raise Invalid(f"The books are closed up to {written(before)} already.", field="through")
    return _keep(actor, BooksClosed(through=through), "closed-books")


def open_again(*, actor: Actor, through: date | None, reason: str) -> BooksClosed:
    """Open closed days again, from the day after `through`, or all of them; why is kept.

    Raises Invalid without a reason, or where it opens nothing.
    """
    _must_be_of_all(actor)
    said = for_finance.reason(reason, field="reason")
    before = closed_through()
    if before is None:
        raise Refused("The books are open already.", code="books-open")
    if through is not None and through >= before:
        raise Invalid(
            f"Enter a day before {written(before)}, or leave it empty to open all of them.", field="through"
        )
    return _keep(actor, BooksClosed(through=through, reason=said), "opened-books")


def must_be_open(day: date, *, field: str | None = None) -> None:
    """Raise Invalid, naming the field, where money would move on a closed day."""
    through = closed_through()
    if through is not None and day <= through:
        raise Invalid(
            f"The books are closed up to {written(through)}, and this is for {written(day)}. Enter a later "
            "day, or ask finance to open them again.",
            field=field,
        )


def _must_be_of_all(actor: Actor) -> None:
    if actor.projects(Permission.PREPARE_RUNS) is not None:
        raise Refused("The books are closed by somebody in finance for all projects: ask one of them.")


def _keep(actor: Actor, made: BooksClosed, verb: str) -> BooksClosed:
    newest = _newest()
    made.number, made.set_by_id = (newest.number if newest else 0) + 1, actor.user_id
    db.session.add(made)
    db.session.flush()
    record(actor, verb, made, values={} if made.through is None else {"on": made.through.isoformat()})
    return made


def _newest() -> BooksClosed | None:
    return db.session.scalars(select(BooksClosed).order_by(BooksClosed.number.desc()).limit(1)).one_or_none()

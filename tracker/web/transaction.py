"""The one place that commits.

`with writing():` takes the write lock, runs the services and commits, or leaves nothing behind. Outside it
the session only reads: a flush there is a mistake in the program and stops.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError

from tracker.db import WRITES, db
from tracker.errors import Invalid, Refused

_WRITING = "tracker_writing"

_AT_ONCE = (
    "Somebody else changed this at the same moment. Nothing of yours was saved: look again, then repeat your "
    "change if it is still needed."
)
# A row whose like is there already, or whose owner is gone, as another's save can bring about anywhere: what
# SQLite and PostgreSQL say of each.
_SIGNS_OF_ANOTHER = (
    "UNIQUE constraint failed",
    "duplicate key value",
    "FOREIGN KEY constraint failed",
    "violates foreign key constraint",
)
# Sentences for named constraints that two people can hit at once; a feature adds its own at import.
CONSTRAINT_SENTENCES: dict[str, tuple[str, str]] = {}


def explain(constraint: str, field: str, sentence: str) -> None:
    """Give a named UNIQUE or CHECK the sentence, and the form field, that a person sees when it refuses."""
    CONSTRAINT_SENTENCES[constraint] = (field, sentence)


@contextmanager
def writing() -> Iterator[Session]:
    """A transaction that writes: committed when the block ends, rolled back whole when it raises.

    Whatever was read before is read again inside the lock, so no decision rests on an older view.
    """
    session = db.session()
    if session.info.get(_WRITING):
        raise RuntimeError("writing() does not nest: services write, one caller commits")
    session.rollback()
    session.info[_WRITING] = True
    try:
        session.connection(execution_options={WRITES: True})
        yield session
        session.commit()
    except (StaleDataError, ObjectDeletedError):
        session.rollback()
        raise Refused(_AT_ONCE, code="stale") from None
    except IntegrityError as error:
        session.rollback()
        raise _refusal(error) from error
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info[_WRITING] = False


def _refusal(error: IntegrityError) -> Exception:
    """The sentence of the constraint that refused, or the error itself if none was foreseen."""
    said = str(error.orig)
    for constraint, (field, sentence) in CONSTRAINT_SENTENCES.items():
        table, *columns = constraint.split("(")
        named = columns and f"{table}.{columns[0].rstrip(')')}" in said
        if constraint in said or named:
            return Invalid(sentence, field=field)
    return Refused(_AT_ONCE, code="stale") if any(sign in said for sign in _SIGNS_OF_ANOTHER) else error


@event.listens_for(Session, "before_flush")
def _only_while_writing(session: Session, context: Any, instances: Any) -> None:
    if not session.info.get(_WRITING) and (session.new or session.deleted or _changed(session)):
        raise RuntimeError("a write outside `with writing():` - reads never change anything")


def _changed(session: Session) -> bool:
    return any(session.is_modified(record) for record in session.dirty)

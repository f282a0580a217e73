"""One commit for whatever a factory makes, however many others it calls for it."""

from collections.abc import Iterator
from contextlib import contextmanager

from tracker.db import db
from tracker.web.transaction import writing

_SAVING = "tests_saving"


@contextmanager
def saved() -> Iterator[None]:
    """Commit what the block made at its end; a block within another is part of that one.

    A commit reads everything anew and lengthens the audit chain, which is most of what a set-up costs.
    """
    session = db.session()
    if session.info.get(_SAVING):
        yield
        return
    with writing():
        session.info[_SAVING] = True
        try:
            yield
        finally:
            session.info[_SAVING] = False

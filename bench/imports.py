"""A long list brought in against reading its cells: what understanding, matching and writing cost besides.

Bare reading is what the product's own reader takes to make rows of cells of the same file, and no more. The
file is a workbook, as most registers are. The cells of a CSV cost it some twentieth of a workbook's, so that
the same import takes some twenty times as long as reading those: nearly half of it are rows and their indexes
that the database writes, which no reading is fast enough to hide.
"""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

from bench.instance import instance
from bench.ratio import Ratio, seconds
from tracker import clock, tables
from tracker.db import db
from tracker.imports import engine, guessing, reading, services, taken
from tracker.imports.planning.register import Target
from tracker.permissions import Actor, Permission
from tracker.web.transaction import writing

LIMIT = 3.0
SENTENCE = "a long list of {rows:,} rows: dry run and import, over bare reading of the same file"

_MOST_ROWS = 100_000
_PEOPLE = 500
_EVERYBODY = Actor(user_id=None, name="Bench", everywhere=frozenset(Permission))
_ROUNDS = 3


def measure(rows: int) -> Ratio:
    """Dry run and import into an empty project, and bare reading, the best of a few of each."""
    content = _list(min(rows, _MOST_ROWS))
    best: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(_ROUNDS):
            app = instance(Path(folder) / str(number), 12)
            with app.app_context():
                bare = seconds(lambda: reading.read(content, "list.xlsx"))
                ours = seconds(lambda: _bring_in(content))
                best.append((ours, bare))
                db.session.remove()
                db.engine.dispose()
    return Ratio(min(one for one, _ in best), min(other for _, other in best))


def _list(rows: int) -> bytes:
    """Everybody at one session after the other, half of them marked as there."""
    first = clock.today() - timedelta(days=3650)
    listed = (
        (str(at), f"Person {at % _PEOPLE}", _day(first, at), f"Room {at % 7}", "Y" if at % 2 else "N")
        for at in range(rows)
    )
    return tables.to_xlsx("List", ("No", "Name", "Date", "Place", "Present"), listed)


def _day(first: date, at: int) -> date:
    return first + timedelta(days=at // _PEOPLE * 7)


def _bring_in(content: bytes) -> None:
    """What the command does: read and understand, the dry run, and the import of what it planned."""
    (sheet,) = reading.read(content, "list.xlsx")
    columns = guessing.columns(sheet)
    if columns is None:
        raise RuntimeError("the bench's list is not understood")
    chosen = [taken.as_list(sheet, columns)]
    source = engine.of_registers("list.xlsx", engine.fingerprint([content]), chosen, Target("P1"))
    book = engine.dry_run(source, actor=_EVERYBODY, on=clock.today())
    with writing():
        services.bring_in(actor=_EVERYBODY, on=clock.today(), source=source, planned=book)

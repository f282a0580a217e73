"""How Alembic runs a migration: on SQLite with foreign keys off while tables are rebuilt, checked after."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from tracker import append_only
from tracker.db import WRITES, Base, db


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        user_module_prefix="tracker.db.",
        # SQLite too, now that we open its transactions: else the triggers would be rolled back at the end.
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        append_only.install(connection)


def _run_on_sqlite(connection: Connection) -> None:
    """A batch ALTER drops the old table, which foreign keys would refuse as soon as child rows exist."""
    raw = connection.connection.driver_connection
    assert raw is not None  # noqa: S101 - a live connection always has its driver's
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        _run(connection)
        orphans = raw.execute("PRAGMA foreign_key_check").fetchall()
        if orphans:
            raise RuntimeError(f"the migration left rows without their parents: {orphans[:5]}")
    finally:
        raw.execute("PRAGMA foreign_keys=ON")


with db.engine.connect() as connection:
    writer = connection.execution_options(**{WRITES: True})
    if writer.dialect.name == "sqlite":
        _run_on_sqlite(writer)
    else:
        _run(writer)

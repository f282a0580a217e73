"""Tables whose rows are written once: the database itself refuses UPDATE and DELETE there, by trigger.

Installed again after every migration, because SQLite drops a table's triggers when it rebuilds the table.
"""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

TABLES = ("audit_event", "check", "ledger_entry", "float_entry", "voucher_entry", "payee_confirmation")


def trigger_names(table: str) -> tuple[str, str]:
    """The names of a table's two triggers: for UPDATE and for DELETE."""
    return f"{table}_keeps_update", f"{table}_keeps_delete"


def install(connection: Connection) -> None:
    """Put the triggers on every append-only table that exists."""
    present = set(inspect(connection).get_table_names())
    for table in TABLES:
        if table in present:
            _guard(connection, table)


def _guard(connection: Connection, table: str) -> None:
    sentence = f"{table} is append-only: correct it with a new row"
    postgresql = connection.dialect.name == "postgresql"
    if postgresql:
        connection.execute(
            text(
                f"CREATE OR REPLACE FUNCTION {table}_keeps() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{sentence}'; END $$"
            )
        )
    for act, name in zip(("UPDATE", "DELETE"), trigger_names(table), strict=True):
        if postgresql:
            connection.execute(text(f'DROP TRIGGER IF EXISTS {name} ON "{table}"'))
            body = f"FOR EACH ROW EXECUTE FUNCTION {table}_keeps()"
        else:
            connection.execute(text(f"DROP TRIGGER IF EXISTS {name}"))
            body = f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"
        connection.execute(text(f'CREATE TRIGGER {name} BEFORE {act} ON "{table}" {body}'))

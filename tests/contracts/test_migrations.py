"""The tables can be brought to the newest state and back, with rows in them, and match the models there."""

import flask_migrate
import pytest
import sqlalchemy
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Connection, func, inspect, select, table
from sqlalchemy.exc import DBAPIError

from tests import databases
from tests.factories import stories
from tests.factories.staff import staff
from tracker import append_only
from tracker.db import Base, db
from tracker.migrations import migrate
from tracker.payments.models import Offer


def scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(migrate.get_config())


def sizes() -> dict[str, int]:
    """How many rows each table holds."""
    with db.engine.connect() as connection:
        tables = set(inspect(connection).get_table_names()) - {"alembic_version"}
        return {
            name: connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in tables
        }


def test_there_is_one_newest_migration(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        assert len(scripts().get_heads()) == 1


def test_migrations_and_models_agree(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        flask_migrate.check()


def test_the_migrated_tables_hold_every_check_of_the_models(fresh_app: Flask) -> None:
    """`migrations check` compares no CHECKs, and a table that SQLite rebuilds could lose its own."""
    with fresh_app.app_context(), db.engine.connect() as connection:
        found, expected = checks_of(connection), {}
        with sqlalchemy.create_engine("sqlite://").connect() as other:
            Base.metadata.create_all(other)
            expected = checks_of(other)
    if databases.wanted() == "sqlite":
        assert found == expected
    # PostgreSQL writes each condition in its own words.
    assert {table: set(kept) for table, kept in found.items()} == {
        table: set(kept) for table, kept in expected.items()
    }


def checks_of(connection: Connection) -> dict[str, dict[str, str]]:
    """The named CHECKs of every table: their condition without its spacing."""
    inspector = inspect(connection)
    return {
        name: {
            str(check["name"]): "".join(check["sqltext"].split()).replace('"', "")
            for check in inspector.get_check_constraints(name)
        }
        for name in Base.metadata.tables
    }


def test_migrations_go_down_and_up_again_under_the_rows_of_half_a_demo(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        stories.tell(fresh_app, "garden", "journalists", "parents", "training")
        db.session.remove()
        before = sizes()
        assert sum(size > 0 for size in before.values()) > len(before) / 2
        if len(list(scripts().walk_revisions())) > 1:
            flask_migrate.downgrade(revision="-1")
            known_before = sizes().keys()
            flask_migrate.upgrade()
            # A table that the last migration brings goes with it; what stood before it stays whole.
            assert sizes() == {name: size if name in known_before else 0 for name, size in before.items()}
            # Offers made before an offer kept its rule pay by that of their rate.
            offers = db.session.scalars(db.select(Offer).where(Offer.rate_id.is_not(None))).all()
            assert [one.rule.shares for one in offers] == [one.rate.rule.shares for one in offers]
            db.session.remove()
        flask_migrate.downgrade(revision="base")
        assert sizes() == {}
        flask_migrate.upgrade()
        assert sizes() == dict.fromkeys(Base.metadata.tables, 0)


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET verb = 'nothing'", "DELETE FROM audit_event"])
def test_what_is_append_only_refuses_every_change_after_a_migration(fresh_app: Flask, statement: str) -> None:
    with fresh_app.app_context():
        flask_migrate.downgrade(revision="base")
        flask_migrate.upgrade()
        staff("lead")
        db.session.remove()
        with pytest.raises(DBAPIError, match="append-only"), db.engine.begin() as connection:
            connection.exec_driver_sql(statement)


@pytest.mark.parametrize("table", append_only.TABLES)
def test_every_append_only_table_has_both_its_triggers(fresh_app: Flask, table: str) -> None:
    names = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if databases.wanted() == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with fresh_app.app_context(), db.engine.connect() as connection:
        assert set(append_only.trigger_names(table)) <= set(connection.exec_driver_sql(names).scalars())

"""The tables can be brought to the newest state and back, with rows in them, and match the models there."""

from datetime import date

import flask_migrate
import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import func, inspect, select
from sqlalchemy.exc import DBAPIError

from tests import databases
from tests.factories.staff import staff
from tracker import append_only
from tracker.db import Base, db
from tracker.migrations import migrate
from tracker.people.models import Participant
from tracker.projects.models import Project, ProjectPerson
from tracker.sessions.models import Attendance, InvolvementSession
from tracker.web.transaction import writing

DAY = date(2026, 11, 2)


def scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(migrate.get_config())


def add_a_register() -> None:
    """Rows that stand on each other, and an event of the audit, which may never be changed."""
    staff("lead")
    with writing() as session:
        project = Project(ref="P1", name="Better letters", since=DAY)
        person = Participant(ref="R1", name="Ada Obi", match_name="ada obi", since=DAY)
        involvement = InvolvementSession(ref="S1", project=project, held_on=DAY, title="First meeting")
        attendance = Attendance(involvement=involvement, participant=person)
        session.add_all([project, person, involvement, attendance])
        session.flush()
        session.add(ProjectPerson(project=project, participant_id=person.id, since=DAY))


def tables() -> set[str]:
    with db.engine.connect() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def test_there_is_one_newest_migration(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        assert len(scripts().get_heads()) == 1


def test_migrations_and_models_agree(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        flask_migrate.check()


def test_every_migration_goes_down_and_up_again_with_rows_in_the_tables(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        add_a_register()
        db.session.remove()
        for _ in scripts().walk_revisions():
            flask_migrate.downgrade(revision="-1")
        assert tables() == set()
        flask_migrate.upgrade()
        assert tables() == set(Base.metadata.tables)


def test_the_newest_migration_keeps_the_rows_that_were_there(fresh_app: Flask) -> None:
    """With a single migration there is no older state to come from, and the rows simply stay."""
    with fresh_app.app_context():
        add_a_register()
        db.session.remove()
        if len(list(scripts().walk_revisions())) > 1:
            flask_migrate.downgrade(revision="-1")
        flask_migrate.upgrade()
        with db.engine.connect() as connection:
            for model in (Project, Participant, InvolvementSession, Attendance, ProjectPerson):
                assert connection.scalar(select(func.count()).select_from(model)) == 1, model


@pytest.mark.parametrize("statement", ["UPDATE audit_event SET verb = 'nothing'", "DELETE FROM audit_event"])
def test_what_is_append_only_refuses_every_change_after_a_migration(fresh_app: Flask, statement: str) -> None:
    with fresh_app.app_context():
        flask_migrate.downgrade(revision="base")
        flask_migrate.upgrade()
        add_a_register()
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

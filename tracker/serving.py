"""Make an instance ready and serve it: migrations, first lists, the production server and its worker."""

from __future__ import annotations

import logging
from typing import Any

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade

from tracker import clock
from tracker.accounts.models import Organisation
from tracker.accounts.services import save_organisation
from tracker.db import db
from tracker.errors import Refused
from tracker.jobs.worker import start_worker
from tracker.migrations import FOLDER
from tracker.permissions import SYSTEM
from tracker.projects.services import seed_lists
from tracker.web.transaction import writing


def make_ready(app: Flask) -> None:
    """Bring the database to the newest migration and seed what every instance starts with. Idempotent."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context():
        upgrade()
        with writing():
            if db.session.get(Organisation, 1) is None:
                save_organisation(actor=SYSTEM, version=None, values={})
            seed_lists(actor=SYSTEM, on=clock.today())


def refuse_unready(app: Flask) -> None:
    """Raise Refused, saying what to run, where the database is empty or behind the program."""
    with app.app_context(), db.engine.connect() as connection:
        stands_at = MigrationContext.configure(connection).get_current_revision()
    if stands_at != ScriptDirectory(FOLDER).get_current_head():
        raise Refused("This instance is not ready: run `tracker upgrade` first, then this again.")


def serve(app: Flask, *, host: str, port: int) -> None:
    """Serve until stopped, with one background worker beside the server, which ends when this process does.

    Each server process makes its own application, with the settings of this one.
    """
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415 - it needs a Unix system, the rest does not

    from tracker import create_app  # noqa: PLC0415 - the application imports this package whole

    settings = app.config["TRACKER"]

    class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
        """Gunicorn without a command line of its own."""

        def load_config(self) -> None:
            for name, value in _server_settings(host, port).items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return create_app(settings)

    start_worker(app)
    Server().run()


def _server_settings(host: str, port: int) -> dict[str, Any]:
    return {
        "bind": f"{host}:{port}",
        "worker_class": "gthread",
        "workers": 2,
        "threads": 4,
        "timeout": 120,
        "graceful_timeout": 20,
        "loglevel": "warning",
        # No door for steering it from outside the program.
        "control_socket_disable": True,
        "proc_name": "tracker",
    }

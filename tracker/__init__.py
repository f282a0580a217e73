"""Involvement Tracker: pay people with lived experience properly, and know who is heard.

`create_app()` reads as a table of contents: the walls first, then each noun's pages in their order.
"""

from __future__ import annotations

from flask import Flask

from tracker import clock, layout
from tracker.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The application for one instance; with no settings given, the one the environment names."""
    settings = settings or Settings.from_environment()
    clock.fix_today(settings.today)
    app = Flask(__name__)
    _configure(app, settings)
    _build_walls(app)
    _open_rooms(app)
    _check_house(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.from_mapping(
        TRACKER=settings,
        TESTING=settings.testing,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        # What a statement held belongs to a person: an error that is logged names the statement alone.
        SQLALCHEMY_ENGINE_OPTIONS={"hide_parameters": True},
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_NAME="tracker",
        PERMANENT_SESSION_LIFETIME=8 * 60 * 60,
        REMEMBER_COOKIE_DURATION=0,
        WTF_CSRF_TIME_LIMIT=8 * 60 * 60,
        MAX_CONTENT_LENGTH=51 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        MAX_FORM_PARTS=20_000,
    )


def _build_walls(app: Flask) -> None:
    # Not at the top: the name `db` there would hide the module tracker.db.
    from tracker.accounts import login  # noqa: PLC0415 - features are imported once the app stands
    from tracker.db import db  # noqa: PLC0415
    from tracker.migrations import migrate  # noqa: PLC0415
    from tracker.web import access, errors, filters, ids, security, static  # noqa: PLC0415

    db.init_app(app)
    migrate.init_app(app, db)
    app.url_map.converters["id"] = ids.IdConverter
    static.init_app(app)
    security.init_app(app)
    login.init_app(app)
    access.init_app(app)
    filters.init_app(app)
    errors.init_app(app)
    layout.init_app(app)


def _open_rooms(app: Flask) -> None:
    from tracker import house  # noqa: PLC0415 - every noun package, in the order of the house

    house.connect(app)


def _check_house(app: Flask) -> None:
    from tracker.web import access  # noqa: PLC0415

    access.refuse_undeclared(app)

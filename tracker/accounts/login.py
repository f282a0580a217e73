"""Flask-Login and the guard against forged forms, joined to our users."""

from __future__ import annotations

from flask import Flask, current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect

from tracker.accounts import sign_ins
from tracker.accounts.models import User

login_manager = LoginManager()
csrf = CSRFProtect()
# Coarse cover per process; the lock-out that counts is in the database (`FailedSignIn`).
limiter = Limiter(get_remote_address, storage_uri="memory://", default_limits=[])


def init_app(app: Flask) -> None:
    """Prepare sign-in; the session is dropped when the browser it was given to changes."""
    login_manager.init_app(app)
    login_manager.session_protection = "strong"
    csrf.init_app(app)
    limiter.init_app(app)


@limiter.request_filter
def _in_a_test() -> bool:
    """Tests sign in faster than people. Asked of the serving app: the limiter itself is one for them all."""
    return current_app.testing


@login_manager.user_loader  # type: ignore[untyped-decorator]  # Flask-Login ships no types
def load_user(text: str) -> User | None:
    """The user of a session cookie, unless they signed out or the account has ended since."""
    user = sign_ins.holder(text)
    if user is not None:
        user.token = text
    return user

"""Who is signed in, kept at the server: a cookie that was copied is worth nothing once its sign-in ended."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from tracker import clock
from tracker.accounts.models import FailedSignIn, SignIn, User
from tracker.audit.services import record
from tracker.db import db

# A long working day; a sign-in that nobody ended ends by itself.
LONGEST = timedelta(hours=12)


def begin(user: User) -> str:
    """Sign somebody in: returns the token for their cookie, of which only the digest is kept.

    A right password forgives the wrong ones before it.
    """
    token = secrets.token_urlsafe(32)
    db.session.add(SignIn(token_sha256=_digest(token), user_id=user.id))
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.email == user.email))
    db.session.flush()
    record(user.actor(), "signed-in", user)
    return token


def end(user: User, token: str | None) -> None:
    """End one sign-in; one that ended already is left alone."""
    if token is not None:
        db.session.execute(delete(SignIn).where(SignIn.token_sha256 == _digest(token)))
        record(user.actor(), "signed-out", user)


def end_all(user: User, *, but: str | None = None) -> None:
    """End every sign-in of this user, in all browsers, but for one token."""
    ended = delete(SignIn).where(SignIn.user_id == user.id)
    db.session.execute(ended if but is None else ended.where(SignIn.token_sha256 != _digest(but)))


def holder(token: str) -> User | None:
    """Whose sign-in a token is, while it lasts and their account is open."""
    found = db.session.execute(
        select(User, SignIn.at)
        .join(SignIn, SignIn.user_id == User.id)
        .where(SignIn.token_sha256 == _digest(token), SignIn.at > clock.now() - LONGEST)
    ).first()
    return found.User if found is not None and found.User.is_active else None


def forget_old(now: datetime) -> None:
    """Delete sign-ins that ended by themselves."""
    db.session.execute(delete(SignIn).where(SignIn.at < now - LONGEST))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

"""The browsers in which somebody has signed in before, known again by a signed cookie.

Wrong passwords from one of them are counted apart from everybody else's, so that a stranger who types wrong
passwords for an address locks out strangers, never the person in their own browser. The cookie opens nothing.
"""

from __future__ import annotations

import hashlib
import secrets

from flask import Flask, current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

_COOKIE = "tracker-browser"
_SECONDS = 400 * 24 * 60 * 60


def known(email: str) -> str | None:
    """What a wrong password for this address is counted under here; None for a strange browser."""
    try:
        kept = _serializer().loads(request.cookies.get(_COOKIE, ""), max_age=_SECONDS)
    except BadData:
        return None
    return _digest(kept) if kept.rpartition("~")[0] == email.strip().lower() else None


def remember(answer: Response, email: str) -> Response:
    """Let this browser be known as one in which this address has signed in."""
    app: Flask = current_app
    answer.set_cookie(
        _COOKIE,
        _serializer().dumps(f"{email}~{secrets.token_hex(8)}"),
        max_age=_SECONDS,
        secure=app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Strict",
    )
    return answer


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="tracker-browser")


def _digest(kept: str) -> str:
    return hashlib.sha256(kept.encode()).hexdigest()

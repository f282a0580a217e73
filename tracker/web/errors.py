"""Refusals as pages: one sentence that says what happened and what to do, never a stack trace."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, current_app, redirect, render_template, request
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import Forbidden, HTTPException
from werkzeug.wrappers import Response as BaseResponse

from tracker import clock
from tracker.db import db
from tracker.errors import Invalid, NotFound, TrackerError
from tracker.web.once import AlreadyDone

Answer = tuple[str, int] | BaseResponse

_SENTENCES = {
    400: ("This request could not be read", "Go back, check what you entered and send it again."),
    403: (
        "You cannot open this page",
        "Your role does not include it. If you need it for your work, ask your administrator.",
    ),
    404: (
        "Page not found",
        "It may have moved, or it belongs to a project you do not work on. Start again from the home page.",
    ),
    405: ("This page cannot be used that way", "Go back to the page you came from and use its buttons."),
    413: ("The file is too large", "A register may be up to 50 MB and a photo of a receipt up to 10 MB."),
    429: ("Too many attempts", "Wait a few minutes, then try again."),
    500: (
        "Sorry, something went wrong",
        "Nothing was saved. Try again; if it happens again, tell your administrator the time shown below.",
    ),
    503: ("The system is busy", "Nothing was saved. Wait a minute, then send the form again."),
}


def init_app(app: Flask) -> None:
    """Register the pages."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(TrackerError, _refused)
    app.register_error_handler(AlreadyDone, _already_done)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(Exception, _unexpected)


def page(status: int, title: str, sentence: str) -> Answer:
    """An error page; a fresh read transaction, since the failed one may be broken."""
    db.session.rollback()
    return (
        render_template(
            "errors/error.html",
            title=title,
            sentence=sentence,
            now=clock.now(),
            signed_in=bool(current_user and current_user.is_authenticated),
            back=_where_from() if request.method == "POST" else None,
        ),
        status,
    )


def _where_from() -> str | None:
    """The page of ours that the refused form stood on, if the browser says; its path alone."""
    parts = urlsplit(request.referrer or "")
    if parts.netloc != request.host or not parts.path.startswith("/") or parts.path.startswith("//"):
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _http(error: HTTPException) -> Answer:
    if error.code is None or error.code < 400:
        return error.get_response()
    title, sentence = _SENTENCES.get(error.code, _SENTENCES[400])
    if error.code == 403 and error.description != Forbidden.description:
        # Whoever refused knows whose page it is.
        sentence = error.description or sentence
    return page(error.code, title, sentence)


def _expired(error: CSRFError) -> Answer:
    return page(
        400,
        "This page was open for too long",
        "Nothing was saved. Go back, reload the page and send it again; sign in first if it asks.",
    )


def _refused(error: TrackerError) -> Answer:
    if isinstance(error, NotFound):
        return page(404, *_SENTENCES[404])
    return page(400 if isinstance(error, Invalid) else 409, "This could not be done", error.message)


def _already_done(error: AlreadyDone) -> Answer:
    return redirect(error.location or request.path)


def _busy(error: OperationalError) -> Answer:
    current_app.logger.exception("the database could not answer")
    return page(503, *_SENTENCES[503])


def _unexpected(error: Exception) -> Answer:
    current_app.logger.exception("unexpected error")
    return page(500, *_SENTENCES[500])

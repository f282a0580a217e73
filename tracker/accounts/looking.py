"""Every page that an auditor opens is on the record, written before the page is shown.

The one write that a GET makes: for whoever only reads, looking is the act to be answered for.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, request
from flask_login import current_user

from tracker.accounts.models import User
from tracker.audit.services import record
from tracker.permissions import Role
from tracker.web import access
from tracker.web.transaction import writing

# Whose id an argument of an address is: the table.
_KINDS = {
    "budget_id": "budget",
    "claim_id": "claim",
    "document_id": "document",
    "line_id": "claim_line",
    "offer_id": "offer",
    "participant_id": "participant",
    "payment_id": "payment",
    "project_id": "project",
    "run_id": "pay_run",
    "sample_id": "audit_sample",
    "session_id": "involvement_session",
    "sheet_id": "day_sheet",
}
# Pages that show no record, and ask for themselves again every few seconds.
_NOT_NOTED = frozenset({"jobs"})


@dataclass(frozen=True)
class Seen:
    """What was looked at, as the record names its subjects."""

    __tablename__: str
    id: int | None


def init_app(app: Flask) -> None:
    """Note what auditors look at; to be called after the access check, which comes first then."""
    app.before_request(_note)


def _note() -> None:
    endpoint = request.endpoint or "static"
    if endpoint == "static" or endpoint.partition(".")[0] in _NOT_NOTED:
        return
    if access.declared(current_app, endpoint) == access.PUBLIC or not _is_auditor():
        return
    arguments = request.view_args or {}
    seen = next(
        (Seen(_KINDS[name], value) for name, value in arguments.items() if name in _KINDS), Seen("page", None)
    )
    actor = access.actor()
    with writing():
        record(actor, "looked-at", seen, values={"page": endpoint})


def _is_auditor() -> bool:
    user = current_user
    return isinstance(user._get_current_object(), User) and any(  # noqa: SLF001 - Flask-Login's own way
        held.role == Role.AUDITOR for held in user.grants
    )

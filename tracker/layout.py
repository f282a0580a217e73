"""What every page shows: the organisation's words, the navigation, the assets if they are there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask, has_request_context, request
from flask_login import current_user
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader, Undefined

from tracker import clock
from tracker.accounts import queries as accounts
from tracker.permissions import Permission
from tracker.web import access
from tracker.web.forms import error_list

_ASSETS = Path(__file__).parent / "static" / "vendor"
_KEPT = "tracker.layout.words"

# The navigation, in the order of the work: words, endpoint, and who is shown it.
NAVIGATION: tuple[tuple[str, str, Permission], ...] = (
    ("Projects", "projects.index", Permission.SEE_PROJECTS),
    ("{Participants}", "people.index", Permission.SEE_PEOPLE),
    ("Bank details", "people.payees_list", Permission.MANAGE_PAYEES),
    ("Sessions", "sessions.index", Permission.SEE_SESSIONS),
    ("Hearing back", "sessions.owing", Permission.SEE_SESSIONS),
    ("Claims", "payments.claims", Permission.SEE_CLAIMS),
    ("To approve", "payments.approval_list", Permission.APPROVE_CLAIMS),
    ("Pay runs", "payments.runs", Permission.PREPARE_RUNS),
    ("Receipts", "documents.index", Permission.SEE_RECEIPTS),
    ("Evidence", "evidence.index", Permission.EXAMINE),
    ("Voices", "reports.voices", Permission.SEE_VOICES),
    ("Who is missing", "reports.representation", Permission.DIVERSITY),
    # One entry for whoever holds one of these.
    ("Import", "imports.index", Permission.IMPORT_REGISTERS),
    ("Import", "imports.index", Permission.MANAGE_PAYEES),
    ("Import", "imports.index", Permission.BENEFIT_CONTACT),
    ("To talk about", "payments.talk", Permission.BENEFIT_CONTACT),
    ("Told in confidence", "people.told_list", Permission.BENEFIT_CONTACT),
    ("About themselves", "diversity.index", Permission.DIVERSITY),
    ("Staff", "accounts.staff", Permission.MANAGE_STAFF),
    ("Settings", "accounts.organisation", Permission.SET_UP),
    ("The record", "accounts.trail", Permission.READ_AUDIT),
    ("Background work", "jobs.index", Permission.SET_UP),
)


class NeverPrinted(Undefined):
    """A missing name may be asked about, as the GOV.UK macros do, but printing or looping over it fails."""

    __str__ = Undefined._fail_with_undefined_error  # noqa: SLF001 - jinja2's own pattern for StrictUndefined
    __iter__ = __str__


def init_app(app: Flask) -> None:
    """Templates fail when they print what nobody gave them; GOV.UK macros have their own prefix."""
    app.jinja_env.undefined = NeverPrinted
    app.jinja_loader = ChoiceLoader(
        [
            PackageLoader("tracker"),
            PrefixLoader(
                {
                    "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                    "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
                }
            ),
        ]
    )
    app.context_processor(_words)
    app.add_template_global(error_list)


def _words() -> dict[str, Any]:
    """Found out once a request: a form's every field is a template of its own, and would ask again."""
    if not has_request_context():
        return _found_out()
    kept: dict[str, Any] | None = request.environ.get(_KEPT)
    if kept is None:
        kept = request.environ[_KEPT] = _found_out()
    return kept


def _found_out() -> dict[str, Any]:
    organisation = accounts.organisation()
    signed_in = bool(current_user and current_user.is_authenticated)
    return {
        "organisation": organisation,
        "noun": organisation.participant_noun,
        "nouns": organisation.participants_noun,
        "today": clock.today(),
        "styled": (_ASSETS / "govuk-frontend.min.css").exists(),
        "navigation": _navigation(organisation.participants_noun) if signed_in else [],
        "Permission": Permission,
        "may": _may,
        "user_name": current_user.name if signed_in else "",
    }


def _may(permission: Permission, project_id: int | None = None) -> bool:
    """For templates: whether the person looking holds a permission, here or anywhere."""
    return bool(current_user.is_authenticated) and access.actor().may(permission, project_id)


def _navigation(nouns: str) -> list[dict[str, Any]]:
    from flask import current_app, url_for  # noqa: PLC0415 - needs a request

    package = (request.endpoint or "").split(".")[0]
    entries = {endpoint for _words_of, endpoint, _permission in NAVIGATION}
    # A page without an entry of its own belongs to its package's first one.
    first_of = {endpoint.split(".")[0]: endpoint for _words_of, endpoint, _permission in reversed(NAVIGATION)}
    items = []
    shown: set[str] = set()
    for words, endpoint, permission in NAVIGATION:
        offered = endpoint in current_app.view_functions and access.actor().may(permission)
        if offered and endpoint not in shown:
            shown.add(endpoint)
            text = words.format(Participants=nouns[:1].upper() + nouns[1:])
            current = endpoint == request.endpoint or (
                endpoint.split(".")[0] == package
                and package not in {"accounts", "payments"}
                and request.endpoint not in entries
                and endpoint == first_of[package]
            )
            items.append({"text": text, "href": url_for(endpoint), "active": current})
    return items

"""Who may call an endpoint: declared on the function, checked before every request, and at start-up.

An endpoint that declares nothing stops the app from starting, so a new page cannot be open by accident.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask_login import current_user

from tracker.permissions import GIVEN_NAMES, ROLE_NAMES, ROLES, Actor, Permission

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
SIGNED_IN = "signed-in"
_DECLARED = "declared_access"
_FRAMEWORK = frozenset({"static"})


def requires(*permissions: Permission) -> Callable[[View], View]:
    """Open to signed-in staff who hold any of these permissions in at least one project.

    Which records they then see is the business of the query, which takes the actor as its scope.
    """

    def declare(view: View) -> View:
        setattr(view, _DECLARED, frozenset(permissions))
        return view

    return declare


def public(view: View) -> View:
    """Open to anybody, signed in or not."""
    setattr(view, _DECLARED, PUBLIC)
    return view


def signed_in(view: View) -> View:
    """Open to anybody who has signed in, whatever their role."""
    setattr(view, _DECLARED, SIGNED_IN)
    return view


def declared(app: Flask, endpoint: str) -> frozenset[Permission] | str | None:
    """What an endpoint declares about who may call it; None when it declares nothing."""
    if endpoint in _FRAMEWORK:
        return PUBLIC
    return getattr(app.view_functions[endpoint], _DECLARED, None)


def actor() -> Actor:
    """The signed-in member of staff, as services and queries know them."""
    if "actor" not in g:
        g.actor = current_user.actor()
    held: Actor = g.actor
    return held


def init_app(app: Flask) -> None:
    """Check every request against its endpoint's declaration."""
    app.before_request(_check)


def refuse_undeclared(app: Flask) -> None:
    """Stop the start if any endpoint declares neither a permission nor public. Call last."""
    undeclared = sorted(name for name in app.view_functions if declared(app, name) is None)
    if undeclared:
        raise RuntimeError(
            "These endpoints do not say who may call them: "
            + ", ".join(undeclared)
            + ". Put @requires(...), @signed_in or @public under the route."
        )


def _whose(permissions: frozenset[Permission]) -> str:
    """Whose page it is, by role, and who gives roles."""
    roles = [ROLE_NAMES[role] for role, held in ROLES.items() if held & permissions]
    named = [*roles, *(name for given, name in GIVEN_NAMES.items() if given in permissions)]
    may_give = actor().may(Permission.MANAGE_STAFF)
    ask = "If you need it for your work, ask your administrator."
    how = "You give roles under Staff." if may_give else ask
    return f"It takes another role: {', or '.join(name.lower() for name in named)}. {how}"


def _check() -> Any:
    if request.endpoint is None:
        return None
    needed = declared(current_app, request.endpoint)
    if needed == PUBLIC:
        return None
    if not current_user.is_authenticated:
        back = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("accounts.sign_in", next=back))
    if needed == SIGNED_IN:
        return None
    permissions = needed if isinstance(needed, frozenset) else frozenset()
    if not any(actor().may(permission) for permission in permissions):
        abort(403, description=_whose(permissions))
    return None

"""Pages of the record of who did what, for auditors and administrators of the whole organisation."""

from __future__ import annotations

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from tracker.accounts import forms, queries, trail
from tracker.accounts.blueprint import bp
from tracker.audit import queries as audit
from tracker.permissions import Permission
from tracker.web.access import actor, requires


@bp.get("/record", endpoint="trail")
@requires(Permission.READ_AUDIT)
def show() -> ResponseReturnValue:
    return _page(checked=False)


@bp.post("/record/check", endpoint="check_trail")
@requires(Permission.READ_AUDIT)
def check() -> ResponseReturnValue:
    """Read the whole chain; that takes long, so only when somebody asks."""
    return _page(checked=True)


def _page(*, checked: bool) -> ResponseReturnValue:
    # Many acts stand in no project, so the record is read whole or not at all.
    if actor().projects(Permission.READ_AUDIT) is not None:
        abort(403)
    form = forms.TrailForm(formdata=request.args)
    form.who.choices = [("", "Anybody"), *((str(user.id), user.name) for user in queries.users())]
    form.kind.choices = [("", "Anything"), *trail.kinds()]
    asked = {}
    if form.validate():
        asked = {"who": form.who.data, "kind": form.kind.data, "reference": form.reference.data or None}
    page = trail.entries(
        after=request.args.get("after"),
        who=form.who.chosen_id if asked else None,
        kind=asked.get("kind"),
        reference=asked.get("reference"),
    )
    return render_template(
        "accounts/trail.html",
        form=form,
        page=page,
        asked=asked,
        checked=checked,
        broken_at=audit.broken_at() if checked else None,
    )

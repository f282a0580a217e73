"""The page of a list of payments, expenses or people: how it is understood, and what it leaves open."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from tracker.imports import list_forms, queries, recognising, services
from tracker.imports.blueprint import BRINGS_IN, bp
from tracker.imports.lists.payments import PaymentList
from tracker.imports.lists.roles import What
from tracker.imports.lists.understanding import understand
from tracker.imports.models import Upload
from tracker.imports.recognising import Shape
from tracker.imports.reopening import Reopened, reopen_for
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.web.access import actor, requires

_ROWS_SHOWN = 12


@bp.route("/imports/<id:upload_id>/list", methods=["GET", "POST"])
@requires(*BRINGS_IN)
def listed(upload_id: int) -> ResponseReturnValue:
    """How a list with headings of its own is understood, and what is to be said of it."""
    file = reopen_for(actor(), upload_id, request.args.get("sheet", ""))
    if file.ours:
        return redirect(url_for(".check", upload_id=upload_id))
    said = file.said_list(_of(request.args.get("of", "")))
    made = understand(file.sheet, said)
    form = list_forms.form_of(made, said, _projects(), file.upload.mapping.get("project") or "")
    if form.is_submitted() and form.validate():
        now = list_forms.said_in(form, made, said)
        after = made if now == said else understand(file.sheet, now)
        ready = bool(form.submit.data) and not after.asks
        kept = file.kept(list=now.to_json())
        kept |= {"project": form.project.data or None, "project_name": None}
        if ready:
            # A list comes in alone.
            kept["together"] = None

        def keep() -> Upload:
            upload = queries.upload(actor(), upload_id)
            return services.say_columns(actor=actor(), upload=upload, mapping=kept)

        page = ".check" if ready else ".listed"
        saved: Response | None = form.save(keep, lambda upload: url_for(page, upload_id=upload.id))
        if saved is not None:
            return saved
    return _page(file, form, made, said)


def _page(file: Reopened, form: Any, made: Any, said: Any) -> str:
    payments = isinstance(made, PaymentList)
    return render_template(
        "imports/list.html",
        form=form,
        file=file,
        made=made,
        of=said.what,
        payments=payments,
        wanted=list_forms.wanted(made, said),
        first=made.entries[:_ROWS_SHOWN] if payments else made.people[:_ROWS_SHOWN],
        why_no_day=recognising.reason(file.sheet) if payments and file.shape is Shape.MONEY else None,
        remembered=None if file.is_said_list else file.list_before,
    )


def _of(text: str) -> What | None:
    return What(text) if text in set(What) else None


def _projects() -> list[tuple[str, str]]:
    """The projects that a list may go into: where lists may be brought in, or finance pays."""
    mine = {
        one.ref: one.name
        for permission in (Permission.IMPORT_REGISTERS, Permission.PREPARE_RUNS)
        for one in projects.projects(actor(), permission)
    }
    return sorted(mine.items(), key=lambda item: item[1].casefold())

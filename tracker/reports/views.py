"""Pages: the voices report."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.reports.catalogue import voices as voices_report
from tracker.reports.forms import VoicesForm
from tracker.reports.queries import Choice
from tracker.web import ids
from tracker.web.access import actor, requires

bp = Blueprint("reports", __name__)


@bp.get("/voices")
@requires(Permission.SEE_VOICES)
def voices() -> ResponseReturnValue:
    form = VoicesForm(formdata=request.args)
    seen = projects.projects(actor(), Permission.SEE_VOICES)
    form.project.choices = [("", _whole(len(seen))), *((ids.encode(one.id), one.name) for one in seen)]
    report = voices_report.build(_choice(form)) if form.validate() else None
    chosen = next((one for one in seen if ids.encode(one.id) == form.project.data), None)
    return render_template(
        "reports/voices.html", form=form, report=report, project=chosen, several=len(seen) > 1
    )


def _whole(projects_seen: int) -> str:
    everything = actor().projects(Permission.SEE_VOICES) is None
    return "All projects" if everything or projects_seen != 1 else "Your project"


def _choice(form: VoicesForm) -> Choice:
    """The choice as the form has it, within what the viewer may see."""
    scope = actor().projects(Permission.SEE_VOICES)
    chosen = frozenset({ids.decode(form.project.data)}) if form.project.data else scope
    return Choice(projects=chosen, since=form.since.data, until=form.until.data)

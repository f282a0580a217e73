"""Pages of representation: make a report of the people heard, read one that was made, take it as a file.

Each run and each file taken is sent by POST and noted, and names nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput
from wtforms import SubmitField

from tracker import clock, tables
from tracker.diversity import communities, snapshots
from tracker.diversity.representation import Tier
from tracker.errors import TrackerError
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.projects.models import Project
from tracker.reports.blueprint import bp
from tracker.reports.catalogue import representation as report
from tracker.reports.queries import Choice
from tracker.reports.seats import quarter_ends, seats_by_person, twelve_months_to
from tracker.reports.shares import answer
from tracker.web import ids
from tracker.web.access import actor, requires
from tracker.web.downloads import handed_out
from tracker.web.fields import PickField
from tracker.web.filters import day
from tracker.web.forms import BaseForm, required
from tracker.web.notices import done
from tracker.web.transaction import writing


class RepresentationForm(BaseForm):
    """Which project, and up to the end of which quarter."""

    project = PickField("Project", choices=[])
    until = PickField("Twelve months up to", [required("Choose the end of a quarter.")], choices=[])
    submit = SubmitField("Make the report", widget=GovSubmitInput())


@bp.route("/representation", methods=["GET", "POST"])
@requires(Permission.DIVERSITY)
def representation() -> ResponseReturnValue:
    seen = projects.projects(actor(), Permission.DIVERSITY)
    everything = actor().projects(Permission.DIVERSITY) is None
    form = RepresentationForm()
    form.project.choices = [
        *([("", "All projects")] if everything else []),
        *((ids.encode(one.id), one.name) for one in seen),
    ]
    form.until.choices = [(end.isoformat(), day(end)) for end in quarter_ends(clock.today())]
    saved = form.save(
        lambda: _made(form, seen, everything=everything),
        lambda new: done("The report is made.", url_for(".represented", snapshot_id=new)),
    )
    return saved or render_template(
        "reports/representation.html",
        form=form,
        made=snapshots.snapshots(actor()),
        names={one.id: one.name for one in seen},
    )


def _made(form: RepresentationForm, seen: Sequence[Project], *, everything: bool) -> int:
    project = next((one for one in seen if ids.encode(one.id) == form.project.data), None)
    if project is None and not everything:
        raise TrackerError("Choose one of your projects.", field="project")
    until = date.fromisoformat(form.until.data or "")
    since = twelve_months_to(until)
    choice = Choice(projects=frozenset({project.id}) if project else None, since=since, until=until)
    made = snapshots.make(
        actor=actor(),
        project_id=project.id if project else None,
        since=since,
        until=until,
        weights=seats_by_person(choice),
    )
    return made.id


@bp.get("/representation/<id:snapshot_id>")
@requires(Permission.DIVERSITY)
def represented(snapshot_id: int) -> ResponseReturnValue:
    made = snapshots.snapshot(actor(), snapshot_id)
    project = projects.project(actor(), made.project_id, Permission.DIVERSITY) if made.project_id else None
    reaching = communities.communities([project.id] if project else None)
    return render_template(
        "reports/represented.html",
        made=made,
        project=project,
        answer=answer(made.content, Tier.INTERNAL),
        sections=report.sections(made.content),
        communities=reaching,
    )


@bp.post("/representation/<id:snapshot_id>/file")
@requires(Permission.DIVERSITY)
def represented_file(snapshot_id: int) -> ResponseReturnValue:
    """The public table: rounded, with everything hidden that the page hides."""
    with writing():
        made = snapshots.snapshot(actor(), snapshot_id)
        snapshots.note_taken(actor=actor(), taken=made)
    made = snapshots.snapshot(actor(), snapshot_id)
    content = tables.to_csv(report.HEADINGS, report.rows(made.content))
    return handed_out(content, tables.CSV, f"representation-{made.until.isoformat()}.csv")

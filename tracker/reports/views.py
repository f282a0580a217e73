"""Pages: who is heard, in one project or all; the same as a file; project by project; how it is counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from tracker import clock, tables
from tracker.errors import Invalid
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.projects.models import Project
from tracker.reports import paper_views, representation_views
from tracker.reports.bars import Chart
from tracker.reports.blueprint import bp
from tracker.reports.catalogue import by_project as by_project_report
from tracker.reports.catalogue import voices as voices_report
from tracker.reports.catalogue import voices_charts, voices_table
from tracker.reports.catalogue import voices_method as voices_method_report
from tracker.reports.forms import DatesForm, VoicesForm
from tracker.reports.queries import Choice
from tracker.web import ids
from tracker.web.access import actor, requires
from tracker.web.downloads import handed_out
from tracker.web.filters import rendered

__all__ = ["bp", "paper_views", "representation_views"]

# What the address of a report says; its file and its method are asked for with the same.
_KEPT = ("project", "since", "until", "pool")


@bp.get("/voices")
@requires(Permission.SEE_VOICES)
def voices() -> ResponseReturnValue:
    form, seen = _asked()
    report = _report(form, seen)
    return _page("reports/voices.html", form, seen, report, charts=_charts(form, seen, report))


@bp.get("/voices/method")
@requires(Permission.SEE_VOICES)
def voices_method() -> ResponseReturnValue:
    form, seen = _asked()
    report = _report(form, seen)
    measures = voices_method_report.measures(report, _words()) if report else []
    return _page("reports/method.html", form, seen, report, measures=measures)


@bp.get("/voices/file")
@requires(Permission.SEE_VOICES)
def voices_file() -> ResponseReturnValue:
    form, seen = _asked()
    report = _report(form, seen)
    if report is None:
        return _page("reports/voices.html", form, seen, None, charts={})
    rows = voices_table.rows(report, _words(), _about(form, seen))
    content = tables.to_csv(voices_table.HEADINGS, rows)
    return handed_out(content, tables.CSV, f"voices-{report.as_of.isoformat()}.csv")


@bp.get("/voices/by-project")
@requires(Permission.SEE_VOICES)
def voices_by_project() -> ResponseReturnValue:
    form = DatesForm(formdata=request.args)
    seen = projects.projects(actor(), Permission.SEE_VOICES)
    choice = Choice(
        projects=actor().projects(Permission.SEE_VOICES), since=form.since.data, until=form.until.data
    )
    lines = by_project_report.build(choice, seen) if form.validate() else []
    return render_template(
        "reports/by_project.html", form=form, lines=lines, same_few=by_project_report.same_few(lines)
    )


def project_section(project: Project) -> Markup:
    """On a project's page, for those who may see it: where its voices stand."""
    if not actor().may(Permission.SEE_VOICES, project.id):
        return Markup()
    return rendered("reports/project_section.html", project=project)


def _asked() -> tuple[VoicesForm, Sequence[Project]]:
    form = VoicesForm(formdata=request.args)
    seen = projects.projects(actor(), Permission.SEE_VOICES)
    form.project.choices = [("", _whole(len(seen))), *((ids.encode(one.id), one.name) for one in seen)]
    return form, seen


def _page(
    template: str, form: VoicesForm, seen: Sequence[Project], report: voices_report.Report | None, **more: Any
) -> str:
    return render_template(
        template,
        form=form,
        report=report,
        project=_project(form, seen),
        several=len(seen) > 1,
        words=_words(),
        kept={name: request.args.getlist(name) for name in _KEPT if name in request.args},
        **more,
    )


def _report(form: VoicesForm, seen: Sequence[Project]) -> voices_report.Report | None:
    """The report that was asked for; None where the form says what to put right."""
    if not form.validate():
        return None
    project = _project(form, seen)
    try:
        return voices_report.build(
            _choice(form), on=clock.today(), project=project, pool=form.pool.data if project else None
        )
    except Invalid as error:
        form.refuse(error)
        return None


def _charts(
    form: VoicesForm, seen: Sequence[Project], report: voices_report.Report | None
) -> dict[str, Chart | None]:
    """The charts of a report, by name; none where nobody was heard."""
    if report is None or not report.bars:
        return {}
    apart = report.new_here != report.new_to_us
    words = _words()
    return {
        "new_voices": voices_charts.new_voices(report, _here(form, seen) if apart else ""),
        "stages": voices_charts.stages(report, words),
        "ways": voices_charts.ways(report, words),
    }


def _here(form: VoicesForm, seen: Sequence[Project]) -> str:
    if _project(form, seen):
        return "in this project"
    return "in these projects" if len(seen) > 1 else "in your project"


def _project(form: VoicesForm, seen: Sequence[Project]) -> Project | None:
    """The project that was chosen, or the only one there is to see."""
    if not form.project.data and len(seen) == 1:
        return seen[0]
    return next((one for one in seen if ids.encode(one.id) == form.project.data), None)


def _about(form: VoicesForm, seen: Sequence[Project]) -> voices_table.About:
    """What a file says of itself: it is read far from the page that it came from."""
    project, everything = _project(form, seen), actor().projects(Permission.SEE_VOICES) is None
    names = [project.name] if project else ["All projects"] if everything else [one.name for one in seen]
    since, until = form.since.data, form.until.data
    return voices_table.About(where="; ".join(names), since=since, until=until, made=clock.today())


def _words() -> dict[str, str]:
    """What people see for the codes of stages and kinds of activity."""
    lists: Any = (projects.words("stage"), projects.words("activity"))
    return {word.code: word.label for words in lists for word in words}


def _whole(projects_seen: int) -> str:
    everything = actor().projects(Permission.SEE_VOICES) is None
    return "All projects" if everything or projects_seen != 1 else "Your project"


def _choice(form: VoicesForm) -> Choice:
    """The choice as the form has it, within what the viewer may see."""
    scope = actor().projects(Permission.SEE_VOICES)
    chosen = frozenset({ids.decode(form.project.data)}) if form.project.data else scope
    return Choice(projects=chosen, since=form.since.data, until=form.until.data)

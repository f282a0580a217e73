"""Pages of reports to give: choose one, read it, take it as a PDF or a spreadsheet, say what we will do.

That somebody took one away is noted. None of them shows more than the public tables of a frozen report.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from types import ModuleType
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker import clock, pdf, tables
from tracker.accounts import queries as accounts
from tracker.audit.services import record
from tracker.errors import NotFound, TrackerError
from tracker.files import services as files
from tracker.permissions import Permission
from tracker.projects import queries as projects
from tracker.projects.models import Project
from tracker.reports import plans
from tracker.reports.asked import Asked
from tracker.reports.blueprint import bp
from tracker.reports.catalogue.papers import papers
from tracker.reports.paper_forms import PaperForm, PlanForm
from tracker.reports.paper_sheet import sheet
from tracker.reports.seats import quarter_ends, twelve_months_to
from tracker.web import ids
from tracker.web.access import actor, requires
from tracker.web.downloads import handed_out
from tracker.web.filters import day
from tracker.web.notices import done
from tracker.web.transaction import writing

# What the address of a report says, and its PDF and its file with it.
_KEPT = ("project", "until")


@bp.get("/voices/papers")
@requires(Permission.REPORT_VOICES)
def voices_papers() -> ResponseReturnValue:
    return render_template("reports/papers.html", papers=papers())


@bp.get("/voices/papers/<paper>")
@requires(Permission.REPORT_VOICES)
def voices_paper(paper: str) -> ResponseReturnValue:
    kind = _kind(paper)
    form = _form(kind)
    asked = _asked(form) if form.validate() else None
    return render_template(
        "reports/paper.html",
        kind=kind,
        form=form,
        asked=asked,
        paper=kind.build(asked) if asked else None,
        kept=_kept(),
    )


@bp.post("/voices/papers/<paper>/pdf")
@requires(Permission.REPORT_VOICES)
def voices_paper_pdf(paper: str) -> ResponseReturnValue:
    kind = _kind(paper)
    asked = _must_be_asked(_form(kind))
    # Drawn before the write lock is taken: it is slow.
    content = pdf.render(sheet(kind, asked))
    _note_taken(kind, asked, "pdf")
    return handed_out(content, files.PDF, f"{kind.KIND}-{asked.until.isoformat()}.pdf")


@bp.post("/voices/papers/<paper>/file")
@requires(Permission.REPORT_VOICES)
def voices_paper_file(paper: str) -> ResponseReturnValue:
    kind = _kind(paper)
    asked = _must_be_asked(_form(kind))
    file = kind.build(asked).file
    if file is None:
        raise NotFound("This report has no spreadsheet. Take the PDF.")
    content = tables.to_csv(file.headings, file.rows)
    _note_taken(kind, asked, "csv")
    return handed_out(content, tables.CSV, f"{kind.KIND}-{asked.until.isoformat()}.csv")


@bp.route("/voices/plan", methods=["GET", "POST"])
@requires(Permission.REPORT_VOICES)
def voices_plan() -> ResponseReturnValue:
    asked = _must_be_asked(_form(papers()["one-page"]))
    form = PlanForm()
    saved = form.save(
        lambda: plans.write_plan(
            actor=actor(), project_id=asked.project_id, until=asked.until, says=form.says.data
        ),
        lambda _: done("It is written down.", url_for(".voices_paper", paper="one-page", **_kept())),
    )
    written = plans.plans(asked.project_id, asked.until)
    return saved or render_template(
        "reports/plan.html", form=form, asked=asked, written=written, kept=_kept()
    )


def _kind(code: str) -> ModuleType:
    kind = papers().get(code)
    if kind is None:
        raise NotFound("There is no such report.")
    return kind


def _seen() -> Sequence[Project]:
    return projects.projects(actor(), Permission.REPORT_VOICES)


def _form(kind: ModuleType) -> PaperForm:
    """The choice as the address has it; what it does not say is the first of what there is."""
    everything = kind.ALL and actor().projects(Permission.REPORT_VOICES) is None
    of_projects = [(ids.encode(one.id), one.name) for one in _seen()]
    listed = [*([("", "All projects")] if everything else []), *of_projects]
    ends = [(end.isoformat(), day(end)) for end in quarter_ends(clock.today())]
    said = {name: request.args[name] for name in _KEPT if name in request.args}
    first = {"project": listed[0][0] if listed else "", "until": ends[0][0]}
    form = PaperForm(formdata=None, data={**first, **said})
    form.project.choices, form.until.choices = listed, ends
    return form


def _asked(form: PaperForm) -> Asked:
    seen = _seen()
    project = next((one for one in seen if ids.encode(one.id) == form.project.data), None)
    until = date.fromisoformat(form.until.data or "")
    organisation = accounts.organisation()
    return Asked(
        organisation=organisation.name,
        contact=organisation.contact,
        project=project,
        projects=[project] if project else seen,
        since=twelve_months_to(until),
        until=until,
        on=clock.today(),
    )


def _must_be_asked(form: PaperForm) -> Asked:
    if not form.validate():
        raise TrackerError("Go back and choose the project and the quarter again.")
    return _asked(form)


def _note_taken(kind: ModuleType, asked: Asked, ending: str) -> None:
    values = {"format": ending, "until": asked.until.isoformat(), "project_id": asked.project_id}
    with writing():
        record(actor(), "took-report", f"report-{kind.KIND}", values=values)


def _kept() -> dict[str, Any]:
    return {name: request.args[name] for name in _KEPT if name in request.args}

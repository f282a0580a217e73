"""A job's page: how far it is, what went wrong, stop it, begin again. And the command that works jobs off."""

from __future__ import annotations

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from tracker.accounts import queries as accounts
from tracker.jobs import queries, services, worker
from tracker.web.access import actor, signed_in
from tracker.web.transaction import writing

bp = Blueprint("jobs", __name__)
REFRESH_SECONDS = 3


@bp.get("/work")
@signed_in
def index() -> ResponseReturnValue:
    rows = queries.jobs(actor())
    names = accounts.names({job.asked_by_id or 0 for job in rows})
    return render_template("jobs/index.html", jobs=rows, titles=services.titles, names=names)


@bp.get("/work/<id:job_id>")
@signed_in
def show(job_id: int) -> ResponseReturnValue:
    job = queries.job(actor(), job_id)
    moving = job.state in queries.UNFINISHED
    still = "still" in request.args
    page = render_template(
        "jobs/show.html",
        job=job,
        title=services.titles.get(job.kind, job.kind),
        moving=moving,
        still=still,
        onward=_onward(job.result or {}) or _onward(job.arguments),
        whole=job.kind in services.whole,
        asked_by=accounts.names({job.asked_by_id or 0}).get(job.asked_by_id or 0, "the system"),
    )
    answer = make_response(page)
    if moving and not still:
        # A header, not a tag, and a link on the page that stops it: nobody is reloaded against their will.
        answer.headers["Refresh"] = str(REFRESH_SECONDS)
    return answer


def _onward(arguments: dict[str, object]) -> str | None:
    """The page of ours to go on to, if the job names one."""
    page = arguments.get("page")
    return page if isinstance(page, str) and page.startswith("/") and not page.startswith("//") else None


@bp.post("/work/<id:job_id>/stop")
@signed_in
def cancel(job_id: int) -> ResponseReturnValue:
    job = queries.job(actor(), job_id)
    with writing():
        services.cancel(actor=actor(), job=job)
    return redirect(url_for(".show", job_id=job_id))


@bp.post("/work/<id:job_id>/again")
@signed_in
def try_again(job_id: int) -> ResponseReturnValue:
    job = queries.job(actor(), job_id)
    with writing():
        services.try_again(actor=actor(), job=job)
    return redirect(url_for(".show", job_id=job_id))


@bp.cli.command("work")
def work() -> None:
    """Carry out background work until told to stop (the server starts this by itself)."""
    worker.work(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's own way

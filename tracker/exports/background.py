"""The file of a long run is made while nobody waits at a page, whole or not at all; then it is taken as any.

A worker that dies before the file is stored leaves nothing, and one that dies after it finds the file when
another begins again.
"""

from __future__ import annotations

from tracker.exports import bank_naming, queries, services, setups
from tracker.exports.formats import formats, needs
from tracker.jobs import queries as job_queries
from tracker.jobs import services as jobs
from tracker.jobs.models import Job
from tracker.payments import run_queries
from tracker.payments.run_models import PayRun
from tracker.permissions import Actor
from tracker.web.ids import encode
from tracker.web.transaction import writing

MAKE_FILE = "make-payment-file"
# From so many payments on, checking each approval again and writing the file takes longer than a page should.
LONG = 500


def is_long(run: PayRun, format_code: str) -> bool:
    """Whether a run's file is to be made while nobody waits; one made before is handed out at once."""
    if queries.count(run.id) < LONG:
        return False
    made_by = formats().get(format_code)
    versions = setups.in_force(needs(made_by)).versions if made_by else ""
    return queries.kept(run.id, format_code, versions) is None


def ask_to_make(*, actor: Actor, run: PayRun, format_code: str) -> Job:
    """Ask for a released run's file to be made when its turn comes; asked again, it is the same work.

    Raises NotFound and Refused as `services.export` does, before anything is asked for.
    """
    made_by = services.must_be_exportable(actor, run, format_code)
    bank_naming.must_be_confirmed(run, made_by)
    asked = {"run": run.id, "format": format_code, "page": f"/pay-runs/{encode(run.id)}", "file": run.ref}
    waiting = job_queries.unfinished(MAKE_FILE, asked_by_id=actor.user_id)
    same = next((job for job in waiting if job.arguments == asked), None)
    return same or jobs.enqueue(actor=actor, kind=MAKE_FILE, arguments=asked)


def make(job: Job) -> None:
    """The handler of `MAKE_FILE`. Raises Refused, and stores nothing, where a claim is not as approved."""
    actor = job_queries.asked_by(job)
    with writing():
        # First of all: whoever stopped this work meanwhile stops all of it.
        jobs.advance(job, 1, total=1)
        run = run_queries.run(actor, job.arguments["run"])
        services.make(actor=actor, run=run, format_code=job.arguments["format"])

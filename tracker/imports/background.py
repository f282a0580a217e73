"""A large file comes in while nobody waits at a page: whole or not at all, whatever stops it half-way.

The file, what was said of it and the rights of whoever asked are read again when its turn comes. The import,
its result and the end of the upload are one write: a worker that dies before it leaves nothing, and one that
dies after it finds the result when another begins again.
"""

from __future__ import annotations

from typing import Any

from tracker import clock
from tracker.db import db
from tracker.errors import Refused
from tracker.imports import queries, services
from tracker.imports.models import Upload
from tracker.imports.reopening import reopen
from tracker.jobs import queries as job_queries
from tracker.jobs import services as jobs
from tracker.jobs.models import Job
from tracker.permissions import Actor
from tracker.web.ids import encode
from tracker.web.transaction import writing

BRING_IN = "bring-in-file"
# From this size on, in bytes, nobody waits at a page: some ten thousand rows.
LARGE = 500_000


def is_large(upload: Upload) -> bool:
    """Whether a file is brought in while nobody waits at a page."""
    return upload.size >= LARGE


def ask_to_bring_in(*, actor: Actor, upload: Upload) -> Job:
    """Ask for a file to be brought in when its turn comes, with what was said of its columns so far."""
    page = f"/imports/{encode(upload.id)}/check"
    return jobs.enqueue(
        actor=actor, kind=BRING_IN, arguments={"upload": upload.id, "page": page, "file": upload.file_name}
    )


def bring_in(job: Job) -> None:
    """The handler of `BRING_IN`. Raises Refused, and brings in nothing, where a row is refused."""
    if job.result is not None:
        return
    actor = job_queries.asked_by(job)
    upload = db.session.get(Upload, job.arguments["upload"])
    if upload is None:
        raise Refused("This file is not here any more: it was brought in or deleted. Choose it again.")
    source = reopen(queries.upload(actor, upload.id)).source()
    with writing():
        # First of all: whoever stopped this work meanwhile stops all of it.
        jobs.advance(job, 1, total=1)
        kept = queries.upload(actor, job.arguments["upload"])
        batch = services.bring_in(actor=actor, on=clock.today(), source=source, upload=kept)
        job.result = _result(batch.id if batch else None)


def _result(batch_id: int | None) -> dict[str, Any]:
    return {"page": f"/imports/{encode(batch_id)}/done" if batch_id else "/imports?said=nothing-new"}

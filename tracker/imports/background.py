"""A large file is read, checked, copied, and comes in, while nobody waits at a page: whole or not at all.

The file, what was said of it and the rights of whoever asked are read again when its turn comes. The import,
its result and the end of the upload are one write: a worker that dies before it leaves nothing, and one that
dies after it finds the result when another begins again.
"""

from __future__ import annotations

from typing import Any

from tracker import clock
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.imports import annotating, checked, engine, first_look, large, queries, reading, services
from tracker.imports.models import Upload
from tracker.imports.reopening import reopen
from tracker.jobs import queries as job_queries
from tracker.jobs import services as jobs
from tracker.jobs.models import Job
from tracker.permissions import Actor
from tracker.web.ids import encode
from tracker.web.transaction import writing

BRING_IN, CHECK, READ, COPY = "bring-in-file", "check-file", "read-file", "copy-file"


def ask_to_read(*, actor: Actor, upload: Upload) -> Job:
    """Ask for a file to be read when its turn comes."""
    return _ask(actor, READ, upload)


def ask_to_copy(*, actor: Actor, upload: Upload, ending: str) -> Job:
    """Ask for the copy of a file with our remarks, CSV or XLSX by its ending."""
    return _ask(actor, COPY, upload, ending=ending)


def ask_to_bring_in(*, actor: Actor, upload: Upload) -> Job:
    """Ask for a file to be brought in when its turn comes, with what was said of its columns so far."""
    return _ask(actor, BRING_IN, upload)


def ask_to_check(*, actor: Actor, upload: Upload) -> Job:
    """Ask for the dry run of a file when its turn comes, with what was said of its columns so far."""
    return _ask(actor, CHECK, upload)


def _ask(actor: Actor, kind: str, upload: Upload, **more: str) -> Job:
    arguments = {"upload": upload.id, "page": _page(upload), "file": upload.file_name, **more}
    return jobs.enqueue(actor=actor, kind=kind, arguments=arguments)


def _page(upload: Upload, page: str = "check") -> str:
    return f"/imports/{encode(upload.id)}/{page}"


def at_work(viewer: Actor, upload: Upload) -> Job | None:
    """The work on a file that the viewer asked for and that is not over."""
    asked = [
        job
        for kind in (READ, CHECK, COPY, BRING_IN)
        for job in job_queries.unfinished(kind, asked_by_id=viewer.user_id)
    ]
    return next((job for job in asked if job.arguments.get("upload") == upload.id), None)


def read(job: Job) -> None:
    """The handler of `READ`: the rows are kept with the file, and its first page is where to go on.

    Raises Refused with the reason for a file that cannot be read, which is then not kept.
    """
    actor = job_queries.asked_by(job)
    upload = _upload(job, actor)
    try:
        sheets = reading.read(upload.content, upload.file_name)
    except Invalid as error:
        with writing():
            services.forget_upload(actor=actor, upload=queries.upload(actor, upload.id))
        raise Refused(f"{error.message} Nothing of it was kept.") from None
    rows, page = large.packed(sheets), first_look.page(sheets)
    with writing():
        jobs.advance(job, 1, total=1)
        kept = queries.upload(actor, upload.id)
        services.keep_rows(actor=actor, upload=kept, packed=rows)
        job.result = {"page": _page(kept, page)}


def copy(job: Job) -> None:
    """The handler of `COPY`: the copy is kept with the file.

    Raises Refused where the file cannot be understood as it is, or something else was said of it meanwhile.
    """
    actor, ending = job_queries.asked_by(job), job.arguments["ending"]
    upload = _upload(job, actor)
    said = services.said_of(upload)
    source = reopen(upload).source()
    book = engine.dry_run(source, actor=actor, on=clock.today())
    content = annotating.written(source, book.plan, ending)
    with writing():
        jobs.advance(job, 1, total=1)
        kept = _unchanged(actor, upload, said)
        services.keep_copy(actor=actor, upload=kept, ending=ending, content=content)
        job.result = {"page": f"{_page(kept)}#copy"}


def _unchanged(actor: Actor, upload: Upload, said: dict[str, Any]) -> Upload:
    """The file, where nothing was said of it meanwhile. Raises Refused."""
    kept = queries.upload(actor, upload.id)
    if services.said_of(kept) != said:
        raise Refused("Something else was said of this file while it was checked. Check it again.")
    return kept


def check(job: Job) -> None:
    """The handler of `CHECK`: what is found is kept with the file.

    Raises Refused where the file cannot be understood as it is, or something else was said of it meanwhile.
    """
    actor = job_queries.asked_by(job)
    upload = _upload(job, actor)
    said = services.said_of(upload)
    source = reopen(upload).source()
    book = engine.dry_run(source, actor=actor, on=clock.today())
    found = checked.found(book, source, clock.now())
    with writing():
        jobs.advance(job, 1, total=1)
        kept = _unchanged(actor, upload, said)
        services.keep_checked(actor=actor, upload=kept, found=found.to_json())
        job.result = {"page": _page(kept)}


def _upload(job: Job, actor: Actor) -> Upload:
    """The file that a job is about. Raises Refused where it is gone."""
    upload = db.session.get(Upload, job.arguments["upload"])
    if upload is None:
        raise Refused("This file is not here any more: it was brought in or deleted. Choose it again.")
    return queries.upload(actor, upload.id)


def bring_in(job: Job) -> None:
    """The handler of `BRING_IN`. Raises Refused, and brings in nothing, where a row is refused."""
    if job.result is not None:
        return
    actor = job_queries.asked_by(job)
    source = reopen(_upload(job, actor)).source()
    with writing():
        # First of all: whoever stopped this work meanwhile stops all of it.
        jobs.advance(job, 1, total=1)
        kept = queries.upload(actor, job.arguments["upload"])
        batch = services.bring_in(actor=actor, on=clock.today(), source=source, upload=kept)
        job.result = _result(batch.id if batch else None)


def _result(batch_id: int | None) -> dict[str, Any]:
    return {"page": f"/imports/{encode(batch_id)}/done" if batch_id else "/imports?said=nothing-new"}

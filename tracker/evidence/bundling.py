"""Make the bundle of a sample, at once or in the background, keep it for a while, and hand it out."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from tracker import clock
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Refused
from tracker.evidence import bundle, samples
from tracker.evidence.models import AuditSample
from tracker.files import services as files
from tracker.files.models import StoredFile
from tracker.jobs import queries as job_queries
from tracker.jobs import services as jobs
from tracker.jobs.models import Job
from tracker.permissions import SYSTEM, Actor
from tracker.web.ids import encode
from tracker.web.transaction import writing

MAKE_BUNDLE = "make-evidence-bundle"
ZIP = "application/zip"
# From so many payments on, drawing their pages takes longer than somebody should wait at a page.
LONG = 20
# A bundle is made again from what is recorded, so it need not lie here longer than it takes to fetch it.
KEPT_DAYS = 30


def is_long(kept: AuditSample) -> bool:
    """Whether its bundle is to be made while nobody waits."""
    return kept.file_sha256 is None and len(kept.items) >= LONG


def ask_to_make(*, actor: Actor, kept: AuditSample) -> Job:
    """Ask for the bundle to be made when its turn comes; asked again, it is the same work."""
    asked = {"sample": kept.id, "page": f"/samples/{encode(kept.id)}", "file": f"Sample {kept.number}"}
    waiting = job_queries.unfinished(MAKE_BUNDLE, asked_by_id=actor.user_id)
    same = next((job for job in waiting if job.arguments == asked), None)
    return same or jobs.enqueue(actor=actor, kind=MAKE_BUNDLE, arguments=asked, total=len(kept.items))


def make(job: Job) -> None:
    """The handler of `MAKE_BUNDLE`: a bundle that is there already is not made twice."""
    actor, sample_id = job_queries.asked_by(job), job.arguments["sample"]
    if samples.sample(actor, sample_id).file_sha256 is not None:
        return
    found: list[bundle.Piece] = []
    for done, payment in enumerate(samples.payments(samples.sample(actor, sample_id))):
        with writing():
            jobs.advance(job, done)
        found += bundle.pieces(actor, payment)
    content = bundle.packed(samples.sample(actor, sample_id), found)
    with writing():
        jobs.advance(job, job.total)
        keep(actor=actor, kept=samples.sample(actor, sample_id), content=content)


def made_now(viewer: Actor, kept: AuditSample) -> bytes:
    """The bytes of the bundle, made while somebody waits; outside any write, since it is slow."""
    found = [piece for payment in samples.payments(kept) for piece in bundle.pieces(viewer, payment)]
    return bundle.packed(kept, found)


def keep(*, actor: Actor, kept: AuditSample, content: bytes) -> None:
    """Keep the bundle with its sample."""
    file = files.store(content, ZIP, largest=2 * bundle.MOST_BYTES)
    kept.file_sha256, kept.file_made_at = file.sha256, clock.now()
    db.session.flush()
    record(actor, "made-bundle", kept, values={"number": kept.number, "sha256": file.sha256})


def take(*, actor: Actor, kept: AuditSample) -> bytes:
    """The bundle, and a note that `actor` took it. Raises Refused while it is not made."""
    if kept.file_sha256 is None:
        raise Refused("The bundle is not made yet.")
    record(actor, "took-bundle", kept, values={"number": kept.number, "sha256": kept.file_sha256})
    return files.stored(kept.file_sha256).bytes


def forget_old(now: datetime) -> None:
    """Delete bundles that were made more than thirty days ago; the samples stay."""
    old = db.session.scalars(
        select(AuditSample).where(AuditSample.file_made_at < now - timedelta(days=KEPT_DAYS))
    ).all()
    sums = {kept.file_sha256 for kept in old}
    for kept in old:
        kept.file_sha256 = kept.file_made_at = None
    db.session.flush()
    if old:
        db.session.execute(delete(StoredFile).where(StoredFile.sha256.in_(sums)))
        record(SYSTEM, "deleted-old-bundles", AuditSample.__tablename__, values={"rows": len(old)})

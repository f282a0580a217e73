"""Write uploads and imports: keep a file while its columns are said, then bring it in, all or nothing."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select

from tracker.audit import queries as events
from tracker.audit.services import record
from tracker.db import db
from tracker.errors import Invalid, Refused
from tracker.imports import apply, engine
from tracker.imports.confidential import Chosen
from tracker.imports.engine import Source
from tracker.imports.many_rows import makes_many_rows
from tracker.imports.models import Upload, UploadPart
from tracker.imports.planning.book import Book
from tracker.imports.planning.plan import Fate
from tracker.imports.reading import LARGEST_BYTES
from tracker.permissions import SYSTEM, Actor
from tracker.projects.models import ImportBatch
from tracker.sessions.models import HEARD

KEPT_DAYS = 7
# Where what a check found stands in what is kept with an upload.
CHECKED = "checked"
# Where the choice of confidential columns stands there.
CHOSEN = "confidential"
# The part of an upload that holds its rows as they were read; all others are copies for download.
ROWS = "rows"


def keep_upload(*, actor: Actor, now: datetime, file_name: str, content: bytes) -> Upload:
    """Keep a file for the screens that follow; old ones go. Raises Invalid above 50 MB."""
    if actor.user_id is None:
        raise Refused("Sign in first: a file is kept for whoever uploaded it.")
    if len(content) > LARGEST_BYTES:
        raise Invalid("This file is too large: it may be up to 50 MB. Split it into several.", field="file")
    forget_old_uploads(now)
    upload = Upload(
        file_name=file_name[-200:],
        sha256=engine.fingerprint([content]),
        size=len(content),
        content=content,
        mapping={},
        uploaded_by_id=actor.user_id,
    )
    db.session.add(upload)
    db.session.flush()
    record(actor, "uploaded-file", upload)
    return upload


def forget_old_uploads(now: datetime) -> None:
    """Delete the files that were uploaded more than seven days ago and never brought in."""
    old = Upload.uploaded_at < now - timedelta(days=KEPT_DAYS)
    count = db.session.scalar(select(func.count()).select_from(Upload).where(old)) or 0
    if count:
        db.session.execute(delete(Upload).where(old))
        record(SYSTEM, "deleted-old-uploads", Upload.__tablename__, values={"rows": count})


def forget_upload(*, actor: Actor, upload: Upload) -> None:
    """Delete a file that is not wanted any more."""
    db.session.delete(upload)
    db.session.flush()
    record(actor, "deleted-upload", upload)


def said_of(upload: Upload) -> dict[str, Any]:
    """What was said of a file, without what a check of it found."""
    return {name: value for name, value in upload.mapping.items() if name != CHECKED}


def keep_checked(*, actor: Actor, upload: Upload, found: dict[str, Any]) -> None:
    """Keep what a check found with its file, until something else is said of it."""
    upload.mapping = {**upload.mapping, CHECKED: found}
    _forget_copies(upload)
    record(actor, "checked-upload", upload)


def say_columns(*, actor: Actor, upload: Upload, mapping: dict[str, Any]) -> Upload:
    """Keep what a person said of the columns so far."""
    upload.mapping = {**said_of(upload), **mapping}
    _forget_copies(upload)
    record(actor, "mapped-upload", upload, fields=sorted(mapping))
    return upload


def keep_rows(*, actor: Actor, upload: Upload, packed: bytes) -> None:
    """Keep the rows of a large file as they were read, so that no page has to read it."""
    _keep_part(upload, ROWS, packed)
    record(actor, "read-upload", upload)


def keep_copy(*, actor: Actor, upload: Upload, ending: str, content: bytes) -> None:
    """Keep a copy of a large file with our remarks until something else is said of it."""
    _keep_part(upload, ending, content)
    record(actor, "made-annotated-copy", upload)


def _keep_part(upload: Upload, name: str, content: bytes) -> None:
    db.session.execute(delete(UploadPart).where(UploadPart.upload_id == upload.id, UploadPart.name == name))
    db.session.add(UploadPart(upload_id=upload.id, name=name, content=content))
    db.session.flush()


def _forget_copies(upload: Upload) -> None:
    """Delete the copies of a file, which say what is no longer so."""
    db.session.flush()
    db.session.execute(delete(UploadPart).where(UploadPart.upload_id == upload.id, UploadPart.name != ROWS))


def choose_confidential(*, actor: Actor, upload: Upload, chosen: Chosen | None) -> Upload:
    """Keep which columns of bank details or benefits come in, or that none do.

    Raises Refused without the permission to enter such facts.
    """
    if chosen is not None and not actor.may(chosen.kind.permission):
        raise Refused(f"Your role does not let you bring in {chosen.kind.what}.")
    upload.mapping = {**said_of(upload), CHOSEN: chosen.to_json() if chosen else None}
    _forget_copies(upload)
    verb = "chose-confidential-columns" if chosen else "left-confidential-columns-out"
    record(actor, verb, upload, fields=[chosen.kind.code] if chosen else [])
    return upload


def note_copy(*, actor: Actor, upload: Upload) -> None:
    """Note that somebody took the copy of their file with our remarks."""
    record(actor, "downloaded-annotated-copy", upload)


@makes_many_rows
def bring_in(
    *, actor: Actor, on: date, source: Source, upload: Upload | None = None, planned: Book | None = None
) -> ImportBatch | None:
    """Write what a dry run of this file shows now, or nothing at all. None where everything is there already.

    `planned` is the book of a dry run of the same source, which is carried out if nothing at all was written
    here since. Raises Refused while a row is refused.
    """
    if planned is None or not _holds(planned, actor, on):
        planned = engine.dry_run(source, actor=actor, on=on)
    book = planned
    refused = book.plan.refusals
    if refused:
        rows = "1 row" if len(refused) == 1 else f"{len(refused):,} rows"
        raise Refused(
            f"{rows} cannot come in, so nothing was brought in. "
            f"First: {refused[0].where()}: {refused[0].sentence}"
        )
    if upload is not None:
        db.session.delete(upload)
    if book.plan.changes_nothing:
        db.session.flush()
        return None
    batch = _batch(book, source)
    db.session.add(batch)
    db.session.flush()
    apply.write(book)
    record(actor, "imported", batch, values={"rows": len(book.plan.lines)})
    return batch


def _holds(planned: Book, actor: Actor, on: date) -> bool:
    """Whether a plan is as good as one made now: every write leaves an event, and there is none since."""
    return (planned.actor, planned.on, planned.chain) == (actor, on, events.chain())


def _batch(book: Book, source: Source) -> ImportBatch:
    return ImportBatch(
        id=book.batch_id,
        kind=source.kind,
        file_name=source.name[-200:],
        file_sha256=source.sha256,
        mapping=source.mapping(),
        summary=summary(book, source),
        imported_by_id=book.actor.user_id,
    )


def summary(book: Book, source: Source) -> dict[str, Any]:
    """The numbers that stay with an import: no names, no cells."""
    rows, fates = book.plan.rows, Counter([line.fate for line in book.plan.lines])
    project = book.projects.get(source.target.ref) if source.target else None
    return {
        "rows": len(book.plan.lines),
        "fates": {fate.value: times for fate, times in fates.items()},
        "people": len(rows["people"]),
        "sessions": len(rows["sessions"]),
        "attendances": sum(row["outcome"] in HEARD for row in rows["attendance"]),
        "places": len(rows["attendance"]),
        "claims": len(rows["claims"]),
        "expenses": len(rows["expense_lines"]),
        "payments": len(rows["ledger"]),
        "changed": fates[Fate.UPDATED],
        "project": project.id if project else None,
    }

"""Read uploads and past imports; each is seen by whoever made it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from tracker.db import db
from tracker.errors import NotFound
from tracker.imports.models import Upload, UploadPart
from tracker.imports.taken import registers_in
from tracker.permissions import Actor
from tracker.projects.models import ImportBatch

_SHOWN = 20
# Among how many of the last registers one with the same headings is looked for.
_REMEMBERED = 200


def upload(viewer: Actor, upload_id: int) -> Upload:
    """A file that the viewer uploaded. Raises NotFound."""
    found = db.session.get(Upload, upload_id)
    if found is None or viewer.user_id is None or found.uploaded_by_id != viewer.user_id:
        raise NotFound("There is no such file.")
    return found


def uploads(viewer: Actor) -> Sequence[Upload]:
    """The files that the viewer has uploaded and not brought in yet, the newest first."""
    return db.session.scalars(
        select(Upload).where(Upload.uploaded_by_id == viewer.user_id).order_by(Upload.uploaded_at.desc())
    ).all()


def part(upload: Upload, name: str) -> bytes | None:
    """What was made of a file under this name, if it was."""
    return db.session.scalar(
        select(UploadPart.content).where(UploadPart.upload_id == upload.id, UploadPart.name == name)
    )


def parts(upload: Upload) -> frozenset[str]:
    """The names of what was made of a file."""
    return frozenset(db.session.scalars(select(UploadPart.name).where(UploadPart.upload_id == upload.id)))


def batch(viewer: Actor, batch_id: int) -> ImportBatch:
    """An import that the viewer made. Raises NotFound."""
    found = db.session.get(ImportBatch, batch_id)
    if found is None or viewer.user_id is None or found.imported_by_id != viewer.user_id:
        raise NotFound("There is no such import.")
    return found


def batches(viewer: Actor) -> Sequence[ImportBatch]:
    """The viewer's last imports, the newest first."""
    return db.session.scalars(
        select(ImportBatch)
        .where(ImportBatch.imported_by_id == viewer.user_id)
        .order_by(ImportBatch.imported_at.desc())
        .limit(_SHOWN)
    ).all()


def batch_with_headings(headings: Sequence[str], kind: str = "register") -> ImportBatch | None:
    """The last import of this kind under the very same headings, whoever brought it in.

    What its columns meant then is the likeliest meaning of them now.
    """
    if not any(headings):
        return None
    recent = db.session.scalars(
        select(ImportBatch)
        .where(ImportBatch.kind == kind)
        .order_by(ImportBatch.imported_at.desc())
        .limit(_REMEMBERED)
    )
    return next((kept for kept in recent if register_with_headings(kept, headings)), None)


def register_with_headings(batch: ImportBatch, headings: Sequence[str]) -> Mapping[str, Any] | None:
    """What the sheet of an import with these headings was taken for."""
    fitting = (kept for kept in registers_in(batch.mapping) if kept.get("headings") == list(headings))
    return next(fitting, None)


def batches_of_file(sha256: str, kind: str = "register") -> Sequence[ImportBatch]:
    """The imports of a file with this fingerprint as this kind that still stand, whoever made them."""
    return db.session.scalars(
        select(ImportBatch).where(
            ImportBatch.file_sha256 == sha256,
            ImportBatch.kind == kind,
            ImportBatch.undone_on.is_(None),
        )
    ).all()

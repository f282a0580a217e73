"""Photos and scans that come with claims: taken from a form, and given back as a download."""

from __future__ import annotations

from flask import Response

from tracker.errors import Invalid
from tracker.files import services as files
from tracker.files.models import StoredFile
from tracker.web.downloads import handed_out
from tracker.web.forms import BaseForm


def uploaded(form: BaseForm, name: str, *, missing: str | None = None) -> tuple[bytes, str] | None:
    """The photo in a form's file field, fit to be kept; one that is not is refused beside the field.

    `missing` is what the form says where there must be one and none was chosen.
    Slow, because photos are drawn anew, so call it before the write lock is taken.
    """
    upload = form[name].data
    if not upload or not getattr(upload, "filename", ""):
        if missing:
            form.refuse(Invalid(missing, field=name))
        return None
    try:
        return files.harmless(upload.read(), field=name)
    except Invalid as error:
        form.refuse(error)
        return None


def download(photo: StoredFile, name: str) -> Response:
    """A kept photo as an attachment of this name; its ending follows from what it is."""
    ending = "pdf" if photo.media_type == files.PDF else "jpg"
    return handed_out(photo.bytes, photo.media_type, f"{name}.{ending}")

"""Store bytes once; make photos harmless by drawing them anew without their metadata."""

from __future__ import annotations

import hashlib
import io
import struct

from PIL import Image, ImageOps

from tracker.db import db
from tracker.errors import Invalid, NotFound
from tracker.files.models import LARGEST_BYTES, StoredFile

PDF = "application/pdf"
_LONGEST_SIDE = 2400
# A photo of 60 million pixels is larger than any telephone takes; a bomb is larger still.
_MOST_PIXELS = 60_000_000
# What the decoders raise over bytes that are not what their beginning says.
_UNREADABLE = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
)


def store(content: bytes, media_type: str, *, largest: int = LARGEST_BYTES) -> StoredFile:
    """Keep these bytes; the same bytes again are the same row. Raises Invalid above `largest` bytes."""
    if len(content) > largest:
        raise Invalid(f"The file is too large: at most {largest // (1024 * 1024)} MB.", field="file")
    sha256 = hashlib.sha256(content).hexdigest()
    kept = db.session.get(StoredFile, sha256)
    if kept is None:
        kept = StoredFile(sha256=sha256, media_type=media_type, size=len(content), bytes=content)
        db.session.add(kept)
        db.session.flush()
    return kept


def harmless(content: bytes, *, field: str = "file") -> tuple[bytes, str]:
    """A photo or PDF that somebody uploaded, as bytes fit to keep, with their media type.

    Photos are drawn anew, upright and without metadata such as the place they were taken. Raises Invalid
    for anything else. Slow, so call it before taking the write lock.
    """
    if len(content) > LARGEST_BYTES:
        raise Invalid("The file is too large: take a photo of up to 10 MB.", field=field)
    if content.startswith(b"%PDF-"):
        return content, PDF
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP", "GIF")) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise Invalid("The photo has too many pixels: send a smaller one.", field=field)
            drawn = _upright(image).convert("RGB")
    except (*_UNREADABLE, Image.DecompressionBombError):
        raise Invalid("Choose a photo (JPEG or PNG) or a PDF.", field=field) from None
    drawn.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=85)
    return out.getvalue(), "image/jpeg"


def _upright(image: Image.Image) -> Image.Image:
    """The photo as it was held, where its metadata can be read; a photo is one without them too."""
    try:
        return ImageOps.exif_transpose(image)
    except _UNREADABLE:
        return image


def stored(sha256: str | None) -> StoredFile:
    """The stored file under this SHA-256. Raises NotFound."""
    kept = db.session.get(StoredFile, sha256) if sha256 else None
    if kept is None:
        raise NotFound("There is no such file.")
    return kept

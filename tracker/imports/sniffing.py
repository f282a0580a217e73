"""What a file is that is no spreadsheet, by its content: its name may say anything. Pure."""

from __future__ import annotations

import io
import re
import zipfile

_BEGINNINGS = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"RIFF", "a picture or a recording"),
    (b"\x1f\x8b", "a packed archive"),
    (b"7z\xbc\xaf", "a packed archive"),
    (b"Rar!", "a packed archive"),
    (b"{\\rtf", "a text document"),
)
# Programs of offices pack their documents as archives too; the folders inside tell them apart.
_PACKED = (
    ("word/", "a Word document"),
    ("ppt/", "a presentation"),
    ("Index/", "a Numbers or Pages document"),
)
_WORKBOOKS = ("xl/", "content.xml")
_TEXTS = (
    (re.compile(rb"<(?:!doctype html|html|head|body|table)\b", re.IGNORECASE), "a web page"),
    (re.compile(rb"<\?xml\b"), "an XML file"),
    (re.compile(rb"\{\s*\"[^\"]*\"\s*:|\[\s*[\[{]"), "a JSON file"),
)


def what_else(content: bytes) -> str | None:
    """What a file is instead of a spreadsheet, as "a PDF"; None where it may be one."""
    for start, kind in _BEGINNINGS:
        if content.startswith(start):
            return kind
    if content[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"}:
        return "a picture"
    if content.startswith(b"PK\x03\x04"):
        return _packed(content)
    beginning = content[:2_000].removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((kind for pattern, kind in _TEXTS if pattern.match(beginning)), None)


def _packed(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return None
    if any(name.startswith(_WORKBOOKS) for name in names):
        return None
    found = (kind for start, kind in _PACKED if any(name.startswith(start) for name in names))
    return next(found, "a packed archive")

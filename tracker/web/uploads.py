"""The name of a file that somebody sent, as they know it and harmless."""

from __future__ import annotations

import re
import unicodedata

from werkzeug.datastructures import FileStorage

LONGEST = 200


def name_of(sent: FileStorage) -> str:
    """What its sender calls it, folders, unseen signs and line breaks left out; "file" where nothing is left.

    It is shown, kept and given back, never used as a place on a disk. Of a long name the end is kept, for the
    ending says what the file is.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", sent.filename or ""))[-1]
    seen = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in last)
    return " ".join(seen.split())[-LONGEST:].strip() or "file"

"""The files of `instance/rules`: what this instance adds to the law, and what its organisation keeps to."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from flask import current_app

from tracker.errors import Refused
from tracker.rules import BUILT_IN, BenefitRule


def folder() -> Path:
    """Where this instance keeps its own rules; it need not be there."""
    return Path(current_app.config["TRACKER"].instance) / "rules"


def current(rule: BenefitRule) -> bytes:
    """The text of a benefit's file as it is in force here: the instance's own, else the rulebook's.

    Raises Refused where a file of that name lies there and is not used.
    """
    own = kept(rule.file)
    if own and not rule.entered_here:
        raise Refused(
            f"The file {rule.file} of this instance is not used: the administrator's first page says why. "
            "Have it mended or taken away first.",
            code="rules-left-aside",
        )
    return own or (BUILT_IN / rule.file).read_bytes()


def kept(name: str) -> bytes:
    """The text of one of the instance's own files; nothing where there is none."""
    own = folder() / name
    return own.read_bytes() if own.is_file() else b""


def keep(name: str, text: bytes) -> None:
    """Write a file whole or not at all: a check that reads at the same moment sees the old or the new one.

    Call it last in a write, since no rollback undoes it. Raises Refused where the folder cannot be written.
    """
    try:
        folder().mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{name}.", dir=folder())
        with os.fdopen(handle, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(folder() / name)
    except OSError as error:
        raise Refused(
            f"The folder of rules on this machine cannot be written ({error.strerror}). "
            "Ask whoever looks after the server to let the program write there."
        ) from None

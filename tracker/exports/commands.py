"""`tracker export RUN FORMAT`: a released pay run out, to a file or to standard output."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from tracker.errors import Refused
from tracker.exports import services
from tracker.exports.formats import formats
from tracker.payments import run_queries
from tracker.web.transaction import writing


@click.command("export")
@click.argument("run")
@click.argument("format_code", metavar="FORMAT", type=click.Choice(sorted(formats())))
@click.option("-o", "file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--as", "as_email", metavar="EMAIL", help="Who you are; needed once a user exists.")
@click.pass_obj
def export_command(
    doors: Any, *, run: str, format_code: str, file: Path | None, as_email: str | None
) -> None:
    """Write a released pay RUN, named by its reference like R26-0007, in a FORMAT.

    Without -o the file goes to standard output. It holds bank details: keep it where only finance can read.
    """
    if file is not None and not file.parent.is_dir():
        raise Refused(f"There is no folder {file.parent}: make it first, or choose another.")
    with doors.opened(), writing():
        actor = doors.acting_as(as_email, formats()[format_code].PERMISSION)
        made = services.export(actor=actor, run=run_queries.run_by_ref(actor, run), format_code=format_code)
    if file is None:
        sys.stdout.buffer.write(made.content)
    else:
        _write(file, made.content)


def _write(file: Path, content: bytes) -> None:
    """Write the whole file, readable by its owner only."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(content)
    except OSError as error:
        raise Refused(f"{file} could not be written ({error.strerror}): choose another with -o.") from None

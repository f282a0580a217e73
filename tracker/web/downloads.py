"""A file that is handed out: whatever its name holds, the browser is told it whole."""

from __future__ import annotations

from io import BytesIO

from flask import Response, send_file


def handed_out(content: bytes, media_type: str, name: str, *, inline: bool = False) -> Response:
    """An answer that is this file, to be kept under `name`; `inline` where it is looked at first.

    A name may come from a file that somebody brought in: letters of any script, quotation marks, line breaks.
    """
    answer = send_file(
        BytesIO(content),
        mimetype=media_type,
        as_attachment=not inline,
        download_name=" ".join(name.split()),
        conditional=False,
    )
    # Most of what is handed out is about somebody: no browser keeps it for the next person at its screen.
    answer.headers["Cache-Control"] = "no-store"
    return answer

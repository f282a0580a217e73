"""One sentence on the next page that says what was just done, so that nobody wonders whether it worked."""

from __future__ import annotations

from flask import flash


def done(sentence: str, location: str) -> str:
    """Have the next page say `sentence`; returns `location`, where that page is."""
    flash(sentence)
    return location

"""A day as a sentence says it: 12 March 2026. Pure, so that formats need no web."""

from __future__ import annotations

from datetime import date


def said(day: date) -> str:
    """The day with its month's name."""
    return f"{day.day} {day:%B %Y}"
